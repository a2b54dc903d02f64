"""What a set of influencers brings together, drawn 4,000 times with a fixed seed. Needs numpy.

Everybody has random numbers of his own, by his id: sets are compared draw by draw, and nobody's draws depend on who
else is in the set.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from shared.analytics.campaigns.privacy import LEAST_PEOPLE
from shared.analytics.ranking.simulation import DRAWS, HALF, HIGH, LOW, SEED
from shared.analytics.recommendation.model import Outlook
from shared.analytics.recommendation.samples import Sample, common

type Column = Any

NUMBERS = 2**18
STEP = 7919  # prime to the number of places, so that no two people start at the same one


@dataclass(frozen=True)
class Interval:
    """The mean and the 5 % and 95 % points, money."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """What a set brings; `counted_once` is the revenue of the people whom two reach, taken off once."""

    revenue: Interval
    counted_once: float
    cost: float
    net: Interval
    positive: float
    draws: Column  # of net


@dataclass(frozen=True)
class Shared:
    """Which share of the row's audience the column reaches, too; 0 on the diagonal."""

    part: Column

    @classmethod
    def of(cls, samples: list[Sample], buyers: Column) -> "Shared":
        both, whole = common(samples), np.maximum(buyers, 1)[:, None]
        few_others = (both > 0) & (whole - both < LEAST_PEOPLE)  # who are not to be told by subtraction
        return cls(np.where(few_others, 1.0, np.clip(both / whole, 0, 1)))

    def loss(self, revenue: Column) -> Column:
        """Return what each two bring twice: of the people they share, what the lesser of both brings."""
        one = self.part * revenue[:, None]
        return np.minimum(one, one.T)


def outcome(found: Outlook, influencer_id: Column, rows: Column, shared: Shared) -> Outcome:
    """Return the outcome of the rows; `shared` is of them in that order."""
    drawn = _drawn(found, influencer_id, rows)
    lost = np.zeros(DRAWS)
    for at in range(len(rows) - 1):
        rest = slice(at + 1, None)
        meet = np.flatnonzero(shared.part[at, rest]) + at + 1
        lost += np.minimum(shared.part[at, meet, None] * drawn[at], shared.part[meet, at, None] * drawn[meet]).sum(0)
    revenue = found.revenue[rows]
    once = float(shared.loss(revenue).sum() / 2) if len(rows) else 0.0
    cost = float(found.cost[rows].sum())
    net = drawn.sum(axis=0) - lost - cost
    return Outcome(
        revenue=_interval(float(revenue.sum()) - once, net + cost),
        counted_once=once,
        cost=cost,
        net=_interval(float(revenue.sum()) - once - cost, net),
        positive=float(np.count_nonzero(net > 0) + HALF) / (DRAWS + 1),
        draws=net,
    )


def difference(then: Outcome, now: Outcome) -> Interval:
    """Return by how much one outcome exceeds another."""
    return _interval(then.net.value - now.net.value, then.draws - now.draws)


def _interval(value: float, drawn: Column) -> Interval:
    low, high = np.quantile(drawn, (LOW, HIGH))
    return Interval(value, float(low), float(high))


def _drawn(found: Outlook, influencer_id: Column, rows: Column) -> Column:
    scores = np.array([_scores(int(each)) for each in influencer_id[rows]]).reshape(len(rows), DRAWS)
    logs = found.middle[rows, None] + found.spread[rows, None] * scores
    return np.where(found.revenue[rows, None] > 0, np.exp(logs), 0)


def _scores(influencer_id: int) -> Column:
    start = influencer_id * STEP % (NUMBERS - DRAWS)
    own = _numbers()[start : start + DRAWS]
    return (own - own.mean()) / own.std()


@cache
def _numbers() -> Column:
    return np.random.Generator(np.random.PCG64(SEED)).standard_normal(NUMBERS)
