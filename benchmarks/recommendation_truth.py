"""`python -m benchmarks.recommendation_truth`: recommendations against simulated campaigns that were held out.

The influencers, rates, days and fees are those of `benchmarks.ranking_truth`, none of them from the families that the
models fit. Here each also cares more or less for each of eight categories (most of all for its own), shows some more
often than others (for 60 % of them campaigns recorded what), has an audience in four countries of its own mix, and
sells partly to people who would have bought anyway. The model sees the days up to 30 days ago. Of the last 30 days
campaigns are held out: one category, one country whose people buy four fifths of it, everybody who posted. Of each
campaign NDCG@10 is told for each order, by what each influencer truly was to bring for each unit of cost (`expected`),
and by what chance made of it (`happened`), with 95 % intervals over the shops; and the difference to the
recommendation, shop by shop.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import ranking_truth
from benchmarks.ranking_truth import World, figures
from shared.analytics.ranking.figures import Figures
from shared.analytics.ranking.states import State
from shared.analytics.recommendation.expected import expected_revenue
from shared.analytics.recommendation.model import Counted, Outlook, Plan, Pool, outlook

type Array = Any

HELD_OUT, WEEK, TOP = 30, 7, 10
SEEN = ranking_truth.DAYS - HELD_OUT
CATEGORIES, COUNTRIES = 8, 4
RECORDED = 0.6  # whose campaigns say what was shown
OF_TARGET = 0.8  # of a campaign's sales, to people of its country
ANYWAY = 0.4  # of the sales to returning customers would have come without the influencer
COVERED = ("interval", "covered")
ORDERS = ("recommendation", "raw ROI", "followers", "random")


@dataclass(frozen=True)
class Tastes:
    """A row per influencer: what is true of its audience, and what is seen of it."""

    own: Array
    care: Array  # by category: how often a click on it becomes an order, against the influencer's mean
    value: Array  # of an order by category, against the influencer's mean
    worth: Array  # of a category's order, of the shop
    sold: Array
    liked: Array
    shown: Array  # product-days that campaigns recorded
    lives: Array  # by country, true shares
    placed: Array  # by country, people
    back: Array  # true share of returning customers
    returning: Array
    buyers: Array


def tastes(shop: World, seed: int) -> Tastes:
    chance = np.random.Generator(np.random.PCG64((seed, 1)))
    size = len(shop.followers)
    own = chance.integers(CATEGORIES, size=size)
    mine = np.eye(CATEGORIES)[own]
    usual = chance.lognormal(0, 0.4, CATEGORIES)
    appeal = usual * np.exp(chance.normal(0, 0.6, (size, CATEGORIES)) + 0.6 * mine)
    shows = chance.dirichlet(np.full(CATEGORIES, 0.5), size) * (1 + 6 * mine)
    shows /= shows.sum(axis=1, keepdims=True)
    care = appeal / (shows * appeal).sum(axis=1, keepdims=True)
    mix = shows * care
    worth = chance.lognormal(0, 0.4, CATEGORIES)
    value = worth / (mix @ worth)[:, None]
    orders = shop.daily["orders"].sum(axis=1)
    sold = chance.multinomial(orders, mix / mix.sum(axis=1, keepdims=True))
    liked = chance.poisson(0.03 * shop.daily["clicks"].sum(axis=1)[:, None] * shows * appeal**0.8)
    recorded = chance.random(size) < RECORDED
    shown = np.where(recorded[:, None], np.rint(chance.integers(60, 400, size)[:, None] * shows), 0)
    lives = np.exp(chance.normal(0, 0.9, (size, COUNTRIES)) + np.log(chance.dirichlet(np.full(COUNTRIES, 2.0))))
    lives /= lives.sum(axis=1, keepdims=True)
    back = 1 / (1 + np.exp(-chance.normal(-0.5, 0.8, size)))
    buyers = np.rint(orders * 0.8).astype(int)
    people = buyers + np.rint(liked.sum(axis=1) * 0.7).astype(int)
    return Tastes(
        own=own,
        care=care,
        value=value,
        worth=worth,
        sold=sold,
        liked=liked,
        shown=shown,
        lives=lives,
        placed=chance.multinomial(people, lives),
        back=back,
        returning=chance.binomial(buyers, back),
        buyers=buyers,
    )


type Known = tuple[Figures, tuple[Array, Array, Array]]


def known(past: World) -> Known:
    """Return what is measured whatever a campaign shows."""
    given = figures(past, SEEN)
    return given, expected_revenue(given)


def pool(past: World, measured: Known, people: Tastes, campaign: tuple[int, int]) -> Pool:
    """Return what the queries would."""
    given, (state, revenue, variation) = measured
    category, country = campaign
    busy = np.add.reduceat(past.daily["impressions"] + past.daily["orders"], np.arange(0, SEEN, WEEK), axis=1) > 0
    days = np.where(busy.any(axis=1), WEEK * busy.sum(axis=1), np.nan)
    orders, net = people.sold.sum(axis=1), _net(past) / 100
    usual = net.sum() / max(orders.sum(), 1)
    values = usual * people.worth / (people.sold.sum(axis=0) @ people.worth / orders.sum())
    return Pool(
        influencer_id=given.influencer_id,
        platform=given.platform,
        tier=given.tier,
        own=people.own == category,
        known=(state != State.NOT_ENOUGH_DATA) & (revenue > 0),
        per_day=revenue / days,
        variation=variation**2,
        cost_per_day=np.where(given.cost > 0, given.cost / days, np.nan),
        orders=Counted(people.sold[:, category], orders),
        likes=Counted(people.liked[:, category], people.liked.sum(axis=1)),
        shown=Counted(people.shown[:, category], people.shown.sum(axis=1)),
        mix_value=(people.sold @ values + 5 * usual) / (orders + 5),
        value=float(values[category]),
        usual_share=float(people.sold[:, category].sum() / orders.sum()),
        returning=Counted(people.returning, people.buyers),
        targets={"country": Counted(people.placed[:, country], people.placed.sum(axis=1))},
    )


def judged(influencers: int, seed: int, campaigns: int) -> dict[tuple[str, str], float]:
    """Return the mean NDCG@10 over the campaigns of one shop, by what is judged and by order; and COVERED."""
    shop = ranking_truth.world(influencers, seed)
    past = World(
        shop.followers,
        shop.platform,
        {name: each[:, HELD_OUT:] for name, each in shop.daily.items()},
        shop.cost[:, HELD_OUT:],
        shop.worth,
    )
    people, measured = tastes(past, seed), known(past)
    chance = np.random.Generator(np.random.PCG64((seed, 2)))
    cost = shop.cost[:, :HELD_OUT].sum(axis=1)
    posted = cost > 0
    raw = _net(past) / np.maximum(past.cost.sum(axis=1), 1)
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(campaigns):
        campaign = int(chance.integers(CATEGORIES)), int(chance.integers(COUNTRIES))
        expected, happened = _truths(shop, people, campaign, chance)
        seen = outlook(pool(past, measured, people, campaign), Plan(HELD_OUT))
        place = np.empty(influencers)
        place[seen.order(np.arange(influencers))] = np.arange(influencers)
        orders = dict(zip(ORDERS, (-place, raw, shop.followers, chance.random(influencers)), strict=True))
        for name, by in orders.items():
            for judge, gain in (("expected", expected), ("happened", happened)):
                gains = gain[posted] / cost[posted]
                found.setdefault((judge, name), []).append(ndcg(gains, by[posted]))
        sure = posted & (seen.state == State.RANKED)
        found.setdefault(COVERED, []).append(_covered(seen, expected / 100 / np.maximum(cost / 100, 1), sure))
    return {key: float(np.mean(each)) for key, each in found.items()}


def _covered(seen: Outlook, truth: Array, rows: Array) -> float:
    """Return how often the 90 % interval of net contribution for each unit of cost holds what was to be expected."""
    low, high = ((each[rows] + seen.cost[rows]) / seen.cost[rows] for each in (seen.low, seen.high))
    return float(np.mean((low <= truth[rows]) & (truth[rows] <= high)))


def _net(shop: World) -> Array:
    return (shop.daily["gross"] - shop.daily["returned_cents"]).sum(axis=1)


def _truths(shop: World, people: Tastes, campaign: tuple[int, int], chance: np.random.Generator) -> tuple[Array, Array]:
    """Return the net revenue, cents, that each was to bring in the held-out days, and what came of it."""
    category, country = campaign
    lives = people.lives[:, country] / people.lives[:, country].mean()
    new = 1 - ANYWAY * people.back
    fit = (1 - OF_TARGET + OF_TARGET * lives) * new / new.mean()
    worth = shop.worth * people.care[:, category] * people.value[:, category] * fit
    expected = shop.daily["impressions"][:, :HELD_OUT].sum(axis=1) * worth
    order = np.maximum(5_000 * people.worth[category] * np.ones(len(worth)), 1)
    return expected, chance.poisson(expected / order) * order


def ndcg(gains: Array, by: Array) -> float:
    """Return NDCG@10 with linear gains of the order of `by`, the largest first (Järvelin and Kekäläinen 2002)."""
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    top, ideal = gains[np.argsort(-by, kind="stable")[:TOP]], np.sort(gains)[::-1][:TOP]
    best = float((ideal * discount[: len(ideal)]).sum())
    return float((top * discount[: len(top)]).sum()) / best if best > 0 else 0.0


def rows(influencers: int, seeds: range, campaigns: int) -> Iterator[dict[str, Any]]:
    """Yield a row for each judge and order: mean and 95 % interval over the shops, and those of the difference."""
    shops = [judged(influencers, seed, campaigns) for seed in seeds]
    covered = np.mean([each.pop(COVERED) for each in shops])
    yield {"90 % intervals hold what was to be expected in": f"{100 * covered:.1f} %"}
    for judge, name in shops[0]:
        own = np.array([each[judge, name] for each in shops])
        ahead = np.array([each[judge, ORDERS[0]] for each in shops]) - own
        reach, behind = (1.96 * each.std(ddof=1) / len(shops) ** 0.5 for each in (own, ahead))
        yield {
            "judged by what": judge,
            "order": name,
            "NDCG@10": f"{own.mean():.3f} ± {reach:.3f}",
            "recommendation is ahead by": f"{ahead.mean():.3f} ± {behind:.3f}",
            "ahead in": f"{np.count_nonzero(ahead > 0)} of {len(shops)}",
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recommendation_truth", description=__doc__)
    parser.add_argument("--influencers", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--campaigns", type=int, default=10, help="of each shop")
    parser.add_argument("--first-seed", type=int, default=1000, help="below 1000: looked at while the model was made")
    arguments = parser.parse_args()
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
    for row in rows(arguments.influencers, seeds, arguments.campaigns):
        print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
