"""The ranking by score of a window, from the figures of the database. Needs numpy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.analytics.metrics import BY_SLUG, to_json
from shared.analytics.queries import InfluencerRow, performance
from shared.analytics.queries.blocks import blocks
from shared.analytics.ranking.evidence import Blocks
from shared.analytics.ranking.figures import Figures
from shared.analytics.ranking.model import Scored, score
from shared.analytics.ranking.parts import parts
from shared.analytics.windows import Window
from shared.influencers.models import Influencer
from shared.influencers.rules import tier

FIGURES = {
    "position": "position",
    "score": "score",
    "roi": "roi",
    "roi_low": "low",
    "roi_high": "high",
    "probability_positive": "positive",
    "expected_rank": "expected_rank",
}


@dataclass(frozen=True)
class Placed:
    """One influencer's place: a row of influencer_rankings but for its day and window."""

    performance: InfluencerRow
    values: dict[str, Any]

    @property
    def row(self) -> Any:
        return SimpleNamespace(**self.values)


@dataclass(frozen=True)
class Listed:
    rows: list[InfluencerRow]
    figures: Figures


def read_blocks(session: Session, window: Window) -> Blocks:
    """Return the evidence for `window`."""
    return Blocks.of(blocks(session, window))


def listed_in_turn(session: Session, windows: Iterable[Window]) -> Iterator[Listed]:
    """Read who is listed in each of the named `windows` of one last day, the shortest first; no days are read twice."""
    evidence, shorter = Blocks.of(()), None
    for window in windows:
        evidence = evidence.and_older(Blocks.of(blocks(session, window, shorter)))
        yield listed(session, window, evidence)
        shorter = window


def listed(session: Session, window: Window, evidence: Blocks) -> Listed:
    """Read who is listed in `window` with what is known of them; `evidence` is that of the window."""
    rows = performance(session, window)
    return Listed(rows, _figures(session, rows, evidence))


def placed(of: Listed) -> list[Placed]:
    """Rank everybody who is listed. Needs no database, so that it can be done while others use it."""
    scored = score(of.figures)
    told = _rows(scored, parts(of.figures, scored.model))
    return [Placed(row, {**one, **_known(row)}) for row, one in zip(of.rows, told, strict=True)]


def _figures(session: Session, rows: list[InfluencerRow], evidence: Blocks) -> Figures:
    followers = {row[0]: row[1] for row in session.execute(select(Influencer.influencer_id, Influencer.follower_count))}
    influencer_id = np.array([row.influencer_id for row in rows], dtype=int)

    def column(slug: str) -> Any:
        return np.array([float(row.values[slug] or 0) for row in rows])

    return Figures(
        influencer_id=influencer_id,
        platform=np.array([row.platform for row in rows], dtype=object),
        tier=np.array([tier(followers[row.influencer_id]).value for row in rows], dtype=object),
        impressions=column("impressions"),
        clicks=column("clicks"),
        orders=column("orders"),
        cost=column("cost"),
        evidence=evidence.evidence(influencer_id),
    )


def _rows(scored: Scored, made_of: list[dict[str, Any]]) -> list[dict[str, Any]]:
    columns: dict[str, list[Any]] = {name: _without_nan(getattr(scored, of).tolist()) for name, of in FIGURES.items()}
    columns |= {"state": scored.state.tolist(), "parts": made_of}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _known(row: InfluencerRow) -> dict[str, Any]:
    metrics = {name: to_json(BY_SLUG[name], value) for name, value in row.values.items()}
    return {"influencer_id": row.influencer_id, "metrics": metrics}


def _without_nan(values: list[float]) -> list[float | None]:
    return [None if value != value else value for value in values]  # noqa: PLR0124 - only nan is not itself
