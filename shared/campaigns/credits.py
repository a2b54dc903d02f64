"""Which campaigns a purchase is credited to, and with which part of it.

A purchase belongs to the campaigns in which its influencer and product are arranged and in whose days it was bought;
where several match, its credit is split evenly. A draft takes no credit, and a campaign that was ended by hand none
after the day it was ended on. Arrangements are few: they are cut into stretches of days within which
the campaigns of an influencer and product stay the same, and each purchase finds its stretch by one join.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import aliased

from shared.campaigns.models import Arrangement, Campaign, CampaignStatus

MICRO = 1_000_000
LAST_DAY = date(9999, 12, 31)


def arranged_days() -> Select[*tuple[Any, ...]]:
    """Return influencer_id, product_id, campaign_id, start_date and end_date: the days whose sales count for it."""
    last = func.least(Campaign.end_date, Campaign.ended_on, type_=Date)  # a null counts for nothing
    return (
        select(
            Arrangement.influencer_id,
            Arrangement.product_id,
            Campaign.campaign_id,
            Campaign.start_date,
            last.label("end_date"),
        )
        .join(Campaign, Campaign.campaign_id == Arrangement.campaign_id)
        .where(Campaign.status != CampaignStatus.DRAFT, Campaign.start_date <= last)
        .distinct()
    )


def arranged_alike(campaigns: Sequence[int] | BindParameter[Any]) -> Select[*tuple[Any, ...]]:
    """Return `arranged_days` of the influencers and products that these campaigns arranged, in whatever campaign.

    They are enough to split the credit of these campaigns, and few.
    """
    of = aliased(Arrangement)
    pairs = select(of.influencer_id, of.product_id).where(of.campaign_id.in_(campaigns))
    return arranged_days().where(tuple_(Arrangement.influencer_id, Arrangement.product_id).in_(pairs))


def credited_stretches(arrangements: Select[*tuple[Any, ...]] | None = None) -> Subquery:
    """Return channel, product_id, first, last, campaign_id, place (from 0) and of: how many campaigns share it.

    `arrangements` has the columns of `arranged_days`, which it is unless given.
    """
    arranged = (arranged_days() if arrangements is None else arrangements).cte()
    pair = (arranged.c.influencer_id, arranged.c.product_id)
    starts = select(*pair, arranged.c.start_date.label("first"))
    after = select(*pair, cast(arranged.c.end_date + 1, Date)).where(arranged.c.end_date < LAST_DAY)
    cuts = union(starts, after).subquery("cuts")
    following = func.lead(cuts.c.first).over(
        partition_by=(cuts.c.influencer_id, cuts.c.product_id), order_by=cuts.c.first
    )
    stretches = select(cuts, cast(func.coalesce(following - 1, LAST_DAY), Date).label("last")).subquery("stretches")
    same = (stretches.c.influencer_id, stretches.c.product_id, stretches.c.first)
    return (
        select(
            stretches.c.influencer_id.label("channel"),
            stretches.c.product_id,
            stretches.c.first,
            stretches.c.last,
            arranged.c.campaign_id,
            (func.row_number().over(partition_by=same, order_by=arranged.c.campaign_id) - 1).label("place"),
            func.count().over(partition_by=same).label("of"),
        )
        .join(
            arranged,
            and_(
                arranged.c.influencer_id == stretches.c.influencer_id,
                arranged.c.product_id == stretches.c.product_id,
                stretches.c.first.between(arranged.c.start_date, arranged.c.end_date),
            ),
        )
        .subquery("credited")
    )


def belongs(facts: FromClause, bought: ColumnElement[date], credited: FromClause) -> ColumnElement[bool]:
    return and_(
        credited.c.channel == facts.c.channel,
        credited.c.product_id == facts.c.product_id,
        bought.between(credited.c.first, credited.c.last),
    )


def part_of(measure: ColumnElement[int], credited: FromClause, *, cents: bool) -> ColumnElement[Any]:
    """Return the campaign's part of one purchase: whole cents, millionths of counts, adding up to the whole exactly.

    What cannot be split evenly goes to the campaigns of higher id, a cent or a millionth at most.
    """
    place = func.coalesce(credited.c.place, literal(0, Integer))
    of = func.coalesce(credited.c.of, literal(1, Integer))
    whole = cast(measure, BigInteger) * (1 if cents else MICRO)
    part = (whole * (place + 1)) // of - (whole * place) // of
    return part if cents else cast(part, Numeric) / MICRO
