"""Which influencers to take under a budget: the most expected net contribution less what they have in common.

Maximise Σ nᵢxᵢ − Σ lᵢⱼxᵢxⱼ (i < j) over xᵢ ∈ {0, 1} with Σ cᵢxᵢ ≤ budget. A greedy set, made better by exchanges, is
handed to an exact solver (`solver`), which finds a better one or proves how far it is from the best. Needs numpy.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

import time
from dataclasses import dataclass

import numpy as np

from shared.analytics.recommendation.solver import TINY, Task, solved

SECONDS, FOR_SEARCH = 1.2, 0.4  # and which part of them the search may take, before the solver
PROVEN = 1e-4  # a gap this small is none
ROUNDS, SEED = 40, 20_250_101  # of taking some out and filling up again
POWERS = (0.0, 0.5, 1.0)  # of the cost that a gain is divided by
MOST_EXCHANGES = 100


@dataclass(frozen=True)
class Choice:
    """The chosen, as indices in rising order; `gap` is (bound − value) ÷ value, 0 where nothing better exists."""

    chosen: list[int]
    value: float
    gap: float


def best(task: Task, seconds: float = SECONDS) -> Choice:
    """Return the best set; whoever is expected to lose money is never in it, since nobody gains by another."""
    worth = np.flatnonzero((task.net > 0) & (task.cost <= task.budget + TINY))
    if not len(worth) or task.most == 0:
        return Choice([], 0.0, 0.0)
    began, part = time.monotonic(), task.of(worth)
    found = _searched(part, seconds * FOR_SEARCH)
    better, bound = solved(part, found, seconds - (time.monotonic() - began))
    found = max((found, _improved(part, better)), key=part.value)
    value = part.value(found)
    gap = max(0.0, (bound - value) / value)
    return Choice(sorted(worth[found].tolist()), value, 0.0 if gap < PROVEN else gap)


def _searched(task: Task, seconds: float) -> list[int]:
    """Return a good set: the best of greedy ones, then with some members exchanged at random, the same each time."""
    began = time.monotonic()
    chance = np.random.Generator(np.random.PCG64(SEED))
    found = max((_improved(task, _filled(task, [], power)) for power in POWERS), key=task.value)
    for _ in range(ROUNDS):
        if time.monotonic() - began > seconds:
            break
        out = chance.random(len(found)) < chance.choice([0.1, 0.3, 0.6])
        rest = [each for each, gone in zip(found, out, strict=True) if not gone]
        again = _improved(task, _filled(task, rest, float(chance.choice(POWERS)), noise=chance))
        found = max((found, again), key=task.value)
    return found


def _filled(task: Task, chosen: list[int], power: float, noise: np.random.Generator | None = None) -> list[int]:
    """Return the set with whoever adds most for what he costs taken in, again and again, while the budget lasts."""
    chosen, gain = [*chosen], task.net - task.common[chosen].sum(axis=0)
    left = task.budget - float(task.cost[chosen].sum())
    weight = np.maximum(task.cost, TINY) ** -power
    if noise is not None:
        weight *= noise.lognormal(0, 0.3, len(weight))
    while len(chosen) < task.most:
        worth = np.where((gain > 0) & (task.cost <= left + TINY), gain * weight, -np.inf)
        worth[chosen] = -np.inf
        one = int(np.argmax(worth))
        if not np.isfinite(worth[one]):
            break
        chosen.append(one)
        gain = gain - task.common[one]
        left -= float(task.cost[one])
    return chosen


def _improved(task: Task, chosen: list[int]) -> list[int]:
    """Return the set after exchanges of one for another, or for nobody, each the best there is."""
    for _ in range(MOST_EXCHANGES):
        gain, better = _exchanged(task, chosen)
        if gain <= TINY:
            break
        chosen = better
    return chosen


def _exchanged(task: Task, chosen: list[int]) -> tuple[float, list[int]]:
    """Return the best set that one or nobody leaves and one or nobody joins, and how much better it is."""
    # A row for each who may leave, the last for nobody; a column for each who may join, the last for nobody.
    alone = task.net - task.common[chosen].sum(axis=0)
    leaving = [*chosen, None]
    gains = np.zeros((len(leaving), len(task.net) + 1))
    gains[:, :-1] = alone + np.vstack([task.common[chosen], np.zeros(len(alone))])
    freed = np.append(task.cost[chosen], 0)
    left = task.budget - float(task.cost[chosen].sum()) + freed
    gains[:, :-1][task.cost[None, :] > left[:, None] + TINY] = -np.inf
    gains[:, chosen] = -np.inf
    if len(chosen) >= task.most:
        gains[-1, :-1] = -np.inf
    gains -= np.append(alone[chosen], 0)[:, None]
    out, joins = np.unravel_index(int(np.argmax(gains)), gains.shape)
    rest = [each for each in chosen if each != leaving[out]]
    return float(gains[out, joins]), rest if joins == len(alone) else [*rest, int(joins)]
