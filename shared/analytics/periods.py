"""A window cut into the days, weeks or months of a series. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from shared.analytics.dimensions import Dimension
from shared.analytics.windows import Window
from shared.platform.errors import Malformed

MOST_PERIODS = 1000
WEEK = 7


class TooManyPeriods(Malformed):
    code = "too_many_periods"


@dataclass(frozen=True)
class Period:
    """One point of a series; `key` is the day, the week's Monday or the month's first, which may lie before `first`."""

    key: date
    first: date
    last: date


def periods(window: Window, unit: Dimension) -> list[Period]:
    """Return the days, weeks (from Monday) or months that make up the window; its edges may cut the outer ones.

    Raises:
        TooManyPeriods: there are more than 1,000.
    """
    found: list[Period] = []
    first = window.first
    while first <= window.last:
        if len(found) == MOST_PERIODS:
            raise TooManyPeriods(f"A series has {MOST_PERIODS} points at most.", [("unit", "is too fine")])
        left = _days_left(first, unit)
        if left >= (window.last - first).days:
            found.append(Period(_key(first, unit), first, window.last))
            break
        last = first + timedelta(days=left)
        found.append(Period(_key(first, unit), first, last))
        first = last + timedelta(days=1)
    return found


def _key(day: date, unit: Dimension) -> date:
    if unit is Dimension.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=min(day.weekday(), (day - date.min).days)) if unit is Dimension.WEEK else day


def _days_left(day: date, unit: Dimension) -> int:
    """Return how many days of the unit come after `day`."""
    if unit is Dimension.MONTH:
        return monthrange(day.year, day.month)[1] - day.day
    return WEEK - 1 - day.weekday() if unit is Dimension.WEEK else 0
