"""Net contribution drawn 4,000 times for each influencer. Needs numpy.

Everybody is drawn with the same random numbers, so that places differ by the data and not by luck. Ranks are compared
across all pairs of draws, as if each had numbers of his own.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

from dataclasses import dataclass
from functools import cache

import numpy as np

from shared.analytics.ranking.figures import Column, Figures
from shared.analytics.ranking.posteriors import OrderValue, Rate
from shared.analytics.ranking.priors import POINTS

DRAWS, SEED = 4_000, 20_250_101
AT_ONCE = 16  # influencers: their draws fit into a processor's cache
CUBE_IS_GOOD_FROM = 2.0
NEGATIVE_BELOW = 4.0  # for a larger shape the root is positive unless the normal is below -6
HALF = 0.5  # Jeffreys' prior of a count
TINY = np.float32(1e-30)
LOG_CENTS = np.log(100)
VARIABLES = 7  # two gammas for each of three rates, and the order value

LOW, HIGH, SURE = 0.05, 0.95, 0.10
RANKED_BY = np.linspace(0.005, 0.995, 100)  # the points of each distribution that ranks are compared at


@dataclass(frozen=True)
class Model:
    clicks: Rate  # out of impressions
    orders: Rate  # out of clicks
    returned: Rate  # out of units
    value: OrderValue
    from_impressions: Column  # else from the clicks themselves
    from_clicks: Column  # else from the orders themselves


@dataclass(frozen=True)
class Drawn:
    """Of each influencer's net contribution: `revenue` is what comes in, money; `points` are those of RANKED_BY."""

    mean: Column
    low: Column
    high: Column
    sure: Column
    positive: Column  # how probable it is that more comes in than it cost
    points: Column


@cache
def _numbers() -> tuple[Column, Column]:
    """Return standard normal and uniform random numbers: for each variable its draws, by the points of its fit."""
    chance = np.random.Generator(np.random.PCG64(SEED))
    shape = (VARIABLES, POINTS, DRAWS // POINTS)
    return chance.standard_normal(shape).astype(np.float32), chance.random(shape).astype(np.float32)


def draw(figures: Figures, model: Model) -> Drawn:
    """Draw the net revenue of everybody."""
    rows = [slice(at, at + AT_ONCE) for at in range(0, max(len(figures), 1), AT_ONCE)]
    parts = [_summed(figures, model, who) for who in rows]
    return Drawn(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _summed(figures: Figures, model: Model, who: slice) -> tuple[Column, ...]:
    drawn = net_revenue(figures, model, who)
    cost = figures.cost[who]
    mean = drawn.mean(axis=1, dtype=float)
    more = np.count_nonzero(drawn > cost[:, None].astype(np.float32), axis=1)
    drawn.sort(axis=1)
    low, high, sure = (_quantile(drawn, share) for share in (LOW, HIGH, SURE))
    return mean, low, high, sure, (more + HALF) / (DRAWS + 1), _quantile(drawn, RANKED_BY)


def net_revenue(figures: Figures, model: Model, who: slice) -> Column:
    """Return clicks × CVR × order value × (1 − return share), one row for each influencer."""
    impressions = figures.impressions[who, None, None].astype(np.float32)
    clicks = _link(impressions, (model.clicks, model.from_impressions, figures.clicks), who, 0)
    orders = _link(clicks, (model.orders, model.from_clicks, figures.orders), who, 2)
    mean, sd = (each[who, :, None].astype(np.float32) for each in (model.value.mean - LOG_CENTS, model.value.sd))
    value = sd * _numbers()[0][6]
    value += mean
    orders *= np.exp(value, out=value)
    returned = _beta(model.returned, who, 4)
    orders *= np.subtract(1, returned, out=returned)
    return orders.reshape(len(orders), DRAWS)


def _link(before: Column, link: tuple[Rate, Column, Column], who: slice, row: int) -> Column:
    """Return the link of the chain that follows `before`: its rate, where that applies, else as it was counted."""
    rate, applies, counts = link[0], link[1][who], link[2][who]
    if not np.any(applies):
        return _gamma((counts + HALF)[:, None], row)
    drawn = _beta(rate, who, row)
    drawn *= before
    if not np.all(applies):
        drawn[~applies] = _gamma((counts[~applies] + HALF)[:, None], row)
    return drawn


def _beta(rate: Rate, who: slice, row: int) -> Column:
    hit = _gamma(rate.alpha[who] + rate.hits[who, None], row)
    whole = _gamma(rate.beta[who] + (rate.trials - rate.hits)[who, None], row + 1)
    whole += hit
    np.maximum(whole, TINY, out=whole)
    hit /= whole
    return hit


def _gamma(shape: Column, row: int) -> Column:
    """Return Gamma draws, each shape's part of them, by the cube of a normal (Marsaglia and Tsang 2000).

    Below 2 the cube is too coarse; there it is Gamma(shape + 1)·U^(1 ÷ shape), which has the same distribution.
    """
    normal, uniform = _numbers()
    small = shape < CUBE_IS_GOOD_FROM
    middle = (np.where(small, shape + 1, shape) - 1 / 3).astype(np.float32)[:, :, None]
    drawn = normal[row] * (1 / (3 * np.sqrt(middle)))
    drawn += 1
    if middle.min() < NEGATIVE_BELOW:
        np.maximum(drawn, 0, out=drawn)
    drawn *= drawn * drawn
    drawn *= middle
    rows = np.any(small, axis=1)
    if np.any(rows):
        power = np.where(small[rows], 1 / shape[rows], 0).astype(np.float32)[:, :, None]
        drawn[rows] *= uniform[row] ** power
    return drawn


def _quantile(ordered: Column, share: Column) -> Column:
    return ordered[:, np.rint(np.asarray(share) * (DRAWS - 1)).astype(int)].astype(float)
