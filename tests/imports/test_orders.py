"""Order lines: what they refer to, what they cost, what a second reading does, what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.platform import clock
from tests.imports.conftest import Shop, counts, csv_of

ORDERS: dict[str, Any] = {
    "target": "orders",
    "fields": {
        "external_ref": "order",
        "product": "product",
        "customer": "customer",
        "channel": "via",
        "quantity": "quantity",
        "bought_date": "day",
        "unit_price": "price",
    },
}
HEADER = "order,product,customer,via,quantity,day,price"
STORED = """
    SELECT b.external_ref, p.external_ref, c.external_ref, coalesce(i.external_ref, b.channel::text),
           b.status::text, b.quantity, b.bought_date, b.unit_price
    FROM bought_by b JOIN products p USING (product_id) JOIN customers c USING (customer_id)
    LEFT JOIN influencers i ON i.influencer_id = b.channel ORDER BY b.external_ref
"""


def mapping(**fields: Any) -> dict[str, Any]:
    return ORDERS | {"fields": {k: v for k, v in (ORDERS["fields"] | fields).items() if v is not None}}


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


TOMORROW = (clock.now().date() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("line", "reject"),
    [
        (",p1,c1,,1,2024-03-02,9", ("order", "", "is missing")),
        ("o1,N/A,c1,,1,2024-03-02,9", ("product", "N/A", "is missing")),
        ("o1,p1,c1,,many,2024-03-02,9", ("quantity", "many", "is not a number")),
        ("o1,p1,c1,,1.5,2024-03-02,9", ("quantity", "1.5", "is not a whole number")),
        ("o1,p1,c1,,0,2024-03-02,9", ("quantity", "0", "must not be below 1")),
        ("o1,p1,c1,,-3,2024-03-02,9", ("quantity", "-3", "must not be below 1")),
        ("o1,p1,c1,,3000000000,2024-03-02,9", ("quantity", "3000000000", "must not be above 2147483647")),
        ("o1,p1,c1,,1,02.03.2024,9", ("day", "02.03.2024", "is not a date like 2010-12-31")),
        (f"o1,p1,c1,,1,{TOMORROW},9", ("day", TOMORROW, "lies in the future")),
        ("o1,p1,c1,,1,2024-03-02,-9", ("price", "-9", "must not be below 0")),
        ("o1,p1,c1,,1,2024-03-02,1e9", ("price", "1e9", "is not a number")),
        ("o1,p1,c1,,1,2024-03-02", (None, "o1,p1,c1,,1,2024-03-02", "The line has 6 cells where the header has 7.")),
    ],
)
def test_a_bad_row_goes_to_quarantine_with_line_column_value_and_reason_and_the_others_land(
    shop: Shop, line: str, reject: tuple[str | None, str, str]
):
    shop.source(ORDERS)

    run = shop.drop(csv_of(HEADER, "good1,p1,c1,,1,2024-03-02,9", line, "good2,p1,c1,,1,2024-03-02,9"))

    assert counts(run) == (2, 0, 0, 1)
    assert shop.rejects(run) == [(3, *reject)]


def test_an_unknown_status_is_refused_and_a_known_one_lands(shop: Shop):
    shop.source(mapping(status="state"))

    run = shop.drop(csv_of(f"{HEADER},state", "o1,p1,c1,,1,2024-03-02,9,ordered", "o2,p1,c1,,1,2024-03-02,9,lost"))

    assert counts(run) == (1, 0, 0, 1)
    assert [row[4] for row in shop.rows(STORED)] == ["ordered"]
    assert [reject[3] for reject in shop.rejects(run)] == ["must be one of ordered, completed, cancelled"]


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


def test_two_new_customers_cannot_share_a_mail_address(shop: Shop):
    shop.source(mapping(**{"customer.customer_mail": "mail"}))
    shop.drop(csv_of(f"{HEADER},mail", "o0,p1,c0,,1,2024-03-01,9,zero@shop.example"))

    run = shop.drop(
        csv_of(
            f"{HEADER},mail",
            "o1,p1,c1,,1,2024-03-01,9,one@shop.example",
            "o2,p1,c2,,1,2024-03-01,9,one@shop.example",
            "o3,p1,c3,,1,2024-03-01,9,zero@shop.example",
            "o4,p1,c4,,1,2024-03-01,9,four@shop.example",
        )
    )

    assert counts(run) == (2, 0, 0, 2)
    assert [reject[:3] for reject in shop.rejects(run)] == [
        (3, "mail", "one@shop.example"),
        (4, "mail", "zero@shop.example"),
    ]


def test_text_that_copy_could_misread_lands_as_it_is(shop: Shop):
    shop.source(mapping(**{"product.title": "title"}))
    title = 'back\\slash, tab\t, "quotes" and \\N'

    run = shop.drop(csv_of(f"{HEADER},title", 'o\\1,p1,c1,,1,2024-03-01,9,"' + title.replace('"', '""') + '"'))

    assert counts(run) == (1, 0, 0, 0)
    assert shop.rows("SELECT title, external_ref FROM products") == [(title, "p1")]
    assert [row[0] for row in shop.rows(STORED)] == ["o\\1"]


def test_an_amount_beyond_counting_is_refused_and_the_others_land(shop: Shop):
    shop.source(ORDERS)

    run = shop.drop(csv_of(HEADER, "o1,p1,c1,,2000000000,2024-03-01,9999999999", "o2,p1,c1,,1,2024-03-01,9999999999"))

    assert counts(run) == (1, 0, 0, 1)
    assert shop.rejects(run) == [(2, "quantity", "2000000000", "times the price is above 1,000,000,000,000")]
