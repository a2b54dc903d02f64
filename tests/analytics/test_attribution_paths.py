"""Paths are cut out of the touches of customers as the definition says, also when rows come piece by piece."""

import struct
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.analytics.attribution.catalogue import MICRO
from shared.analytics.attribution.paths import DIRECT, UNKNOWN, Journeys, Paths, Touches, encode
from shared.analytics.attribution.stream import Stream
from shared.analytics.queries.touches import HEADER

A, B, C = 2, 3, 4
SINCE = 10  # the window begins on this day
# (customer, day, bought, channel): a row of the database, unique and in this order
ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 30), st.booleans(), st.integers(0, 4)), min_size=1, max_size=25
).map(lambda rows: sorted(set(rows)))
Row = tuple[int, int, bool, int]


def touches_of(rows: list[Row]) -> Touches:
    columns = [(customer, 2 * day + bought, code) for customer, day, bought, code in rows]
    customer, moment, code = np.array(columns, np.int64).reshape(-1, 3).T
    counts = np.array([bought and day >= SINCE for _, day, bought, _ in rows])
    return Touches(customer, moment, code, counts * MICRO, counts * np.arange(len(rows)))


def told(paths: Paths) -> list[list[tuple[int, int]]]:
    pairs = list(zip(paths.code.tolist(), paths.age.astype(int).tolist(), strict=True))
    return [pairs[first : last + 1] for first, last in zip(paths.first, paths.last, strict=True)]


def path_before(row: Row, rows: list[Row], lookback: int) -> list[tuple[int, int]]:
    """The definition, word by word: touches within the lookback, the purchase's own channel last, direct only alone."""
    customer, end, _, own = row
    before = [
        (code, end - day)
        for who, day, bought, code in rows
        if who == customer and end - lookback <= day and (day < end or (day == end and not bought))
    ]
    seen = [touch for touch in [*before, (own, 0)] if touch[0] != DIRECT]
    return seen or [(DIRECT, 0)]


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(0, 15))
def test_paths_are_what_was_seen_within_the_lookback_with_the_own_channel_last(rows, lookback):
    bought = [row for row in rows if row[2] and row[1] >= SINCE]

    paths = Journeys(touches_of(rows), lookback).converting()

    wanted = [path_before(row, [each for each in rows if each[1] <= row[1]], lookback) for row in bought]
    assert told(paths) == wanted
    assert paths.micro.tolist() == [MICRO] * len(bought)
    assert paths.cents.tolist() == [rows.index(row) for row in bought]


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(0, 15))
def test_who_bought_nothing_has_a_path_to_the_last_touch(rows, lookback):
    by_customer = defaultdict(list)
    for row in rows:
        by_customer[row[0]].append(row)
    wanted = []
    for mine in by_customer.values():
        end = mine[-1][1]
        if end >= SINCE and not any(bought and day >= SINCE for _, day, bought, _ in mine):
            seen = [(code, end - day) for _, day, _, code in mine if day >= end - lookback and code != DIRECT]
            wanted.append(seen or [(DIRECT, 0)])

    paths = Journeys(touches_of(rows), lookback).without_purchase(2 * SINCE)

    assert told(paths) == wanted
    assert paths.micro.tolist() == [MICRO] * len(wanted)


def test_the_same_channel_counts_for_each_day_on_which_it_was_touched():
    rows = [(1, 8, False, A), (1, 9, False, A), (1, 10, False, B), (1, 10, True, A)]

    (path,) = told(Journeys(touches_of(rows), 90).converting())

    assert path == [(A, 2), (A, 1), (B, 0), (A, 0)]


@pytest.mark.parametrize(("lookback", "wanted"), [(3, [(B, 3), (A, 0)]), (2, [(A, 0)])])
def test_one_day_decides_whether_a_touch_is_within_the_lookback(lookback, wanted):
    assert told(Journeys(touches_of([(1, 7, True, B), (1, 10, True, A)]), lookback).converting()) == [wanted]


def test_what_came_direct_is_credited_to_the_channel_seen_before():
    assert told(Journeys(touches_of([(1, 8, False, A), (1, 10, True, DIRECT)]), 90).converting()) == [[(A, 2)]]


def test_channels_that_name_nobody_are_one():
    assert encode(np.array([-1, 5, 9, 7, 99]), np.array([5, 9]), -1).tolist() == [DIRECT, 2, 3, UNKNOWN, UNKNOWN]
    assert encode(np.array([-1, 5]), np.array([], np.int64), -1).tolist() == [DIRECT, UNKNOWN]


def copied(rows: list[tuple[int, ...]]) -> list[bytes]:
    """What COPY writes: a header, a row at a time, two bytes at the end."""
    pack = "!hiiiiiiiqiq"
    return [
        b"\0" * HEADER,
        *(struct.pack(pack, 5, 4, a, 4, b, 4, c, 8, d, 8, e) for a, b, c, d, e in rows),
        b"\xff\xff",
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), *[st.integers(-5, 99)] * 4), max_size=20), st.integers(1, 8))
def test_customers_are_handed_over_whole_and_no_row_is_lost(rows, at_once):
    rows = sorted(rows)
    got: list[Touches] = []
    stream = Stream(np.array([], np.int64), got.append, at_once)

    for piece in copied(rows):
        stream.write(piece)
    stream.close()

    pieces = [set(each.customer.tolist()) for each in got]
    assert [customer for piece in got for customer in piece.customer.tolist()] == [row[0] for row in rows]
    assert [cents for piece in got for cents in piece.cents.tolist()] == [row[4] for row in rows]
    assert sum(len(piece) for piece in pieces) == len(set().union(*pieces))
