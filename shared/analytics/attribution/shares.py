"""The models that look at one path at a time: which share of the conversion each of its touches has.

Each takes paths and returns one share per touch, in the order of `Paths.code`; those of a path add up to 1.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

from collections.abc import Callable

import numpy as np

from shared.analytics.attribution.catalogue import FIRST_PART, HALF_LIFE, LAST_PART, AttributionModel
from shared.analytics.attribution.paths import Floats, Paths


def last_touch(paths: Paths) -> Floats:
    shares = np.zeros(len(paths.code))
    shares[paths.last] = 1
    return shares


def first_touch(paths: Paths) -> Floats:
    shares = np.zeros(len(paths.code))
    shares[paths.first] = 1
    return shares


def linear(paths: Paths) -> Floats:
    return np.repeat(1 / paths.length, paths.length)


def time_decay(paths: Paths) -> Floats:
    """2^(−age ÷ half-life), scaled to 1. Ages count from the last touch: only their differences matter."""
    if not len(paths):
        return np.zeros(0)
    weights = np.exp2((np.repeat(paths.age[paths.last], paths.length) - paths.age) / HALF_LIFE)
    shares: Floats = weights / np.repeat(np.add.reduceat(weights, paths.first), paths.length)
    return shares


def position(paths: Paths) -> Floats:
    """First and last as the catalogue says, the rest evenly between; a path of two has no between."""
    between = np.where(paths.length > 2, (1 - FIRST_PART - LAST_PART) / np.maximum(paths.length - 2, 1), 0)  # noqa: PLR2004
    shares = np.repeat(between, paths.length)
    shares[paths.first] = np.where(paths.length > 2, FIRST_PART, 0.5)  # noqa: PLR2004 - as above
    shares[paths.last] = np.where(paths.length > 2, LAST_PART, 0.5)  # noqa: PLR2004 - as above
    shares[paths.last[paths.length == 1]] = 1
    return shares


def shapley(paths: Paths) -> Floats:
    """Simplified: the same for each distinct channel of the path.

    It is the Shapley value of the game in which a coalition wins all paths whose channels it contains (Zhao, Mahboobi,
    Bagheri, 2018). The share stands at one of the channel's touches.
    """
    channels = int(paths.code.max(initial=0)) + 1
    key = paths.path * channels + paths.code
    order = np.argsort(key)
    distinct = order[np.flatnonzero(np.diff(key[order], prepend=-1))]
    count = np.bincount(paths.path[distinct], minlength=len(paths))
    shares = np.zeros(len(paths.code))
    shares[distinct] = 1 / count[paths.path[distinct]]
    return shares


BY_PATH: dict[AttributionModel, Callable[[Paths], Floats]] = {
    AttributionModel.LAST_TOUCH: last_touch,
    AttributionModel.FIRST_TOUCH: first_touch,
    AttributionModel.LINEAR: linear,
    AttributionModel.TIME_DECAY: time_decay,
    AttributionModel.POSITION: position,
    AttributionModel.SHAPLEY: shapley,
}
