"""What is known of each influencer's rates and order value, drawn towards what is usual where he is. Needs numpy.

Rates are Beta-binomial, the order value is log-normal; both are fitted to the cells of `cells`.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np

from shared.analytics.ranking.cells import cells
from shared.analytics.ranking.figures import Column, Counted, Figures
from shared.analytics.ranking.priors import AROUND_EVERYBODY, AROUND_NOTHING, POINTS, Fit, fit
from shared.analytics.shrinkage import surprise

BY_POINT = {"alpha", "beta", "mean", "sd"}  # have a column for each point of the fit
GUESSED_SIZE = 50.0  # of a Beta prior: alpha + beta
GUESSED_SPREAD = 0.5  # deviation of the logarithm of mean order values
UNKNOWN_VARIATION = 1.0  # the squared coefficient of variation of order values while nobody sold in two blocks


@dataclass(frozen=True)
class Rate:
    """Beta(alpha + hits, beta + trials − hits); hits and trials are as many as the evidence is worth.

    alpha and beta have a column for each point of the fit; the prior that fits best has mean `usual` and size `size`.
    """

    alpha: Column
    beta: Column
    hits: Column
    trials: Column
    usual: Column
    size: Column
    cell: Column

    @property
    def own_part(self) -> Column:
        """How much of the posterior mean is the influencer's own: 0 where nothing is known of him."""
        return self.trials / (self.size + self.trials)


@dataclass(frozen=True)
class OrderValue:
    """The logarithm of an influencer's mean order value (cents) is normal: a column for each point of the fit."""

    mean: Column
    sd: Column
    orders: Column  # as many as the evidence is worth
    usual: Column  # the logarithm of what is usual
    own_part: Column
    cell: Column


def rate(counted: Counted, figures: Figures, usable: Column, row: int) -> Rate:
    """Return the rate x ÷ n of each; who is not `usable` has the prior alone and does not count for it."""
    known = usable & (counted.weighted_n > 0)
    size = len(figures)
    made = Rate(**_empty(Rate, size))
    everybody = _fit_rate(*effective(counted.of(known), correlation(counted.of(known))), None, row)
    for cell in cells(figures.platform, figures.tier, known):
        alike = correlation(counted.of(cell.known))
        found = _fit_rate(*effective(counted.of(cell.known), alike), everybody, row) if cell.inside else everybody
        own, of = effective(counted.of(cell.members), alike), cell.members
        mean, strength = _logistic(found.points[:, 0]), np.exp(found.points[:, 1])
        made.alpha[of], made.beta[of] = mean * strength, (1 - mean) * strength
        made.hits[of], made.trials[of] = (np.where(known[of], each, 0) for each in own)
        made.usual[of], made.size[of] = _logistic(found.best[0]), np.exp(found.best[1])
        made.cell[of] = cell.label
    return made


def _fit_rate(hits: Column, trials: Column, everybody: Fit | None, row: int) -> Fit:
    def of_all(point: Column) -> tuple[Column, Column]:
        value, gradient = surprise(point, hits, trials)
        return value * len(hits), gradient * len(hits)

    if everybody is not None:
        return fit(of_all, everybody.best, AROUND_EVERYBODY, row)
    share = (hits.sum() + 0.5) / (trials.sum() + 1)
    return fit(
        of_all if len(hits) else _nothing,
        np.array([np.log(share / (1 - share)), np.log(GUESSED_SIZE)]),
        AROUND_NOTHING,
        row,
    )


def correlation(counted: Counted) -> float:
    """Return how alike the trials of one block are (0 to 1), for an influencer with a usual rate.

    Blocks differ more than chance: a clip that everybody shares brings other clicks than one that nobody does. Fitted
    by moments: of n trials of a block at the rate p, the share varies by p·(1 − p) ÷ n, and by u·p² besides. At the
    mean rate that is an intra-class correlation of u·p ÷ (1 − p).
    """
    n = np.maximum(counted.n, 1)
    share = counted.x / n
    spread = counted.xx_per_n - counted.x**2 / n
    free = np.maximum(counted.blocks - 1, 0)
    more = float((spread - share * (1 - share) * free).sum())
    most = float((share**2 * np.maximum(counted.n - counted.nn / n - free, 0)).sum())
    mean = float(share[counted.n > 0].mean()) if np.any(counted.n > 0) else 0.0
    return min(max(more / most * mean / (1 - mean), 0.0), 1.0) if most > 0 and mean < 1 else 0.0


def effective(counted: Counted, alike: float) -> tuple[Column, Column]:
    """Return hits and trials as many as the evidence is worth: Kish's effective size of weights and clusters."""
    squared = counted.squared_n * (1 - alike) + counted.squared_nn * alike
    trials = _divided(counted.weighted_n**2, squared)
    return trials * np.minimum(_divided(counted.weighted_x, counted.weighted_n), 1), trials


def order_value(gross: Counted, figures: Figures, row: int) -> OrderValue | None:
    """Return the mean value of an order of each; None where nobody sold anything.

    Of n orders of a log-normal value with squared coefficient of variation v, the logarithm of their mean is about
    normal with variance s² = ln(1 + v ÷ n) and lies s² ÷ 2 below that of the true mean (Fenton and Wilkinson).
    """
    known = (gross.weighted_n > 0) & (gross.weighted_x > 0)
    if not np.any(known):
        return None
    size = len(figures)
    made = OrderValue(**_empty(OrderValue, size))
    made.orders[:] = np.where(known, _divided(gross.weighted_n**2, gross.squared_n), 0)
    seen = np.log(np.where(known, _divided(gross.weighted_x, gross.weighted_n), 1))
    everybody = _fit_value(seen[known], _noise(gross, known, made.orders)[known], None, row)
    for cell in cells(figures.platform, figures.tier, known):
        noise = _noise(gross, cell.known, made.orders)
        found = _fit_value(seen[cell.known], noise[cell.known], everybody, row) if cell.inside else everybody
        of = cell.members
        middle, between = found.points[:, 0], np.exp(found.points[:, 1])
        kept = _divided(between**2, between**2 + noise[of, None])
        made.mean[of] = middle + kept * np.where(known[of, None], (seen + noise / 2)[of, None] - middle, 0)
        made.sd[of] = between * np.sqrt(1 - kept)
        made.usual[of], made.cell[of] = found.best[0], cell.label
        made.own_part[of] = _divided(np.exp(2 * found.best[1]), np.exp(2 * found.best[1]) + noise[of])
    return made


def _noise(gross: Counted, whose: Column, orders: Column) -> Column:
    """Return the variance of the logarithm of everybody's mean, by how values vary among `whose`."""
    return np.log1p(np.where(orders > 0, _divided(variation(gross.of(whose)), orders), 1e12))


def variation(gross: Counted) -> float:
    """Return the squared coefficient of variation of one order's value, from how the means of blocks differ."""
    n = np.maximum(gross.n, 1)
    spread = gross.xx_per_n - gross.x**2 / n
    free = float(np.maximum(gross.blocks - 1, 0)[gross.x > 0].sum())
    return float(_divided(spread, (gross.x / n) ** 2).sum()) / free if free > 0 else UNKNOWN_VARIATION


def _fit_value(seen: Column, noise: Column, everybody: Fit | None, row: int) -> Fit:
    values = seen + noise / 2
    likelihood = partial(_surprise_of_normal, seen=values, noise=noise)
    if everybody is not None:
        return fit(likelihood, everybody.best, AROUND_EVERYBODY, row)
    return fit(likelihood, np.array([values.mean(), np.log(GUESSED_SPREAD)]), AROUND_NOTHING, row)


def _surprise_of_normal(point: Column, seen: Column, noise: Column) -> tuple[Column, Column]:
    """Return minus the log-likelihood of mean and log deviation of what `seen` was drawn from, and its gradient."""
    between = np.exp(2 * point[..., 1, None])
    variance, off = between + noise, seen - point[..., 0, None]
    value = (np.log(variance) + off**2 / variance).sum(axis=-1) / 2
    by_mean, by_deviation = -off / variance, between * (1 - off**2 / variance) / variance
    return value, np.stack([by_mean.sum(axis=-1), by_deviation.sum(axis=-1)], axis=-1)


def _nothing(point: Column) -> tuple[Column, Column]:
    return np.zeros(point.shape[:-1]), np.zeros_like(point)


def _empty(kind: type[Rate | OrderValue], size: int) -> dict[str, Column]:
    made = {each.name: np.zeros((size, POINTS) if each.name in BY_POINT else size) for each in fields(kind)}
    return made | {"cell": np.empty(size, dtype=object)}


def _logistic(value: Any) -> Any:
    return 1 / (1 + np.exp(-value))


def _divided(part: Any, whole: Any) -> Column:
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
