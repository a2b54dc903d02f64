"""What a score is made of, in words and numbers. Pure."""

# ruff: noqa: RUF001 - sentences have the signs of typography

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.analytics.figures_told import chance, percent
from shared.analytics.metrics import Unit
from shared.analytics.ranking.states import State
from shared.analytics.score_schemas import PartOut
from shared.analytics.shrinkage import wilson

EVERYBODY = "all"


@dataclass(frozen=True)
class Link:
    label: str
    unit: Unit
    of: str


LINKS = {
    "clicks": Link("Clicks per impression (CTR)", Unit.RATIO, "impressions"),
    "orders": Link("Orders per click (CVR)", Unit.RATIO, "clicks"),
    "order_value": Link("Value of an order", Unit.MONEY, "orders"),
    "returned": Link("Returned share of units", Unit.RATIO, "units"),
}


@dataclass(frozen=True)
class Place:
    """A row of influencer_rankings with what it is told beside."""

    state: str
    position: int
    of: int
    score: float | None
    roi: float | None
    low: float | None
    high: float | None
    positive: float | None
    parts: dict[str, Any]


def parts_out(parts: dict[str, Any]) -> list[PartOut]:
    return [_part(name, link, parts[name]) for name, link in LINKS.items() if name in parts]


def usual_roi(place: Place) -> float | None:
    """Return the ROI if all parts were as usual; None where it is unknown."""
    factors = [part.factor for part in parts_out(place.parts)]
    if place.roi is None or not factors or None in factors:
        return None
    return (1 + place.roi) / math.prod(factor for factor in factors if factor is not None) - 1


def sentences(place: Place) -> list[str]:
    return [*_head(place), *(_sentence(part) for part in parts_out(place.parts))]


def _head(place: Place) -> Iterator[str]:
    yield _where(place)
    if place.low is not None and place.high is not None and place.positive is not None:
        whose = "of influencers like this one" if place.state == State.NOT_ENOUGH_DATA else "of this influencer"
        yield (
            f"With 90 % probability the true ROI {whose} lies between {_percent(place.low)} and {_percent(place.high)};"
            f" it is positive with a probability of {chance(place.positive)}."
        )
    usual = usual_roi(place)
    if usual is not None and place.roi is not None and place.score is not None:
        yield (
            f"If all parts were as usual, the ROI would be {_percent(usual)}. With its own parts it is expected to"
            f" be {_percent(place.roi)}; what is surely (at 90 %) exceeded, {_percent(place.score)}, is ranked by."
        )


def _where(place: Place) -> str:
    if place.state == State.NOT_ENOUGH_DATA:
        return "There is not enough data yet: fewer than 30 clicks and fewer than 5 orders."
    at = f"Position {place.position} of {place.of}"
    if place.state == State.WITHOUT_COST:
        return f"{at} among those without cost, by the money that is surely (at 90 %) exceeded: {place.score:,.2f}."
    return f"{at}, by the ROI that is surely (at 90 %) exceeded."


def _part(name: str, link: Link, known: dict[str, Any]) -> PartOut:
    usual, expected, seen = known["usual"], known["expected"], known.get("seen")
    ends = wilson(seen * known["sample"], known["sample"]) if seen is not None and link.unit is Unit.RATIO else None
    ratio = (1 - expected) / (1 - usual) if name == "returned" and usual < 1 else expected / usual if usual else None
    return PartOut(
        part=name,
        label=link.label,
        unit=link.unit,
        seen=_value(seen, link.unit),
        seen_low=ends and round(ends[0], 6),
        seen_high=ends and round(ends[1], 6),
        usual=_value(usual, link.unit),
        expected=_value(expected, link.unit),
        own_part=known["own_part"],
        sample=known["sample"],
        compared_with=known["compared_with"],
        factor=None if ratio is None else round(ratio, 4),
    )


def _sentence(part: PartOut) -> str:
    among = "everybody" if part.compared_with == EVERYBODY else part.compared_with
    seen = "nothing seen yet" if part.seen is None else f"{_told(part.seen)} seen"
    sample = f"{part.sample:,.0f} {LINKS[part.part].of}"
    return (
        f"{part.label}: {seen} (worth {sample}), {_told(part.usual)} usual among {among}; reckoned with"
        f" {_told(part.expected)}"
        + ("." if part.factor is None else f", which makes the revenue × {part.factor:,.2f}.")
    )


def _value(value: float | None, unit: Unit) -> Any:
    return f"{value:.2f}" if value is not None and unit is Unit.MONEY else value


def _told(value: float | str) -> str:
    return f"{Decimal(value):,.2f}" if isinstance(value, str) else percent(value)


def _percent(ratio: float) -> str:
    return f"{100 * ratio:+,.0f} %"
