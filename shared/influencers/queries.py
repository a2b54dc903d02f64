"""Every SELECT of influencers."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select
from sqlalchemy.orm import Session

from shared.influencers.models import FEED, Influencer, InfluencerMetrics
from shared.influencers.schemas import InfluencerOut, InfluencerQuery
from shared.platform.errors import NotFound
from shared.platform.paging import Page, contains, page_of
from shared.platform.rollups import RollupDifference, differences, exact

exact_feed_day_influencer = exact(FEED.tables[0])
exact_feed_month_influencer = exact(FEED.months)


class InfluencerMissing(NotFound):
    code = "influencer_not_found"


def get_influencer(session: Session, influencer_id: int) -> Influencer:
    influencer = session.get(Influencer, influencer_id)
    if influencer is None:
        raise InfluencerMissing("There is no such influencer.")
    return influencer


def list_influencers(session: Session, query: InfluencerQuery) -> Page[InfluencerOut]:
    equal = query.model_dump(include={"platform", "category", "still_partner"}, exclude_none=True)
    statement = select(Influencer).filter_by(**equal)
    if query.q:
        statement = statement.where(contains(Influencer.influencer_name, query.q))
    sorts = {
        "influencer_id": Influencer.influencer_id,
        "influencer_name": Influencer.influencer_name,
        "follower_count": Influencer.follower_count,
        "clicked_number": Influencer.clicked_number,
        "member_since": Influencer.member_since,
    }
    return page_of(session, statement, query, sorts=sorts, key=Influencer.influencer_id, make=InfluencerOut)


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
