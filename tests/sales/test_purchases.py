"""Purchases: what an order takes from stock, what it may not do, and how it ends."""

from datetime import timedelta

import pytest

from shared.platform import clock, db
from shared.sales.queries import rollup_differences
from shared.sales.service import check_books
from tests.client import Client
from tests.sales.shop import Shop, audited, execute, rows


def stock_and_sales(shop: Shop, product_id: int) -> tuple[int, int]:
    product = shop.read(f"products/{product_id}")
    return product["stock_quantity"], product["sales_quantity"]


def assert_books_balance() -> None:
    with db.transaction() as session:
        assert rollup_differences(session) == []
        assert check_books(session) == {"stock_quantity": 0, "sales_quantity": 0, "returned_quantity": 0}


def test_an_order_moves_stock_and_sales_and_keeps_the_price(shop: Shop):
    product_id = shop.product(product_price="19.90", stock_quantity=5)
    customer_id = shop.customer()
    body = {"product_id": product_id, "customer_id": customer_id, "quantity": 2, "channel": 7}

    made = shop.api.post("purchases", body)

    assert made.status == 201
    assert made.headers["Location"] == f"/api/purchases/{made.json['purchase_id']}"
    assert made.json == {
        "purchase_id": made.json["purchase_id"],
        **body,
        "status": "ordered",
        "rating": None,
        "bought_date": clock.today().isoformat(),
        "unit_price": "19.90",
        "returned_quantity": 0,
        "returned_date": None,
        "return_reason": None,
        "stock_kept": True,
        "source": None,
        "external_ref": None,
    }
    assert shop.read(f"purchases/{made.json['purchase_id']}") == made.json
    assert stock_and_sales(shop, product_id) == (3, 2)
    assert audited("purchase.recorded") == [
        (
            "bought_by",
            str(made.json["purchase_id"]),
            {"product_id": product_id, "customer_id": customer_id, "quantity": 2},
        )
    ]
    assert_books_balance()


def test_the_last_piece_can_be_ordered_and_no_more(shop: Shop):
    product_id, customer_id = shop.product(stock_quantity=3), shop.customer()
    shop.order(product_id, customer_id, 2)

    refused = shop.api.post("purchases", {"product_id": product_id, "customer_id": customer_id, "quantity": 2})

    assert (refused.status, refused.json["code"], refused.json["stock_quantity"]) == (409, "out_of_stock", 1)
    assert stock_and_sales(shop, product_id) == (1, 2)
    shop.order(product_id, customer_id, 1)
    assert stock_and_sales(shop, product_id) == (0, 3)


def test_what_is_off_sale_is_ordered_for_past_days_only(shop: Shop):
    product_id, customer_id = shop.product(on_sale=False), shop.customer()
    body = {"product_id": product_id, "customer_id": customer_id, "quantity": 1}
    today = clock.today()

    for day in ({}, {"bought_date": today.isoformat()}):
        refused = shop.api.post("purchases", body | day)
        assert (refused.status, refused.json["code"]) == (409, "product_not_on_sale")
    made = shop.order(product_id, customer_id, bought_date=(today - timedelta(days=1)).isoformat())
    assert (made["stock_kept"], stock_and_sales(shop, product_id)) == (True, (99, 1))


def test_a_past_order_beyond_stock_is_refused_too(shop: Shop):
    product_id = shop.product(stock_quantity=1)
    body = {"product_id": product_id, "customer_id": shop.customer(), "quantity": 2, "bought_date": "2025-01-01"}

    assert shop.api.post("purchases", body).json["code"] == "out_of_stock"


def test_an_order_of_tomorrow_is_refused(shop: Shop):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    body = {"product_id": shop.product(), "customer_id": shop.customer(), "quantity": 1, "bought_date": tomorrow}

    refused = shop.api.post("purchases", body)

    assert (refused.status, refused.json["code"]) == (422, "day_in_future")
    assert refused.json["errors"][0]["pointer"] == "/bought_date"


def test_an_order_names_a_product_and_a_customer_that_are_there(shop: Shop):
    product_id, customer_id = shop.product(), shop.customer()

    no_product = shop.api.post("purchases", {"product_id": 999, "customer_id": customer_id, "quantity": 1})
    no_customer = shop.api.post("purchases", {"product_id": product_id, "customer_id": 999, "quantity": 1})

    assert (no_product.status, no_product.json["code"]) == (409, "unknown_product")
    assert (no_customer.status, no_customer.json["code"]) == (409, "unknown_customer")
    assert stock_and_sales(shop, product_id) == (100, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", 0),
        ("quantity", 1_000_001),
        ("quantity", None),
        ("rating", 6),
        ("channel", -2),
        ("unit_price", "1.00"),
        ("status", "completed"),
        ("bought_date", "yesterday"),
        ("product_id", 2**31),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(shop: Shop, field, value):
    body = {"product_id": shop.product(), "customer_id": shop.customer(), "quantity": 1}

    refused = shop.api.post("purchases", body | {field: value})

    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{field}")


def test_an_amount_beyond_counting_is_refused(shop: Shop):
    product_id = shop.product(product_price="9999999999.99", stock_quantity=1000)
    body = {"product_id": product_id, "customer_id": shop.customer(), "quantity": 101}

    assert shop.api.post("purchases", body).json["code"] == "beyond_counting"
    assert stock_and_sales(shop, product_id) == (1000, 0)
    shop.order(product_id, body["customer_id"], 100)


def test_sales_beyond_counting_are_refused(shop: Shop):
    product_id, customer_id = shop.product(), shop.customer()
    execute("UPDATE products SET sales_quantity = 2147483647")

    refused = shop.api.post("purchases", {"product_id": product_id, "customer_id": customer_id, "quantity": 1})

    assert (refused.status, refused.json["code"]) == (409, "beyond_counting")


def test_the_same_request_twice_is_one_order(shop: Shop):
    product_id = shop.product(stock_quantity=2)
    body = {"product_id": product_id, "customer_id": shop.customer(), "quantity": 2}

    answers = [shop.api.post("purchases", body, headers={"Idempotency-Key": "one"}) for _ in range(2)]

    assert answers[0].body == answers[1].body
    assert stock_and_sales(shop, product_id) == (0, 2)


def test_rating_channel_and_completion_can_be_changed(shop: Shop):
    purchase_id = shop.order(shop.product(), shop.customer())["purchase_id"]

    changed = shop.patch(f"purchases/{purchase_id}", {"rating": 4, "channel": 9, "status": "completed"})

    assert (changed["rating"], changed["channel"], changed["status"]) == (4, 9, "completed")
    assert shop.patch(f"purchases/{purchase_id}", {"rating": None})["rating"] is None
    assert [changes for *_, changes in audited("purchase.updated")] == [
        {"fields": ["channel", "rating", "status"]},
        {"fields": ["rating"]},
    ]
    assert_books_balance()


@pytest.mark.parametrize("body", [{"quantity": 2}, {"unit_price": "1.00"}, {"status": "cancelled"}, {"channel": None}])
def test_nothing_else_can_be_changed(shop: Shop, body):
    purchase_id = shop.order(shop.product(), shop.customer())["purchase_id"]

    assert shop.api.patch(f"purchases/{purchase_id}", body, headers={"If-Match": "*"}).status == 422


def test_a_change_needs_the_version_that_was_read(shop: Shop):
    purchase_id = shop.order(shop.product(), shop.customer(), 2)["purchase_id"]
    path = f"purchases/{purchase_id}"
    tag = shop.api.get(path).headers["ETag"]

    assert shop.api.patch(path, {"rating": 3}).status == 428
    shop.give_back(purchase_id)
    assert shop.api.patch(path, {"rating": 3}, headers={"If-Match": tag}).status == 412


def test_a_cancelled_order_counts_nowhere_and_is_in_stock_again(shop: Shop):
    product_id = shop.product(stock_quantity=5)
    purchase_id = shop.order(product_id, shop.customer(), 3)["purchase_id"]

    assert shop.cancel(purchase_id)["status"] == "cancelled"

    assert stock_and_sales(shop, product_id) == (5, 0)
    assert rows("SELECT sum(orders), sum(units) FROM exact_sales_day_channel") == [(0, 0)]
    assert_books_balance()


def test_only_an_open_order_can_be_cancelled(shop: Shop):
    product_id, customer_id = shop.product(), shop.customer()
    completed, returned, cancelled = (shop.order(product_id, customer_id, 2)["purchase_id"] for _ in range(3))
    shop.patch(f"purchases/{completed}", {"status": "completed"})
    shop.give_back(returned)
    shop.cancel(cancelled)
    before = stock_and_sales(shop, product_id)

    for purchase_id in (completed, returned, cancelled):
        refused = shop.api.post(f"purchases/{purchase_id}/cancel")
        assert (refused.status, refused.json["code"]) == (409, "purchase_not_open")
    assert stock_and_sales(shop, product_id) == before
    assert shop.api.post("purchases/999/cancel").status == 404


def test_a_cancelled_order_stays_as_it_is(shop: Shop):
    purchase_id = shop.order(shop.product(), shop.customer())["purchase_id"]
    shop.cancel(purchase_id)

    for body in ({"rating": 1}, {"channel": 2}, {"status": "completed"}):
        refused = shop.api.patch(f"purchases/{purchase_id}", body, headers={"If-Match": "*"})
        assert (refused.status, refused.json["code"]) == (409, "purchase_cancelled")


def test_what_was_returned_cannot_be_completed(shop: Shop):
    purchase_id = shop.order(shop.product(), shop.customer(), 2)["purchase_id"]
    shop.give_back(purchase_id)

    refused = shop.api.patch(f"purchases/{purchase_id}", {"status": "completed"}, headers={"If-Match": "*"})

    assert (refused.status, refused.json["code"]) == (409, "purchase_not_open")


def test_an_order_of_another_shops_records_leaves_stock_alone(shop: Shop):
    product_id, customer_id = shop.product(stock_quantity=5), shop.customer()
    execute(
        """INSERT INTO bought_by (product_id, customer_id, status, quantity, bought_date, unit_price)
        VALUES (:product_id, :customer_id, 'ordered', 2, CURRENT_DATE, 1)""",
        product_id=product_id, customer_id=customer_id,
    )  # fmt: skip
    ((purchase_id,),) = rows("SELECT purchase_id FROM bought_by")

    shop.cancel(purchase_id)

    assert stock_and_sales(shop, product_id) == (5, 0)
    assert shop.read(f"purchases/{purchase_id}")["stock_kept"] is False
    assert_books_balance()


def test_what_was_edited_out_of_the_sales_cannot_be_cancelled(shop: Shop):
    """The document has sales_quantity never below zero."""
    product_id = shop.product()
    purchase_id = shop.order(product_id, shop.customer(), 2)["purchase_id"]
    shop.patch(f"products/{product_id}", {"sales_quantity": 1})

    refused = shop.api.post(f"purchases/{purchase_id}/cancel")

    assert (refused.status, refused.json["code"]) == (409, "sales_quantity_too_low")
    assert stock_and_sales(shop, product_id) == (98, 1)


@pytest.mark.parametrize("role", ["data_analyst", "campaign_manager", "finance_manager"])
def test_who_may_not_manage_purchases_reads_them(api: Client, shop: Shop, role):
    purchase = shop.order(shop.product(), shop.customer())
    path = f"purchases/{purchase['purchase_id']}"
    reader = api.as_role(role)

    assert [reader.get(one).status for one in (path, f"{path}/returns", "purchases", "likes")] == [200] * 4
    order = {name: purchase[name] for name in ("product_id", "customer_id", "quantity")}
    refusals = [
        reader.post("purchases", order),
        reader.patch(path, {"rating": 1}, headers={"If-Match": "*"}),
        reader.post(f"{path}/return", {"quantity": 1, "reason": "late"}),
        reader.post(f"{path}/cancel"),
        reader.post("likes", {"product_id": purchase["product_id"], "customer_id": purchase["customer_id"]}),
        reader.delete("likes/1"),
    ]
    assert [refused.status for refused in refusals] == [403] * 6
