"""Removal effects in an absorbing Markov chain of first order, solved exactly.

States are channels; a path starts in one, moves on from touch to touch and ends in a conversion or in nothing. The
removal effect of a channel is the part of all conversions lost when whoever comes to it goes nowhere instead (Anderl,
Becker, von Wangenheim, Schumann, 2016). With Q the transitions among channels and N = (I − Q)⁻¹, the chance of ever
coming to i is (start · N)ᵢ ÷ Nᵢᵢ, and all that is won after that is lost: no channel has to be removed in turn.

Q is sparse, since most channels never follow each other, and Nᵢᵢ is a matter of those channels alone that lead from i
back to i (its strongly connected component): no matrix of all channels by all channels is ever made.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph, linalg

from shared.analytics.attribution.paths import Floats, Ints, Paths

_DENSE = 2_500  # channels of a component whose inverse is made as a whole: 50 MB, and as much again to make it
_AT_A_TIME = 256  # columns of the inverse of a larger one


@dataclass(frozen=True)
class Removal:
    """Of each channel: the part of all conversions, and of all revenue, that is lost without it."""

    conversions: Floats
    revenue: Floats


class Chain:
    """Counts transitions of paths, weighted by their conversions."""

    def __init__(self, channels: int) -> None:
        self._moves = sparse.csr_array((channels, channels))
        self._starts = np.zeros(channels)
        self._won = np.zeros(channels)
        self._cents = np.zeros(channels)
        self._lost = np.zeros(channels)

    def add(self, paths: Paths, *, converting: bool = True) -> None:
        channels = len(self._starts)
        first, last = paths.code[paths.first], paths.code[paths.last]
        self._starts += np.bincount(first, paths.micro, channels)
        ends = np.bincount(last, paths.micro, channels)
        self._cents += np.bincount(last, paths.cents, channels)
        if converting:
            self._won += ends
        else:
            self._lost += ends
        onward = np.ones(len(paths.code), bool)
        onward[paths.last] = False
        from_ = np.flatnonzero(onward)
        moves = (paths.code[from_], paths.code[from_ + 1])
        weights = paths.micro[paths.path[from_]].astype(float)
        self._moves += sparse.csr_array((weights, moves), self._moves.shape)

    def removal(self) -> Removal:
        """Return the removal effects; 0 for a channel that no path has."""
        left = self._moves.sum(axis=1) + self._won + self._lost
        met: Ints = np.flatnonzero(left)
        out = left[met]
        stays = sparse.eye_array(len(met)) - sparse.diags_array(1 / out) @ self._moves[met][:, met]
        solver = _factorised(stays) if len(met) else None
        starts = self._starts[met] / max(self._starts.sum(), 1)
        conversions, revenue = np.zeros(len(left)), np.zeros(len(left))
        if solver is None:
            return Removal(conversions, revenue)
        reached = solver.solve(starts, "T") / _returns(stays.tocsr())
        for effects, ends in ((conversions, self._won), (revenue, self._cents)):
            won_after = solver.solve(ends[met] / out)
            effects[met] = reached * won_after / (starts @ won_after or 1)
        return Removal(conversions, revenue)


def _returns(stays: Any) -> Floats:
    """The diagonal of the inverse of I − Q: how often a path that is in a channel is there in all."""
    count, component = csgraph.connected_components(stays, connection="strong")
    found: Floats = 1 / stays.diagonal()
    size = np.bincount(component, minlength=count)
    for number in np.flatnonzero(size > 1):
        inside = np.flatnonzero(component == number)
        found[inside] = _diagonal_of_inverse(stays[inside][:, inside])
    return found


def _factorised(matrix: Any) -> Any:
    """L and U of an I − Q, which needs no pivots: no row of Q sums up to more than 1. This order fills up least."""
    options = {"SymmetricMode": True}
    return linalg.splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)


def _diagonal_of_inverse(matrix: Any) -> Floats:
    size = matrix.shape[0]
    if size <= _DENSE:
        return np.linalg.inv(matrix.toarray()).diagonal()
    solver = _factorised(matrix)
    found = np.empty(size)
    for first in range(0, size, _AT_A_TIME):
        columns = np.arange(first, min(first + _AT_A_TIME, size))
        units = np.zeros((size, len(columns)))
        units[columns, columns - first] = 1
        found[columns] = solver.solve(units)[columns, columns - first]
    return found
