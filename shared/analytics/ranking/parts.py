"""What each score is made of, as it is stored: one link of the chain after the other. Needs numpy."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from shared.analytics.ranking.figures import Column, Counted, Figures
from shared.analytics.ranking.model import shown
from shared.analytics.ranking.posteriors import Rate
from shared.analytics.ranking.simulation import Model

DIGITS = 5


def parts(figures: Figures, model: Model | None) -> list[dict[str, Any]]:
    """Return for each influencer its tier and, by name of the part, what words.PartOut tells."""
    tiers: list[dict[str, Any]] = [{"tier": each} for each in figures.tier.tolist()]
    if model is None:
        return tiers
    evidence = figures.evidence
    columns = {
        "clicks": _rate(model.clicks, evidence.clicks, model.from_impressions),
        "orders": _rate(model.orders, evidence.orders, model.from_clicks),
        "order_value": _value(figures, model),
        "returned": _rate(model.returned, evidence.returned, None),
    }
    found = {name: list(_rows(values)) for name, values in columns.items()}
    return [one | {name: rows[at] for name, rows in found.items() if rows[at]} for at, one in enumerate(tiers)]


def _rate(rate: Rate, counted: Counted, applies: Column | None) -> dict[str, Column]:
    return {
        "seen": np.divide(counted.weighted_x, counted.weighted_n, out=_unknown(rate.hits), where=rate.trials > 0),
        "usual": rate.usual,
        "expected": (rate.usual * rate.size + rate.hits) / (rate.size + rate.trials),
        "own_part": rate.own_part,
        "sample": rate.trials,
        "compared_with": rate.cell,
        "applies": np.ones(len(rate.hits), dtype=bool) if applies is None else applies,
    }


def _value(figures: Figures, model: Model) -> dict[str, Column]:
    counted, value = figures.evidence.gross, model.value
    seen = np.divide(counted.weighted_x, counted.weighted_n * 100, out=_unknown(value.orders), where=value.orders > 0)
    expected = np.exp(value.mean + value.sd**2 / 2).mean(axis=1) / 100
    return {
        "seen": seen,
        "usual": np.exp(value.usual) / 100,
        "expected": expected,
        "own_part": value.own_part,
        "sample": value.orders,
        "compared_with": value.cell,
        "applies": np.ones(len(expected), dtype=bool),
    }


def _rows(columns: dict[str, Column]) -> Iterator[dict[str, Any] | None]:
    """Yield what holds of each influencer, None where the part does not apply; what is unknown is left out."""
    applies = columns.pop("applies").tolist()
    values = [(column if column.dtype == object else shown(column, DIGITS)).tolist() for column in columns.values()]
    for applying, *row in zip(applies, *values, strict=True):
        known = {name: value for name, value in zip(columns, row, strict=True) if value == value}  # noqa: PLR0124 - nan
        yield known if applying else None


def _unknown(like: Column) -> Column:
    return np.full(like.shape, np.nan)
