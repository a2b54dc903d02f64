"""With whom an influencer is compared: platform and tier, else the platform, else everybody. Needs numpy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shared.analytics.ranking.figures import Column

FEWEST = 8


@dataclass(frozen=True)
class Cell:
    """Those whose figures tell what is usual (`known`), and those for whom it is used (`members`), as indices."""

    label: str
    known: Column
    members: Column
    inside: bool = True  # false for that of everybody


def cells(platform: Column, tier: Column, known: Column) -> Iterator[Cell]:
    """Yield cells whose members are everybody once; each has `FEWEST` known ones, but for that of everybody."""
    left = np.ones(len(platform), dtype=bool)
    for label, inside in _candidates(platform, tier):
        if np.count_nonzero(inside & known) >= FEWEST and np.any(inside & left):
            yield Cell(label, np.flatnonzero(inside & known), np.flatnonzero(inside & left))
            left &= ~inside
    if np.any(left):
        yield Cell("all", np.flatnonzero(known), np.flatnonzero(left), inside=False)


def _candidates(platform: Column, tier: Column) -> Iterator[tuple[str, Column]]:
    """Yield the finest cells first."""
    for name, size in sorted(set(zip(platform.tolist(), tier.tolist(), strict=True))):
        yield f"{name} · {size}", (platform == name) & (tier == size)
    for name in sorted(set(platform.tolist())):
        yield name, platform == name
