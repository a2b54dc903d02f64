"""From blocks of days to the evidence of one window. Needs numpy."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, Self

import numpy as np

from shared.analytics.queries.blocks import MEASURES
from shared.analytics.ranking import decay
from shared.analytics.ranking.figures import Column, Counted, Evidence

PAIRS = (("clicks", "impressions"), ("orders", "clicks"), ("returned_units", "units"), ("gross_cents", "orders"))
KEYS = ("influencer_id", "reach", "age", "is_month")


@dataclass(frozen=True)
class Blocks:
    """What each block of days adds to the sums of Counted, so that a longer window only adds blocks.

    `adds` has an axis for PAIRS, one for the fields of Counted, and one for the blocks.
    """

    influencer_id: Column
    adds: Column

    @classmethod
    def of(cls, rows: Sequence[Any]) -> Self:
        """Return the blocks of rows of queries.blocks."""
        table = np.fromiter(chain.from_iterable(rows), dtype=float).reshape(-1, len(KEYS) + len(MEASURES))
        columns = dict(zip((*KEYS, *MEASURES), table.T, strict=True))
        return cls(columns["influencer_id"], np.array([_added(columns, pair) for pair in PAIRS]))

    def and_older(self, older: Self) -> Self:
        ids, adds = (self.influencer_id, older.influencer_id), (self.adds, older.adds)
        return type(self)(np.concatenate(ids), np.concatenate(adds, axis=-1))

    def evidence(self, influencer_id: Column) -> Evidence:
        """Return the evidence of each of `influencer_id` (ascending)."""
        size = len(influencer_id)
        listed = np.isin(self.influencer_id, influencer_id)
        index = np.where(listed, np.searchsorted(influencer_id, self.influencer_id), size)  # others come last
        return Evidence(*(Counted(*(np.bincount(index, each, size + 1)[:size] for each in pair)) for pair in self.adds))


def _added(of: dict[str, Column], pair: tuple[str, str]) -> Column:
    n = of[pair[1]]
    x = np.where(n > 0, of[pair[0]], 0)
    weight = decay.weight(of["age"])
    squares = n**2 / np.where(of["is_month"] > 0, decay.WEEKS_OF_A_MONTH, 1)
    added = Counted(
        weighted_x=weight * x,
        weighted_n=weight * n,
        squared_n=weight**2 * n,
        squared_nn=weight**2 * squares,
        x=x,
        n=n,
        xx_per_n=np.divide(x**2, n, out=np.zeros_like(n), where=n > 0),
        nn=squares,
        blocks=n > 0,
    )
    return np.array([getattr(added, each.name) for each in fields(Counted)])
