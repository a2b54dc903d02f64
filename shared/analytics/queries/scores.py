"""Rankings by score as they were stored: the latest, with positions before, and the history of one influencer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from shared.analytics.models import InfluencerRanking
from shared.analytics.queries.measured import EVERYTHING
from shared.analytics.queries.sums import influencer_conditions
from shared.analytics.ranking.states import State
from shared.analytics.schemas import Filters
from shared.analytics.slices import Order, Slice
from shared.influencers.models import Influencer

STORED = InfluencerRanking
OF_SCORE = STORED.state.in_([state.value for state in State])


def latest_day(session: Session, slug: str, until: date) -> date | None:
    """Return the last day up to `until` that a ranking of this window was stored for."""
    found: date | None = session.scalar(_latest(slug, STORED.as_of <= until))
    return found


def stored(
    session: Session, slug: str, as_of: date, *, filters: Filters = EVERYTHING, part: Slice
) -> Sequence[Row[Any]]:
    """Return that day's rows, this part of each list; places count who is listed.

    Columns: the stored ones, influencer_name, platform, place and previous_position.
    """
    day_before = _latest(slug, STORED.as_of < as_of).scalar_subquery()
    listed = _places(slug, STORED.as_of == as_of, filters, part.order).subquery("listed")
    before = _places(slug, STORED.as_of == day_before, filters).subquery("before")
    inside = [listed.c.at > part.offset]
    if part.limit is not None:
        inside.append(listed.c.at <= part.offset + part.limit)
    statement = (
        select(
            STORED,
            Influencer.influencer_name,
            Influencer.platform,
            listed.c.place,
            before.c.place.label("previous_position"),
        )
        .join(
            listed,
            and_(listed.c.influencer_id == STORED.influencer_id, STORED.as_of == as_of, STORED.window_slug == slug),
        )
        .join(Influencer, Influencer.influencer_id == STORED.influencer_id)
        .outerjoin(before, and_(before.c.influencer_id == listed.c.influencer_id, before.c.free == listed.c.free))
        .where(*inside)
        .order_by(listed.c.free, listed.c.at)
    )
    return session.execute(statement).all()


def counts(session: Session, slug: str, as_of: date, *, filters: Filters = EVERYTHING) -> dict[str, int]:
    """Return how many of that day's rows are in each state."""
    of = _chosen(select(STORED.state, func.count()), slug, STORED.as_of == as_of, filters).group_by(STORED.state)
    return dict(session.execute(of).all())


def history(session: Session, influencer_id: int, slug: str, limit: int) -> Sequence[Row[Any]]:
    """Return the latest `limit` stored rows of one influencer, oldest first, and how many were in the list then."""
    listed = select(STORED.as_of, _free().label("free"), func.count().label("of"))
    listed = listed.where(STORED.window_slug == slug, OF_SCORE).group_by(STORED.as_of, _free())
    counted = listed.subquery("counted")
    own = (
        select(STORED, counted.c.of)
        .join(counted, and_(counted.c.as_of == STORED.as_of, counted.c.free == _free()))
        .where(STORED.influencer_id == influencer_id, STORED.window_slug == slug, OF_SCORE)
        .order_by(STORED.as_of.desc())
        .limit(limit)
    )
    return session.execute(own).all()[::-1]


def _free() -> ColumnElement[int]:
    return case((STORED.state == State.WITHOUT_COST.value, 1), else_=0)


def _latest(slug: str, when: ColumnElement[bool]) -> Select[Any]:
    return select(func.max(STORED.as_of)).where(STORED.window_slug == slug, OF_SCORE, when)


def _places(slug: str, when: ColumnElement[bool], filters: Filters, order: Order = Order.BEST) -> Select[Any]:
    """Return the places of each list, 1 is the best, and where each stands in this order."""
    best, worst = (STORED.position,), (STORED.roi_high.asc().nulls_last(), STORED.position.desc())
    place = func.row_number().over(partition_by=_free(), order_by=best)
    at = func.row_number().over(partition_by=_free(), order_by=worst if order is Order.WORST else best)
    columns = select(STORED.influencer_id, _free().label("free"), place.label("place"), at.label("at"))
    return _chosen(columns, slug, when, filters)


def _chosen(
    columns: Select[*tuple[Any, ...]], slug: str, when: ColumnElement[bool], filters: Filters
) -> Select[*tuple[Any, ...]]:
    return columns.join(Influencer, Influencer.influencer_id == STORED.influencer_id).where(
        STORED.window_slug == slug, OF_SCORE, when, *influencer_conditions(filters)
    )
