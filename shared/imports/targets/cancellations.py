"""Lines of an order file that take earlier lines back."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.binding import IS_CANCELLATION
from shared.imports.fields import UNKNOWN_CUSTOMER
from shared.imports.rules import Event, TakenBack, take_back
from shared.imports.staging import SPOOL, Stage, copy_into
from shared.imports.targets.common import note_changes, share
from shared.imports.targets.references import Reference, joins, references_of

AT_ONCE = 5000
RETURNED = ("returned_quantity", "returned_date", "return_reason", "status")
REASON = "cancelled_invoice"
NOT_BOUGHT = "no earlier line to cancel"


@contextmanager
def left_out(stage: Stage) -> Iterator[None]:
    """Let `staged` be the orders only: what is taken back makes nobody known."""
    if not stage.mapping.cancellation:
        yield
        return
    with stage.showing(orders(stage)):
        yield
    stage.execute("CREATE TEMP VIEW staged AS SELECT * FROM {table}", {"table": stage.table()})


def orders(stage: Stage) -> Composable:
    """Return the condition of lines that are orders."""
    return SQL("NOT {}").format(Identifier(IS_CANCELLATION)) if stage.mapping.cancellation else SQL("true")


def part(number: int, of: int) -> Composable:
    """Return the condition of one part of the cancellations: those of the same order lines are never parted."""
    return SQL("{} AND {}").format(
        Identifier(IS_CANCELLATION), share(SQL("concat_ws('|', product, customer)"), number, of)
    )


def land(stage: Stage) -> None:
    """Take back what the cancellations name, each wholly or not at all; one already applied changes nothing."""
    references = references_of(stage)
    _note_places(stage)
    theirs = {name: references[name] for name in ("product", "customer")}
    _settle_applied(stage)
    _reject_unmatchable(stage, theirs)
    _match(stage, theirs)
    stage.reject(
        "external_ref",
        SQL(
            "CASE untaken.bought_before WHEN 0 THEN {} ELSE 'only ' || untaken.bought_before || ' of ' || -s.quantity"
            " || ' were bought before' END"
        ).format(Literal(NOT_BOUGHT)),
        joined=SQL(" JOIN untaken ON untaken.line = s.line"),
        where=SQL("true"),
    )
    _apply(stage)
    stage.counts.inserted += stage.staged()


def _note_places(stage: Stage) -> None:
    """Remember where the orders stand that a cancellation of the same day could mean: only those before it count."""
    stage.execute("DROP TABLE IF EXISTS places")
    stage.execute(
        """
        CREATE TEMP TABLE places ON COMMIT DROP AS
        SELECT o.external_ref, o.line FROM {lines} o
        WHERE {orders} AND (o.product, o.customer, o.unit_price, o.bought_date)
              IN (SELECT product, customer, unit_price, bought_date FROM staged)
        """,
        {"lines": stage.table(), "orders": orders(stage)},
    )


def _settle_applied(stage: Stage) -> None:
    stage.execute("DROP TABLE IF EXISTS applied")
    stage.execute(
        """
        CREATE TEMP TABLE applied ON COMMIT DROP AS
        SELECT s.line, sum(r.quantity) AS quantity
        FROM staged s JOIN return_lines r ON r.source = %(namespace)s AND r.external_ref = s.external_ref
        GROUP BY s.line
        """
    )
    stage.reject(
        "quantity",
        SQL("'differs from the ' || applied.quantity || ' that this cancellation took back before'"),
        joined=SQL(" JOIN applied ON applied.line = s.line"),
        where=SQL("applied.quantity <> -s.quantity"),
    )
    stage.counts.unchanged += stage.execute("DELETE FROM staged s USING applied a WHERE a.line = s.line")


def _reject_unmatchable(stage: Stage, references: Mapping[str, Reference]) -> None:
    stage.reject(
        "customer",
        Literal("is blank: nobody can tell whose order is taken back"),
        where=SQL("s.customer = {}").format(Literal(UNKNOWN_CUSTOMER)),
    )
    stage.reject(
        "unit_price",
        Literal("is missing: the line taken back is found by its price"),
        where=SQL("s.unit_price IS NULL"),
    )
    for reference in references.values():
        stage.reject("external_ref", Literal(NOT_BOUGHT), joined=reference.join, where=reference.dangling)


def _match(stage: Stage, references: Mapping[str, Reference]) -> None:
    stage.execute("DROP TABLE IF EXISTS taken, untaken")
    stage.execute("CREATE TEMP TABLE taken (line integer, purchase_id bigint, quantity integer) ON COMMIT DROP")
    stage.execute("CREATE TEMP TABLE untaken (line integer, bought_before bigint) ON COMMIT DROP")
    with (
        tempfile.SpooledTemporaryFile(max_size=SPOOL) as taken,
        tempfile.SpooledTemporaryFile(max_size=SPOOL) as untaken,
    ):
        for outcome in take_back(_events(stage, references)):
            if isinstance(outcome, TakenBack):
                taken.write(f"{outcome.line}\t{outcome.purchase_id}\t{outcome.quantity}\n".encode())
            else:
                untaken.write(f"{outcome.line}\t{outcome.bought_before}\n".encode())
        taken.seek(0)
        untaken.seek(0)
        copy_into(stage, Identifier("taken"), ("line", "purchase_id", "quantity"), taken)
        copy_into(stage, Identifier("untaken"), ("line", "bought_before"), untaken)


def _events(stage: Stage, references: Mapping[str, Reference]) -> Iterator[Event]:
    """Yield order lines with something left and cancellations, as `take_back` wants them, a few thousand at a time."""
    product, customer = references["product"].id, references["customer"].id
    query = SQL(
        """
        WITH pending AS (
            SELECT {product} AS product_id, {customer} AS customer_id, s.unit_price, s.bought_date, s.line, s.quantity
            FROM staged s {joins}
        )
        SELECT b.product_id, b.customer_id, b.unit_price, b.bought_date AS day, coalesce(places.line, 0) AS place,
               false AS cancels, b.purchase_id AS identity, b.quantity - b.returned_quantity AS quantity
        FROM (SELECT DISTINCT product_id, customer_id, unit_price FROM pending) AS wanted
        JOIN bought_by b USING (product_id, customer_id, unit_price)
        LEFT JOIN places ON places.external_ref = b.external_ref AND b.source = {namespace}
        WHERE b.status <> 'cancelled' AND b.quantity > b.returned_quantity AND b.bought_date IS NOT NULL
        UNION ALL
        SELECT product_id, customer_id, unit_price, bought_date, line, true, line, -quantity FROM pending
        ORDER BY product_id, customer_id, unit_price, day, place, cancels, identity
        """
    ).format(
        product=product,
        customer=customer,
        joins=joins(references),
        namespace=Literal(stage.origin.namespace),
    )
    with stage.cursor.connection.cursor(name="cancellation_events") as rows:
        rows.itersize = AT_ONCE
        rows.execute(query)
        for product_id, customer_id, unit_price, *event in rows:
            yield Event((product_id, customer_id, unit_price), *event)


def _apply(stage: Stage) -> None:
    taken = SQL("bought_by t WHERE t.purchase_id IN (SELECT purchase_id FROM taken)")
    note_changes(stage, "bought_by", RETURNED, taken)
    with stage.making("return_lines", "return_id"):
        stage.execute(
            """
            INSERT INTO return_lines (purchase_id, quantity, returned_date, reason, source, external_ref)
            SELECT taken.purchase_id, taken.quantity, s.bought_date, %(reason)s, %(namespace)s, s.external_ref
            FROM taken JOIN staged s ON s.line = taken.line
            """,
            reason=REASON,
        )
    stage.execute(
        """
        UPDATE bought_by b
        SET returned_quantity = b.returned_quantity + back.quantity,
            returned_date = greatest(b.returned_date, back.day),
            return_reason = %(reason)s,
            version = b.version + 1,
            status = CASE WHEN b.returned_quantity + back.quantity = b.quantity
                          THEN 'returned' ELSE 'partially_returned' END::bought_status_enum
        FROM (
            SELECT taken.purchase_id, sum(taken.quantity)::integer AS quantity, max(s.bought_date) AS day
            FROM taken JOIN staged s ON s.line = taken.line GROUP BY taken.purchase_id
        ) AS back
        WHERE back.purchase_id = b.purchase_id
        """,
        reason=REASON,
    )
