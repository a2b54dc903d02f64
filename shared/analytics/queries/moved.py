"""What a change of a campaign re-attributes: the same purchases, credited as before it and as after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Date,
    Integer,
    Numeric,
    Select,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from shared.campaigns.credits import arranged_days, belongs, credited_stretches, part_of
from shared.campaigns.models import Campaign
from shared.sales import queries as sales

MEASURES = ("orders", "gross_cents", "returned_cents")


@dataclass(frozen=True, order=True)
class Claim:
    """Days on which a campaign has the credit, or a part of it, for what an influencer sells of a product."""

    influencer_id: int
    product_id: int
    first: date
    last: date


@dataclass(frozen=True)
class Credit:
    """What a campaign, or none of them, is credited with."""

    orders: Decimal
    net_cents: int


NOTHING = Credit(Decimal(0), 0)


@dataclass(frozen=True)
class Moved:
    campaign_id: int | None
    campaign_name: str | None
    before: Credit
    after: Credit


def claims(session: Session, campaign_id: int) -> set[Claim]:
    """Return what the campaign claims now."""
    days = arranged_days().where(Campaign.campaign_id == campaign_id)
    return {
        Claim(row.influencer_id, row.product_id, row.start_date, row.end_date) for row in session.execute(days).all()
    }


def moved(session: Session, campaign_id: int, before: set[Claim], after: set[Claim]) -> list[Moved]:
    """Return whose credit differs between the campaign's former claims and its present ones.

    One statement, so that both sides see the same purchases, whatever is imported meanwhile.
    """
    concerned = before ^ after
    if not concerned:
        return []
    statement = union_all(
        _credits(literal("before"), _former(campaign_id, before, concerned), concerned),
        _credits(literal("after"), _present(concerned), concerned),
    )
    found: dict[int | None, dict[str, Credit]] = {}
    for side, of, orders, net_cents in session.execute(statement):
        found.setdefault(of, {})[side] = Credit(orders, net_cents)
    names = _names(session, [each for each in found if each is not None])
    rows = [
        Moved(of, names.get(of), sides.get("before", NOTHING), sides.get("after", NOTHING))
        for of, sides in sorted(found.items(), key=lambda item: (item[0] is None, item[0] or 0))
    ]
    return [row for row in rows if row.before != row.after]


def _present(concerned: Collection[Claim]) -> Select[Any]:
    now = arranged_days().subquery()
    return select(now).where(tuple_(now.c.influencer_id, now.c.product_id).in_(_pairs(concerned)))


def _former(campaign_id: int, before: Collection[Claim], concerned: Collection[Claim]) -> Select[Any]:
    """Return what was arranged before: the others as they are, and this campaign as it was."""
    others = _present(concerned).subquery()
    pairs = {(claim.influencer_id, claim.product_id) for claim in concerned}
    own = sorted(claim for claim in before if (claim.influencer_id, claim.product_id) in pairs)
    was = select(
        _column([claim.influencer_id for claim in own], Integer).label("influencer_id"),
        _column([claim.product_id for claim in own], Integer).label("product_id"),
        literal(campaign_id).label("campaign_id"),
        _column([claim.first for claim in own], Date).label("start_date"),
        _column([claim.last for claim in own], Date).label("end_date"),
    )
    both = union_all(select(others).where(others.c.campaign_id != campaign_id), was).subquery()
    return select(both)


def _pairs(concerned: Collection[Claim]) -> Select[Any]:
    pairs = sorted({(claim.influencer_id, claim.product_id) for claim in concerned})
    return select(_column([pair[0] for pair in pairs], Integer), _column([pair[1] for pair in pairs], Integer))


def _column(values: Sequence[Any], kind: type[Date | Integer]) -> Any:
    return func.unnest(cast(values, ARRAY(kind)))


def _credits(side: Any, arranged: Select[Any], concerned: Collection[Claim]) -> Select[Any]:
    """Return side, campaign_id (null: none), orders and net_cents of what the concerned pairs sold on those days."""
    facts, credited = sales.sales_movements, credited_stretches(arranged)
    joined = facts.outerjoin(credited, belongs(facts, facts.c.day, credited))
    orders, gross, returned = (part_of(facts.c[name], credited, cents=name.endswith("_cents")) for name in MEASURES)
    first, last = min(claim.first for claim in concerned), max(claim.last for claim in concerned)
    return (
        select(
            side.label("side"),
            credited.c.campaign_id,
            cast(func.sum(orders), Numeric).label("orders"),
            cast(func.sum(gross - returned), BigInteger).label("net_cents"),
        )
        .select_from(joined)
        .where(
            facts.c.orders != 0,
            facts.c.day.between(first, last),
            facts.c.product_id.in_(sorted({claim.product_id for claim in concerned})),  # by its index
            tuple_(facts.c.channel, facts.c.product_id).in_(_pairs(concerned)),
        )
        .group_by(credited.c.campaign_id)
    )


def _names(session: Session, campaign_ids: Sequence[int]) -> dict[int | None, str]:
    statement = select(Campaign.campaign_id, Campaign.campaign_name).where(Campaign.campaign_id.in_(campaign_ids))
    return {row.campaign_id: row.campaign_name for row in session.execute(statement)}
