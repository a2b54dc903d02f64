"""What each influencer's impressions let expect, by the model of the ranking. Needs numpy."""

from typing import Any

import numpy as np

from shared.analytics.ranking.figures import Figures
from shared.analytics.ranking.model import fitted, states
from shared.analytics.ranking.simulation import AT_ONCE, net_revenue

type Column = Any


def expected_revenue(figures: Figures) -> tuple[Column, Column, Column]:
    """Return each one's state in the ranking, mean net revenue (money) and coefficient of variation; 0 unless known."""
    model, size = fitted(figures), len(figures)
    means, spreads = np.zeros(size), np.zeros(size)
    if model is not None:
        for at in range(0, size, AT_ONCE):
            who = slice(at, at + AT_ONCE)
            drawn = net_revenue(figures, model, who)
            means[who], spreads[who] = drawn.mean(axis=1, dtype=float), drawn.std(axis=1, dtype=float)
    return states(figures, model), means, np.divide(spreads, means, out=np.zeros(size), where=means > 0)
