"""From blocks of days to the evidence of one window. Needs numpy."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from shared.analytics.queries.blocks import MEASURES
from shared.analytics.ranking import decay
from shared.analytics.ranking.figures import Column, Counted, Evidence

PAIRS = (("clicks", "impressions"), ("orders", "clicks"), ("returned_units", "units"), ("gross_cents", "orders"))
KEYS = ("influencer_id", "reach", "age", "is_month")


class Blocks:
    """Rows of queries.blocks, once for all windows that end on the same day."""

    def __init__(self, rows: Sequence[Any]) -> None:
        table = np.array([tuple(row) for row in rows], dtype=float).reshape(-1, len(KEYS) + len(MEASURES))
        self.columns = dict(zip((*KEYS, *MEASURES), table.T, strict=True))

    def evidence(self, influencer_id: Column, reach: float = np.inf) -> Evidence:
        """Return the evidence of each of `influencer_id` (ascending) from blocks that `reach` days hold."""
        of = self.columns
        chosen = (of["reach"] <= reach) & np.isin(of["influencer_id"], influencer_id)
        rows = {name: column[chosen] for name, column in of.items()}
        index = np.searchsorted(influencer_id, rows["influencer_id"])
        return Evidence(*(_counted(rows, index, len(influencer_id), pair) for pair in PAIRS))


def _counted(rows: dict[str, Column], index: Column, size: int, pair: tuple[str, str]) -> Counted:
    n = rows[pair[1]]
    x = np.where(n > 0, rows[pair[0]], 0)
    weight = decay.weight(rows["age"])
    squares = n**2 / np.where(rows["is_month"] > 0, decay.WEEKS_OF_A_MONTH, 1)
    summed = (
        weight * x,
        weight * n,
        weight**2 * n,
        weight**2 * squares,
        x,
        n,
        np.divide(x**2, n, out=np.zeros_like(n), where=n > 0),
        squares,
        n > 0,
    )
    return Counted(*(np.bincount(index, each, size) for each in summed))
