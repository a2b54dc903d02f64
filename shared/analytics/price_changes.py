"""What happened to a product's units when its price changed. Pure.

Units of a day are taken as Poisson, the rate of each side as Gamma(units + 1/2, days), which is Jeffreys' prior
after these days. The ratio of two such rates is a Beta turned round, so its interval is exact. Where days differ more
than Poisson has it (several units to an order, weekends), the units count for as many fewer as their variance is above
their mean: the dispersion of quasi-Poisson regression, Pearson's χ² ÷ degrees of freedom.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from shared.analytics.shrinkage import JEFFREYS, Prior, Shrunk, shrink

DAY = timedelta(days=1)


@dataclass(frozen=True)
class PriceChange:
    """From the price at the beginning of `day` to the one at its end."""

    day: date
    old_price: Decimal
    new_price: Decimal


@dataclass(frozen=True)
class Side:
    """Whole days before or after a change, both ends included; the day of the change belongs to neither side."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Ratio:
    """Units per day after ÷ before; the plain value is unknown where nothing was sold before."""

    value: float | None
    low: float
    high: float


def changes(edits: Iterable[tuple[date, Decimal, Decimal]]) -> list[PriceChange]:
    """Return a change for each day whose edits (in order, with old and new price) left another price."""
    found = []
    for day, of_day in groupby(edits, key=lambda edit: edit[0]):
        all_of_it = list(of_day)
        change = PriceChange(day, all_of_it[0][1], all_of_it[-1][2])
        if change.old_price != change.new_price:
            found.append(change)
    return found


def sides(of: Sequence[PriceChange], place: int, days: int, known: Side) -> tuple[Side | None, Side | None]:
    """Return the days before and after a change: at most `days`, up to its neighbours, and none that is not `known`."""
    day = of[place].day
    since = max(of[place - 1].day + DAY, known.first) if place else known.first
    until = min(of[place + 1].day - DAY, known.last) if place + 1 < len(of) else known.last
    first = max(since, day - min(days * DAY, day - date.min))
    return _side(first, day - DAY), _side(day + DAY, min(until, day + days * DAY))


def _side(first: date, last: date) -> Side | None:
    return Side(first, last) if first <= last else None


def units_on(side: Side, by_day: Mapping[date, int]) -> list[int]:
    """Return the units of each day of a side."""
    return [by_day.get(side.first + number * DAY, 0) for number in range(side.days)]


def dispersion(around: Iterable[Sequence[int]]) -> float:
    """Return by how much units per day, given for each side, vary more than Poisson has it; 1 if they do not."""
    surprise, freedom = 0.0, 0
    for units in around:
        mean = sum(units) / len(units)
        if mean:
            surprise += sum((each - mean) ** 2 for each in units) / mean
            freedom += len(units) - 1
    return max(1.0, surprise / freedom) if freedom else 1.0


def ratio(before: tuple[int, int], after: tuple[int, int], spread: float = 1.0) -> Ratio:
    """Return the ratio of the rates of two sides of (units, days) with its 90 % interval; `spread` is dispersion."""
    (units_before, days_before), (units_after, days_after) = before, after
    told, told_in_all = units_after / spread, (units_before + units_after) / spread
    [share] = shrink([(told, told_in_all)], Prior(JEFFREYS.alpha, JEFFREYS.beta))
    low, high = _ends(share, days_before / days_after)
    value = units_after * days_before / (units_before * days_after) if units_before else None
    return Ratio(value, low, high)


def _ends(share: Shrunk, scale: float) -> tuple[float, float]:
    """Return the ends of the ratio of two gammas, given those of the first one's share in their sum."""
    low, high = (end / (1 - end) * scale if end < 1 else float("inf") for end in (share.low, share.high))
    return low, high
