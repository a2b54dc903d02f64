"""How much more, or less, an audience cares than is usual, drawn towards what is usual where little is known.

Counts against what was to be expected are Poisson with a Gamma rate (DuMouchel 1999); people with a property are
Beta-binomial, as return rates are. Needs numpy.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from shared.analytics.campaigns.privacy import LEAST_PEOPLE
from shared.analytics.ranking.cells import FEWEST
from shared.analytics.shrinkage import fit_prior

type Column = Any

STEPS = 50
LEAST_VARIANCE, MOST_VARIANCE = 1e-4, 25.0
FEW = 2  # people, whether they are one or four


@dataclass(frozen=True)
class Fit:
    """What is reckoned with of each: `expected`, and `factor` against the usual with its squared variation.

    `seen` is nan where nothing is to be seen, or too little to be shown; `sample` says how much there was to go by.
    """

    seen: Column
    usual: Column
    expected: Column
    factor: Column
    variation: Column
    sample: Column


def rates(counted: Column, exposed: Column, own: Column) -> Fit:
    """Return counted ÷ exposed of each: 1 is as was to be expected.

    Args:
        counted: how often it happened.
        exposed: how often that was to be expected.
        own: whose own subject it is; they are compared among themselves, where they are 8 or more.
    """
    usual, variance = np.ones(len(counted)), np.full(len(counted), 1.0)
    known = exposed > 0
    everybody = _fitted(counted[known], exposed[known])
    for group in (own, ~own):
        inside = group & known
        mean, apart = _fitted(counted[inside], exposed[inside]) if np.count_nonzero(inside) >= FEWEST else everybody
        usual[group], variance[group] = mean, apart
    shape = usual**2 / variance
    expected = (shape + counted) / (shape / usual + exposed)
    seen = np.divide(counted, exposed, out=np.full(len(counted), np.nan), where=known)
    return Fit(seen, usual, expected, expected, 1 / (shape + counted), exposed)


def shares(counted: Column, people: Column) -> Fit:
    """Return the share of people with a property; 1 to 4 with it, or without it, are taken as 2 and not told."""
    few, all_but_few = (counted > 0) & (counted < LEAST_PEOPLE), (counted < people) & (people - counted < LEAST_PEOPLE)
    people = np.where(people < LEAST_PEOPLE, 0, people)
    told = np.where(few, FEW, np.where(all_but_few, people - FEW, counted))
    told = np.clip(told, 0, people)
    seen = np.divide(told, people, out=np.full(len(people), np.nan), where=(people > 0) & ~few & ~all_but_few)
    if told.sum() in (0, people.sum()):  # nobody has it, or everybody: it tells them not apart
        same = np.full(len(people), float(told.sum() > 0))
        return Fit(seen, same, same, np.ones(len(people)), np.zeros(len(people)), people)
    prior = fit_prior(np.column_stack([told, people]).tolist())
    size = prior.alpha + prior.beta
    usual = np.full(len(people), prior.alpha / size)
    expected = (prior.alpha + told) / (size + people)
    variation = (1 - expected) / expected / (size + people + 1)
    return Fit(seen, usual, expected, expected / usual, variation, people)


def _fitted(counted: Column, exposed: Column) -> tuple[float, float]:
    """Return mean and variance of the rates behind counts, by moments (Paule and Mandel 1982)."""
    if not counted.sum():
        return 1.0, 1.0
    rate, mean = counted / exposed, float(counted.sum() / exposed.sum())
    low, high = LEAST_VARIANCE, MOST_VARIANCE
    for _ in range(STEPS):
        variance = (low * high) ** 0.5
        weight = 1 / (mean / exposed + variance)
        mean = max(float((weight * rate).sum() / weight.sum()), 1e-6)
        surprise = float((weight * (rate - mean) ** 2).sum())
        low, high = (variance, high) if surprise > len(rate) - 1 else (low, variance)
    return mean, variance
