"""The check of the books finds what is wrong, and nothing else."""

import logging

import pytest

from shared.platform import db
from shared.sales import queries
from shared.sales.service import check_books
from tests.sales.shop import Shop, execute

WELL = {"stock_quantity": 0, "sales_quantity": 0, "returned_quantity": 0}


def check() -> dict[str, int]:
    with db.transaction() as session:
        return check_books(session)


@pytest.fixture
def traded(shop: Shop) -> Shop:
    """A shop in which everything has happened to a product once, and nothing to another."""
    shop.product()
    product_id = shop.product(stock_quantity=50, sales_quantity=3)
    customer_id = shop.customer()
    first, second, third = (shop.order(product_id, customer_id, 4)["purchase_id"] for _ in range(3))
    shop.give_back(first, 1)
    shop.give_back(first, 2)
    shop.give_back(second, 4)
    shop.cancel(third)
    shop.patch(f"products/{product_id}", {"stock_quantity": 77, "sales_quantity": 20})
    shop.patch(f"products/{product_id}", {"stock_quantity": 60})
    execute(
        """INSERT INTO bought_by (product_id, customer_id, status, quantity, bought_date, unit_price, returned_quantity)
        VALUES (:product_id, :customer_id, 'partially_returned', 6, CURRENT_DATE, 1, 2),
               (:product_id, :customer_id, 'completed', NULL, NULL, 1, 0)""",
        product_id=product_id, customer_id=customer_id,
    )  # fmt: skip
    return shop


def test_the_books_of_a_trading_shop_balance(traded: Shop, caplog):
    assert check() == WELL
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    ("harm", "book"),
    [
        ("UPDATE products SET stock_quantity = stock_quantity + 1 WHERE product_id = 2", "stock_quantity"),
        ("UPDATE products SET sales_quantity = sales_quantity + 1 WHERE product_id = 2", "sales_quantity"),
        ("UPDATE products SET opening_stock = 1 WHERE product_id = 1", "stock_quantity"),
        ("DELETE FROM adjusts WHERE field = 'stock_quantity' AND NOT is_active", "stock_quantity"),
        ("UPDATE return_lines SET quantity = 3 WHERE return_id = 1", "returned_quantity"),
        ("UPDATE bought_by SET stock_kept = false WHERE purchase_id = 1", "stock_quantity"),
    ],
)
def test_a_wrong_quantity_is_an_error_in_the_log(traded: Shop, caplog, harm, book):
    execute(harm)

    assert check() == WELL | {book: 1}

    (error,) = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert error.startswith(f"{book} of ")


def test_a_difference_says_what_is_held_and_what_is_expected(traded: Shop):
    execute("UPDATE products SET stock_quantity = 61 WHERE product_id = 2")

    with db.transaction() as session:
        found = queries.stock_differences(session, limit=1)

    assert found.differing == 1
    (one,) = found.shown
    assert (one.book, one.record, one.held, one.expected) == ("stock_quantity", 2, 61, 60)


def test_a_hundred_are_shown_and_all_are_counted(traded: Shop, caplog):
    execute("""
        INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title, opening_stock)
        SELECT 5, 'Demo', 0, 1, true, 'Demo', 4 FROM generate_series(1, 150)""")

    assert check() == WELL | {"stock_quantity": 150}
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 100
