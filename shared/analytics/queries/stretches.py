"""Which rows of the roll-ups make up a window: its whole months, the days beside them, what was noted since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table

from shared.analytics.windows import Split, Window, split
from shared.platform import clock
from shared.platform.rollups import Rollup


@dataclass(frozen=True)
class Part:
    """Rows whose measures are to be added, or taken off where `sign` is -1; `day` is a month's first in some."""

    rows: Table
    day: ColumnElement[date]
    reach: tuple[date, date]
    sign: int = 1

    @property
    def within(self) -> ColumnElement[bool]:
        return self.day.between(*self.reach)

    def measure(self, name: str) -> ColumnElement[Any]:
        column = self.rows.c[name]
        return column if self.sign == 1 else (-column).label(name)


def parts_of(rollup: Rollup, window: Window, *, by_day: bool = False) -> Iterator[Part]:
    """Yield what adds up to the window; with `by_day` of days alone, else months where they are fewer rows.

    Deltas are read once, by the window's days, and not through the views of days and months, which would read them
    for each part again.
    """
    deltas, (days, months) = rollup.deltas, rollup.tables
    whole = (window.first, window.last)
    taken = Split(None, (whole,)) if by_day else split(window, clock.today())
    yield Part(deltas, deltas.c.day, whole)
    for stretch in taken.days:
        yield Part(days, days.c.day, stretch)
    for stretch in taken.beyond:
        yield Part(days, days.c.day, stretch, -1)
    if taken.months:
        yield Part(months, months.c.month, taken.months)
