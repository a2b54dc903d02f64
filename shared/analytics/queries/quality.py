"""What the checks of data quality read. Feeds from their roll-up by day, sales and customers from theirs."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    and_,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from shared.analytics import quality
from shared.analytics.quality import Finding
from shared.analytics.queries.sums import came, sold_by_channel
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.influencers import queries as influencers
from shared.influencers.models import Influencer, InfluencerSnapshot
from shared.platform.columns import NO_CHANNEL
from shared.sales.models import Like

JUMPING = ("impressions", "clicks", "engagements")


def clicks_above_impressions(session: Session, window: Window) -> list[Finding]:
    """Return whose reports have days with more clicks than impressions; of those who report impressions at all."""
    daily = _daily(window.first, window.last).cte("daily")
    reporting = select(daily.c.influencer_id).group_by(daily.c.influencer_id).having(func.sum(daily.c.impressions) > 0)
    excess = (daily.c.clicks - daily.c.impressions).desc()
    statement = (
        select(
            daily.c.influencer_id,
            func.count(),
            *(_first(daily.c[name], excess, daily.c.day) for name in ("day", "clicks", "impressions")),
        )
        .where(daily.c.clicks > daily.c.impressions, daily.c.influencer_id.in_(reporting))
        .group_by(daily.c.influencer_id)
    )
    return [
        quality.clicks_above_impressions(influencer_id, days, day, (clicks, impressions))
        for influencer_id, days, day, clicks, impressions in session.execute(statement)
    ]


def sudden_jumps(session: Session, window: Window) -> list[Finding]:
    """Return whose reports have days far above the up to 28 reported days before them."""
    since = window.first - timedelta(days=min(quality.DAYS_BEFORE, (window.first - date.min).days))
    daily = _daily(since, window.last).subquery("daily")
    before = _before(daily).cte("before")
    jumps = union_all(*(_jumps(before, measure, window.first) for measure in JUMPING)).subquery("jumps")
    largest = jumps.c.found.desc()
    statement = select(
        jumps.c.influencer_id,
        jumps.c.measure,
        func.count(),
        *(_first(jumps.c[name], largest, jumps.c.day) for name in ("day", "found", "usual")),
    ).group_by(jumps.c.influencer_id, jumps.c.measure)
    return [
        quality.sudden_jump(influencer_id, measure, days, day=day, counts=(found, usual))
        for influencer_id, measure, days, day, found, usual in session.execute(statement)
    ]


def followers_falling(session: Session, window: Window) -> list[Finding]:
    """Return whose last snapshot of a source lies far below the highest of the window."""
    of = InfluencerSnapshot
    last, highest = _first(of.followers, of.day.desc()), func.max(of.followers)
    statement = (
        select(of.influencer_id, of.source, func.max(of.day), last, highest)
        .where(of.day.between(window.first, window.last))
        .group_by(of.influencer_id, of.source)
        .having(and_(last <= highest * (1 - quality.LARGEST_FALL), highest - last >= quality.LEAST_LOST))
    )
    return [
        quality.followers_falling(influencer_id, source, day, (lately, once))
        for influencer_id, source, day, lately, once in session.execute(statement)
    ]


def unknown_channels(session: Session, window: Window) -> list[Finding]:
    """Return the channels that orders, new customers or likes name and that nobody has."""
    sold, new = sold_by_channel(window, Filters()).subquery(), came(window).subquery()
    nothing = literal(0, Integer)
    parts = union_all(
        select(
            sold.c.influencer_id.label("channel"), sold.c.orders, nothing.label("customers"), nothing.label("likes")
        ),
        select(new.c.influencer_id, nothing, new.c.new_customers, nothing),
        select(func.coalesce(Like.channel, NO_CHANNEL), nothing, nothing, func.count())
        .where(Like.liked_date.between(window.first, window.last))
        .group_by(func.coalesce(Like.channel, NO_CHANNEL)),
    ).subquery("parts")
    statement = (
        select(
            parts.c.channel, *(cast(func.sum(parts.c[name]), BigInteger) for name in ("orders", "customers", "likes"))
        )
        .outerjoin(Influencer, Influencer.influencer_id == parts.c.channel)
        .where(parts.c.channel != NO_CHANNEL, Influencer.influencer_id.is_(None))
        .group_by(parts.c.channel)
    )
    return [quality.unknown_channel(*row) for row in session.execute(statement)]


def _daily(first: date, last: date) -> Select[Any]:
    """Return what was reported for each influencer and day; the view has several rows where deltas are open."""
    of = influencers.exact_feed_day_influencer
    sums = [cast(func.sum(of.c[name]), BigInteger).label(name) for name in JUMPING]
    return (
        select(of.c.influencer_id, of.c.day, *sums)
        .where(of.c.day.between(first, last))
        .group_by(of.c.influencer_id, of.c.day)
        .having(func.sum(of.c.reports) != 0)
    )


def _before(daily: FromClause) -> Select[Any]:
    """Return each day with the number and the means of the reported days before it."""
    by: dict[str, Any] = {"partition_by": daily.c.influencer_id, "order_by": daily.c.day}
    over = by | {"rows": (-quality.DAYS_BEFORE, -1)}
    return select(
        *daily.c,
        func.row_number().over(**by).label("place"),
        func.count().over(**over).label("days"),
        *(cast(func.avg(daily.c[measure]).over(**over), Float).label(f"usual_{measure}") for measure in JUMPING),
    )


def _jumps(before: FromClause, measure: str, first: date) -> Select[Any]:
    found, usual = before.c[measure], before.c[f"usual_{measure}"]
    earlier = before.alias(f"earlier_{measure}")
    # The highest is looked for only where the mean says that it may be a jump: a moving maximum of all days is dear.
    higher = select(earlier.c.day).where(
        earlier.c.influencer_id == before.c.influencer_id,
        earlier.c.place.between(before.c.place - quality.DAYS_BEFORE, before.c.place - 1),
        found < quality.TIMES_HIGHEST * earlier.c[measure],
    )
    return select(
        before.c.influencer_id,
        literal(measure).label("measure"),
        before.c.day,
        found.label("found"),
        usual.label("usual"),
    ).where(
        before.c.day >= first,
        before.c.days >= quality.LEAST_DAYS_BEFORE,
        found >= quality.LEAST_JUMP,
        found >= quality.TIMES_MEAN * usual,
        ~higher.exists(),
    )


def _first(value: Any, *order: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the value of the row that comes first in this order."""
    return func.array_agg(aggregate_order_by(value, *order))[1]
