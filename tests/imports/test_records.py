"""Lists of influencers, products, customers and campaigns."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.imports.conftest import Shop, counts, csv_of

INFLUENCERS: dict[str, Any] = {
    "target": "influencers",
    "fields": {
        "external_ref": "ref",
        "influencer_name": "name",
        "follower_count": {"column": "followers", "type": "count"},
        "category": "category",
        "influencer_mail": "mail",
    },
}
PRODUCTS: dict[str, Any] = {
    "target": "products",
    "fields": {"external_ref": "ref", "title": "title", "product_price": "price", "stock_quantity": "stock"},
}
ADJUSTS = "SELECT user_id, field::text, old_value, new_value, is_active FROM adjusts ORDER BY adjustment_id"


def test_a_list_of_influencers_lands_and_blanks_never_erase(shop: Shop):
    shop.source(INFLUENCERS)
    header = "ref,name,followers,category,mail"
    shop.drop(csv_of(header, "i1,Demo influencer 1,1.5K,Beauty,one@shop.example", "i2,,12,,"))

    run = shop.drop(
        csv_of(header, "i1,Demo influencer 1,1600,,", "i2,,12,N/A,two@shop.example", "i3,x,1,,"), "second.csv"
    )

    assert counts(run) == (1, 2, 0, 0)
    assert shop.rows(
        "SELECT external_ref, influencer_name, follower_count, category, influencer_mail, version"
        " FROM influencers ORDER BY 1"
    ) == [
        ("i1", "Demo influencer 1", 1600, "Beauty", "one@shop.example", 2),
        ("i2", "unnamed i2", 12, "uncategorised", "two@shop.example", 2),
        ("i3", "x", 1, "uncategorised", "i3@shop.invalid", 1),
    ]


def test_a_mail_address_that_somebody_has_is_refused(shop: Shop):
    shop.source(INFLUENCERS)
    header = "ref,name,followers,category,mail"
    shop.drop(csv_of(header, "i1,a,1,,one@shop.example"))

    run = shop.drop(
        csv_of(
            header,
            "i1,a,1,,one@shop.example",
            "i2,b,1,,one@shop.example",
            "i3,c,1,,three@shop.example",
            "i4,d,1,,three@shop.example",
            "i5,e,1,,not a mail",
        ),
        "second.csv",
    )

    assert counts(run) == (1, 0, 1, 3)
    assert shop.rejects(run) == [
        (3, "mail", "one@shop.example", "is the mail of another record"),
        (5, "mail", "three@shop.example", "is the mail on line 4"),
        (6, "mail", "not a mail", "is not a mail address"),
    ]


def test_columns_that_must_agree_and_do_not_are_refused(shop: Shop):
    follower_count = {"column": "f", "nth": 2, "type": "count", "agrees_with": {"column": "f", "nth": 1}}
    shop.source({"target": "influencers", "fields": {"external_ref": "ref", "follower_count": follower_count}})

    run = shop.drop(csv_of("ref,f,f", "i1,1.2K,1200", "i2,1.2K,1300", "i3,N/A,7", "i4,1K,#VALOR!"))

    assert counts(run) == (3, 0, 0, 1)
    assert shop.rejects(run) == [(3, "f", "1300", 'does not agree with "1.2K" in f')]


def test_a_list_of_products_records_edits_of_price_and_stock(shop: Shop):
    shop.source(PRODUCTS)
    shop.drop(csv_of("ref,title,price,stock", "p1,Mug,9.99,5", "p2,Pot,20,1"))
    assert shop.rows(ADJUSTS) == []

    run = shop.drop(csv_of("ref,title,price,stock", "p1,Mug,10.49,5", "p2,Pot,21,3", "p3,Pan,5,1"), "second.csv")
    shop.drop(csv_of("ref,title,price,stock", "p1,Big mug,11,5", "p2,Pot,,"), "third.csv")

    assert counts(run) == (1, 2, 0, 0)
    assert sorted(shop.rows(ADJUSTS)) == sorted(
        [
            (shop.actor.user_id, "product_price", 9.99, 10.49, False),
            (shop.actor.user_id, "product_price", 20.0, 21.0, True),
            (shop.actor.user_id, "stock_quantity", 1.0, 3.0, True),
            (shop.actor.user_id, "product_price", 10.49, 11.0, True),
        ]
    )
    assert shop.rows("SELECT title, product_price, stock_quantity, version FROM products ORDER BY external_ref") == [
        ("Big mug", 11.0, 5, 3),
        ("Pot", 21.0, 3, 2),
        ("Pan", 5.0, 1, 1),
    ]


def test_a_list_of_customers_knows_through_whom_they_came(shop: Shop):
    fields = {
        "external_ref": "ref",
        "customer_name": "name",
        "customer_phone": "phone",
        "since": "since",
        "channel": {"column": "via", "lookup": {"missing": "reject"}},
    }
    shop.source({"target": "customers", "fields": fields})
    shop.source({"target": "influencers", "fields": {"external_ref": "ref"}}, slug="people", namespace="shop")
    shop.drop(csv_of("ref", "i1"), slug="people")

    run = shop.drop(
        csv_of(
            "ref,name,phone,since,via",
            "c1,Demo customer 1,+49 1,2024-03-01,i1",
            "c2,Demo customer 2,,,",
            "c3,Demo customer 3,,,i9",
            "c4,Demo customer 4,+49 1,,",
            "c5,Demo customer 5,1234567890123456,,",
        )
    )

    assert counts(run) == (2, 0, 0, 3)
    assert [reject[0::3] for reject in shop.rejects(run)] == [
        (4, "is no influencer known in shop"),
        (5, "is the phone number on line 2"),
        (6, "is longer than 15 characters"),
    ]
    stored = shop.rows("SELECT customer_name, customer_phone, since, channel FROM customers ORDER BY 1")
    assert stored[0] == ("Demo customer 1", "+49 1", date(2024, 3, 1), 1)
    assert stored[1][1].startswith("?")
    assert stored[1][2:] == (date(1970, 1, 1), -1)


def test_a_list_of_campaigns(shop: Shop):
    fields = {"external_ref": "ref", "campaign_name": "name", "start_date": "start", "end_date": "end", "budget": "b"}
    shop.source({"target": "campaigns", "fields": fields})
    header = "ref,name,start,end,b"

    run = shop.drop(
        csv_of(
            header,
            "k1,Spring,2024-03-01,2024-03-31,1000.50",
            "k2,Later,2099-01-01,2099-02-01,",
            "k3,Wrong,2024-03-31,2024-03-01,1",
            "k4,Wrong,,2024-03-01,1",
        )
    )
    again = shop.drop(csv_of(header, "k1,Spring,2024-03-01,2024-04-30,1000.50"), "again.csv")

    assert (counts(run), counts(again)) == ((2, 0, 0, 2), (0, 1, 0, 0))
    assert [reject[:3] for reject in shop.rejects(run)] == [(4, "end", "2024-03-01"), (5, "start", "")]
    assert shop.rows(
        "SELECT campaign_name, end_date, budget, status::text, version FROM campaigns ORDER BY external_ref"
    ) == [
        ("Spring", date(2024, 4, 30), Decimal("1000.50"), "completed", 2),
        ("Later", date(2099, 2, 1), Decimal(0), "approved", 1),
    ]


def test_a_list_with_nothing_but_references_lands_once(shop: Shop):
    shop.source({"target": "products", "fields": {"external_ref": "ref"}})

    first, second = shop.drop(csv_of("ref", "p1", "p2")), shop.drop(csv_of("ref", "p1", "p2", "p3"), "again.csv")

    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (1, 0, 2, 0))


def test_a_customer_who_was_deleted_here_is_not_brought_back(shop: Shop):
    shop.source({"target": "customers", "fields": {"external_ref": "ref", "customer_name": "name"}})
    shop.drop(csv_of("ref,name", "c1,Demo customer 1"))
    shop.do("UPDATE customers SET is_account_deleted = true, customer_name = 'deleted'")
    known = shop.rows("SELECT * FROM customers")

    run = shop.drop(csv_of("ref,name", "c1,Demo customer 1", "c2,Demo customer 2"), "second.csv")

    assert counts(run) == (1, 0, 0, 1)
    assert shop.rejects(run) == [
        (2, "ref", "c1", "is a customer whose account was deleted here; nothing of the line is kept")
    ]
    assert shop.rows("SELECT * FROM customers WHERE external_ref = 'c1'") == known


def test_an_influencer_who_was_deleted_here_is_not_brought_back(shop: Shop):
    shop.source({"target": "influencers", "fields": {"external_ref": "ref", "influencer_name": "name"}})
    shop.drop(csv_of("ref,name", "i1,Demo influencer 1"))
    shop.do("UPDATE influencers SET is_deleted = true, influencer_name = 'deleted'")
    known = shop.rows("SELECT * FROM influencers")

    run = shop.drop(csv_of("ref,name", "i1,Demo influencer 1", "i2,Demo influencer 2"), "second.csv")

    assert counts(run) == (1, 0, 0, 1)
    assert shop.rejects(run) == [(2, "ref", "i1", "is an influencer who was deleted here; nothing of the line is kept")]
    assert shop.rows("SELECT * FROM influencers WHERE external_ref = 'i1'") == known


def test_an_edit_that_began_after_the_import_but_came_before_it_does_not_stop_it(shop: Shop):
    """An edit of another transaction may carry an instant that lies in the import's future."""
    shop.source(PRODUCTS)
    shop.drop(csv_of("ref,title,price,stock", "p1,Demo product 1,9.00,5"))
    shop.drop(csv_of("ref,title,price,stock", "p1,Demo product 1,8.00,5"), "second.csv")
    shop.do("ALTER TABLE adjusts DROP CONSTRAINT ck_adjusts_date_time")
    shop.do("UPDATE adjusts SET date_time = CURRENT_TIMESTAMP AT TIME ZONE 'UTC' + interval '1 minute'")
    shop.do(
        "ALTER TABLE adjusts ADD CONSTRAINT ck_adjusts_date_time"
        " CHECK (date_time <= (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')) NOT VALID"
    )

    run = shop.drop(csv_of("ref,title,price,stock", "p1,Demo product 1,7.00,5"), "third.csv")
    shop.do("ALTER TABLE adjusts VALIDATE CONSTRAINT ck_adjusts_date_time")

    assert counts(run) == (0, 1, 0, 0)
    assert [row[2:] for row in shop.rows(ADJUSTS)] == [(9.0, 8.0, False), (8.0, 7.0, True)]
