"""Which campaigns a purchase is credited to, and with which part of it.

A purchase belongs to the campaigns in which its influencer and product are arranged and in whose days it was bought;
where several match, its credit is split evenly. Arrangements are few: they are cut into stretches of days within which
the campaigns of an influencer and product stay the same, and each purchase finds its stretch by one join.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Subquery,
    and_,
    cast,
    func,
    literal,
    select,
    union,
)

from shared.campaigns.models import Arrangement, Campaign

MICRO = 1_000_000
LAST_DAY = date(9999, 12, 31)


def credited_stretches() -> Subquery:
    """Return channel, product_id, first, last, campaign_id, place (from 0) and of: how many campaigns share it."""
    arranged = (
        select(
            Arrangement.influencer_id,
            Arrangement.product_id,
            Campaign.campaign_id,
            Campaign.start_date,
            Campaign.end_date,
        )
        .join(Campaign, Campaign.campaign_id == Arrangement.campaign_id)
        .distinct()
        .cte()
    )
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
