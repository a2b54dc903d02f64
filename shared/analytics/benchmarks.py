"""Where an influencer stands among those who are alike: same platform and follower tier. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles

from shared.analytics.metrics import Better, Value

LEAST_PEERS = 8


class Cell(StrEnum):
    """With whom somebody is compared, the narrowest first."""

    PLATFORM_AND_TIER = "platform_and_tier"
    PLATFORM = "platform"
    ALL = "all"


type Circles[T] = Mapping[Cell, Sequence[T]]  # the narrowest first; each wider one has all of the narrower


@dataclass(frozen=True)
class Standing:
    """A value among `size` known ones, its own included; quartiles are of all of them.

    `percentile` is the share of the others that are worse, those who are equal counting half: 1 is the best, 0 the
    worst, whichever end of the metric that is. None where nobody else is known.
    """

    cell: Cell
    size: int
    percentile: float | None
    low_quartile: Decimal
    median: Decimal
    high_quartile: Decimal


def circles_of[T](own: tuple[object, object], others: Iterable[tuple[tuple[object, object], T]]) -> Circles[T]:
    """Sort others, by their platform and tier, into the circles around `own` platform and tier."""
    found: dict[Cell, list[T]] = {cell: [] for cell in Cell}
    for (platform, tier), one in others:
        found[Cell.ALL].append(one)
        if platform == own[0]:
            found[Cell.PLATFORM].append(one)
            if tier == own[1]:
                found[Cell.PLATFORM_AND_TIER].append(one)
    return found


def standing(own: Value, others: Circles[Value], better: Better) -> Standing | None:
    """Return where a value stands in the narrowest circle in which at least eight, itself included, are known.

    Where there is none, among all. None where the value itself is unknown.
    """
    if own is None:
        return None
    for cell, values in others.items():
        known = [value for value in values if value is not None]
        if len(known) + 1 >= LEAST_PEERS or cell is Cell.ALL:
            quarters = quartiles([own, *known])
            return Standing(cell, len(known) + 1, percentile(own, known, better), *quarters)
    return None


def percentile(value: Decimal | int, others: Sequence[Decimal | int], better: Better) -> float | None:
    """Return (worse + equal ÷ 2) ÷ others."""
    if not others:
        return None
    lower = sum(other < value for other in others)
    equal = sum(other == value for other in others)
    share = (lower + equal / 2) / len(others)
    return 1 - share if better is Better.LOW else share


def quartiles(values: Sequence[Decimal | int]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the quartiles with linear interpolation between neighbours (Hyndman and Fan's type 7)."""
    exact = [Decimal(value) for value in values]
    if len(exact) == 1:
        exact *= 2
    low, median, high = quantiles(exact, n=4, method="inclusive")
    return low, median, high
