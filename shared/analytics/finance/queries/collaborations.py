"""What each collaboration sold and was reported, week by week: the evidence of what it can be expected to bring."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Row,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.ranking.decay import MIDDLE_OF_A_WEEK, WEEK
from shared.campaigns.credits import MICRO, belongs, credited_stretches, part_of
from shared.campaigns.models import Arrangement, Campaign, CampaignStatus
from shared.influencers.models import Influencer, InfluencerMetrics
from shared.sales import queries as sales

WORK_MEMORY = "256MB"
SOLD = ("orders", "units", "returned_units", "gross_cents", "returned_cents")  # counts in millionths
REPORTED = ("impressions", "clicks", "spend_cents")
MEASURES = (*SOLD, *REPORTED)
MOST_DAYS = 180  # that a trend is told from
RECENT, EARLIER = 1, 2


def blocks(session: Session, today: date) -> list[Row[Any]]:
    """Return a row per campaign, influencer, week and half, in a fixed order.

    Columns: campaign_id, influencer_id, age (days from the middle of the week to today), half (RECENT, EARLIER or 0:
    neither half of the last days until the campaign ended, or yesterday) and MEASURES.
    """
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    part = union_all(_sold(today), _reported(today)).subquery("part")
    keys = [part.c[name] for name in ("campaign_id", "influencer_id", "age", "half")]
    sums = [cast(func.sum(part.c[name]), BigInteger).label(name) for name in MEASURES]
    return list(session.execute(select(*keys, *sums).group_by(*keys).order_by(*keys)))


def _sold(today: date) -> Select[Any]:
    facts, credited = sales.sales_movements, credited_stretches()
    measures = {
        name: part_of(facts.c[name] * (1 if name.endswith("_cents") else MICRO), credited, cents=True) for name in SOLD
    }
    joined = facts.join(credited, belongs(facts, facts.c.day, credited))
    joined = joined.join(Campaign, Campaign.campaign_id == credited.c.campaign_id)
    keys = (credited.c.campaign_id, facts.c.channel.label("influencer_id"))
    return (
        _summed(keys, facts.c.day, measures, today).select_from(joined).where(facts.c.orders != 0, facts.c.day <= today)
    )


def _reported(today: date) -> Select[Any]:
    of = InfluencerMetrics
    measures = {
        "impressions": of.impressions.expression,
        "clicks": of.clicks.expression,
        "spend_cents": cast(of.spend * 100, BigInteger),
    }
    joined: FromClause = of.__table__.join(Campaign.__table__, Campaign.campaign_id == of.campaign_id)
    statement = _summed((of.campaign_id, of.influencer_id), of.day.expression, measures, today)
    return statement.select_from(joined).where(of.day <= today)


def _summed(
    keys: tuple[Any, ...], day: ColumnElement[date], measures: dict[str, ColumnElement[Any]], today: date
) -> Select[Any]:
    age = (cast(literal(today) - day, Integer) // WEEK * WEEK + MIDDLE_OF_A_WEEK).label("age")
    half = _half(day, today).label("half")
    sums = [cast(func.sum(measures.get(name, literal(0, Integer))), BigInteger).label(name) for name in MEASURES]
    return select(*keys, age, half, *sums).group_by(*keys, age, half)


def _half(day: ColumnElement[date], today: date) -> ColumnElement[int]:
    end, days = _end(today), _half_days(today)
    return case((day > end, 0), (day > end - days, RECENT), (day > end - 2 * days, EARLIER), else_=0)


def _end(today: date) -> ColumnElement[date]:
    """Return the last whole day that counts."""
    return func.least(cast(literal(today) - 1, Date), Campaign.end_date, Campaign.ended_on, type_=Date)


def _half_days(today: date) -> ColumnElement[int]:
    days = func.least(MOST_DAYS, cast(_end(today) - Campaign.start_date, Integer) + 1, type_=Integer)
    return func.greatest(days, 0, type_=Integer) // 2


def pairs(session: Session) -> list[Row[Any]]:
    """Return campaign_id, influencer_id, platform and follower_count of those arranged or reported for."""
    arranged = select(Arrangement.campaign_id, Arrangement.influencer_id)
    reported = select(InfluencerMetrics.campaign_id, InfluencerMetrics.influencer_id).where(
        InfluencerMetrics.campaign_id.is_not(None)
    )
    both = arranged.union(reported).subquery("both")
    statement = (
        select(both.c.campaign_id, both.c.influencer_id, Influencer.platform, Influencer.follower_count)
        .join(Influencer, Influencer.influencer_id == both.c.influencer_id)
        .join(Campaign, and_(Campaign.campaign_id == both.c.campaign_id, Campaign.status != CampaignStatus.DRAFT))
    )
    return list(session.execute(statement.order_by(both.c.campaign_id, both.c.influencer_id)))


def halves(session: Session, today: date) -> dict[int, tuple[date, int]]:
    """Return by campaign the last whole day that counts and the days of each half."""
    rows = session.execute(select(Campaign.campaign_id, _end(today), _half_days(today)))
    return {row[0]: (row[1], row[2]) for row in rows}
