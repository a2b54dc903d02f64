"""Windows end on the day they say and begin on the day they say; whole months and edges are the window exactly."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.analytics.windows import (
    LATEST,
    Split,
    Window,
    WindowMalformed,
    chosen_window,
    last_year,
    named_window,
    previous,
    split,
)

TODAY = date(2026, 3, 31)
DAY = timedelta(days=1)
days = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("slug", "first"),
    [
        ("30d", date(2026, 3, 2)),
        ("90d", date(2026, 1, 1)),
        ("365d", date(2025, 4, 1)),
        ("all", date.min),
    ],
)
def test_named_windows_include_both_ends(slug, first):
    assert named_window(slug, TODAY) == Window(first, TODAY, slug)


def test_no_window_is_ninety_days():
    assert chosen_window(None, None, None, TODAY).slug == "90d"


def test_chosen_days_are_taken_as_they_are():
    window = chosen_window(None, date(2026, 1, 1), date(2026, 1, 1), TODAY)

    assert (window.days, window.slug, window.label) == (1, None, "2026-01-01..2026-01-01")


@pytest.mark.parametrize(
    ("slug", "first", "last"),
    [
        ("7d", None, None),
        ("ALL", None, None),
        ("30d", TODAY, TODAY),
        (None, TODAY, None),
        (None, None, TODAY),
        (None, TODAY, TODAY - DAY),
        (None, TODAY, LATEST + DAY),
    ],
)
def test_refuses_windows_that_make_no_sense(slug, first, last):
    with pytest.raises(WindowMalformed):
        chosen_window(slug, first, last, TODAY)


@given(days, st.integers(0, 400))
def test_the_period_before_has_the_same_length_and_ends_the_day_before(first, length):
    window = Window(first, first + length * DAY)

    before = previous(window)

    assert before is not None
    assert (before.days, before.last) == (window.days, window.first - DAY)


def test_the_year_before_keeps_to_the_calendar():
    assert last_year(Window(date(2024, 2, 29), date(2024, 3, 31))) == Window(date(2023, 2, 28), date(2023, 3, 31))


def test_nothing_is_before_everything():
    everything = named_window("all", TODAY)

    assert (previous(everything), last_year(everything)) == (None, None)


@given(days, st.integers(0, 800), st.none() | st.integers(-100, 900))
def test_months_and_edges_without_what_is_beyond_are_the_window(first, length, until_today):
    window = Window(first, first + length * DAY)
    parts = split(window, None if until_today is None else first + until_today * DAY)

    covered = Counter(day for start, end in parts.days for day in _days(start, end))
    if parts.months:
        month = parts.months[0]
        while month <= parts.months[1]:
            after = (month.replace(day=28) + 4 * DAY).replace(day=1)
            covered.update(_days(month, after - DAY))
            month = after
    covered.subtract(day for start, end in parts.beyond for day in _days(start, end))

    assert {day: times for day, times in covered.items() if times} == dict.fromkeys(_days(window.first, window.last), 1)
    assert sum((end - start).days + 1 for start, end in parts.days) <= 2 * 31


@pytest.mark.parametrize(
    ("window", "months", "days", "beyond"),
    [
        (("2025-01-01", "2025-01-31"), ("2025-01-01", "2025-01-01"), [], []),
        (("2025-01-02", "2025-01-31"), ("2025-01-01", "2025-01-01"), [], [("2025-01-01", "2025-01-01")]),
        (("2025-01-10", "2025-01-20"), None, [("2025-01-10", "2025-01-20")], []),
        (
            ("2024-12-31", "2025-03-30"),
            ("2025-01-01", "2025-03-01"),
            [("2024-12-31", "2024-12-31")],
            [("2025-03-31", "2025-03-31")],
        ),
        (("0001-01-01", "2024-02-28"), ("0001-01-01", "2024-02-01"), [], [("2024-02-29", "2024-02-29")]),
        # Nothing is known of what follows today, the third.
        (("2024-05-20", "2025-06-03"), ("2024-06-01", "2025-06-01"), [("2024-05-20", "2024-05-31")],
         [("2025-06-04", "2025-06-30")]),
    ],
)  # fmt: skip
def test_an_end_is_the_fewer_days_of_its_month(window, months, days, beyond):
    def of(stretch):
        return tuple(map(date.fromisoformat, stretch))

    parts = split(Window(*of(window)), date(2025, 6, 3))

    assert parts.months == (months and of(months))
    assert parts.days == tuple(map(of, days))
    assert parts.beyond == tuple(map(of, beyond))


@pytest.mark.parametrize(
    ("window", "months", "days"),
    [
        (("2025-01-01", "2025-01-31"), ("2025-01-01", "2025-01-01"), []),
        (("2025-01-02", "2025-01-31"), None, [("2025-01-02", "2025-01-31")]),
        (("2024-12-02", "2025-01-30"), None, [("2024-12-02", "2024-12-31"), ("2025-01-01", "2025-01-30")]),
        (("2024-12-31", "2025-03-01"), ("2025-01-01", "2025-02-01"), [("2024-12-31",) * 2, ("2025-03-01",) * 2]),
    ],
)
def test_where_nothing_can_be_taken_off_only_whole_months_are_taken(window, months, days):
    def of(stretch):
        return tuple(map(date.fromisoformat, stretch))

    assert split(Window(*of(window))) == Split(months and of(months), tuple(map(of, days)))


def _days(first, last):
    return [first + n * DAY for n in range((last - first).days + 1)]
