"""Order lines, and the lines that take earlier ones back.

Orders from another shop's records neither check nor move stock; sales follow by the triggers of the database.
"""

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.binding import IS_CANCELLATION
from shared.imports.fields import MOST_INT4
from shared.imports.placeholders import PLACEHOLDERS
from shared.imports.staging import Stage
from shared.imports.targets import cancellations
from shared.imports.targets.common import Landing, listed, names, note_changes, settle_repeats, upsert
from shared.imports.targets.references import Derived, Reference, collect, joins, references_of, settle
from shared.platform.config import settings

DIRECT = SQL("-1")
NONE_KNOWN = SQL("false")
MOST_AMOUNT = 10**12
TITLES = "titles"


def judge(stage: Stage) -> None:
    if stage.mapping.fields["external_ref"].numbered:
        _number(stage)
    settle_repeats(stage, "external_ref")
    if stage.mapping.cancellation:
        _check_signs(stage)
    references = references_of(stage)
    with cancellations.left_out(stage):
        collect(stage, references, _derived(stage, references))
        if stage.has("product.title"):
            _list_titles(stage, references["product"])


def land(stage: Stage) -> None:
    references = references_of(stage)
    settle(stage, references)
    known = _known(stage)
    if known is not NONE_KNOWN:
        _reject_below_returned(stage)
    _fill_prices(stage, references["product"])
    _reject_beyond_counting(stage, references["product"])
    _upsert(stage, references, known)


def _known(stage: Stage) -> Composable:
    """Return the condition by which a line `s` is the purchase `t` that there is already.

    Most files bring nothing but new orders, and each look for earlier ones costs as much as all there are by then:
    where the first finds none, there is no second. Nobody else imports into the namespace meanwhile.
    """
    same = SQL("t.source = {} AND t.external_ref = s.external_ref").format(Literal(stage.origin.namespace))
    is_any = stage.one("SELECT EXISTS (SELECT FROM staged s JOIN bought_by t ON {same})", {"same": same})[0]
    return same if is_any else NONE_KNOWN


def _number(stage: Stage) -> None:
    """Tell apart equal references of the file: the second line of the same product on an invoice is its own order."""
    stage.execute(
        """
        UPDATE staged s SET external_ref = s.external_ref || '/' || place.number
        FROM (SELECT line, row_number() OVER (PARTITION BY external_ref ORDER BY line) AS number FROM staged) AS place
        WHERE place.line = s.line
        """
    )


def _check_signs(stage: Stage) -> None:
    cancels = Identifier(IS_CANCELLATION)
    stage.reject(
        "quantity",
        Literal("is not above 0, and the line is no cancellation"),
        where=SQL("s.quantity <= 0 AND NOT s.{}").format(cancels),
    )
    stage.reject(
        "quantity",
        Literal("is not below 0, although the line is a cancellation"),
        where=SQL("s.quantity >= 0 AND s.{}").format(cancels),
    )


def _derived(stage: Stage, references: dict[str, Reference]) -> Derived:
    """Say what follows from the lines about a product or a customer that is new."""
    first_channel = {"channel": SQL("(array_agg(s.channel ORDER BY s.bought_date, s.line))[1]")}
    price = "(array_agg(s.unit_price ORDER BY s.line DESC) FILTER (WHERE s.unit_price IS NOT NULL))[1]"
    return {
        "products": {"product_price": SQL(price)} if stage.has("unit_price") else {},
        "customers": {
            "since": SQL("min(s.bought_date)"),
        }
        | (first_channel if "channel" in references else {}),
    }


def _list_titles(stage: Stage, product: Reference) -> None:
    """List the products whose placeholder titles give way to one of the file; nothing else of a product is touched."""
    parts = {
        "titles": stage.table(TITLES),
        "namespace": Literal(product.namespace),
        "placeholder": PLACEHOLDERS["products"]["title"].sql,
    }
    stage.execute("DROP TABLE IF EXISTS {titles}", parts)
    stage.execute(
        """
        CREATE UNLOGGED TABLE {titles} AS SELECT row_number() OVER (ORDER BY product_id) AS place, * FROM (
            SELECT p.product_id, (array_agg(s."product.title" ORDER BY s.line DESC))[1] AS title
            FROM (SELECT *, external_ref AS ref FROM products WHERE source = {namespace}) AS p
            JOIN staged s ON s.product = p.ref
            WHERE p.title = {placeholder} AND s."product.title" IS NOT NULL
            GROUP BY p.product_id
        ) AS named
        """,
        parts,
    )


def name_untitled(stage: Stage, first: int, last: int) -> None:
    """Give the products listed at these places their titles."""
    named = SQL(
        "{titles} AS named JOIN products t USING (product_id) WHERE named.place BETWEEN {first} AND {last}"
    ).format(titles=stage.table(TITLES), first=Literal(first), last=Literal(last))
    stage.execute("SELECT FROM {named} ORDER BY t.product_id FOR NO KEY UPDATE OF t", {"named": named})
    note_changes(stage, "products", ["title"], named)
    stage.execute(
        "UPDATE products SET title = new.title, version = version + 1"
        " FROM (SELECT t.product_id, named.title FROM {named}) AS new WHERE new.product_id = products.product_id",
        {"named": named},
    )


def _reject_below_returned(stage: Stage) -> None:
    stage.reject(
        "quantity",
        SQL("'is below the ' || t.returned_quantity || ' that were returned'"),
        joined=SQL(" JOIN bought_by t ON t.source = %(namespace)s AND t.external_ref = s.external_ref"),
        where=SQL("t.returned_quantity > s.quantity"),
    )


def _fill_prices(stage: Stage, product: Reference) -> None:
    """Give lines without a price the one stored before, else the one in force at the end of that day."""
    if not stage.one("SELECT EXISTS (SELECT FROM staged WHERE unit_price IS NULL)")[0]:
        return
    stage.execute(
        """
        UPDATE staged s SET unit_price = priced.unit_price
        FROM (
            SELECT s.line, coalesce(t.unit_price, round(day_price.price::numeric, 2)) AS unit_price
            FROM staged s {product}
            LEFT JOIN bought_by t ON t.source = %(namespace)s AND t.external_ref = s.external_ref
            LEFT JOIN ({day_prices}) AS day_price
                   ON day_price.product_id = {product_id} AND day_price.bought_date = s.bought_date
            WHERE s.unit_price IS NULL
        ) AS priced
        WHERE priced.line = s.line
        """,
        {"product": product.join, "product_id": product.id, "day_prices": _day_prices(product)},
        zone=settings().business_time_zone,
    )


def _day_prices(product: Reference) -> Composable:
    return SQL(
        """
        SELECT day.product_id, day.bought_date, coalesce(
            (SELECT a.new_value FROM adjusts a
             WHERE a.product_id = day.product_id AND a.field = 'product_price' AND a.date_time < day.ends
             ORDER BY a.date_time DESC, a.adjustment_id DESC LIMIT 1),
            (SELECT a.old_value FROM adjusts a
             WHERE a.product_id = day.product_id AND a.field = 'product_price' AND a.date_time >= day.ends
             ORDER BY a.date_time, a.adjustment_id LIMIT 1),
            day.product_price) AS price
        FROM (
            SELECT DISTINCT {id} AS product_id, {table}.product_price, s.bought_date,
                   (s.bought_date + 1)::timestamp AT TIME ZONE %(zone)s AT TIME ZONE 'UTC' AS ends
            FROM staged s {join} WHERE s.unit_price IS NULL
        ) AS day
        """
    ).format(id=product.id, table=Identifier("its_product"), join=product.join)


def _reject_beyond_counting(stage: Stage, product: Reference) -> None:
    """Refuse lines that would overflow the roll-ups' cents or a product's sales and with it fail the whole file."""
    amount, units = stage.one("SELECT max(quantity)::numeric * max(unit_price), sum(quantity) FROM staged")
    if amount is not None and amount > MOST_AMOUNT:
        where = SQL("s.quantity::numeric * s.unit_price > {}").format(Literal(MOST_AMOUNT))
        stage.reject("quantity", Literal(f"times the price is above {MOST_AMOUNT:,}"), where=where)
    if units is not None and units > MOST_INT4 // 2:
        sold = SQL(" JOIN (SELECT product, sum(quantity) AS units FROM staged GROUP BY 1) sold USING (product)")
        stage.reject(
            "quantity",
            Literal("makes more sales of this product than can be counted"),
            joined=product.join + sold,
            where=SQL("its_product.sales_quantity + sold.units > {}").format(Literal(MOST_INT4)),
        )


def _upsert(stage: Stage, references: dict[str, Reference], known: Composable) -> None:
    values = _values(stage, references)
    kept = ["unit_price"] if not stage.has("unit_price") else []
    changed = [column for column in values if column not in kept]
    source = SQL("staged s {joins} LEFT JOIN bought_by t ON {known}").format(joins=joins(references), known=known)
    select = SQL("SELECT {namespace}, s.external_ref, {values} FROM {source}").format(
        namespace=Literal(stage.origin.namespace), values=listed(list(values.values())), source=source
    )
    differs = SQL("({stored}) IS DISTINCT FROM ({new})").format(
        stored=names(changed, "t"), new=listed([values[column] for column in changed])
    )
    columns = ["source", "external_ref", *values]
    # In the order of the file: of two equal orders of a day, the later one is taken back first.
    order, all_new = SQL(" ORDER BY s.line"), known is NONE_KNOWN
    upsert(stage, Landing("bought_by", source, select, differs, columns, changed, after=order, all_new=all_new))


def _values(stage: Stage, references: dict[str, Reference]) -> dict[str, Composable]:
    """Return what is written into bought_by, over `s`, the references and the purchase `t` there may be already."""
    values = {
        "product_id": references["product"].id,
        "customer_id": references["customer"].id,
        "quantity": SQL("s.quantity"),
        "bought_date": SQL("s.bought_date"),
        "unit_price": SQL("s.unit_price"),
        "status": _status(stage),
    }
    if stage.has("rating"):
        values["rating"] = SQL("coalesce(s.rating, t.rating)")
    if "channel" in references:
        values["channel"] = SQL("coalesce({}, {})").format(references["channel"].id, DIRECT)
    return values


def _status(stage: Stage) -> Composable:
    """Return the status: what was returned is not undone by reading the order again."""
    told = SQL("s.status::bought_status_enum") if stage.has("status") else SQL("NULL::bought_status_enum")
    return SQL(
        """
        CASE WHEN coalesce(t.returned_quantity, 0) = 0 THEN coalesce({}, t.status, 'completed')
             WHEN t.returned_quantity = s.quantity THEN 'returned'::bought_status_enum
             ELSE 'partially_returned'::bought_status_enum END
        """
    ).format(told)
