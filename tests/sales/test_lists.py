"""What the lists are narrowed by and sorted by, and that pages leave nothing out."""

from typing import Any

import pytest

from tests.client import Client
from tests.sales.shop import Shop, execute, rows


@pytest.fixture
def full(shop: Shop) -> Shop:
    """Two products and customers; eight purchases over four days, through two influencers and none; four likes."""
    execute("""
        INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title, source,
                              external_ref)
        VALUES (1, 'Kitchen', 0, 3.5, true, 'Blue mug', 'shop', 'p1'),
               (1, 'Garden', 0, 2, false, 'Green pot', NULL, NULL)""")
    execute("""
        INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, channel, since,
                               is_account_deleted)
        VALUES ('Demo one', 'one@shop.example', '1', 'x', 7, '2025-03-01', false),
               ('Demo two', 'two@shop.example', '2', 'x', NULL, '2025-03-03', false)""")
    execute("""
        INSERT INTO bought_by (product_id, customer_id, status, channel, rating, quantity, bought_date, unit_price,
                               source, external_ref)
        SELECT 1 + n % 2, 1 + n / 4, (ARRAY['ordered', 'completed', 'cancelled'])[1 + n % 3]::bought_status_enum,
               (ARRAY[7, 8, -1, NULL])[1 + n % 4], nullif(n % 6, 0), 1, date '2025-03-01' + n / 2, 1, 'shop', n::text
        FROM generate_series(0, 7) AS n""")
    execute("INSERT INTO bought_by (product_id, customer_id, status, unit_price) VALUES (1, 1, 'completed', 1)")
    execute("""
        INSERT INTO liked_by (customer_id, product_id, channel, liked_date)
        SELECT 1 + n / 2, 1 + n % 2, (ARRAY[7, 8, -1, NULL])[1 + n], date '2025-03-01' + n
        FROM generate_series(0, 3) AS n""")
    return shop


PURCHASES = [
    ({}, "bought_date IS NOT NULL"),
    ({"influencer_id": 7}, "channel = 7"),
    ({"influencer_id": [7, 8]}, "channel IN (7, 8)"),
    ({"influencer_id": -1}, "coalesce(channel, -1) = -1 AND bought_date IS NOT NULL"),
    ({"influencer_id": [8, -1]}, "coalesce(channel, -1) IN (8, -1) AND bought_date IS NOT NULL"),
    ({"product_id": 2}, "product_id = 2"),
    ({"category": "Garden"}, "product_id = 2"),
    ({"category": ["Garden", "Kitchen"]}, "bought_date IS NOT NULL"),
    ({"category": "garden"}, "false"),
    ({"q": "MUG"}, "product_id = 1 AND bought_date IS NOT NULL"),
    ({"q": "gr"}, "product_id = 2"),
    ({"customer_id": 2}, "customer_id = 2"),
    ({"status": "cancelled"}, "status = 'cancelled'"),
    ({"status": ["ordered", "completed"]}, "status IN ('ordered', 'completed') AND bought_date IS NOT NULL"),
    ({"rating": [1, 5]}, "rating IN (1, 5)"),
    ({"from": "2025-03-02"}, "bought_date >= '2025-03-02'"),
    ({"to": "2025-03-02"}, "bought_date <= '2025-03-02'"),
    ({"from": "2025-03-02", "to": "2025-03-02"}, "bought_date = '2025-03-02'"),
    ({"source": "shop", "external_ref": "3"}, "external_ref = '3'"),
    ({"influencer_id": 7, "from": "2025-03-02", "status": "completed"}, "channel = 7 AND external_ref = '4'"),
]
LIKES = [
    ({}, "true"),
    ({"influencer_id": -1}, "coalesce(channel, -1) = -1"),
    ({"product_id": 1}, "product_id = 1"),
    ({"category": "Garden"}, "product_id = 2"),
    ({"q": "pot"}, "product_id = 2"),
    ({"customer_id": [1, 2]}, "true"),
    ({"from": "2025-03-02", "to": "2025-03-03"}, "liked_date BETWEEN '2025-03-02' AND '2025-03-03'"),
]
CUSTOMERS = [
    ({}, "true"),
    ({"influencer_id": 7}, "channel = 7"),
    ({"influencer_id": -1}, "channel IS NULL"),
    ({"from": "2025-03-02"}, "since >= '2025-03-02'"),
    ({"to": "2025-03-01"}, "since <= '2025-03-01'"),
    ({"is_account_deleted": "false"}, "true"),
    ({"is_account_deleted": "true"}, "false"),
    ({"q": "demo t"}, "customer_name = 'Demo two'"),
]
PRODUCTS = [
    ({}, "true"),
    ({"category": "Garden"}, "product_id = 2"),
    ({"on_sale": "false"}, "product_id = 2"),
    ({"product_id": [1, 99]}, "product_id = 1"),
    ({"q": "mug"}, "product_id = 1"),
    ({"source": "shop", "external_ref": "p1"}, "product_id = 1"),
]
CASES = [
    *(("purchases", *case) for case in PURCHASES),
    *(("likes", *case) for case in LIKES),
    *(("customers", *case) for case in CUSTOMERS),
    *(("products", *case) for case in PRODUCTS),
]
TABLES = {
    "purchases": ("bought_by", "purchase_id"),
    "likes": ("liked_by", "like_id"),
    "customers": ("customers", "customer_id"),
    "products": ("products", "product_id"),
}


@pytest.mark.parametrize(("path", "query", "condition"), CASES)
def test_a_filter_finds_what_it_says(full: Shop, path, query, condition):
    table, key = TABLES[path]
    expected = [found for (found,) in rows(f"SELECT {key} FROM {table} WHERE {condition} ORDER BY {key}")]

    page = full.read(path, **query, count="true")

    assert sorted(item[key] for item in page["items"]) == expected
    assert page["total"] == len(expected)


@pytest.mark.parametrize(
    ("path", "sort"),
    [
        *(("purchases", sort) for sort in ("bought_date", "purchase_id")),
        *(("likes", sort) for sort in ("liked_date", "like_id")),
        *(("customers", sort) for sort in ("since", "customer_id")),
        *(("products", sort) for sort in ("product_id", "title", "category", "product_price")),
    ],
)
@pytest.mark.parametrize("down", [False, True])
def test_pages_are_in_order_and_leave_nothing_out(full: Shop, path, sort, down):
    chosen = f"-{sort}" if down else sort
    everything = full.listed(path, sort=chosen)

    paged: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = full.read(path, sort=chosen, limit=1, **cursor)
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert paged == everything
    values = [float(item[sort]) if sort == "product_price" else item[sort] for item in everything]
    assert values == sorted(values, reverse=down)


def test_a_purchase_without_a_day_is_in_the_list_by_number(full: Shop):
    by_number = full.listed("purchases", sort="purchase_id")

    assert [item["bought_date"] for item in by_number].count(None) == 1
    assert len(full.listed("purchases")) == len(by_number) - 1


def test_a_null_channel_is_shown_as_none(full: Shop):
    assert {item["channel"] for item in full.listed("purchases")} == {7, 8, -1}


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        ("purchases", {"from": "2025-03-02", "to": "2025-03-01"}, ""),
        ("purchases", {"from": "March"}, "from"),
        ("purchases", {"source": "shop"}, ""),
        ("purchases", {"external_ref": "1"}, ""),
        ("purchases", {"status": "lost"}, "status.0"),
        ("purchases", {"sort": "unit_price"}, "sort"),
        ("purchases", {"influencer_id": -2}, "influencer_id.0"),
        ("purchases", {"product_id": [1] * 201}, "product_id"),
        ("customers", {"customer_mail": "x@shop.example"}, "customer_mail"),
        ("likes", {"rating": 1}, "rating"),
        ("products", {"category": ""}, "category.0"),
        ("products", {"q": ""}, "q"),
    ],
)
def test_what_a_list_does_not_know_is_refused(shop: Shop, path, query, pointer):
    refused = shop.api.get(path, **query)

    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_an_unchanged_list_is_not_sent_again(full: Shop):
    first = full.api.get("purchases")

    assert full.api.get("purchases", headers={"If-None-Match": first.headers["ETag"]}).status == 304


@pytest.mark.parametrize("written", ["0", "20250101", "2025-1-1", "yesterday"])
def test_a_day_is_written_as_one(database, written):
    api = Client().as_role("marketing_manager")

    asked = api.get("purchases", **{"from": written})
    bought = api.post("purchases", {"product_id": 1, "customer_id": 1, "quantity": 1, "bought_date": written})
    numbered = api.post("purchases", {"product_id": 1, "customer_id": 1, "quantity": 1, "bought_date": 0})

    assert (asked.status, bought.status, numbered.status) == (422, 422, 422)
    assert bought.json["errors"][0]["pointer"] == "/bought_date"
