"""When a schedule is due and what it covers; the clock of Berlin changes on 29 March and 25 October 2026."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.reporting.schedules.rules import Frequency, Period, Times, covered

BERLIN = ZoneInfo("Europe/Berlin")
DAILY, WEEKLY, MONTHLY = Frequency


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "since", "due"),
    [
        (Times(DAILY, time(7, 30)), "2026-11-23 06:29", "2026-11-23 06:30"),
        (Times(DAILY, time(7, 30)), "2026-11-23 06:30", "2026-11-24 06:30"),
        (Times(DAILY, time(7, 30)), "2026-03-28 12:00", "2026-03-29 05:30"),  # summer time since two o'clock
        (Times(DAILY, time(2, 30)), "2026-03-28 12:00", "2026-03-29 01:30"),  # there is no 02:30 that day
        (Times(DAILY, time(2, 30)), "2026-10-24 12:00", "2026-10-25 00:30"),  # the first of two 02:30
        (Times(DAILY, time(2, 30)), "2026-10-25 00:30", "2026-10-26 01:30"),
        (Times(WEEKLY, time(0, 0), weekday=1), "2026-11-23 12:00", "2026-11-29 23:00"),  # Monday in Berlin
        (Times(MONTHLY, time(6, 0), month_day=31), "2026-01-31 05:00", "2026-02-28 05:00"),
        (Times(MONTHLY, time(6, 0), month_day=31), "2026-02-28 05:00", "2026-03-31 04:00"),
        (Times(MONTHLY, time(6, 0), month_day=29), "2028-02-01 05:00", "2028-02-29 05:00"),
    ],
)
def test_is_due_by_the_shops_clock(times, since, due):
    assert times.next(at(since), BERLIN) == at(due)


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.YESTERDAY, "2026-03-01", "2026-02-28", "2026-02-28"),
        (Period.LAST_7_DAYS, "2026-11-23", "2026-11-16", "2026-11-22"),
        (Period.LAST_WEEK, "2026-11-23", "2026-11-16", "2026-11-22"),  # on a Monday
        (Period.LAST_WEEK, "2026-11-22", "2026-11-09", "2026-11-15"),  # on a Sunday
        (Period.MONTH_TO_DATE, "2026-11-01", "2026-11-01", "2026-11-01"),
        (Period.LAST_MONTH, "2026-01-31", "2025-12-01", "2025-12-31"),
        (Period.LAST_MONTH, "2028-03-31", "2028-02-01", "2028-02-29"),
        (Period.LAST_QUARTER, "2026-03-31", "2025-10-01", "2025-12-31"),
        (Period.LAST_QUARTER, "2026-04-01", "2026-01-01", "2026-03-31"),
        (Period.LAST_YEAR, "2028-02-29", "2027-01-01", "2027-12-31"),
    ],
)
def test_covers_whole_days_before(period, today, first, last):
    assert covered(period, date.fromisoformat(today)) == (date.fromisoformat(first), date.fromisoformat(last))


@given(
    since=st.datetimes(at("2020-01-01").replace(tzinfo=None), at("2040-01-01").replace(tzinfo=None)),
    moment=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    day=st.integers(1, 31),
)
def test_a_monthly_one_is_due_once_in_each_month(since, moment, day):
    times = Times(MONTHLY, moment, month_day=day)
    first = times.next(since.replace(tzinfo=UTC), BERLIN)
    second = times.next(first, BERLIN)

    assert since.replace(tzinfo=UTC) < first < second
    months = [one.astimezone(BERLIN).year * 12 + one.astimezone(BERLIN).month for one in (first, second)]
    assert months[1] == months[0] + 1
    assert second - first > timedelta(days=27)
