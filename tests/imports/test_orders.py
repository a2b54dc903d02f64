"""Order lines: what they refer to, what they cost, what a second reading does."""

from datetime import date
from decimal import Decimal

import pytest

from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.orders import HEADER, ORDERS, STORED, mapping


def test_an_order_line_lands_with_what_it_refers_to(shop: Shop):
    shop.source(ORDERS)

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,2,2024-03-01,9.995"))

    assert counts(run) == (1, 0, 0, 0)
    assert shop.rows(STORED) == [("o1", "p1", "c1", "i1", "completed", 2, date(2024, 3, 1), Decimal("10.00"))]
    assert shop.rows("SELECT title, product_price, stock_quantity, sales_quantity, source FROM products") == [
        ("untitled p1", 10.0, 0, 2, "shop")
    ]
    assert shop.rows("SELECT customer_name, customer_mail, since, channel FROM customers") == [
        ("unnamed c1", "c1@shop.invalid", date(2024, 3, 1), 1)
    ]


def test_a_second_reading_changes_nothing_and_a_changed_line_only_itself(shop: Shop):
    shop.source(ORDERS)
    shop.drop(csv_of(HEADER, "o1,p1,c1,i1,2,2024-03-01,9", "o2,p1,c1,i1,1,2024-03-01,9"))

    run = shop.drop(
        csv_of(HEADER, "o1,p1,c1,i1,2,2024-03-01,9", "o2,p1,c1,,3,2024-03-02,8", "o3,p1,c1,,1,2024-03-02,8")
    )

    assert counts(run) == (1, 1, 1, 0)
    assert [row[0:1] + row[3:] for row in shop.rows(STORED)] == [
        ("o1", "i1", "completed", 2, date(2024, 3, 1), Decimal(9)),
        ("o2", "-1", "completed", 3, date(2024, 3, 2), Decimal(8)),
        ("o3", "-1", "completed", 1, date(2024, 3, 2), Decimal(8)),
    ]


def test_existing_products_and_customers_are_never_overwritten(shop: Shop):
    shop.source(mapping(**{"product.title": "title", "customer.customer_name": "name"}))
    header = f"{HEADER},title,name"
    shop.drop(csv_of(header, "o1,p1,c1,,1,2024-03-01,9,Red mug,Customer one"))
    before = shop.rows("SELECT title, product_price, version FROM products")

    shop.drop(csv_of(header, "o2,p1,c1,,1,2024-03-01,12,Blue mug,Customer two"))

    assert shop.rows("SELECT title, product_price, version FROM products") == before == [("Red mug", 9.0, 1)]
    assert shop.rows("SELECT customer_name FROM customers") == [("Customer one",)]


def test_a_placeholder_title_gives_way_to_a_real_one(shop: Shop):
    shop.source(mapping(**{"product.title": "title"}))
    shop.drop(csv_of(f"{HEADER},title", "o1,p1,c1,,1,2024-03-01,9,"))

    shop.drop(csv_of(f"{HEADER},title", "o2,p1,c1,,1,2024-03-01,9,Red mug", "o3,p1,c1,,1,2024-03-01,9,"))

    assert shop.rows("SELECT title, version FROM products") == [("Red mug", 2)]


def test_a_new_product_has_the_last_title_and_price_of_the_file(shop: Shop):
    shop.source(mapping(**{"product.title": "title"}))

    shop.drop(
        csv_of(
            f"{HEADER},title",
            "o1,p1,c1,,1,2024-03-01,9,Mug",
            "o2,p1,c1,,1,2024-03-01,11,Red mug",
            "o3,p1,c1,,1,2024-03-01,,",
        )
    )

    assert shop.rows("SELECT title, product_price FROM products") == [("Red mug", 11.0)]


def test_blank_customers_are_one_customer_per_namespace(shop: Shop):
    shop.source(ORDERS)

    shop.drop(csv_of(HEADER, "o1,p1,,,1,2024-03-02,9", "o2,p1,,,1,2024-03-01,9"))

    assert shop.rows("SELECT external_ref, customer_name, since FROM customers") == [
        ("(unknown)", "unnamed (unknown)", date(2024, 3, 1))
    ]
    assert len(shop.rows("SELECT FROM bought_by")) == 2


def test_a_file_without_customers_has_only_the_unknown_one(shop: Shop):
    shop.source(mapping(customer=None, channel=None))

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,1,2024-03-02,9"))

    assert counts(run) == (1, 0, 0, 0)
    assert [row[2:4] for row in shop.rows(STORED)] == [("(unknown)", "-1")]


@pytest.mark.parametrize(
    ("missing", "landed", "reason"),
    [("create", 1, None), ("reject", 0, "is no influencer known in shop"), ("none", 1, None)],
)
def test_a_channel_that_is_not_there_is_created_refused_or_left_out(
    shop: Shop, missing: str, landed: int, reason: str | None
):
    shop.source(mapping(channel={"column": "via", "lookup": {"missing": missing}}))

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,1,2024-03-02,9"))

    assert counts(run) == (landed, 0, 0, 1 - landed)
    assert shop.rejects(run) == ([(2, "via", "i1", reason)] if reason else [])
    assert len(shop.rows("SELECT FROM influencers")) == (missing == "create")
    assert bool(run.notes) == (missing == "none")


def test_a_reference_can_be_looked_up_in_another_namespace(shop: Shop):
    shop.source(mapping(channel={"column": "via", "lookup": {"namespace": "creators", "missing": "reject"}}))
    shop.source({"target": "influencers", "fields": {"external_ref": "ref"}}, slug="creators")
    shop.drop(csv_of("ref", "i1"), slug="creators")

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,1,2024-03-02,9"))

    assert counts(run) == (1, 0, 0, 0)
    assert [row[3] for row in shop.rows(STORED)] == ["i1"]


def test_equal_keys_of_a_file_the_last_counts(shop: Shop):
    shop.source(ORDERS)

    run = shop.drop(
        csv_of(
            HEADER,
            "o1,p1,c1,,1,2024-03-02,9",
            "o2,p1,c1,,1,2024-03-02,9",
            "o1,p1,c1,,2,2024-03-02,9",
            "o1,p1,c1,,2,2024-03-02,9",
        )
    )

    assert counts(run) == (2, 0, 1, 1)
    assert shop.rejects(run) == [(2, "order", "o1", "is also the key of line 5, which differs and counts")]
    assert [(row[0], row[5]) for row in shop.rows(STORED)] == [("o1", 2), ("o2", 1)]


def test_numbered_references_keep_equal_lines_apart_however_often_they_are_read(shop: Shop):
    shop.source(mapping(external_ref={"template": "{order}/{product}", "numbered": True}))
    content = csv_of(HEADER, "o1,p1,c1,,1,2024-03-02,9", "o1,p1,c1,,1,2024-03-02,9", "o1,p2,c1,,1,2024-03-02,9")

    first, second = shop.drop(content), shop.drop(content, "again.csv")

    assert (counts(first), counts(second)) == ((3, 0, 0, 0), (0, 0, 3, 0))
    assert [row[0] for row in shop.rows(STORED)] == ["o1/p1/1", "o1/p1/2", "o1/p2/1"]


def test_a_cancellation_made_here_survives_the_order_being_read_again(shop: Shop):
    shop.source(ORDERS)
    content = csv_of(HEADER, "o1,p1,c1,,1,2024-03-02,9")
    shop.drop(content)
    shop.do("UPDATE bought_by SET status = 'cancelled'")

    run = shop.drop(content, "again.csv")

    assert counts(run) == (0, 0, 1, 0)
    assert [row[4] for row in shop.rows(STORED)] == ["cancelled"]


def test_a_missing_price_is_the_one_in_force_that_day(shop: Shop):
    shop.source({"target": "products", "fields": {"external_ref": "ref", "product_price": "price"}}, slug="goods")
    shop.source(mapping(product={"column": "product", "lookup": {"namespace": "goods"}}))
    shop.drop(csv_of("ref,price", "p1,10"), slug="goods")
    shop.drop(csv_of("ref,price", "p1,12"), "new.csv", "goods")
    shop.do("UPDATE adjusts SET date_time = '2024-03-02 12:00'")

    run = shop.drop(
        csv_of(
            HEADER,
            "o1,p1,c1,,1,2024-03-01,",
            "o2,p1,c1,,1,2024-03-02,",
            "o3,p1,c1,,1,2024-03-03,",
            "o4,p1,c1,,1,2024-03-03,7",
        )
    )

    assert counts(run) == (4, 0, 0, 0)
    assert [row[7] for row in shop.rows(STORED)] == [Decimal(10), Decimal(12), Decimal(12), Decimal(7)]


def test_a_price_that_was_filled_in_stays_when_the_price_changes(shop: Shop):
    shop.source(mapping(unit_price=None))
    shop.drop(csv_of(HEADER, "o1,p1,c1,,1,2024-03-01,"))
    shop.do("UPDATE bought_by SET unit_price = 5")
    shop.do("UPDATE products SET product_price = 99")

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,,1,2024-03-01,"), "again.csv")

    assert counts(run) == (0, 0, 1, 0)
    assert [row[7] for row in shop.rows(STORED)] == [Decimal(5)]


def test_an_amount_beyond_counting_is_refused_and_the_others_land(shop: Shop):
    shop.source(ORDERS)

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,,2000000000,2024-03-01,9999999999", "o2,p1,c1,,1,2024-03-01,9999999999"))

    assert counts(run) == (1, 0, 0, 1)
    assert shop.rejects(run) == [(2, "quantity", "2000000000", "times the price is above 1,000,000,000,000")]


def test_more_sales_of_a_product_than_can_be_counted_are_refused_and_the_others_land(shop: Shop):
    shop.source(ORDERS)
    lines = [f"o{n},p{n % 2},c1,,{2_000_000_000 if n % 2 else 5},2024-03-01,1" for n in range(4)]

    run = shop.drop(csv_of(HEADER, *lines))

    assert counts(run) == (2, 0, 0, 2)
    assert [reject[0] for reject in shop.rejects(run)] == [3, 5]
