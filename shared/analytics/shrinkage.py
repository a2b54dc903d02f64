"""Rates of few cases drawn towards what is usual: Beta-binomial, its prior fitted to all groups. Pure.

Each group has a rate of its own, drawn from Beta(alpha, beta), and each of its units counts or does not. The prior is
the alpha and beta that make what was seen likeliest (maximum marginal likelihood, empirical Bayes); a group's rate is
then Beta(alpha + counted, beta + total − counted).
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

INTERVAL = 0.90
LEAST_GROUPS = 2
# Where groups do not differ more than chance, the likelihood grows with alpha + beta for ever.
MEAN_BOUNDS = (-16.0, 16.0)  # logit
SIZE_BOUNDS = (-3.0, 14.0)  # logarithm of alpha + beta


@dataclass(frozen=True)
class Prior:
    alpha: float
    beta: float


JEFFREYS = Prior(0.5, 0.5)


@dataclass(frozen=True)
class Shrunk:
    """The mean of a rate and the ends of its 90 % interval."""

    rate: float
    low: float
    high: float


def fit_prior(groups: Sequence[tuple[float, float]]) -> Prior:
    """Fit the prior to groups of (counted, total).

    It is Jeffreys' where fewer than two have any total, or where none or all of it counted, when none is likeliest.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import
    from scipy.special import betaln, expit, logit  # noqa: PLC0415 - the same

    known = [group for group in groups if group[1] > 0]
    if len(known) < LEAST_GROUPS or sum(group[0] for group in known) in (0, sum(group[1] for group in known)):
        return JEFFREYS
    counted, total = _columns(known)

    def surprise(point: Any) -> float:
        alpha, beta = _prior(point, expit)
        return -float((betaln(alpha + counted, beta + total - counted) - betaln(alpha, beta)).sum())

    best = minimize(
        surprise,
        (logit(counted.sum() / total.sum()), 3.0),
        method="Nelder-Mead",
        bounds=(MEAN_BOUNDS, SIZE_BOUNDS),
        options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 2000},
    )
    return Prior(*(float(each) for each in _prior(best.x, expit)))


def shrink(groups: Sequence[tuple[float, float]], prior: Prior) -> list[Shrunk]:
    """Return the rate of each group of (counted, total) under `prior`."""
    from scipy.special import betaincinv  # noqa: PLC0415 - as above

    if not groups:
        return []
    counted, total = _columns(groups)
    alpha, beta = prior.alpha + counted, prior.beta + total - counted
    low, high = (betaincinv(alpha, beta, end) for end in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
    rates = (alpha / (alpha + beta)).tolist()
    return [Shrunk(*each) for each in zip(rates, low.tolist(), high.tolist(), strict=True)]


def _columns(groups: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    import numpy as np  # noqa: PLC0415 - as above

    table = np.asarray(groups, dtype=float)
    return table[:, 0], table[:, 1]


def _prior(point: Any, expit: Any) -> tuple[Any, Any]:
    mean, size = expit(point[0]), math.exp(point[1])
    return mean * size, (1 - mean) * size
