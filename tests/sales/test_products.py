"""Products: what can be edited, what an edit leaves behind, and when one can go."""

import io
from typing import Any

import pytest

from shared.platform import db
from tests.sales.shop import Shop, audited, execute, rows

ADJUSTS = """
    SELECT user_id, field::text, old_value, new_value, is_active FROM adjusts ORDER BY adjustment_id
"""


def test_a_product_is_created_and_read_back(shop: Shop):
    made = shop.api.post("products", {"title": "Mug", "category": "Kitchen", "product_price": "9.9"})

    assert made.status == 201
    assert made.headers["Location"] == f"/api/products/{made.json['product_id']}"
    assert made.json == {
        "product_id": made.json["product_id"],
        "title": "Mug",
        "category": "Kitchen",
        "description": None,
        "product_price": "9.90",
        "on_sale": True,
        "stock_quantity": 0,
        "sales_quantity": 0,
        "source": None,
        "external_ref": None,
    }
    read = shop.api.get(f"products/{made.json['product_id']}")
    assert (read.json, read.headers["ETag"]) == (made.json, made.headers["ETag"])
    assert audited("product.created") == [("products", str(made.json["product_id"]), {})]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product_price", "1.234"),
        ("product_price", "-1.00"),
        ("product_price", "12345678901.00"),
        ("product_price", 9.99),
        ("product_price", "\u0661\u0660"),
        ("product_price", None),
        ("title", ""),
        ("title", "x" * 101),
        ("title", None),
        ("category", None),
        ("on_sale", None),
        ("stock_quantity", -1),
        ("stock_quantity", None),
        ("sales_quantity", 2**31),
        ("opening_stock", 5),
        ("version", 7),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(shop: Shop, field, value):
    product_id = shop.product()

    patched = shop.api.patch(f"products/{product_id}", {field: value}, headers={"If-Match": "*"})

    assert (patched.status, [error["pointer"] for error in patched.json["errors"]]) == (422, [f"/{field}"])


def test_a_description_can_be_emptied(shop: Shop):
    product_id = shop.product(description="Blue")

    assert shop.patch(f"products/{product_id}", {"description": None})["description"] is None


def test_a_change_needs_the_version_that_was_read(shop: Shop):
    product_id = shop.product()
    tag = shop.api.get(f"products/{product_id}").headers["ETag"]
    body = {"title": "Another"}

    assert shop.api.patch(f"products/{product_id}", body).status == 428
    assert shop.api.patch(f"products/{product_id}", body, headers={"If-Match": tag}).status == 200
    assert shop.api.patch(f"products/{product_id}", {"title": "x"}, headers={"If-Match": tag}).status == 412


def test_a_sale_between_reading_and_editing_makes_no_edit_stale(shop: Shop):
    product_id = shop.product()
    tag = shop.api.get(f"products/{product_id}").headers["ETag"]
    shop.order(product_id, shop.customer())

    assert shop.api.patch(f"products/{product_id}", {"title": "Another"}, headers={"If-Match": tag}).status == 200


def test_edits_of_price_stock_and_sales_leave_an_adjustment_each(api):
    manager = api.as_role("marketing_manager")
    shop = Shop(manager)
    product_id = shop.product(product_price="10.00", stock_quantity=5, sales_quantity=7)
    (user_id,) = rows("SELECT user_id FROM users")[0]

    shop.patch(f"products/{product_id}", {"product_price": "10.50", "stock_quantity": 6, "title": "Another"})
    shop.patch(f"products/{product_id}", {"product_price": "11.00", "sales_quantity": 8})

    assert sorted(rows(ADJUSTS)) == [
        (user_id, "product_price", 10.0, 10.5, False),
        (user_id, "product_price", 10.5, 11.0, True),
        (user_id, "sales_quantity", 7.0, 8.0, True),
        (user_id, "stock_quantity", 5.0, 6.0, True),
    ]
    assert [changes for *_, changes in audited("product.updated")] == [
        {"fields": ["product_price", "stock_quantity", "title"]},
        {"fields": ["product_price", "sales_quantity"]},
    ]


def test_what_is_the_same_is_no_edit(shop: Shop):
    product_id = shop.product(product_price="10.10", stock_quantity=5)
    before = shop.api.get(f"products/{product_id}").headers["ETag"]

    same = {"product_price": "10.1", "stock_quantity": 5, "title": "Demo product"}
    shop.patch(f"products/{product_id}", same)

    assert shop.api.get(f"products/{product_id}").headers["ETag"] == before
    assert (rows(ADJUSTS), audited("product.updated")) == ([], [])


def test_an_edit_that_is_refused_leaves_nothing(shop: Shop):
    product_id = shop.product()
    body = {"product_price": "12.00"}

    assert shop.api.patch(f"products/{product_id}", body, headers={"If-Match": '"v9"'}).status == 412
    assert rows(ADJUSTS) == []


def test_orders_leave_no_adjustment(shop: Shop):
    product_id = shop.product()
    purchase = shop.order(product_id, shop.customer(), 2)
    shop.give_back(purchase["purchase_id"])

    assert rows(ADJUSTS) == []


def test_adjustments_are_listed_by_field(shop: Shop):
    product_id = shop.product(product_price="10.00", stock_quantity=5)
    shop.patch(f"products/{product_id}", {"product_price": "10.50", "stock_quantity": 6})
    shop.patch(f"products/{product_id}", {"product_price": "11.25"})

    prices = shop.listed(f"products/{product_id}/adjustments", field="product_price")
    stocks = shop.listed(f"products/{product_id}/adjustments", field="stock_quantity")
    everything = shop.listed(f"products/{product_id}/adjustments", field=["stock_quantity", "product_price"])

    assert [(one["old_value"], one["new_value"], one["is_active"]) for one in prices] == [
        ("10.00", "10.50", False),
        ("10.50", "11.25", True),
    ]
    assert [(one["old_value"], one["new_value"]) for one in stocks] == [(5, 6)]
    assert everything == shop.listed(f"products/{product_id}/adjustments")
    assert everything[0]["date_time"].endswith("Z")
    assert shop.api.get("products/999/adjustments").status == 404


def test_a_product_that_nobody_refers_to_is_deleted(shop: Shop):
    product_id = shop.product()
    shop.patch(f"products/{product_id}", {"stock_quantity": 1})

    assert shop.api.delete(f"products/{product_id}").status == 204
    assert shop.api.get(f"products/{product_id}").json["code"] == "product_not_found"
    assert shop.api.delete(f"products/{product_id}").status == 404
    assert audited("product.deleted") == [("products", str(product_id), {})]


def like(shop: Shop, product_id: int) -> None:
    shop.api.post("likes", {"product_id": product_id, "customer_id": shop.customer()})


def arrange(_shop: Shop, product_id: int) -> None:
    execute("""
        INSERT INTO campaigns (campaign_name, start_date, end_date, budget)
        VALUES ('x', '2025-01-01', '2025-01-02', 1)""")
    execute("""
        INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                                 still_partner, member_since)
        VALUES ('x', 'x', 0, 0, 'x', 'x@shop.example', true, '2025-01-01')""")
    execute(
        """INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
        SELECT :product_id, influencer_id, user_id, campaign_id FROM influencers, users, campaigns""",
        product_id=product_id,
    )


@pytest.mark.parametrize(
    ("use", "what"),
    [
        (lambda shop, product_id: shop.order(product_id, shop.customer()), "purchases"),
        (like, "likes"),
        (arrange, "arrangements"),
    ],
)
def test_a_product_in_use_is_not_deleted(shop: Shop, use, what):
    product_id = shop.product()
    use(shop, product_id)

    refused = shop.api.delete(f"products/{product_id}")

    assert (refused.status, refused.json["code"]) == (409, "product_in_use")
    assert (refused.json["used_by"], refused.json["hint"]) == ([what], "on_sale=false")
    assert shop.api.get(f"products/{product_id}").status == 200


def test_opening_quantities_are_noted_however_a_product_comes(database):
    columns = "stock_quantity, category, sales_quantity, product_price, on_sale, title"
    with db.transaction() as session:
        cursor: Any = session.connection().connection.cursor()
        cursor.copy_expert(f"COPY products ({columns}) FROM STDIN", io.StringIO("5\tDemo\t7\t1\ttrue\tDemo\n"))

    assert rows("SELECT opening_stock, opening_sales FROM products") == [(5, 7)]


@pytest.mark.parametrize("role", ["data_analyst", "campaign_manager", "finance_manager"])
def test_who_may_not_manage_products_reads_them(api, shop: Shop, role):
    product_id = shop.product()
    reader = api.as_role(role)

    assert reader.get(f"products/{product_id}").status == 200
    assert reader.get("products").json["items"] != []
    assert reader.post("products", {"title": "x", "category": "x", "product_price": "1.00"}).status == 403
    assert reader.patch(f"products/{product_id}", {"title": "x"}, headers={"If-Match": "*"}).status == 403
    assert reader.delete(f"products/{product_id}").status == 403
