"""From stored quantiles of net revenue and today's cost to ROI and the probability of a profit. Needs numpy."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from shared.analytics.finance.verdicts import Prospect
from shared.analytics.ranking.simulation import HIGH, LOW, RANKED_BY

DIGITS = 6  # as the ranking shows


def prospects(rows: Sequence[Any], cost_cents: Sequence[int]) -> list[Prospect]:
    """Return what to expect of each collaboration at its present cost; ROI is unknown where it has none."""
    if not rows:
        return []
    points = np.array([np.frombuffer(row.points, "<f4") if row.points else _unknown() for row in rows], dtype=float)
    cost = np.array(cost_cents, dtype=float) / 100
    paid = np.where(cost > 0, cost, np.nan)
    low, high = (_quantile(points, share) / paid - 1 for share in (LOW, HIGH))
    mean = np.array([np.nan if row.expected_cents is None else row.expected_cents / 100 for row in rows]) / paid - 1
    positive = 1 - _share_below(points, paid)
    shown = zip(*(_shown(each) for each in (mean, low, high, positive)), rows, strict=True)
    return [
        Prospect(value if row.enough else None, least, most, sure, enough=row.enough)
        for value, least, most, sure, row in shown
    ]


def _unknown() -> Any:
    return np.full(len(RANKED_BY), np.nan)


def _quantile(points: Any, share: float) -> Any:
    above = int(np.searchsorted(RANKED_BY, share))
    part = (share - RANKED_BY[above - 1]) / (RANKED_BY[above] - RANKED_BY[above - 1])
    return points[:, above - 1] * (1 - part) + points[:, above] * part


def _share_below(points: Any, cost: Any) -> Any:
    """Return the share of the distribution below each cost: between the outer quantiles, so never 0 and never 1."""
    above = np.clip((points <= cost[:, None]).sum(axis=1), 1, len(RANKED_BY) - 1)
    every = np.arange(len(points))
    low, high = points[every, above - 1], points[every, above]
    part = np.clip((cost - low) / np.where(high > low, high - low, 1), 0, 1)
    return RANKED_BY[above - 1] * (1 - part) + RANKED_BY[above] * part


def _shown(values: Any) -> list[float | None]:
    return [None if value != value else round(value, DIGITS) for value in values.tolist()]  # noqa: PLR0124 - nan
