"""What a recommendation is made of, in words and numbers. Pure."""

# ruff: noqa: RUF001 - sentences have the signs of typography

import math
from collections.abc import Iterator

from shared.analytics.figures_told import percent
from shared.analytics.recommendation.model import ALIKE, CATEGORY, GIVEN, NEWNESS, OWN, VALUE, Outlook, Pool
from shared.analytics.recommendation.schemas import RecommendationPartOut

LABELS = {
    CATEGORY: "Care for the products' categories",
    VALUE: "Value of an order in these categories",
    "country": "Audience in the target countries",
    "rating": "Ratings as good as the target's",
    "customers": "Buyers of the target's kind",
    NEWNESS: "Audience new to the shop",
}
OF_PEOPLE = {"country": "people", "rating": "buyers who rate", "customers": "buyers", NEWNESS: "buyers"}
COSTS = {GIVEN: "as given", OWN: "by its own history", ALIKE: "as influencers of its platform and size usually cost"}
DIGITS = 6


def parts(pool: Pool, found: Outlook, row: int, days: int) -> list[RecommendationPartOut]:
    """Return the parts of one row's score: what it usually brings, what changes that, what it costs."""
    return [_performance(pool, found, row, days), *_factors(pool, found, row), _cost(found, row)]


def _performance(pool: Pool, found: Outlook, row: int, days: int) -> RecommendationPartOut:
    base = float(found.base[row])
    whose = "expected of it by the ranking" if pool.known[row] else "usual for its platform and size: too little data"
    return RecommendationPartOut(
        part="performance",
        label="Net revenue, whatever it shows",
        seen=None,
        usual=None,
        expected=f"{base:.2f}",
        factor=None,
        text=f"Brings {base / days:,.2f} on an active day, {whose}; {base:,.2f} in {days} days.",
    )


def _factors(pool: Pool, found: Outlook, row: int) -> Iterator[RecommendationPartOut]:
    for name, fit in found.factors.items():
        seen, usual, expected, factor = (float(each[row]) for each in (fit.seen, fit.usual, fit.expected, fit.factor))
        money = name == VALUE
        yield RecommendationPartOut(
            part=name,
            label=LABELS[name],
            seen=None if math.isnan(seen) else round(seen, DIGITS),
            usual=f"{usual:.2f}" if money else round(usual, DIGITS),
            expected=f"{expected:.2f}" if money else round(expected, DIGITS),
            factor=round(factor, DIGITS),
            text=f"{_told(pool, row, name, (seen, usual, expected))}: revenue × {factor:,.2f}.",
        )


def _told(pool: Pool, row: int, name: str, figures: tuple[float, float, float]) -> str:
    seen, usual, expected = figures
    if name == VALUE:
        return f"An order there is worth {expected:,.2f}, one of what it sells {usual:,.2f}"
    if name == CATEGORY:
        whose = "whose own category it is" if pool.own[row] else "with other categories of their own"
        sold = "nothing sold yet" if math.isnan(seen) else f"sells {percent(seen)} of what was to be expected"
        return (
            f"Of these categories {sold}, {percent(usual)} is usual among those {whose}; taken as {percent(expected)}"
        )
    own = "too few to tell" if math.isnan(seen) else percent(seen)
    return f"{LABELS[name]}: {own} of its {OF_PEOPLE[name]}, {percent(usual)} usual; taken as {percent(expected)}"


def _cost(found: Outlook, row: int) -> RecommendationPartOut:
    cost, origin = float(found.cost[row]), found.cost_from[row]
    told = f"Costs {cost:,.2f}, {COSTS[origin]}." if origin in COSTS else "Nobody ever cost anything that is recorded."
    return RecommendationPartOut(
        part="cost", label="Expected cost", seen=None, usual=None, expected=f"{cost:.2f}", factor=None, text=told
    )
