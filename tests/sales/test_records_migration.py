"""The migration of the records finds what a shop was opened with, and its way back leaves the shop as it was."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, make_url, pool, text

from local.stack import Stack
from migrations import run

SHOP = (
    """INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)
    VALUES ('admin', 'one@shop.example', 'one', '!', true, '2024-01-01')""",
    """INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, since, is_account_deleted)
    VALUES ('Demo', 'demo@shop.example', '1', 'x', '2024-01-01', false)""",
    """INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title)
    VALUES (30, 'Demo', 5, 1, true, 'Edited and sold'), (7, 'Demo', 0, 1, true, 'Untouched')""",
    """INSERT INTO bought_by (product_id, customer_id, status, quantity, bought_date, unit_price, returned_quantity)
    VALUES (1, 1, 'partially_returned', 4, '2025-01-01', 1, 1), (1, 1, 'cancelled', 9, '2025-01-01', 1, 0),
           (1, 1, 'completed', NULL, NULL, 1, 0)""",
    """INSERT INTO adjusts (user_id, product_id, date_time, is_active, field, old_value, new_value)
    VALUES (1, 1, '2025-01-01', false, 'stock_quantity', 10, 25), (1, 1, '2025-01-02', true, 'stock_quantity', 25, 30),
           (1, 1, '2025-01-02', true, 'sales_quantity', 6, 8), (1, 1, '2025-01-02', true, 'product_price', 9, 1)""",
    "UPDATE products SET sales_quantity = sales_quantity + 2 WHERE product_id = 1",
)


@pytest.fixture
def engine(stack: Stack) -> Iterator[Engine]:
    url = make_url(stack.postgres.create_database("records")).set(drivername="postgresql+psycopg2")
    yield create_engine(url, poolclass=pool.NullPool)
    stack.postgres.drop_database("records")


def migrate(engine: Engine, verb: str, revision: str) -> None:
    with engine.connect() as connection:
        config = run.config()
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)


def found(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_opening_quantities_are_what_edits_and_purchases_leave_over(engine: Engine):
    migrate(engine, "upgrade", "0002")
    with engine.begin() as connection:
        for statement in SHOP:
            connection.execute(text(statement))
    before = found(engine, "SELECT stock_quantity, sales_quantity FROM products ORDER BY product_id")
    assert before == [(30, 10), (7, 0)]  # 5 at first, 3 sold and kept, 2 by an edit

    migrate(engine, "upgrade", "0003")

    assert found(engine, "SELECT opening_stock, opening_sales FROM products ORDER BY product_id") == [(10, 5), (7, 0)]
    assert found(engine, "SELECT DISTINCT stock_kept, version FROM bought_by") == [(False, 1)]

    migrate(engine, "downgrade", "0002")

    assert found(engine, "SELECT stock_quantity, sales_quantity FROM products ORDER BY product_id") == before
