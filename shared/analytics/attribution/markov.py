"""Removal effects in an absorbing Markov chain of first order, solved exactly.

States are channels; a path starts in one, moves on from touch to touch and ends in a conversion or in nothing. The
removal effect of a channel is the part of all conversions lost when whoever comes to it goes nowhere instead (Anderl,
Becker, von Wangenheim, Schumann, 2016). With Q the transitions among channels and N = (I − Q)⁻¹, the chance of ever
coming to i is (start · N)ᵢ ÷ Nᵢᵢ, and all that is won after that is lost: no channel has to be removed in turn.
"""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

from dataclasses import dataclass

import numpy as np

from shared.analytics.attribution.paths import Floats, Ints, Paths


@dataclass(frozen=True)
class Removal:
    """Of each channel: the part of all conversions, and of all revenue, that is lost without it."""

    conversions: Floats
    revenue: Floats


class Chain:
    """Counts transitions of paths, weighted by their conversions."""

    def __init__(self, channels: int) -> None:
        self._moves = np.zeros((channels, channels))
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
        move = paths.code[from_] * channels + paths.code[from_ + 1]
        self._moves += np.bincount(move, paths.micro[paths.path[from_]], channels**2).reshape(channels, channels)

    def removal(self) -> Removal:
        """Return the removal effects; 0 for a channel that no path has."""
        left = self._moves.sum(axis=1) + self._won + self._lost
        met: Ints = np.flatnonzero(left)
        out = left[met]
        visits_from = np.linalg.inv(np.eye(len(met)) - self._moves[np.ix_(met, met)] / out[:, None])
        starts = self._starts[met] / max(self._starts.sum(), 1)
        reached = starts @ visits_from / visits_from.diagonal()
        conversions, revenue = np.zeros(len(left)), np.zeros(len(left))
        for effects, ends in ((conversions, self._won), (revenue, self._cents)):
            won_after = visits_from @ (ends[met] / out)
            effects[met] = reached * won_after / (starts @ won_after or 1)
        return Removal(conversions, revenue)
