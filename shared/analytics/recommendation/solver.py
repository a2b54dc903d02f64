"""What no set of influencers can exceed, and the best one, by branch and bound (HiGHS). Needs numpy.

The products xᵢxⱼ are made linear twice, and each bounds where the other does not:

- by one variable for each influencer (Glover 1975): zᵢ ≥ Σ lᵢⱼxⱼ − Uᵢ(1 − xᵢ) over j > i, zᵢ ≥ 0, where Uᵢ is as much
  as that sum can come to under the budget;
- by tangents: since xᵢ² = xᵢ, ½xᵀLx = ½xᵀ(L + D)x − ½dᵀx, which is convex once L + D has no negative eigenvalue. Every
  tangent of it lies below it (Kelley 1960); those are taken where the relaxed task has its top.
"""

# ruff: noqa: RUF002, RUF003 - formulas are written with the signs of arithmetic

import time
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

type Array = Any

TINY = 1e-9
MOST_TANGENTS, FOR_TANGENTS = 30, 0.3  # and which part of the time they may take
NEAR = 1e-3  # of the value: a tangent this near tells nothing new
PROVEN = 1e-5


@dataclass(frozen=True)
class Task:
    """What is to be chosen from.

    Attributes:
        net: expected net contribution of each, money.
        cost: of each, not negative.
        common: what each two have in common, money; symmetric, not negative, nothing on the diagonal.
        budget: the most that all chosen may cost.
        most: how many may be chosen.
    """

    net: Array
    cost: Array
    common: Array
    budget: float = np.inf
    most: float = np.inf

    def of(self, some: Array) -> Self:
        common = self.common[np.ix_(some, some)]
        return type(self)(self.net[some], self.cost[some], common, self.budget, self.most)

    def value(self, chosen: list[int]) -> float:
        return float(self.net[chosen].sum() - self.common[np.ix_(chosen, chosen)].sum() / 2)

    def fits(self, chosen: list[int]) -> bool:
        return float(self.cost[chosen].sum()) <= self.budget + TINY and len(chosen) <= self.most

    @property
    def limits(self) -> list[tuple[Array, float]]:
        """Weights and what they may sum up to."""
        found: list[tuple[Array, float]] = []
        if np.isfinite(self.budget):
            scale = max(self.budget, TINY)
            found.append((self.cost / scale, self.budget / scale))
        if np.isfinite(self.most):
            found.append((np.ones(len(self.net)), self.most))
        return found


def solved(task: Task, start: list[int], seconds: float) -> tuple[list[int], float]:
    """Return the best set found, `start` if no better one is, and what no set exceeds."""
    from scipy.optimize import milp  # noqa: F401, PLC0415 - slow to import, and not on the clock

    began = time.monotonic()
    scale = float(task.net.max())
    lines, relaxed = _tangents(task, start, scale, seconds * FOR_TANGENTS)
    rows, at_most, linked = _rows(task, lines, scale)
    size = len(task.net)
    found = _solve(
        np.concatenate([-task.net / scale, np.ones(linked)]),
        rows,
        at_most,
        whole=size,
        seconds=max(0.1, seconds - (time.monotonic() - began)),
    )
    known = found.mip_dual_bound is not None and np.isfinite(found.mip_dual_bound)
    bound = min(relaxed, -float(found.mip_dual_bound) if known else np.inf) * scale
    chosen = start if found.x is None else np.flatnonzero(found.x[:size] > 0.5).tolist()  # noqa: PLR2004 - 0 or 1
    return (chosen if task.fits(chosen) and task.value(chosen) > task.value(start) else start), bound


def _rows(task: Task, lines: tuple[Array, Array], scale: float) -> tuple[Array, Array, int]:
    """Return the constraints on x and on z, what each may come to, and how many z there are."""
    from scipy.sparse import csr_array, diags_array, hstack, vstack  # noqa: PLC0415 - slow to import

    later = np.triu(task.common, 1) / scale
    most = _most_in_common(task, later)
    linked = np.flatnonzero(most > 0)
    size = len(linked)
    parts = [hstack([csr_array(row[None, :]), csr_array((1, size))]) for row, _ in task.limits]
    ends = [np.array([end]) for _, end in task.limits]
    if size:
        # Σ lᵢⱼxⱼ + Uᵢxᵢ − zᵢ ≤ Uᵢ, and each tangent ≤ Σ zᵢ
        parts.append(hstack([csr_array((later + np.diag(most))[linked]), -diags_array(np.ones(size))]))
        parts.append(csr_array(np.hstack([lines[0], -np.ones((len(lines[0]), size))])))
        ends += [most[linked], lines[1]]
    return (vstack(parts, format="csc") if parts else None), np.concatenate([*ends, np.empty(0)]), size


def _solve(costs: Array, rows: Array, at_most: Array, *, whole: int, seconds: float) -> Any:
    """Minimise; the first `whole` variables lie in [0, 1], the others are not negative."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - slow to import

    free = len(costs) - abs(whole)
    upper = np.concatenate([np.ones(abs(whole)), np.full(free, np.inf)])
    return milp(
        costs,
        integrality=np.concatenate([np.full(abs(whole), 1 if whole > 0 else 0), np.zeros(free)]),
        bounds=Bounds(0, upper),
        constraints=[] if rows is None else [LinearConstraint(rows, ub=at_most)],
        options={"time_limit": seconds, "mip_rel_gap": PROVEN},
    )


def _tangents(task: Task, start: list[int], scale: float, seconds: float) -> tuple[tuple[Array, Array], float]:
    """Return rows g and ends b of g·x − t ≤ b, which hold for t = ½xᵀLx wherever x is 0 or 1, and what they bound."""
    began, size = time.monotonic(), len(task.net)
    convex, lifted = _convex(task.common / scale)
    at = np.zeros(size)
    at[start] = 1
    rows, ends = [convex @ at - lifted / 2], [at @ convex @ at / 2]
    reach = float(task.net.sum()) / scale
    limits = [np.concatenate([row, [0.0]]) for row, _ in task.limits]
    fixed = [end for _, end in task.limits]
    while len(rows) < MOST_TANGENTS and time.monotonic() - began < seconds:
        lines = [np.concatenate([row, [-1.0]]) for row in rows]
        costs = np.concatenate([-task.net / scale, [1.0]])
        top = _solve(costs, np.array([*limits, *lines]), np.array([*fixed, *ends]), whole=-size, seconds=seconds)
        if not top.success:
            break
        reach, at = -float(top.fun), top.x[:size]
        if at @ convex @ at / 2 - lifted @ at / 2 - top.x[-1] < NEAR * task.value(start) / scale:
            break
        rows.append(convex @ at - lifted / 2)
        ends.append(at @ convex @ at / 2)
    return (np.array(rows), np.array(ends)), reach


def _convex(common: Array) -> tuple[Array, Array]:
    """Return L + D, which has no negative eigenvalue, and d: the smallest sum of three ways to lift the diagonal."""
    sums = common.sum(axis=1)
    ways = []
    for power in (0.0, 0.25, 0.5):
        scale = np.maximum(sums, max(float(sums.max()) * 1e-9, TINY)) ** power
        lowest = float(np.linalg.eigvalsh(common / scale[:, None] / scale[None, :])[0])
        ways.append(max(0.0, -lowest) * (1 + 1e-6) * scale**2)
    lifted = min(ways, key=lambda each: float(each.sum()))
    return common + np.diag(lifted), lifted


def _most_in_common(task: Task, later: Array) -> Array:
    """Return Uᵢ: the budget, or the number, spent on whoever has most in common with i for it (a knapsack in parts)."""
    bounds = [later.sum(axis=1)]
    if np.isfinite(task.budget):
        bounds.append(_filled(later, np.maximum(task.cost, TINY), np.maximum(task.budget - task.cost, 0)))
    if np.isfinite(task.most):
        bounds.append(_filled(later, np.ones(len(later)), np.full(len(later), task.most - 1.0)))
    return np.min(bounds, axis=0)


def _filled(gains: Array, weights: Array, room: Array) -> Array:
    order = np.argsort(-gains / weights, axis=1)
    gain, weight = np.take_along_axis(gains, order, axis=1), weights[order]
    before = np.cumsum(weight, axis=1) - weight
    return (gain * np.clip((room[:, None] - before) / weight, 0, 1)).sum(axis=1)
