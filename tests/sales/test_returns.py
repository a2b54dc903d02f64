"""Returns: in parts, with a reason, never more than was bought, never before."""

from datetime import timedelta

import pytest

from shared.platform import clock
from tests.sales.shop import Shop, audited, execute, rows
from tests.sales.test_purchases import assert_books_balance, stock_and_sales


@pytest.fixture
def purchase_id(shop: Shop) -> int:
    """A purchase of five pieces, bought on 1 March."""
    product_id = shop.product(stock_quantity=10)
    return int(shop.order(product_id, shop.customer(), 5, bought_date="2025-03-01")["purchase_id"])


def test_parts_come_back_until_all_has(shop: Shop, purchase_id: int):
    first = shop.give_back(purchase_id, 2, reason="size_or_fit", returned_date="2025-03-05")
    last = shop.give_back(purchase_id, 3, reason="late", returned_date="2025-03-06")

    assert (first["status"], first["returned_quantity"], first["return_reason"]) == (
        "partially_returned",
        2,
        "size_or_fit",
    )
    assert (last["status"], last["returned_quantity"], last["returned_date"], last["return_reason"]) == (
        "returned",
        5,
        "2025-03-06",
        "late",
    )
    lines = shop.listed(f"purchases/{purchase_id}/returns")
    assert [(line["quantity"], line["returned_date"], line["reason"]) for line in lines] == [
        (2, "2025-03-05", "size_or_fit"),
        (3, "2025-03-06", "late"),
    ]
    assert stock_and_sales(shop, last["product_id"]) == (10, 0)
    assert [changes for *_, changes in audited("purchase.returned")] == [
        {"return_id": line["return_id"], "quantity": line["quantity"], "reason": line["reason"]} for line in lines
    ]
    assert_books_balance()


def test_a_return_told_late_leaves_the_last_day_and_its_reason(shop: Shop, purchase_id: int):
    shop.give_back(purchase_id, 1, reason="late", returned_date="2025-03-06")
    told_late = shop.give_back(purchase_id, 1, reason="defective", returned_date="2025-03-05")

    assert (told_late["returned_date"], told_late["return_reason"]) == ("2025-03-06", "late")
    same_day = shop.give_back(purchase_id, 1, reason="other", returned_date="2025-03-06")
    assert (same_day["returned_date"], same_day["return_reason"]) == ("2025-03-06", "other")


def test_no_more_comes_back_than_was_bought(shop: Shop, purchase_id: int):
    shop.give_back(purchase_id, 3)

    refused = shop.api.post(f"purchases/{purchase_id}/return", {"quantity": 3, "reason": "late"})

    assert (refused.status, refused.json["code"], refused.json["quantity_left"]) == (409, "more_than_bought", 2)
    assert len(shop.listed(f"purchases/{purchase_id}/returns")) == 1
    assert shop.give_back(purchase_id, 2)["status"] == "returned"
    refused = shop.api.post(f"purchases/{purchase_id}/return", {"quantity": 1, "reason": "late"})
    assert (refused.json["code"], refused.json["quantity_left"]) == ("more_than_bought", 0)


@pytest.mark.parametrize(("day", "code"), [("2025-02-28", "returned_before_bought"), ("2999-01-01", "day_in_future")])
def test_nothing_comes_back_before_it_was_bought_or_in_future(shop: Shop, purchase_id: int, day, code):
    body = {"quantity": 1, "reason": "late", "returned_date": day}

    refused = shop.api.post(f"purchases/{purchase_id}/return", body)

    assert (refused.status, refused.json["code"]) == (422, code)
    assert refused.json["errors"][0]["pointer"] == "/returned_date"


def test_it_may_come_back_on_the_day_it_was_bought_and_today_is_the_default(shop: Shop, purchase_id: int):
    assert shop.give_back(purchase_id, 1, returned_date="2025-03-01")["returned_date"] == "2025-03-01"
    assert shop.give_back(purchase_id, 1)["returned_date"] == clock.today().isoformat()


def test_tomorrow_is_too_late_by_one_day(shop: Shop, purchase_id: int):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    refused = shop.api.post(
        f"purchases/{purchase_id}/return", {"quantity": 1, "reason": "late", "returned_date": tomorrow}
    )

    assert refused.json["code"] == "day_in_future"


def test_a_cancelled_order_does_not_come_back(shop: Shop):
    purchase_id = shop.order(shop.product(), shop.customer())["purchase_id"]
    shop.cancel(purchase_id)

    refused = shop.api.post(f"purchases/{purchase_id}/return", {"quantity": 1, "reason": "late"})

    assert (refused.status, refused.json["code"]) == (409, "purchase_cancelled")


def test_a_completed_purchase_comes_back(shop: Shop, purchase_id: int):
    shop.patch(f"purchases/{purchase_id}", {"status": "completed"})

    assert shop.give_back(purchase_id, 5)["status"] == "returned"


@pytest.mark.parametrize("body", [{"quantity": 1}, {"reason": "late"}, {"quantity": 1, "reason": "because"}])
def test_a_return_has_a_quantity_and_a_reason_of_the_list(shop: Shop, purchase_id: int, body):
    assert shop.api.post(f"purchases/{purchase_id}/return", body).status == 422


def test_the_same_request_twice_is_one_return(shop: Shop, purchase_id: int):
    body = {"quantity": 2, "reason": "late"}

    answers = [
        shop.api.post(f"purchases/{purchase_id}/return", body, headers={"Idempotency-Key": "one"}) for _ in range(3)
    ]

    assert len({answer.body for answer in answers}) == 1
    assert len(shop.listed(f"purchases/{purchase_id}/returns")) == 1
    other = shop.api.post(f"purchases/{purchase_id}/return", body | {"quantity": 1}, headers={"Idempotency-Key": "one"})
    assert (other.status, other.json["code"]) == (409, "idempotency_key_reused")


def test_without_a_key_the_same_return_is_another_one(shop: Shop, purchase_id: int):
    shop.give_back(purchase_id, 2)

    assert shop.give_back(purchase_id, 2)["returned_quantity"] == 4


def test_what_comes_back_of_another_shops_order_leaves_stock_alone(shop: Shop, purchase_id: int):
    execute("UPDATE bought_by SET stock_kept = false")
    execute("UPDATE products SET stock_quantity = 10")

    product_id = shop.give_back(purchase_id, 2)["product_id"]

    assert stock_and_sales(shop, product_id) == (10, 3)
    assert_books_balance()


def test_nothing_is_left_of_a_line_whose_quantity_nobody_knows(shop: Shop, purchase_id: int):
    execute("UPDATE bought_by SET quantity = NULL, stock_kept = false")

    refused = shop.api.post(f"purchases/{purchase_id}/return", {"quantity": 1, "reason": "late"})

    assert (refused.json["code"], refused.json["quantity_left"]) == ("more_than_bought", 0)


def test_returns_of_an_import_are_listed_beside_ours(shop: Shop, purchase_id: int):
    execute(
        """INSERT INTO return_lines (purchase_id, quantity, returned_date, reason, source, external_ref)
        VALUES (:purchase_id, 1, '2025-03-02', 'cancelled_invoice', 'shop', 'C1')""",
        purchase_id=purchase_id,
    )
    shop.give_back(purchase_id, 1, returned_date="2025-03-01")

    by_day = shop.listed(f"purchases/{purchase_id}/returns", sort="returned_date")

    assert [(line["reason"], line["source"]) for line in by_day] == [("defective", None), ("cancelled_invoice", "shop")]
    assert shop.api.get("purchases/999/returns").status == 404
    assert rows("SELECT count(*) FROM return_lines") == [(2,)]
