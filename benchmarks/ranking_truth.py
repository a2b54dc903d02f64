"""`python -m benchmarks.ranking_truth`: the ranking by score against influencers whose true ROI is known.

Influencers of four platforms and five tiers, some cells with fewer than eight. Nothing is drawn from the families that
the model fits: true rates are logistic-normal and differ by platform, tier and person; the days of a week share a
clip that does better or worse than usual; the units of an order come back together; a few order values are very large.
The truth is the ROI to be expected of the window's impressions and cost: impressions × CTR × CVR × mean order value ×
(1 − return share) ÷ cost − 1. Shown by tier: how often the 90 % interval covers it; for each order (by score, by raw
ROI, by followers): Spearman's rank correlation with the truth, and the mean true ROI of its first ten.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from shared.analytics.ranking import decay
from shared.analytics.ranking.figures import Counted, Evidence, Figures
from shared.analytics.ranking.model import score
from shared.analytics.ranking.states import State
from shared.analytics.windows import LENGTHS
from shared.influencers.rules import TIER_FROM, Tier, tier

type Array = Any

DAYS = 365
WEEKS = DAYS // 7 + 1
TOP = 10
PLATFORMS = {"Instagram": 0.5, "TikTok": 0.3, "YouTube": 0.15, "Pinterest": 0.05}  # the last has cells below eight
SHARES = {Tier.NANO: 0.35, Tier.MICRO: 0.3, Tier.MID: 0.2, Tier.MACRO: 0.1, Tier.MEGA: 0.05}
UPPER = {Tier.NANO: 10_000, Tier.MICRO: 100_000, Tier.MID: 500_000, Tier.MACRO: 1_000_000, Tier.MEGA: 5_000_000}


@dataclass(frozen=True)
class World:
    """A row per influencer; daily figures have a column per day, the newest first. Money in cents."""

    followers: Array
    platform: Array
    daily: dict[str, Array]
    cost: Array
    worth: Array  # what an impression is expected to bring, cents


@dataclass(frozen=True)
class Judged:
    tier: Array
    covered: Array
    truth: Array
    orders: dict[str, Array]  # the larger the better


def world(influencers: int, seed: int) -> World:
    chance = np.random.Generator(np.random.PCG64(seed))
    platform = chance.choice(list(PLATFORMS), influencers, p=list(PLATFORMS.values()))
    followers = _followers(chance, influencers)
    rates = _true_rates(chance, platform, followers)
    daily = _days(chance, followers, rates)
    # Fees follow the followers, loosely, and nobody is paid for a day without a post.
    fee = 0.025 * followers**0.75 * chance.lognormal(0, 0.6, influencers)
    cost = np.where(daily["impressions"] > 0, np.rint(fee[:, None] * 100), 0)
    worth = rates["ctr"] * rates["cvr"] * rates["value"] * (1 - rates["returned"])
    return World(followers, platform, daily, cost, worth)


def _followers(chance: np.random.Generator, influencers: int) -> Array:
    drawn = chance.choice(list(SHARES), influencers, p=list(SHARES.values()))
    low = np.array([max(TIER_FROM[each], 1_000) for each in drawn])
    high = np.array([UPPER[each] for each in drawn])
    return np.floor(np.exp(chance.uniform(np.log(low), np.log(high)))).astype(int)


def _true_rates(chance: np.random.Generator, platform: Array, followers: Array) -> dict[str, Array]:
    size = len(platform)
    of_platform = {name: chance.normal(0, 0.3, 4) for name in PLATFORMS}
    usual = np.array([of_platform[name] for name in platform])
    scale = np.log10(followers) - 4  # the larger, the fewer click
    return {
        "ctr": _logistic(-4.7 - 0.25 * scale + usual[:, 0] + chance.normal(0, 0.5, size)),
        "cvr": _logistic(-3.7 + usual[:, 1] + chance.normal(0, 0.5, size)),
        "value": np.exp(np.log(5_000) + usual[:, 2] + chance.normal(0, 0.3, size)),
        "returned": _logistic(-2.4 + usual[:, 3] + chance.normal(0, 0.5, size)),
    }


def _days(chance: np.random.Generator, followers: Array, rates: dict[str, Array]) -> dict[str, Array]:
    size = len(followers)
    posts = chance.poisson(chance.gamma(2, 0.045, size)[:, None], (size, DAYS))
    reach = chance.lognormal(-0.125, 0.5, (size, DAYS))
    impressions = chance.poisson(followers[:, None] * 0.12 * posts * reach)
    clicks = chance.binomial(impressions, np.minimum(rates["ctr"][:, None] * _of_weeks(chance, size, 0.3), 1))
    orders = chance.binomial(clicks, np.minimum(rates["cvr"][:, None] * _of_weeks(chance, size, 0.2), 1))
    day = np.repeat(np.arange(size * DAYS), orders.ravel())
    of = day // DAYS
    units = 1 + chance.poisson(0.4, len(day))
    back = np.where(chance.random(len(day)) < rates["returned"][of], units, 0)
    # A mixture: one order in twenty is five times as large.
    value = (
        rates["value"][of]
        * chance.lognormal(-0.125, 0.5, len(day))
        * np.where(chance.random(len(day)) < 0.05, 5, 1)
        / 1.2
    )
    return {
        "impressions": impressions,
        "clicks": clicks,
        "orders": orders,
        **{
            name: np.bincount(day, each, size * DAYS).reshape(size, DAYS)
            for name, each in (
                ("units", units),
                ("returned", back),
                ("gross", np.rint(value)),
                ("returned_cents", np.where(back > 0, np.rint(value), 0)),
            )
        },
    }


def _of_weeks(chance: np.random.Generator, size: int, spread: float) -> Array:
    """Return factors with mean 1 and this coefficient of variation, the same on all days of a week."""
    shape = 1 / spread**2
    return np.repeat(chance.gamma(shape, 1 / shape, (size, WEEKS)), 7, axis=1)[:, :DAYS]


def _logistic(value: Array) -> Array:
    return 1 / (1 + np.exp(-value))


def figures(shop: World, days: int) -> Figures:
    """Return what the queries would: sums of the window, and the evidence by weeks."""
    sums = {name: each[:, :days].sum(axis=1) for name, each in shop.daily.items()}
    weeks = {name: np.add.reduceat(each[:, :days], np.arange(0, days, 7), axis=1) for name, each in shop.daily.items()}
    pairs = (("clicks", "impressions"), ("orders", "clicks"), ("returned", "units"), ("gross", "orders"))
    return Figures(
        influencer_id=np.arange(1, len(shop.followers) + 1),
        platform=shop.platform,
        tier=np.array([tier(each).value for each in shop.followers]),
        impressions=sums["impressions"],
        clicks=sums["clicks"],
        orders=sums["orders"],
        cost=shop.cost[:, :days].sum(axis=1) / 100,
        evidence=Evidence(*(_counted(weeks[x], weeks[n]) for x, n in pairs)),
    )


def _counted(x: Array, n: Array) -> Counted:
    weight = np.array([decay.weight(7 * week + 3) for week in range(n.shape[1])])
    x = np.where(n > 0, x, 0)
    return Counted(
        weighted_x=(weight * x).sum(axis=1),
        weighted_n=(weight * n).sum(axis=1),
        squared_n=(weight**2 * n).sum(axis=1),
        squared_nn=(weight**2 * n**2.0).sum(axis=1),
        x=x.sum(axis=1),
        n=n.sum(axis=1),
        xx_per_n=(x**2.0 / np.maximum(n, 1)).sum(axis=1),
        nn=(n**2.0).sum(axis=1),
        blocks=(n > 0).sum(axis=1),
    )


def judged(shop: World, days: int) -> Judged:
    """Rank the window and keep those who are ranked, with what is known of them and what is true."""
    given = figures(shop, days)
    scored = score(given)
    ranked = np.flatnonzero(scored.state == State.RANKED)
    cost = given.cost[ranked]
    truth = given.impressions[ranked] * shop.worth[ranked] / 100 / cost - 1
    net = (shop.daily["gross"] - shop.daily["returned_cents"])[:, :days].sum(axis=1)[ranked] / 100
    return Judged(
        tier=given.tier[ranked],
        covered=(scored.low[ranked] <= truth) & (truth <= scored.high[ranked]),
        truth=truth,
        orders={
            "score": -scored.position[ranked],
            "raw ROI": net / cost - 1,
            "followers": shop.followers[ranked],
        },
    )


def run(influencers: int, seeds: range, windows: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield a row for each window and tier, and one for each window and order."""
    worlds: dict[str, list[Judged]] = {window: [] for window in windows}
    for seed in seeds:
        shop = world(influencers, seed)
        for window in windows:
            worlds[window].append(judged(shop, LENGTHS[window]))
    for window, found in worlds.items():
        yield from _coverage(window, found)
        yield from _order(window, found)


def _coverage(window: str, found: list[Judged]) -> Iterator[dict[str, Any]]:
    tiers, covered = (np.concatenate([getattr(each, name) for each in found]) for name in ("tier", "covered"))
    for size in Tier:
        inside = covered[tiers == size]
        yield {"window": window, "tier": size.value, "influencers": len(inside), "covered": float(inside.mean())}


def _order(window: str, found: list[Judged]) -> Iterator[dict[str, Any]]:
    for name in found[0].orders:
        ranks = [_spearman(each.orders[name], each.truth) for each in found]
        tops = [float(each.truth[np.argsort(-each.orders[name], kind="stable")[:TOP]].mean()) for each in found]
        yield {
            "window": window,
            "order": name,
            "rank correlation": float(np.mean(ranks)),
            "top 10": float(np.mean(tops)),
        }


def _spearman(one: Array, other: Array) -> float:
    ranks = [np.argsort(np.argsort(each, kind="stable"), kind="stable") for each in (one, other)]
    return float(np.corrcoef(np.array(ranks, dtype=float))[0, 1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking_truth", description=__doc__)
    parser.add_argument("--influencers", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=1000, help="below 1000: looked at while the model was made")
    parser.add_argument("--window", choices=list(LENGTHS), action="append")
    arguments = parser.parse_args()
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
    for row in run(arguments.influencers, seeds, tuple(arguments.window or LENGTHS)):
        print(
            "  ".join(
                f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in row.items()
            )
        )


if __name__ == "__main__":
    main()
