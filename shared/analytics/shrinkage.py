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
NORMAL_975 = 1.959963984540054
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
    from scipy.special import expit, logit  # noqa: PLC0415 - the same

    known = [group for group in groups if group[1] > 0]
    if len(known) < LEAST_GROUPS or sum(group[0] for group in known) in (0, sum(group[1] for group in known)):
        return JEFFREYS
    counted, total = _columns(known)
    best = minimize(
        surprise,
        (logit(counted.sum() / total.sum()), 3.0),
        args=(counted, total),
        jac=True,
        method="L-BFGS-B",
        bounds=(MEAN_BOUNDS, SIZE_BOUNDS),
        options={"ftol": 1e-14, "gtol": 1e-7},
    )
    return Prior(*(float(each) for each in _prior(best.x, expit)))


def surprise(point: Any, counted: Any, total: Any) -> tuple[Any, Any]:
    """Return minus the logarithm of the likelihood, per group, and its gradient.

    `point` is the logit of the prior's mean and the logarithm of its size alpha + beta; or rows of such points.
    """
    import numpy as np  # noqa: PLC0415 - as above
    from scipy.special import betaln, digamma, expit  # noqa: PLC0415 - the same

    mean, size = expit(point[..., 0, None]), np.exp(point[..., 1, None])
    alpha, beta = mean * size, (1 - mean) * size
    missed = total - counted
    value = (betaln(alpha + counted, beta + missed) - betaln(alpha, beta)).mean(axis=-1)
    shared = digamma(size) - digamma(size + total)
    by_alpha = (digamma(alpha + counted) - digamma(alpha) + shared).mean(axis=-1)
    by_beta = (digamma(beta + missed) - digamma(beta) + shared).mean(axis=-1)
    alpha, beta, size = alpha[..., 0], beta[..., 0], size[..., 0]
    by_mean = (by_alpha - by_beta) * alpha * beta / size  # of its logit
    return -value, -np.stack([by_mean, alpha * by_alpha + beta * by_beta], axis=-1)


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


def wilson(counted: float, total: float) -> tuple[float, float]:
    """Return the ends of Wilson's 95 % interval (1927) of a rate, by what was seen alone; (0, 1) of nothing."""
    if total <= 0:
        return 0.0, 1.0
    rate, square = counted / total, NORMAL_975**2
    middle = rate + square / (2 * total)
    reach = NORMAL_975 * math.sqrt(rate * (1 - rate) / total + square / (4 * total**2))
    low, high = ((middle + sign * reach) / (1 + square / total) for sign in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def _columns(groups: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    import numpy as np  # noqa: PLC0415 - as above

    table = np.asarray(groups, dtype=float)
    return table[:, 0], table[:, 1]


def _prior(point: Any, expit: Any) -> tuple[Any, Any]:
    mean, size = expit(point[0]), math.exp(point[1])
    return mean * size, (1 - mean) * size
