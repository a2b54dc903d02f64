"""A few sales, and what must hold of them at every moment."""

import io
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.sales.models import MEASURES
from shared.sales.queries import rollup_differences

COLUMNS = ("product_id", "status", "channel", "rating", "quantity", "bought_date", "unit_price")

PRODUCTS, OPENING = 3, 1000
FIRST_DAY = date(2025, 1, 30)  # so that days fall into two months

FACTS = """
    SELECT {key},
           count(*) AS orders,
           sum(coalesce(quantity, 0)) AS units,
           sum(coalesce(quantity, 0) * unit_price) * 100 AS gross_cents,
           sum(returned_quantity) AS returned_units,
           sum(returned_quantity * unit_price) * 100 AS returned_cents,
           count(rating) AS ratings,
           coalesce(sum(rating), 0) AS rating_sum
    FROM bought_by
    WHERE status <> 'cancelled' AND bought_date IS NOT NULL
    GROUP BY {key} ORDER BY {key}
"""
VIEWS = {
    "exact_sales_day_channel_product": ("day, channel, product_id", "bought_date, coalesce(channel, -1), product_id"),
    "exact_sales_day_channel": ("day, channel", "bought_date, coalesce(channel, -1)"),
    "exact_sales_month_channel": ("month, channel", "to_char(bought_date, 'YYYY-MM-01')::date, coalesce(channel, -1)"),
}
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


def assert_exact(session: Session) -> None:
    for view, (key, facts_key) in VIEWS.items():
        sums = ", ".join(f"sum({measure})" for measure in MEASURES)
        rolled_up = text(f"SELECT {key}, {sums} FROM {view} GROUP BY {key} HAVING sum(orders) <> 0 ORDER BY {key}")
        facts = text(FACTS.format(key=facts_key))
        assert session.execute(rolled_up).all() == session.execute(facts).all(), view
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
