"""A few sales, and what must hold of them at every moment."""

import io
from datetime import date
from itertools import product

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform import rollups
from shared.sales.models import MEASURES, SALES
from shared.sales.queries import rollup_differences

COLUMNS = ("product_id", "status", "channel", "rating", "quantity", "bought_date", "unit_price")

PRODUCTS, OPENING = 3, 1000
FIRST_DAY = date(2025, 1, 30)  # so that days fall into two months

# A second way to every measure: what is by day of purchase, and what came back, each return on its own day.
FACTS = """
    WITH bought AS (
        SELECT {bought}, count(*) AS orders, sum(coalesce(quantity, 0)) AS units,
               sum(returned_quantity) AS returned_units, count(rating) AS ratings,
               coalesce(sum(rating), 0) AS rating_sum,
               sum(coalesce(quantity, 0) * unit_price) * 100 AS gross_cents,
               sum(returned_quantity * unit_price) * 100 AS returned_cents
        FROM bought_by WHERE status <> 'cancelled' AND bought_date IS NOT NULL GROUP BY 1, 2
    ), lines AS (
        SELECT purchase_id, sum(quantity) AS units FROM return_lines GROUP BY purchase_id
    ), returns AS (
        SELECT p.*, l.returned_date AS on_day, l.quantity AS back
        FROM bought_by AS p JOIN return_lines AS l USING (purchase_id)
        UNION ALL
        SELECT p.*, p.returned_date, p.returned_quantity - coalesce(lines.units, 0)
        FROM bought_by AS p LEFT JOIN lines USING (purchase_id)
    ), returned AS (
        SELECT {returned}, sum(back) AS back_units, sum(back * unit_price) * 100 AS back_cents
        FROM returns WHERE status <> 'cancelled' AND on_day IS NOT NULL GROUP BY 1, 2
    )
    SELECT day, of, {measures}
    FROM bought FULL JOIN returned USING (day, of)
    WHERE orders <> 0 OR back_units <> 0 OR back_cents <> 0
    ORDER BY day, of
"""
KEYS = {"channel": "coalesce(channel, -1)", "product": "product_id"}
UNITS = {"day": "{}", "month": "to_char({}, 'YYYY-MM-01')::date"}


def _facts(unit: str, thing: str) -> str:
    def key(day: str) -> str:
        return f"{UNITS[unit].format(day)} AS day, {KEYS[thing]} AS of"

    measures = ", ".join(f"coalesce({measure}, 0)" for measure in MEASURES)
    return FACTS.format(bought=key("bought_date"), returned=key("on_day"), measures=measures)


SOLD = """
    SELECT product_id, :opening + (
        SELECT coalesce(sum(coalesce(quantity, 0) - returned_quantity), 0) FROM bought_by
        WHERE bought_by.product_id = products.product_id AND status <> 'cancelled'
    ) FROM products ORDER BY product_id
"""


def add_products_and_customer(session: Session) -> None:
    session.execute(
        text("""
        INSERT INTO products (product_id, stock_quantity, category, sales_quantity, product_price, on_sale, title)
        SELECT number, 5, 'Demo', :opening, 1, true, 'Demo product ' || number
        FROM generate_series(1, :count) AS number
        """),
        {"opening": OPENING, "count": PRODUCTS},
    )
    session.execute(
        text("""
        INSERT INTO customers (customer_id, customer_name, customer_mail, customer_phone, customer_address, since,
                               is_account_deleted)
        VALUES (1, 'Demo customer 1', 'customer-1@shop.example', '1', 'Nowhere', CURRENT_DATE, false)
        """)
    )


def fold(session: Session) -> int:
    return sum(rollups.fold(session, rollup) for rollup in SALES)


def assert_exact(session: Session) -> None:
    sums = ", ".join(f"sum({measure})" for measure in MEASURES)
    some = " OR ".join(f"sum({measure}) <> 0" for measure in MEASURES)
    for unit, thing in product(UNITS, KEYS):
        view = f"exact_sales_{unit}_{thing}"
        rolled_up = text(f"SELECT {unit}, {KEYS[thing]}, {sums} FROM {view} GROUP BY 1, 2 HAVING {some} ORDER BY 1, 2")
        assert session.execute(rolled_up).all() == session.execute(text(_facts(unit, thing))).all(), view
    sales_quantities = session.execute(text("SELECT product_id, sales_quantity FROM products ORDER BY product_id"))
    assert sales_quantities.all() == session.execute(text(SOLD), {"opening": OPENING}).all()
    assert rollup_differences(session) == []


SALE = {
    "product_id": 1,
    "status": "ordered",
    "channel": 7,
    "rating": None,
    "quantity": 2,
    "bought_date": FIRST_DAY,
    "unit_price": "19.99",
}


def insert(session, rows):
    columns = ", ".join(COLUMNS)
    values = ", ".join(f":{column}" for column in COLUMNS)
    for row in rows:
        session.execute(text(f"INSERT INTO bought_by (customer_id, {columns}) VALUES (1, {values})"), row)


def copy(session, rows):
    lines = "".join("\t".join(["1", *(_copied(row[column]) for column in COLUMNS)]) + "\n" for row in rows)
    with session.connection().connection.cursor() as cursor:
        cursor.copy_expert(f"COPY bought_by (customer_id, {', '.join(COLUMNS)}) FROM STDIN", io.StringIO(lines))


def _copied(value):
    return r"\N" if value is None else str(value)
