"""What each influencer can be expected to bring to a campaign, factor by factor, and how sure that is. Needs numpy.

    net contribution = net revenue of an active day × days × factors − cost

The net revenue of an active day is the ranking's: what its impressions let expect. Each factor says how much more or
less this campaign's products and audience make of it; all are log-normal and taken as independent of each other.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from shared.analytics.ranking.cells import cells
from shared.analytics.ranking.simulation import DRAWS, HIGH, LOW, SURE
from shared.analytics.ranking.states import State
from shared.analytics.recommendation.affinity import Fit, rates, shares

type Column = Any

LIKE_WORTH = 0.25  # orders
SPONTANEOUS = 10.0  # product-days that everybody is taken to have shown on his own account
HALF = 0.5
# Deviations of logarithms, such that 90 % intervals hold about 90 % in the shops of benchmarks.recommendation_truth.
DOUBT_OF_CATEGORY, DOUBT_OF_WHAT_WAS_SHOWN, DOUBT_OF_VALUE, DOUBT_OF_TARGET, DOUBT_OF_NEWNESS = (
    0.45,
    0.5,
    0.12,
    0.3,
    0.05,
)
LEAST_SPREAD = 0.5  # deviation of the logarithm of what influencers alike bring
GIVEN, OWN, ALIKE, UNKNOWN = "given", "own", "alike", "unknown"
CATEGORY, VALUE, NEWNESS = "category", "order_value", "new_to_shop"


@dataclass(frozen=True)
class Counted:
    x: Column
    n: Column


@dataclass(frozen=True)
class Pool:
    """A row per influencer. Money is in the shop's currency; the products' categories are taken together.

    Attributes:
        own: whose own category is one of the products'.
        known: for whom there is enough data.
        per_day: net revenue to be expected of an active day; nan where it is unknown.
        variation: its squared coefficient of variation.
        cost_per_day: what an active day cost; nan where it never cost anything.
        orders: in the products' categories (x) out of all (n).
        likes: the same.
        shown: product-days in campaigns, the same.
        mix_value: net revenue of an order at the shop's values of what the influencer sells.
        value: the same of an order in the products' categories, of the whole shop; nan where there is none.
        usual_share: of the products' categories in all orders that influencers brought.
        returning: buyers who had bought in the shop before, out of all.
        targets: people in the target audience out of all, by criterion.
    """

    influencer_id: Column
    platform: Column
    tier: Column
    own: Column
    known: Column
    per_day: Column
    variation: Column
    cost_per_day: Column
    orders: Counted
    likes: Counted
    shown: Counted
    mix_value: Column
    value: float
    usual_share: float
    returning: Counted
    targets: Mapping[str, Counted] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.influencer_id)


@dataclass(frozen=True)
class Plan:
    """`returning_worth` is what a sale to who is no new customer counts; None where the audience says who is wanted."""

    days: int
    costs: Mapping[int, float] = field(default_factory=dict)
    returning_worth: float | None = 0.75


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of each, money; revenue is log-normal with `middle` and `spread` of its logarithm."""

    state: Column
    base: Column
    factors: Mapping[str, Fit]
    revenue: Column
    middle: Column
    spread: Column
    cost: Column
    cost_from: Column
    low: Column
    high: Column
    sure: Column
    positive: Column
    score: Column

    @property
    def net(self) -> Column:
        return self.revenue - self.cost

    def order(self, rows: Column) -> Column:
        """Return these rows in the order in which they are recommended."""
        listed = np.select([self.state == State.RANKED, self.state == State.WITHOUT_COST], [0, 1], 2)
        return rows[np.lexsort((rows, -np.nan_to_num(self.score[rows]), listed[rows]))]


def outlook(pool: Pool, plan: Plan) -> Outlook:
    """Return what each influencer can be expected to bring and cost in this plan."""
    per_day, variation = _per_day(pool)
    factors = _factors(pool, plan)
    base = per_day * plan.days
    revenue = base * np.prod([np.ones(len(pool)), *(each.factor for each in factors.values())], axis=0)
    spread = np.sqrt(np.log1p(variation) + sum(np.log1p(each.variation) for each in factors.values()))
    middle = np.log(np.maximum(revenue, 1e-9)) - spread**2 / 2
    cost, cost_from = _costs(pool, plan)
    sure = _point(middle, spread, SURE)
    paid = cost > 0
    return Outlook(
        state=np.where(~pool.known, State.NOT_ENOUGH_DATA, np.where(paid, State.RANKED, State.WITHOUT_COST)),
        base=base,
        factors=factors,
        revenue=revenue,
        middle=middle,
        spread=spread,
        cost=cost,
        cost_from=cost_from,
        low=_point(middle, spread, LOW) - cost,
        high=_point(middle, spread, HIGH) - cost,
        sure=sure - cost,
        positive=_probability(middle, spread, cost),
        score=np.where(paid, sure / np.where(paid, cost, 1) - 1, sure),
    )


def _per_day(pool: Pool) -> tuple[Column, Column]:
    """Return the revenue of an active day: of whom too little is known, that of those alike."""
    known = pool.known & (pool.per_day > 0)
    per_day, variation = np.where(known, pool.per_day, 0.0), np.where(known, pool.variation, 0.0)
    if np.any(known):
        logs = np.log(np.where(known, pool.per_day, 1))
        for cell in cells(pool.platform, pool.tier, known):
            rest = cell.members[~known[cell.members]]
            spread = max(float(logs[cell.known].std()), LEAST_SPREAD)
            per_day[rest] = np.exp(np.median(logs[cell.known]) + spread**2 / 2)
            variation[rest] = np.expm1(spread**2)
    return per_day, variation


def _factors(pool: Pool, plan: Plan) -> dict[str, Fit]:
    factors = {CATEGORY: _doubted(_category(pool), _doubt_of_category(pool))} if pool.usual_share > 0 else {}
    if pool.value > 0:
        factors[VALUE] = _doubted(_value(pool), DOUBT_OF_VALUE)
    factors |= {name: _doubted(shares(each.x, each.n), DOUBT_OF_TARGET) for name, each in pool.targets.items()}
    if plan.returning_worth is not None and plan.returning_worth < 1:
        factors[NEWNESS] = _doubted(_newness(pool, plan.returning_worth), DOUBT_OF_NEWNESS)
    return factors


def _doubted(fit: Fit, deviation: Column) -> Fit:
    """Return the fit with this deviation of its logarithm added: models are not the world."""
    return replace(fit, variation=(1 + fit.variation) * np.exp(deviation**2) - 1)


def _doubt_of_category(pool: Pool) -> Column:
    """Return the more doubt, the less campaigns recorded of what was shown."""
    guessed = SPONTANEOUS / (pool.shown.n + SPONTANEOUS)
    return np.hypot(DOUBT_OF_CATEGORY, DOUBT_OF_WHAT_WAS_SHOWN * np.sqrt(guessed))


def _category(pool: Pool) -> Fit:
    """Return how much better the products' categories sell than by how much of them was shown.

    Shown is what campaigns arranged, and SPONTANEOUS product-days halfway between the shop's mix and the own one.
    """
    counted = pool.orders.x + LIKE_WORTH * pool.likes.x
    whole = pool.orders.n + LIKE_WORTH * pool.likes.n
    own_share = np.divide(counted, whole, out=np.full(len(pool), pool.usual_share), where=whole > 0)
    spontaneous = SPONTANEOUS * (pool.usual_share + own_share) / 2
    exposed = whole * (pool.shown.x + spontaneous) / (pool.shown.n + SPONTANEOUS)
    return rates(counted, exposed, pool.own)


def _value(pool: Pool) -> Fit:
    value = np.full(len(pool), pool.value)
    mix = np.where(pool.mix_value > 0, pool.mix_value, pool.value)
    return Fit(np.full(len(pool), np.nan), mix, value, value / mix, np.zeros(len(pool)), pool.orders.n)


def _newness(pool: Pool, worth: float) -> Fit:
    """Return what sales are worth where those to who is new to the shop count fully, the others `worth`."""
    back = shares(pool.returning.x, pool.returning.n)
    counts, usual = (1 - (1 - worth) * each for each in (back.expected, back.usual))
    variation = back.variation * ((1 - worth) * back.expected / counts) ** 2
    return Fit(1 - back.seen, 1 - back.usual, 1 - back.expected, counts / usual, variation, back.sample)


def _costs(pool: Pool, plan: Plan) -> tuple[Column, Column]:
    """Return the cost as given, else by the own history, else that of those alike; 0 if nobody cost any."""
    own = pool.cost_per_day > 0
    per_day = np.where(own, pool.cost_per_day, 0.0)
    origin = np.where(own, OWN, UNKNOWN).astype(object)
    if np.any(own):
        for cell in cells(pool.platform, pool.tier, own):
            rest = cell.members[~own[cell.members]]
            per_day[rest], origin[rest] = float(np.median(pool.cost_per_day[cell.known])), ALIKE
    cost = np.round(per_day * plan.days, 2)
    for row in np.flatnonzero(np.isin(pool.influencer_id, list(plan.costs))).tolist():
        cost[row], origin[row] = plan.costs[int(pool.influencer_id[row])], GIVEN
    return cost, origin


def _point(middle: Column, spread: Column, share: float) -> Column:
    from scipy.special import ndtri  # noqa: PLC0415 - slow to import

    return np.exp(middle + float(ndtri(share)) * spread)


def _probability(middle: Column, spread: Column, cost: Column) -> Column:
    """Return the probability of a profit; never 0 and never 1, as nobody knows that well."""
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import

    paid = np.log(np.maximum(cost, 1e-9))
    chance = np.where(spread > 0, ndtr((middle - paid) / np.where(spread > 0, spread, 1)), middle > paid)
    return np.clip(chance, HALF / (DRAWS + 1), 1 - HALF / (DRAWS + 1))
