"""Answers about the ranking by score: as it was stored, or computed for days that are stored nowhere."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.metrics import MORE_ORDERS_THAN_CLICKS
from shared.analytics.queries import MetricUnknownPerProduct, scores
from shared.analytics.ranking import placing
from shared.analytics.ranking.states import State
from shared.analytics.ranking.words import Place, parts_out, sentences, usual_roi
from shared.analytics.schemas import Filters, Ranking, RankingItem, RoiOut
from shared.analytics.score_schemas import ExplanationOut, HistoryItem, HistoryOut, HistoryQuery
from shared.analytics.slices import Order, Slice
from shared.analytics.windows import Window
from shared.influencers.queries import get_influencer
from shared.platform.errors import Malformed, NotFound

SCORE = "score"


class ScoreUnknownPerCampaign(Malformed):
    code = "score_unknown_per_campaign"


class InfluencerNotRanked(NotFound):
    code = "influencer_not_ranked"


@dataclass(frozen=True)
class Listed:
    """A place in a list; `row` has what influencer_rankings has."""

    row: Any
    influencer_id: int
    influencer_name: str
    platform: str
    place: int
    previous: int | None


def ranking_by_score(session: Session, window: Window, *, filters: Filters, part: Slice) -> Ranking:
    """Rank by score: a named window as it was stored last, other days (and before anything is stored) computed now.

    Raises:
        MetricUnknownPerProduct, ScoreUnknownPerCampaign: clicks and cost are not known for what the filters choose.
    """
    _check(filters)
    as_of = None if window.slug is None else scores.latest_day(session, window.slug, window.last)
    if window.slug is None or as_of is None:
        as_of, (counts, found) = window.last, _computed(session, window, filters, part)
    else:
        found = _stored(session, window.slug, as_of, filters=filters, part=part)
        counts = scores.counts(session, window.slug, as_of, filters=filters)
    free = [_item(one) for one in found if one.row.state == State.WITHOUT_COST]
    items = [_item(one) for one in found if one.row.state != State.WITHOUT_COST]
    return Ranking(as_of=as_of, window=window.label, items=items, without_cost=free, counts=counts)


def score_history(session: Session, influencer_id: int, query: HistoryQuery) -> HistoryOut:
    """Return the places of one influencer as they were stored.

    Raises:
        InfluencerMissing: there is no such influencer.
    """
    get_influencer(session, influencer_id)
    rows = scores.history(session, influencer_id, query.window, query.limit)
    items = [
        HistoryItem(
            as_of=row.as_of,
            position=row.position,
            of=of,
            state=row.state,
            score=row.score,
            roi=_roi(row),
            expected_rank=row.expected_rank,
        )
        for row, of in map(tuple, rows)
    ]
    return HistoryOut(influencer_id=influencer_id, window=query.window, items=items)


def explanation(session: Session, influencer_id: int, window: Window) -> ExplanationOut:
    """Tell what the score of one influencer is made of.

    Raises:
        InfluencerMissing: there is no such influencer.
        InfluencerNotRanked: it is no partner, and nothing happened to it in the window.
    """
    influencer = get_influencer(session, influencer_id)
    row, of, as_of, previous = _explained(session, influencer_id, window)
    place = Place(
        state=row.state,
        position=row.position,
        of=of,
        score=row.score,
        roi=row.roi,
        low=row.roi_low,
        high=row.roi_high,
        positive=row.probability_positive,
        parts=row.parts,
    )
    return ExplanationOut(
        influencer_id=influencer_id,
        influencer_name=influencer.influencer_name,
        platform=influencer.platform,
        tier=row.parts["tier"],
        as_of=as_of,
        window=window.label,
        state=row.state,
        position=row.position,
        previous_position=previous,
        of=of,
        score=row.score,
        roi=_roi(row),
        expected_rank=row.expected_rank,
        usual_roi=usual_roi(place),
        parts=parts_out(row.parts),
        text=sentences(place),
    )


def _check(filters: Filters) -> None:
    if filters.by_product:
        raise MetricUnknownPerProduct(
            "The score needs clicks and costs, which are not known per product or category.",
            [("by", "is not known per product")],
        )
    if filters.campaign_id:
        raise ScoreUnknownPerCampaign(
            "The score is of an influencer, not of a campaign.", [("campaign_id", "is not possible with by=score")]
        )


def _stored(session: Session, slug: str, as_of: date, *, filters: Filters, part: Slice) -> list[Listed]:
    found = scores.stored(session, slug, as_of, filters=filters, part=part)
    return [
        Listed(row[0], row[0].influencer_id, row.influencer_name, row.platform, row.place, row.previous_position)
        for row in found
    ]


def _computed(session: Session, window: Window, filters: Filters, part: Slice) -> tuple[dict[str, int], list[Listed]]:
    kept = [one for one in _live(session, window) if _chosen(one, filters)]
    listed = []
    for free in (False, True):
        inside = [one for one in kept if (one.row.state == State.WITHOUT_COST) is free]
        inside.sort(key=lambda one: one.row.position)
        placed = [_listed(one, place) for place, one in enumerate(inside, start=1)]
        if part.order is Order.WORST:
            placed.sort(key=_worst_first)
        listed += part.of(placed)
    return Counter(str(one.row.state) for one in kept), listed


def _listed(one: Any, place: int) -> Listed:
    of = one.performance
    return Listed(one.row, of.influencer_id, of.influencer_name, of.platform, place, None)


def _worst_first(one: Listed) -> tuple[bool, float, int]:
    """As `scores.stored` orders them."""
    high = one.row.roi_high
    return high is None, high or 0.0, -one.place


def _chosen(one: Any, filters: Filters) -> bool:
    of = one.performance
    return (not filters.influencer_id or of.influencer_id in filters.influencer_id) and (
        not filters.platform or of.platform in filters.platform
    )


def _live(session: Session, window: Window) -> Iterable[Any]:
    return placing.placed(placing.listed(session, window, placing.read_blocks(session, window)))


def _explained(session: Session, influencer_id: int, window: Window) -> tuple[Any, int, date, int | None]:
    """Return the row, how many are in its list, its day, and the position before."""
    if window.slug is not None:
        rows = scores.history(session, influencer_id, window.slug, 2)
        if rows:
            row, of = tuple(rows[-1])
            before = [each[0].position for each in rows[:-1] if _free(each[0]) == _free(row)]
            return row, of, row.as_of, before[0] if before else None
    everybody = list(_live(session, window))
    for one in everybody:
        if one.performance.influencer_id == influencer_id:
            of = sum(_free(other.row) == _free(one.row) for other in everybody)
            return one.row, of, window.last, None
    raise InfluencerNotRanked("Nothing is known of this influencer in the window, and it is no partner.")


def _free(row: Any) -> bool:
    return bool(row.state == State.WITHOUT_COST)


def _item(listed: Listed) -> RankingItem:
    row = listed.row
    more = row.metrics["orders"] > row.metrics["clicks"]
    return RankingItem(
        influencer_id=listed.influencer_id,
        influencer_name=listed.influencer_name,
        platform=listed.platform,
        position=listed.place,
        previous_position=listed.previous,
        state=row.state,
        score=row.score,
        roi=_roi(row),
        expected_rank=row.expected_rank,
        metrics=row.metrics,
        flags=[MORE_ORDERS_THAN_CLICKS] if more else [],
    )


def _roi(row: Any) -> RoiOut:
    return RoiOut(value=row.roi, low=row.roi_low, high=row.roi_high, probability_positive=row.probability_positive)
