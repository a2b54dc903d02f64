"""Snapshots, returns, likes and expenses: landed, corrected, read again without any change."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.imports.rules import Back, GivenBack, NothingLeft, give_back
from tests.imports.conftest import Shop, counts, csv_of

ORDERS: dict[str, Any] = {
    "target": "orders",
    "fields": {
        "external_ref": "ref",
        "product": "product",
        "customer": "customer",
        "status": "status",
        "quantity": "quantity",
        "bought_date": "day",
        "unit_price": "price",
    },
}
RETURNS: dict[str, Any] = {
    "target": "returns",
    "fields": {"external_ref": "ref", "order": "order", "quantity": "n", "returned_date": "day", "reason": "why"},
}
LIKES: dict[str, Any] = {
    "target": "likes",
    "fields": {"customer": "who", "product": "what", "channel": "via", "liked_date": "day"},
}
EXPENSES: dict[str, Any] = {
    "target": "expenses",
    "fields": {
        "external_ref": "ref",
        "campaign": "campaign",
        "influencer": {"column": "influencer", "lookup": {"missing": "none"}},
        "cost_category": "kind",
        "expense_date": {"column": "day", "formats": ["%d.%m.%Y"]},
        "amount": {"column": "amount", "decimal_comma": True},
        "description": "note",
    },
}
SNAPSHOTS: dict[str, Any] = {
    "target": "snapshots",
    "fields": {
        "influencer": "who",
        "day": "day",
        "followers": {"column": "followers", "type": "count"},
        "engagement_rate": "rate",
    },
}
BOUGHT = """
    SELECT external_ref, status::text, returned_quantity, returned_date, return_reason FROM bought_by ORDER BY 1
"""


def orders(shop: Shop) -> None:
    shop.source(ORDERS, slug="orders", namespace="shop")
    header = "ref,product,customer,status,quantity,day,price"
    lines = ("o1,p1,c1,,5,2024-03-01,9.00", "o2,p1,c1,,2,2024-03-01,1.00", "o3,p1,c1,cancelled,1,2024-03-01,1")
    shop.drop(csv_of(header, *lines), slug="orders")


def test_returns_land_and_are_corrected(shop: Shop):
    orders(shop)
    shop.source(RETURNS)
    header = "ref,order,n,day,why"

    first = shop.drop(csv_of(header, "r1,o1,2,2024-03-05,broken", "r2,o1,1,2024-03-07,late", "r3,o2,,2024-03-05,"))
    again = shop.drop(csv_of(header, "r1,o1,2,2024-03-05,broken", "r3,o2,,2024-03-05,"), "again.csv")
    fixed = shop.drop(csv_of(header, "r2,o1,3,2024-03-08,", "r1,o1,1,2024-03-05,broken"), "fixed.csv")

    assert [counts(run) for run in (first, again, fixed)] == [(3, 0, 0, 0), (0, 0, 2, 0), (0, 2, 0, 0)]
    assert shop.rows(BOUGHT)[:2] == [
        ("o1", "partially_returned", 4, date(2024, 3, 8), "late"),
        ("o2", "returned", 2, date(2024, 3, 5), None),
    ]
    assert shop.rows("SELECT sum(sales_quantity) FROM products") == [(1,)]
    assert shop.rows("SELECT sum(back_units)::int, sum(returned_cents)::int FROM exact_sales_day_product") == [
        (6, 3800)
    ]


def test_returns_that_cannot_be_are_refused(shop: Shop):
    orders(shop)
    shop.source(RETURNS)
    header = "ref,order,n,day,why"
    shop.drop(csv_of(header, "r1,o1,4,2024-03-05,"))

    run = shop.drop(
        csv_of(
            header,
            "r1,o2,1,2024-03-05,",
            "r2,o9,1,2024-03-05,",
            "r3,o3,1,2024-03-05,",
            "r4,o1,1,2024-02-05,",
            "r5,o1,2,2024-03-05,",
            "r6,o1,1,2024-03-06,",
            "r7,o1,,2024-03-07,",
            "r8,o1,0,2024-03-07,",
        ),
        "second.csv",
    )

    assert counts(run) == (1, 0, 0, 7)
    assert shop.rejects(run) == [
        (2, "ref", "r1", "is the return of another order"),
        (3, "order", "o9", "is no order known in shop"),
        (4, "order", "o3", "is a cancelled order"),
        (5, "day", "2024-02-05", "lies before 2024-03-01, when it was bought"),
        (6, "n", "2", "is more than the 1 left of the order"),
        (8, "n", None, "is more than the 0 left of the order"),
        (9, "n", "0", "must not be below 1"),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(1, 6)), max_size=6).map(
        lambda lines: sorted(lines, key=lambda line: (line[1] or 1) > line[0])
    ),
    st.integers(0, 9),
)
def test_never_more_comes_back_than_there_is(lines: list[tuple[int, int | None]], left: int):
    wanted = [Back(1, number, left, before, quantity) for number, (before, quantity) in enumerate(lines)]

    outcomes = list(give_back(wanted))

    moved = sum(one.quantity - wanted[one.line].before for one in outcomes if isinstance(one, GivenBack))
    assert [one.line for one in outcomes] == list(range(len(lines)))
    assert moved <= left
    for one in outcomes:
        if isinstance(one, NothingLeft):
            assert (wanted[one.line].quantity or 0) > one.left + wanted[one.line].before or one.left == 0


def test_likes_land_once_per_customer_and_product(shop: Shop):
    shop.source(LIKES)
    header = "who,what,via,day"

    first = shop.drop(csv_of(header, "c1,p1,i1,2024-03-02", "c1,p2,,2024-03-01", "c2,p1,,", ",p1,,", "c1,p1,i1,x"))
    again = shop.drop(csv_of(header, "c1,p1,i1,2024-03-02", "c1,p2,i1,"), "again.csv")
    shop.do("UPDATE customers SET is_account_deleted = true WHERE external_ref = 'c2'")
    deleted = shop.drop(csv_of(header, "c2,p2,,2024-03-09"), "deleted.csv")

    assert [counts(run) for run in (first, again, deleted)] == [(3, 0, 0, 2), (0, 1, 1, 0), (0, 0, 0, 1)]
    assert shop.rejects(first) == [
        (5, "who", "", "is missing"),
        (6, "day", "x", "is not a date like 2010-12-31"),
    ]
    assert shop.rows(
        "SELECT c.external_ref, p.external_ref, i.external_ref, liked_date FROM liked_by l JOIN customers c USING"
        " (customer_id) JOIN products p USING (product_id) LEFT JOIN influencers i ON influencer_id = l.channel"
        " ORDER BY 1, 2"
    ) == [("c1", "p1", "i1", date(2024, 3, 2)), ("c1", "p2", "i1", date(2024, 3, 1)), ("c2", "p1", None, None)]
    assert shop.rows("SELECT since, channel FROM customers ORDER BY external_ref") == [
        (date(2024, 3, 1), -1),
        (date(1970, 1, 1), -1),
    ]


def test_expenses_land_in_the_name_of_the_owner(shop: Shop):
    shop.source(EXPENSES)
    header = "ref;campaign;influencer;kind;day;amount;note"

    first = shop.drop(
        csv_of(header, "e1;k1;;studio;05.03.2024;1.234,5;", "e2;k1;i9;travel;09.03.2024;12;", "e3;;;x;09.03.2024;1;")
    )
    again = shop.drop(
        csv_of(header, "e1;k1;;studio;05.03.2024;1 234,50;lights", "e2;k1;;travel;09.03.2024;12;"), "b.csv"
    )

    assert (counts(first), counts(again)) == ((2, 0, 0, 1), (0, 1, 1, 0))
    assert first.notes == ["1 lines name a influencer that is not known; it was left out."]
    assert shop.rows(
        "SELECT external_ref, cost_category, expense_date, amount, description, influencer_id, created_by, version"
        " FROM expenses ORDER BY 1"
    ) == [
        ("e1", "studio", date(2024, 3, 5), Decimal("1234.50"), "lights", None, shop.actor.user_id, 2),
        ("e2", "travel", date(2024, 3, 9), Decimal("12.00"), None, None, shop.actor.user_id, 1),
    ]
    assert shop.rows("SELECT start_date, end_date FROM campaigns") == [(date(2024, 3, 5), date(2024, 3, 9))]


@pytest.mark.parametrize("kind", ["ratio", "percent"])
def test_snapshots_land_by_influencer_and_day(shop: Shop, kind: str):
    rate = {"column": "rate", "type": kind}
    shop.source(SNAPSHOTS | {"fields": SNAPSHOTS["fields"] | {"engagement_rate": rate}})
    header = "who,day,followers,rate"

    first = shop.drop(
        csv_of(header, "i1,2024-03-01,409.8M,3.5%", "i1,2024-03-02T23:30:00Z,409900000,", "i2,2024-03-01,12K,7")
    )
    again = shop.drop(csv_of(header, "i1,2024-03-01,409.8M,", "i1,2024-03-02,5,0.5%"), "again.csv")

    bare = (0, 1) if kind == "ratio" else (1, 0)
    assert (counts(first), counts(again)) == ((2 + bare[0], 0, 0, bare[1]), (0, 1, 1, 0))
    stored = "SELECT i.external_ref, day, followers, engagement_rate FROM influencer_snapshots"
    rows = shop.rows(f"{stored} JOIN influencers i USING (influencer_id) ORDER BY 1, 2")
    assert rows[:2] == [("i1", date(2024, 3, 1), 409_800_000, 0.035), ("i1", date(2024, 3, 2), 5, 0.005)]
    assert rows[2:] == ([("i2", date(2024, 3, 1), 12_000, 0.07)] if kind == "percent" else [])
