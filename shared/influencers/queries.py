"""Every SELECT of influencers."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from shared.influencers.models import FEED, Influencer, InfluencerMetrics, InfluencerSnapshot
from shared.influencers.rules import TIER_FROM, Tier
from shared.influencers.schemas import (
    InfluencerOut,
    InfluencerQuery,
    MaskedInfluencerOut,
    ReportedMetricsOut,
    ReportedMetricsQuery,
    SnapshotOut,
    SnapshotQuery,
)
from shared.permissions import Permission, allows
from shared.platform import rows
from shared.platform.errors import NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, contains, page_of
from shared.platform.rollups import RollupDifference, differences, exact
from shared.sales.queries.conditions import among, within
from shared.sales.queries.conditions import equal as equals

exact_feed_day_influencer = exact(FEED.tables[0])
exact_feed_month_influencer = exact(FEED.months)


class InfluencerMissing(NotFound):
    code = "influencer_not_found"


def shape_for(actor: Actor) -> type[InfluencerOut]:
    """Return how an influencer is shown to this caller: with the mail address to those who deal with them."""
    deals = actor.role is not None and allows(actor.role, Permission.INFLUENCERS_MANAGE)
    return InfluencerOut if deals else MaskedInfluencerOut


def get_influencer(session: Session, influencer_id: int) -> Influencer:
    return _found(rows.one(session, Influencer, influencer_id))


def lock_influencer(session: Session, influencer_id: int) -> Influencer:
    statement = select(Influencer).where(Influencer.influencer_id == influencer_id).with_for_update(key_share=True)
    return _found(session.scalars(statement.execution_options(populate_existing=True)).one_or_none())


def _found(influencer: Influencer | None) -> Influencer:
    if influencer is None:
        raise InfluencerMissing("There is no such influencer.")
    return influencer


def list_influencers(session: Session, actor: Actor, query: InfluencerQuery) -> Page[InfluencerOut]:
    """List influencers as `actor` may see them."""
    equal = query.model_dump(include={"platform", "category", "still_partner", "is_deleted"}, exclude_none=True)
    statement = select(Influencer).filter_by(**equal).where(*of_tiers(query.tier))
    if query.q:
        statement = statement.where(contains(Influencer.influencer_name, query.q))
    sorts = {
        "influencer_id": Influencer.influencer_id,
        "influencer_name": Influencer.influencer_name,
        "follower_count": Influencer.follower_count,
        "clicked_number": Influencer.clicked_number,
        "member_since": Influencer.member_since,
    }
    return page_of(session, statement, query, sorts=sorts, key=Influencer.influencer_id, make=shape_for(actor))


def list_reports(session: Session, influencer_id: int, query: ReportedMetricsQuery) -> Page[ReportedMetricsOut]:
    """List what feeds reported for an influencer.

    Raises:
        InfluencerMissing: there is no such influencer.
    """
    get_influencer(session, influencer_id)
    of = InfluencerMetrics
    statement = select(of).where(
        of.influencer_id == influencer_id,
        *within(of.day, query),
        *among(of.campaign_id, query.campaign_id),
        *equals(of.source, query.source),
    )
    sorts = {"day": of.day, "impressions": of.impressions, "clicks": of.clicks, "spend": of.spend}
    return page_of(session, statement, query, sorts=sorts, key=of.metric_id, make=ReportedMetricsOut)


def list_snapshots(session: Session, influencer_id: int, query: SnapshotQuery) -> Page[SnapshotOut]:
    """List an influencer's followers and engagement as they stood.

    Raises:
        InfluencerMissing: there is no such influencer.
    """
    get_influencer(session, influencer_id)
    of = InfluencerSnapshot
    statement = select(of).where(
        of.influencer_id == influencer_id, *within(of.day, query), *equals(of.source, query.source)
    )
    # Of one influencer: day and source together name the row.
    return page_of(session, statement, query, sorts={"day": of.day}, key=of.source, make=SnapshotOut)


def names_of_influencers(session: Session) -> dict[int, tuple[str, str]]:
    """Return name and platform of all of them."""
    everybody = select(Influencer.influencer_id, Influencer.influencer_name, Influencer.platform)
    return {row[0]: (row[1], row[2]) for row in session.execute(everybody)}


def of_tiers(tiers: Collection[Tier]) -> list[ColumnElement[bool]]:
    """Return the condition that somebody's followers are of one of these tiers; none for none."""
    if not tiers:
        return []
    return [or_(*(_of_tier(each) for each in tiers))]


def _of_tier(chosen: Tier) -> ColumnElement[bool]:
    above = [least for least in TIER_FROM.values() if least > TIER_FROM[chosen]]
    count = Influencer.follower_count
    return and_(count >= TIER_FROM[chosen], count < min(above)) if above else count >= TIER_FROM[chosen]


def feed_of_facts() -> Select[Any]:
    """Return the roll-up by day as the reports give it. Reads all of them."""
    of = InfluencerMetrics
    sums = {
        "reports": func.count(),
        "impressions": func.sum(of.impressions),
        "clicks": func.sum(of.clicks),
        "engagements": func.sum(of.likes + of.comments + of.shares + of.saves),
        "reported_conversions": func.sum(of.conversions),
        "spend_cents": func.sum(of.spend) * 100,
    }
    measures = [cast(each, BigInteger).label(name) for name, each in sums.items()]
    key: list[ColumnElement[Any]] = [of.day.expression, of.influencer_id.expression]
    return select(*key, *measures).group_by(*key)


def feed_rollup_differences(session: Session, limit: int = 100) -> list[RollupDifference]:
    """Compare the roll-ups of feeds with the reports; at most `limit` differences of each."""
    return differences(session, {FEED: feed_of_facts()}, limit)
