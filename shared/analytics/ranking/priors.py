"""Two numbers of a prior fitted to a cell, and how sure they are. Needs numpy.

The marginal likelihood of few influencers is flat, or grows for ever where they seem not to differ; taken at its top it
makes intervals too narrow. So it is joined with a weak normal around what fits everybody, and not only the top counts:
the draws are shared out over points of the normal around it (Laplace's approximation).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from shared.analytics.ranking.figures import Column

POINTS = 20  # of a fit, with an equal part of the draws each
AROUND_EVERYBODY = 1.0  # deviation of the weak normal, of a cell's numbers around everybody's
AROUND_NOTHING = 3.0  # the same for everybody, around a guess
DIGITS = 4  # of a fit, so that processors which differ in the last bits agree
MOST_STEPS, LONGEST_STEP = 60, 1.0
APART = 1e-4
NEIGHBOURS = APART * np.array([[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]])
CLOSE = 1e-4  # a step this short leaves an error of its square

# Takes two numbers, or rows of them; returns minus the logarithm of their likelihood and its gradient.
type Surprise = Callable[[Column], tuple[Column, Column]]


@dataclass(frozen=True)
class Fit:
    best: Column  # 2
    points: Column  # POINTS rows of 2


@dataclass(frozen=True)
class Around:
    point: Column
    value: float
    gradient: Column
    curvature: Column  # second derivatives


def fit(surprise: Surprise, around: Column, deviation: float, row: int) -> Fit:
    """Fit two numbers by Newton's method, from `around`; `row` tells fits apart whose points shall not go together."""
    precision = deviation**-2

    def joined(at: Column) -> tuple[Column, Column]:
        value, gradient = surprise(at)
        return value + precision * ((at - around) ** 2).sum(axis=-1) / 2, gradient + precision * (at - around)

    here = _around(joined, np.asarray(around, dtype=float))
    for _ in range(MOST_STEPS):
        before, here = here, _downhill(joined, here)
        if float(np.abs(here.point - before.point).max()) < CLOSE:
            break
    best, curvature = rounded(here.point), here.curvature
    if np.linalg.eigvalsh(curvature).min() < precision / 2:  # no bottom: as unsure as before
        curvature = precision * np.eye(2)
    covariance = np.linalg.inv(curvature)
    return Fit(best, rounded(best + _scores(row) @ np.linalg.cholesky(covariance).T))


def _downhill(joined: Surprise, here: Around) -> Around:
    """Take Newton's step, shortened until it does go down."""
    eigenvalues, vectors = np.linalg.eigh(here.curvature)
    step = -vectors @ ((vectors.T @ here.gradient) / np.maximum(np.abs(eigenvalues), 1e-6))
    step *= min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-300))
    there = _around(joined, here.point + step)
    while float(np.abs(step).max()) >= CLOSE and there.value > here.value:
        step = step / 2
        there = _around(joined, here.point + step)
    return there


def _around(joined: Surprise, point: Column) -> Around:
    """Look around `point`, by one call."""
    values, gradients = joined(point + NEIGHBOURS)
    curvature = (gradients[1:3] - gradients[3:5]) / (2 * APART)
    return Around(point, values[0], gradients[0], (curvature + curvature.T) / 2)


@cache
def _scores(row: int) -> Column:
    """Return POINTS pairs of independent normal scores with variance 1."""
    from scipy.special import ndtri  # noqa: PLC0415 - slow to import

    chance = np.random.Generator(np.random.PCG64((row, POINTS)))
    even = ndtri((np.arange(POINTS) + 0.5) / POINTS)
    return np.column_stack([chance.permutation(even / even.std()) for _ in range(2)])


def rounded(values: Column) -> Column:
    return np.round(values, DIGITS)
