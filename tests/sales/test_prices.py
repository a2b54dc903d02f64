"""What a product cost on a day, by the edits of its price."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.platform import clock, db
from shared.platform.config import settings as app_settings
from shared.sales import queries
from tests.sales.shop import Shop, execute, rows

FIRST = date(2025, 3, 1)


def edit(product_id: int, at: str | datetime, old: str, new: str) -> None:
    execute(
        """INSERT INTO adjusts (user_id, product_id, date_time, is_active, field, old_value, new_value)
        SELECT max(user_id), :product_id, :at, false, 'product_price', :old, :new FROM users""",
        product_id=product_id, at=at, old=old, new=new,
    )  # fmt: skip


@pytest.fixture
def edited(shop: Shop) -> int:
    """A product that cost 10 until 9 March, 12 until noon of the 10th, 15 since, and 20 today without a record."""
    product_id = shop.product(product_price="20.00", stock_quantity=10)
    edit(product_id, "2025-03-09 08:00", "10.00", "12.00")
    edit(product_id, "2025-03-10 12:00", "12.00", "15.00")
    return product_id


@pytest.mark.parametrize(
    ("day", "price"),
    [
        ("0001-01-01", "10.00"),
        ("2025-03-08", "10.00"),
        ("2025-03-09", "12.00"),
        ("2025-03-10", "15.00"),
        ("2025-03-11", "15.00"),
    ],
)
def test_the_price_at_the_end_of_a_day(shop: Shop, edited: int, day, price):
    answer = shop.read(f"products/{edited}/price", on=day)

    assert answer == {"product_id": edited, "on": day, "product_price": price}


def test_a_price_never_edited_is_the_present_one(shop: Shop):
    product_id = shop.product(product_price="20.00")

    assert shop.read(f"products/{product_id}/price", on="2024-01-01")["product_price"] == "20.00"
    assert shop.read(f"products/{product_id}/price")["on"] == clock.today().isoformat()


def test_edits_of_other_fields_and_products_do_not_count(shop: Shop):
    product_id = shop.product(product_price="20.00", stock_quantity=3)
    other = shop.product(product_price="5.00")
    shop.patch(f"products/{product_id}", {"stock_quantity": 4})
    shop.patch(f"products/{other}", {"product_price": "6.00"})

    assert shop.read(f"products/{product_id}/price")["product_price"] == "20.00"
    assert shop.read(f"products/{other}/price")["product_price"] == "6.00"


def test_a_day_to_come_has_no_price_yet(shop: Shop):
    tomorrow = clock.today() + timedelta(days=1)

    refused = shop.api.get(f"products/{shop.product()}/price", on=tomorrow)

    assert (refused.status, refused.json["code"], refused.json["errors"][0]["pointer"]) == (422, "day_in_future", "on")
    assert shop.api.get("products/999/price").status == 404


def test_a_day_ends_at_midnight_of_the_shop(shop: Shop, monkeypatch):
    product_id = shop.product(product_price="9.00")
    edit(product_id, "2025-07-01 22:30", "5.00", "6.00")  # half past midnight of 2 July in Berlin
    berlin = app_settings().model_copy(update={"business_time_zone": "Europe/Berlin"})
    monkeypatch.setattr("shared.sales.queries.products.settings", lambda: berlin)

    prices = [
        shop.read(f"products/{product_id}/price", on=day)["product_price"] for day in ("2025-07-01", "2025-07-02")
    ]

    assert prices == ["5.00", "6.00"]


def test_a_past_order_costs_what_it_cost_that_day(shop: Shop, edited: int):
    customer_id = shop.customer()

    prices = [
        shop.order(edited, customer_id, bought_date=day)["unit_price"]
        for day in ("2025-03-08", "2025-03-09", "2025-03-10")
    ]

    assert prices == ["10.00", "12.00", "15.00"]
    assert shop.order(edited, customer_id)["unit_price"] == "20.00"


def test_a_price_that_changes_later_leaves_the_order_alone(shop: Shop):
    product_id = shop.product(product_price="10.00")
    purchase = shop.order(product_id, shop.customer())

    shop.patch(f"products/{product_id}", {"product_price": "12.00"})

    assert shop.read(f"purchases/{purchase['purchase_id']}")["unit_price"] == "10.00"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 240), st.integers(1, 9999)), min_size=1, max_size=6, unique_by=lambda edit: edit[0]
    )
)
def test_the_price_is_that_of_a_replay(shop: Shop, hours_and_prices):
    """The edits replayed in their order give for every day what the question gives."""
    history = [
        (datetime.fromisoformat("2025-03-02") + timedelta(hours=hour), cents)
        for hour, cents in sorted(hours_and_prices)
    ]
    product_id = shop.product(product_price="77.00")
    price = 100
    for at, cents in history:
        edit(product_id, at, str(price / 100), str(cents / 100))
        price = cents

    with db.transaction() as session:
        for day in (FIRST + timedelta(days=n) for n in range(14)):
            until = [cents for at, cents in history if at.date() <= day]
            expected = until[-1] if until else 100
            assert queries.price_on(session, product_id, day) * 100 == expected

    assert rows("SELECT count(*) FROM adjusts WHERE is_active") == [(0,)]
