"""Windows end on the day they say and begin on the day they say; whole months and edges are the window exactly."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.analytics.windows import (
    LATEST,
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


@given(days, st.integers(0, 800))
def test_months_and_edges_are_the_window(first, length):
    window = Window(first, first + length * DAY)
    parts = split(window)

    covered = [day for start, end in parts.days for day in _days(start, end)]
    if parts.months:
        month = parts.months[0]
        while month <= parts.months[1]:
            after = (month.replace(day=28) + 4 * DAY).replace(day=1)
            covered += _days(month, after - DAY)
            month = after

    assert sorted(covered) == _days(window.first, window.last)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), (date(2025, 1, 1), date(2025, 1, 1))),
        (date(2025, 1, 2), date(2025, 1, 31), None),
        (date(2025, 1, 1), date(2025, 1, 30), None),
        (date(2024, 12, 31), date(2025, 3, 1), (date(2025, 1, 1), date(2025, 2, 1))),
        (date(2024, 2, 1), date(2024, 2, 29), (date(2024, 2, 1), date(2024, 2, 1))),
        (date(2024, 2, 1), date(2024, 2, 28), None),
        (date.min, date(2024, 2, 29), (date.min, date(2024, 2, 1))),
    ],
)
def test_a_month_counts_as_whole_from_its_first_to_its_last_day(first, last, months):
    assert split(Window(first, last)).months == months


def _days(first, last):
    return [first + n * DAY for n in range((last - first).days + 1)]
