"""Difference in differences: did the products of a campaign grow more than comparable ones? Pure.

Each product's days are taken together into one count before and one in the campaign, because sales of neighbouring
days are alike (Bertrand, Duflo and Mullainathan 2004, "How much should we trust differences-in-differences
estimates?"). Its growth is log((in + 1/2) ÷ (before + 1/2)), with the variance φ × (1 ÷ (in + 1/2) + 1 ÷ (before +
1/2)) of counts that vary φ times as much as Poisson has it, plus τ², by which products grow apart for reasons of
their own. τ² is that of Paule and Mandel (1982): with it the weighted squares around each side's mean are as many as
there are degrees of freedom. The effect is the difference of the two weighted means, its interval Student's.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

LEVEL = 0.90
LEAST_UNITS = 10  # before and in the campaign together; what sold less tells nothing
LEAST_COMPARABLE = 5
STEPS = 60
HALF = 0.5


@dataclass(frozen=True)
class Counts:
    """Units of a product before and in the campaign."""

    before: int
    during: int

    @property
    def growth(self) -> float:
        return math.log((self.during + HALF) / (self.before + HALF))

    def variance(self, spread: float) -> float:
        return spread * (1 / (self.during + HALF) + 1 / (self.before + HALF))


@dataclass(frozen=True)
class Effect:
    """By which share more was sold than without the campaign: 0.25 is a quarter more. With a 90 % interval."""

    value: float
    low: float
    high: float


def telling(products: Iterable[Counts]) -> list[Counts]:
    return [each for each in products if each.before + each.during >= LEAST_UNITS]


def effect(treated: Sequence[Counts], comparable: Sequence[Counts], spread: float = 1.0) -> Effect | None:
    """Return the effect on the treated products, None where there are none or fewer than 5 comparable ones.

    Args:
        treated: products of the campaign; only those of 10 units or more count.
        comparable: products outside it; the same.
        spread: φ, how much more units of a day vary than Poisson has it.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    sides = [_Side.of(telling(each), spread) for each in (treated, comparable)]
    if not sides[0].growths or len(sides[1].growths) < LEAST_COMPARABLE:
        return None
    freedom = sum(len(side.growths) for side in sides) - len(sides)
    apart = _root(lambda value: sum(side.surprise(value) for side in sides) - freedom)
    difference = sides[0].mean(apart) - sides[1].mean(apart)
    error = math.sqrt(sum(1 / sum(side.weights(apart)) for side in sides))
    reach = float(stdtrit(freedom, (1 + LEVEL) / 2)) * error
    return Effect(*(math.expm1(each) for each in (difference, difference - reach, difference + reach)))


@dataclass(frozen=True)
class _Side:
    growths: list[float]
    variances: list[float]

    @classmethod
    def of(cls, products: Sequence[Counts], spread: float) -> "_Side":
        return cls([each.growth for each in products], [each.variance(spread) for each in products])

    def weights(self, apart: float) -> list[float]:
        return [1 / (variance + apart) for variance in self.variances]

    def mean(self, apart: float) -> float:
        weights = self.weights(apart)
        return sum(weight * growth for weight, growth in zip(weights, self.growths, strict=True)) / sum(weights)

    def surprise(self, apart: float) -> float:
        mean = self.mean(apart)
        both = zip(self.weights(apart), self.growths, strict=True)
        return sum(weight * (growth - mean) ** 2 for weight, growth in both)


def _root(falling: Callable[[float], float]) -> float:
    """Return where a falling function crosses zero, 0 if it is below there already."""
    low, high = 0.0, 1.0
    if falling(low) <= 0:
        return 0.0
    while falling(high) > 0:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return high


def spread_of(sides: Iterable[tuple[int, int, int]]) -> float:
    """Return φ, Pearson's χ² ÷ degrees of freedom, over stretches of (units, Σ units² of a day, days); 1 at least."""
    surprise, freedom = 0.0, 0
    for units, squares, days in sides:
        if units and days > 1:
            mean = units / days
            surprise += (squares - units * mean) / mean
            freedom += days - 1
    return max(1.0, surprise / freedom) if freedom else 1.0
