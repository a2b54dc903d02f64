"""Cancellations take back the latest earlier lines, wholly or not at all, once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.imports.rules import Event, NotTakenBack, TakenBack, take_back
from tests.imports.conftest import Shop, counts, csv_of

MAPPING: dict[str, Any] = {
    "target": "orders",
    "fields": {
        "external_ref": {"template": "{invoice}/{product}", "numbered": True},
        "product": "product",
        "customer": "customer",
        "quantity": "quantity",
        "bought_date": "day",
        "unit_price": "price",
    },
    "cancellation": {"column": "invoice", "prefix": "C"},
}
HEADER = "invoice,product,customer,quantity,day,price"
RETURNED = """
    SELECT external_ref, status::text, returned_quantity, returned_date FROM bought_by ORDER BY purchase_id
"""
NOT_BOUGHT = "no earlier line to cancel"


def read(shop: Shop, *lines: str, name: str = "file.csv"):
    return shop.drop(csv_of(HEADER, *lines), name)


def test_takes_the_latest_lines_first_over_as_many_as_it_needs(shop: Shop):
    shop.source(MAPPING)

    run = read(
        shop,
        "1,p,c,5,2024-03-01,9",
        "2,p,c,5,2024-03-03,9",
        "3,p,c,5,2024-03-05,9",
        "4,p,c,5,2024-03-07,9",
        "C5,p,c,-7,2024-03-06,9",
    )

    assert counts(run) == (5, 0, 0, 0)
    assert shop.rows(RETURNED) == [
        ("1/p/1", "completed", 0, None),
        ("2/p/1", "partially_returned", 2, date(2024, 3, 6)),
        ("3/p/1", "returned", 5, date(2024, 3, 6)),
        ("4/p/1", "completed", 0, None),
    ]
    assert shop.rows("SELECT quantity, reason, external_ref FROM return_lines ORDER BY purchase_id") == [
        (2, "cancelled_invoice", "C5/p/1"),
        (5, "cancelled_invoice", "C5/p/1"),
    ]
    assert shop.rows("SELECT sales_quantity FROM products") == [(13,)]


def test_whoever_edits_the_order_meanwhile_is_told(shop: Shop):
    shop.source(MAPPING)
    read(shop, "1,p,c,5,2024-03-01,9")
    read(shop, "1,p,c,4,2024-03-01,9", name="corrected.csv")
    assert shop.rows("SELECT version FROM bought_by") == [(2,)]

    read(shop, "C2,p,c,-1,2024-03-02,9", name="cancelled.csv")

    assert shop.rows("SELECT version FROM bought_by") == [(3,)]


def test_many_cancellations_of_one_line_share_it(shop: Shop):
    shop.source(MAPPING)

    run = read(shop, "1,p,c,5,2024-03-01,9", *[f"C{n},p,c,-2,2024-03-02,9" for n in range(2, 6)])

    assert counts(run) == (3, 0, 0, 2)
    assert shop.rows(RETURNED) == [("1/p/1", "partially_returned", 4, date(2024, 3, 2))]
    assert [reject[3] for reject in shop.rejects(run)] == ["only 1 of 2 were bought before"] * 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("C2,p,c,-4,2024-03-02,9", "only 3 of 4 were bought before"),
        ("C2,p,c,-1,2024-02-28,9", NOT_BOUGHT),
        ("C2,p,c,-1,2024-03-02,8", NOT_BOUGHT),
        ("C2,p,other,-1,2024-03-02,9", NOT_BOUGHT),
        ("C2,other,c,-1,2024-03-02,9", NOT_BOUGHT),
        ("C2,p,,-1,2024-03-02,9", "is blank: nobody can tell whose order is taken back"),
        ("C2,p,c,-1,2024-03-02,", "is missing: the line taken back is found by its price"),
        ("C2,p,c,1,2024-03-02,9", "is not below 0, although the line is a cancellation"),
        ("C2,p,c,0,2024-03-02,9", "is not below 0, although the line is a cancellation"),
        ("2,p,c,-1,2024-03-02,9", "is not above 0, and the line is no cancellation"),
        ("2,p,c,0,2024-03-02,9", "is not above 0, and the line is no cancellation"),
    ],
)
def test_what_cannot_be_taken_back_goes_to_quarantine(shop: Shop, line: str, reason: str):
    shop.source(MAPPING)

    run = read(shop, "1,p,c,3,2024-03-01,9", line)

    assert counts(run) == (1, 0, 0, 1)
    assert [(reject[0], reject[3]) for reject in shop.rejects(run)] == [(3, reason)]
    assert shop.rows(RETURNED) == [("1/p/1", "completed", 0, None)]
    assert shop.rows("SELECT external_ref FROM products") == [("p",)]
    assert shop.rows("SELECT external_ref FROM customers") == [("c",)]


def test_a_cancellation_of_a_later_file_finds_the_order_of_an_earlier_one_once(shop: Shop):
    shop.source(MAPPING)
    read(shop, "1,p,c,5,2024-03-01,9")

    first = read(shop, "C2,p,c,-2,2024-03-02,9", name="second.csv")
    again = read(shop, "C2,p,c,-2,2024-03-02,9", name="third.csv")

    assert (counts(first), counts(again)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert shop.rows(RETURNED) == [("1/p/1", "partially_returned", 2, date(2024, 3, 2))]


def test_reading_the_order_again_does_not_undo_what_was_returned(shop: Shop):
    shop.source(MAPPING)
    read(shop, "1,p,c,5,2024-03-01,9", "2,p,c,1,2024-03-02,9", "C3,p,c,-3,2024-03-02,9")

    same = read(shop, "1,p,c,5,2024-03-01,9", name="same.csv")
    more = read(shop, "1,p,c,2,2024-03-01,10", name="more.csv")

    assert (counts(same), counts(more)) == ((0, 0, 1, 0), (0, 1, 0, 0))
    assert shop.rows(RETURNED)[0] == ("1/p/1", "returned", 2, date(2024, 3, 2))
    assert shop.rows("SELECT unit_price FROM bought_by WHERE external_ref = '1/p/1'") == [(Decimal(10),)]


def test_an_order_cannot_fall_below_what_was_returned_of_it(shop: Shop):
    shop.source(MAPPING)
    read(shop, "1,p,c,5,2024-03-01,9", "C3,p,c,-3,2024-03-02,9")

    run = read(shop, "1,p,c,2,2024-03-01,9", name="less.csv")

    assert counts(run) == (0, 0, 0, 1)
    assert shop.rejects(run) == [(2, "quantity", "2", "is below the 3 that were returned")]


def test_a_cancellation_that_comes_again_with_another_quantity_is_refused(shop: Shop):
    shop.source(MAPPING)
    read(shop, "1,p,c,5,2024-03-01,9", "C3,p,c,-3,2024-03-02,9")

    run = read(shop, "C3,p,c,-1,2024-03-02,9", name="other.csv")

    assert counts(run) == (0, 0, 0, 1)
    assert shop.rejects(run) == [(2, "quantity", "-1", "differs from the 3 that this cancellation took back before")]


def test_a_refused_cancellation_lands_once_its_order_is_there(shop: Shop):
    shop.source(MAPPING)
    early = read(shop, "C2,p,c,-2,2024-03-02,9")
    read(shop, "1,p,c,5,2024-03-01,9", name="orders.csv")

    late = read(shop, "C2,p,c,-2,2024-03-02,9", name="again.csv")

    assert (counts(early), counts(late)) == ((0, 0, 0, 1), (1, 0, 0, 0))


def test_a_cancellation_does_not_take_back_what_was_ordered_after_it_on_the_same_day(shop: Shop):
    shop.source(MAPPING)
    lines = ["1,p,c,1,2024-03-01,9", "C2,p,c,-2,2024-03-01,9", "3,p,c,1,2024-03-01,9", "C4,p,c,-1,2024-03-01,9"]

    first, again = read(shop, *lines), read(shop, *lines, name="again.csv")

    assert (counts(first), counts(again)) == ((3, 0, 0, 1), (0, 0, 3, 1))
    assert [reject[3] for reject in shop.rejects(first)] == ["only 1 of 2 were bought before"]
    assert shop.rows(RETURNED) == [("1/p/1", "completed", 0, None), ("3/p/1", "returned", 1, date(2024, 3, 1))]


LINES = st.tuples(st.integers(1, 6), st.booleans(), st.integers(1, 5))


def events_of(lines: list[tuple[int, bool, int]]) -> list[Event]:
    events = [Event(("p",), day, n, cancels, n, quantity) for n, (day, cancels, quantity) in enumerate(lines)]
    return sorted(events, key=lambda event: event[1:5])


def by_hand(events: list[Event]) -> list[TakenBack | NotTakenBack]:
    """Look through all lines for every cancellation."""
    left = {event.identity: event.quantity for event in events if not event.cancels}
    when = {event.identity: (str(event.day), event.place) for event in events}
    outcomes: list[TakenBack | NotTakenBack] = []
    for event in events:
        if not event.cancels:
            continue
        before = [one for one in left if left[one] and when[one] < when[event.identity]]
        if sum(left[one] for one in before) < event.quantity:
            outcomes.append(NotTakenBack(event.identity, sum(left[one] for one in before)))
            continue
        wanted = event.quantity
        for one in sorted(before, key=lambda one: when[one], reverse=True):
            part = min(wanted, left[one])
            left[one] -= part
            wanted -= part
            if part:
                outcomes.append(TakenBack(event.identity, one, part))
    return outcomes


@given(st.lists(LINES, max_size=25))
def test_matches_as_one_would_by_hand(lines: list[tuple[int, bool, int]]):
    events = events_of(lines)

    assert list(take_back(events)) == by_hand(events)


def test_groups_do_not_mix():
    events = [Event(("p", 1), 1, 0, False, 1, 5), Event(("q", 1), 2, 0, True, 2, 1)]

    assert list(take_back(events)) == [NotTakenBack(2, 0)]
