"""What came back of orders: pieces of earlier order lines, each a return of its own that can be corrected."""

import tempfile
from collections.abc import Iterator

from psycopg2.sql import SQL, Identifier, Literal

from shared.imports.rules import Back, NothingLeft, give_back
from shared.imports.staging import SPOOL, Stage, copy_into
from shared.imports.targets.common import note_changes, settle_repeats
from shared.imports.targets.references import Reference, references_of, settle

AT_ONCE = 5000
TOLD = ("quantity", "returned_date", "reason")
OF_ORDER = ("returned_quantity", "returned_date", "return_reason", "status")


def judge(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")


def land(stage: Stage) -> None:
    """Bring all returns of some orders into the tables: what a line gives back depends on the others of its order."""
    references = references_of(stage)
    settle(stage, references)
    _lock(stage, references["order"])
    _reject_impossible(stage, references["order"])
    _compare(stage, references["order"])
    _settle_quantities(stage)
    _apply(stage)


def _lock(stage: Stage, order: Reference) -> None:
    """Keep everybody else from returning anything of these orders meanwhile."""
    stage.execute(
        """
        SELECT FROM bought_by b
        WHERE b.purchase_id IN (SELECT {id} FROM staged s {join})
        ORDER BY b.purchase_id FOR NO KEY UPDATE
        """,
        {"id": order.id, "join": order.join},
    )


def _reject_impossible(stage: Stage, order: Reference) -> None:
    stage.reject(
        "order", Literal("is a cancelled order"), joined=order.join, where=SQL("its_order.status = 'cancelled'")
    )
    stage.reject(
        "order",
        Literal("is an order whose stock is kept here; record the return here, too"),
        joined=order.join,
        where=SQL("its_order.stock_kept"),
    )
    stage.reject(
        "returned_date",
        SQL("'lies before ' || its_order.bought_date || ', when it was bought'"),
        joined=order.join,
        where=SQL("s.returned_date < its_order.bought_date"),
    )
    stage.reject(
        "external_ref",
        Literal("is the return of another order"),
        joined=SQL("{} JOIN return_lines r ON r.source = %(namespace)s AND r.external_ref = s.external_ref").format(
            order.join
        ),
        where=SQL("r.purchase_id <> its_order.purchase_id"),
    )


def _compare(stage: Stage, order: Reference) -> None:
    """Note each line beside the return it is known as, if any; a blank quantity is all that is left of the order."""
    quantity = "s.quantity" if stage.has("quantity") else "NULL::integer"
    reason = "s.reason" if stage.has("reason") else "NULL::text"
    stage.execute("DROP TABLE IF EXISTS back")
    stage.execute(
        """
        CREATE TEMP TABLE back ON COMMIT DROP AS
        SELECT s.line, its_order.purchase_id, r.return_id, coalesce(r.quantity, 0) AS before,
               coalesce({quantity}, r.quantity) AS quantity, s.returned_date, coalesce({reason}, r.reason) AS reason,
               r.return_id IS NOT NULL AND r.returned_date = s.returned_date
                   AND coalesce({quantity}, r.quantity) = r.quantity
                   AND coalesce({reason}, r.reason) IS NOT DISTINCT FROM r.reason AS same
        FROM staged s {join}
        LEFT JOIN return_lines r ON r.source = %(namespace)s AND r.external_ref = s.external_ref
              AND r.purchase_id = its_order.purchase_id
        """,
        {"quantity": SQL(quantity), "reason": SQL(reason), "join": order.join},
    )


def _settle_quantities(stage: Stage) -> None:
    """Give each line the quantity that comes back by it; refuse those of whose order less is left."""
    stage.execute("DROP TABLE IF EXISTS settled, unsettled")
    stage.execute("CREATE TEMP TABLE settled (line integer, quantity integer) ON COMMIT DROP")
    stage.execute("CREATE TEMP TABLE unsettled (line integer, remaining integer) ON COMMIT DROP")
    with (
        tempfile.SpooledTemporaryFile(max_size=SPOOL) as settled,
        tempfile.SpooledTemporaryFile(max_size=SPOOL) as unsettled,
    ):
        for outcome in give_back(_wanted(stage)):
            if isinstance(outcome, NothingLeft):
                unsettled.write(f"{outcome.line}\t{outcome.left}\n".encode())
            else:
                settled.write(f"{outcome.line}\t{outcome.quantity}\n".encode())
        settled.seek(0)
        unsettled.seek(0)
        copy_into(stage, Identifier("settled"), ("line", "quantity"), settled)
        copy_into(stage, Identifier("unsettled"), ("line", "remaining"), unsettled)
    stage.reject(
        "quantity" if stage.has("quantity") else "order",
        SQL("'is more than the ' || u.remaining || ' left of the order'"),
        joined=SQL(" JOIN unsettled u ON u.line = s.line"),
        where=SQL("true"),
    )
    stage.execute("DELETE FROM back USING unsettled WHERE unsettled.line = back.line")


def _wanted(stage: Stage) -> Iterator[Back]:
    """Yield the lines that change something as `give_back` wants them; corrections downwards come first."""
    with stage.cursor.connection.cursor(name="returns_wanted") as rows:
        rows.itersize = AT_ONCE
        rows.execute(
            """
            SELECT back.purchase_id, back.line, coalesce(b.quantity, 0) - b.returned_quantity, back.before,
                   back.quantity
            FROM back JOIN bought_by b USING (purchase_id) WHERE NOT back.same
            ORDER BY back.purchase_id, coalesce(back.quantity, 1) > back.before, back.returned_date, back.line
            """
        )
        for row in rows:
            yield Back(*row)


def _apply(stage: Stage) -> None:
    stage.execute("UPDATE back SET quantity = s.quantity FROM settled s WHERE s.line = back.line")
    stage.counts.unchanged += stage.execute("DELETE FROM back WHERE same")
    note_changes(stage, "return_lines", TOLD, SQL("return_lines t JOIN back USING (return_id)"))
    note_changes(stage, "bought_by", OF_ORDER, SQL("bought_by t WHERE t.purchase_id IN (SELECT purchase_id FROM back)"))
    stage.counts.updated += stage.execute(
        """
        UPDATE return_lines r SET quantity = back.quantity, returned_date = back.returned_date, reason = back.reason
        FROM back WHERE back.return_id = r.return_id
        """
    )
    with stage.making("return_lines", "return_id"):
        stage.counts.inserted += stage.execute(
            """
            INSERT INTO return_lines (purchase_id, quantity, returned_date, reason, source, external_ref)
            SELECT back.purchase_id, back.quantity, back.returned_date, back.reason, %(namespace)s, s.external_ref
            FROM back JOIN staged s USING (line) WHERE back.return_id IS NULL
            ORDER BY back.purchase_id, back.returned_date, back.line
            """
        )
    _sum_up(stage)


def _sum_up(stage: Stage) -> None:
    """Bring what the orders say of all their returns up to date."""
    stage.execute(
        """
        UPDATE bought_by b
        SET returned_quantity = b.returned_quantity + moved.quantity,
            returned_date = latest.returned_date, return_reason = latest.reason, version = b.version + 1,
            status = CASE WHEN b.returned_quantity + moved.quantity = b.quantity
                          THEN 'returned' ELSE 'partially_returned' END::bought_status_enum
        FROM (SELECT purchase_id, sum(quantity - before)::integer AS quantity FROM back GROUP BY 1) AS moved
        JOIN LATERAL (
            SELECT r.returned_date, r.reason FROM return_lines r WHERE r.purchase_id = moved.purchase_id
            ORDER BY r.returned_date DESC, r.return_id DESC LIMIT 1
        ) AS latest ON true
        WHERE moved.purchase_id = b.purchase_id
        """
    )
