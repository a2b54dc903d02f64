"""Likes: one per customer and product."""

from shared.platform import clock
from tests.sales.shop import Shop, audited


def test_a_like_is_recorded_once_and_taken_back(shop: Shop):
    body = {"customer_id": shop.customer(), "product_id": shop.product(), "channel": 7}

    made = shop.api.post("likes", body)
    again = shop.api.post("likes", body | {"channel": 8})

    assert made.status == 201
    assert made.json == body | {"like_id": made.json["like_id"], "liked_date": clock.today().isoformat()}
    assert (again.status, again.json["code"]) == (409, "already_liked")
    assert shop.listed("likes") == [made.json]
    assert shop.api.delete(f"likes/{made.json['like_id']}").status == 204
    assert shop.listed("likes") == []
    assert shop.api.delete(f"likes/{made.json['like_id']}").json["code"] == "like_not_found"
    assert [len(audited(action)) for action in ("like.recorded", "like.deleted")] == [1, 1]


def test_a_like_names_a_product_and_a_customer_that_are_there(shop: Shop):
    product_id, customer_id = shop.product(), shop.customer()

    refusals = [
        shop.api.post("likes", {"customer_id": customer_id, "product_id": 999}),
        shop.api.post("likes", {"customer_id": 999, "product_id": product_id}),
        shop.api.post("likes", {"customer_id": customer_id, "product_id": product_id, "liked_date": "2999-01-01"}),
    ]

    assert [(one.status, one.json["code"]) for one in refusals] == [
        (409, "unknown_product"),
        (409, "unknown_customer"),
        (422, "day_in_future"),
    ]
