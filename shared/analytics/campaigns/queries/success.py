"""What campaigns brought and cost: by campaign, influencer, product and day, in one statement.

Sales are read from the purchases of the arranged influencers alone, by their index, and not through the view that the
roll-ups are checked with: it knows no channel that an index could find.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from shared.analytics.metrics import CATALOGUE, MORE_ORDERS_THAN_CLICKS, SUMS, Metric, Value
from shared.analytics.queries.costs import paid_lines
from shared.analytics.windows import ALL, LATEST, Window, named_window
from shared.campaigns.credits import MICRO, arranged_alike, arranged_days, credited_stretches, part_of
from shared.campaigns.models import Arrangement
from shared.influencers.models import InfluencerMetrics
from shared.sales.models import BY_PURCHASE_DAY, Customer, Purchase
from shared.sales.rules import PurchaseStatus

# All that need not be compared with the whole shop.
METRICS = tuple(metric for metric in CATALOGUE if "shop_net_cents" not in metric.sums)
OF_SALES = tuple(metric for metric in METRICS if metric.known_per_product)
KEYS = ("campaign_id", "influencer_id", "product_id", "day")
REPORTED = ("impressions", "clicks", "engagements", "reported_conversions")
CHOSEN: BindParameter[Any] = bindparam("chosen", expanding=True)  # the campaigns that are asked about
FIRST, LAST = bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
EVER = named_window(ALL, LATEST)
ADDED = (*BY_PURCHASE_DAY, *REPORTED, "cost_cents", "new_customers")


class Level(IntEnum):
    """What a row is about beside its campaign: the bits of KEYS that it does not tell (GROUPING of PostgreSQL)."""

    CAMPAIGN = 0b0111
    INFLUENCER = 0b0011
    PRODUCT = 0b0101
    DAY = 0b0110


@dataclass(frozen=True)
class Measured:
    """The metrics of a campaign, or of one influencer, product (of costs and clicks nothing is known) or day of it."""

    level: Level
    campaign_id: int
    key: Any
    values: dict[str, Value]
    flags: list[str]


def measured(
    session: Session, campaigns: Sequence[int], levels: Sequence[Level] = tuple(Level), *, window: Window = EVER
) -> list[Measured]:
    """Return what is credited to, reported for, paid for and won by the campaigns, in the order of their keys.

    Cost and clicks count on whatever day of the window they were paid or reported, sales and new customers on the
    campaign's days in it.
    A campaign, an influencer, a product or a day of which nothing is known has no row.
    """
    days = {FIRST.key: window.first, LAST.key: window.last}
    rows = session.execute(_statement(tuple(levels)), {CHOSEN.key: list(campaigns), **days})
    told = (_measured(row, METRICS) for row in rows)
    return [row for row in told if row.level is Level.CAMPAIGN or row.key is not None]


def sold_before(session: Session, campaign_id: int, window: Window) -> dict[str, Value]:
    """Return the metrics of what the campaign's influencers sold of its products in another window, all of it."""
    of = aliased(Arrangement)
    pairs = select(of.influencer_id, of.product_id).where(of.campaign_id == campaign_id).distinct().cte("pairs")
    bought = (
        select(*(each.label(name) for name, each in _of_purchase().items()))
        .join(pairs, and_(Purchase.channel == pairs.c.influencer_id, Purchase.product_id == pairs.c.product_id))
        .where(Purchase.bought_date.between(window.first, window.last), Purchase.status != PurchaseStatus.CANCELLED)
        .subquery("bought")
    )
    sums = _with_net(select(*(func.coalesce(func.sum(bought.c[name]), 0).label(name) for name in BY_PURCHASE_DAY)))
    row = session.execute(select(*_values(OF_SALES)).select_from(sums)).one()
    return {metric.slug: row._mapping[metric.slug] for metric in OF_SALES}  # noqa: SLF001 - public, in spite of its name


@cache
def _statement(levels: tuple[Level, ...]) -> Select[*tuple[Any, ...]]:
    """Return the statement of `measured`: to put it together takes longer than to carry it out."""
    part = union_all(
        _padded(_sold(), BY_PURCHASE_DAY),
        _padded(_reported(), (*REPORTED, "cost_cents")),
        _padded(_paid(), ("cost_cents",)),
        _padded(_came(), ("new_customers",)),
    ).subquery("part")
    sets = [tuple_(*(part.c[key] for key in _told(level))) for level in levels]
    grouped = [key for key in KEYS if any(key in _told(level) for level in levels)]
    keys = [part.c[key] if key in grouped else null().label(key) for key in KEYS]
    level = _level(part, grouped)
    asked = select(*keys, level, *_sums(part, level)).where(part.c.day.between(FIRST, LAST))
    sums = _with_net(asked.group_by(func.grouping_sets(*sets)))
    told = (*(sums.c[key] for key in KEYS), sums.c.level, *_values(METRICS), _flag(sums))
    return select(*told).order_by(*KEYS)


def _told(level: Level) -> list[str]:
    return [key for place, key in enumerate(reversed(KEYS)) if not level >> place & 1]


def _level(part: Any, grouped: Sequence[str]) -> ColumnElement[Any]:
    """Return the Level of a row; keys that no row tells count as untold."""
    bits = {key: 1 << place for place, key in enumerate(reversed(KEYS))}
    told = (func.grouping(part.c[key]) * bits[key] for key in grouped)
    return reduce(add, told, literal(sum(bits[key] for key in KEYS if key not in grouped))).label("level")


def _of_purchase() -> dict[str, ColumnElement[Any]]:
    """Return the measures of BY_PURCHASE_DAY of one purchase, as migrations/sql/0004/bought.sql has them."""
    cents = cast(Purchase.unit_price * 100, BigInteger)
    units = func.coalesce(Purchase.quantity, 0)
    return {
        "orders": literal(1),
        "units": units,
        "returned_units": Purchase.returned_quantity.expression,
        "ratings": case((Purchase.rating.is_not(None), 1), else_=0),
        "rating_sum": func.coalesce(Purchase.rating, 0),
        "gross_cents": units * cents,
        "returned_cents": Purchase.returned_quantity * cents,
    }


def _sold() -> Select[Any]:
    credited = credited_stretches(arranged_alike(CHOSEN))
    parts = {
        name: part_of(each, credited, cents=name.endswith("_cents")).label(name)
        for name, each in _of_purchase().items()
    }
    of_it = and_(
        Purchase.channel == credited.c.channel,
        Purchase.product_id == credited.c.product_id,
        Purchase.bought_date.between(credited.c.first, credited.c.last),
    )
    return (
        select(
            credited.c.campaign_id,
            credited.c.channel.label("influencer_id"),
            Purchase.product_id,
            Purchase.bought_date.label("day"),
            *parts.values(),
        )
        .join(credited, of_it)
        .where(credited.c.campaign_id.in_(CHOSEN), Purchase.status != PurchaseStatus.CANCELLED)
    )


def _reported() -> Select[Any]:
    of = InfluencerMetrics
    return select(
        of.campaign_id,
        of.influencer_id,
        _no_product(),
        of.day,
        of.impressions,
        of.clicks,
        (of.likes + of.comments + of.shares + of.saves).label("engagements"),
        of.conversions.label("reported_conversions"),
        (of.spend * 100).label("cost_cents"),
    ).where(of.campaign_id.in_(CHOSEN))


def _paid() -> Select[Any]:
    """Return payments and expenses of any day: people are paid after the campaign, and agencies before."""
    lines = paid_lines(EVER, CHOSEN).subquery("paid")
    cents = lines.c.cents.label("cost_cents")
    return select(lines.c.campaign_id, lines.c.influencer_id, _no_product(), lines.c.day, cents)


def _came() -> Select[Any]:
    """Return new customers: of one who came through an influencer each of his campaigns of that day gets its part."""
    of = aliased(Arrangement)
    concerned = select(of.influencer_id).where(of.campaign_id.in_(CHOSEN))
    mine, all_of_them = _engagements(concerned, "mine"), _engagements(concerned, "all_of_them")
    days = (
        select(mine.c.campaign_id, mine.c.influencer_id, Customer.since.label("day"), func.count().label("came"))
        .join(
            Customer,
            and_(Customer.channel == mine.c.influencer_id, Customer.since.between(mine.c.start_date, mine.c.end_date)),
        )
        .where(mine.c.campaign_id.in_(CHOSEN))
        .group_by(mine.c.campaign_id, mine.c.influencer_id, Customer.since)
        .subquery("days")
    )
    keys = (days.c.campaign_id, days.c.influencer_id, days.c.day, days.c.came)
    others = func.count().filter(all_of_them.c.campaign_id < days.c.campaign_id)
    shared = (
        select(*keys, others.label("place"), func.count().label("of"))
        .join(
            all_of_them,
            and_(
                all_of_them.c.influencer_id == days.c.influencer_id,
                days.c.day.between(all_of_them.c.start_date, all_of_them.c.end_date),
            ),
        )
        .group_by(*keys)
        .subquery("shared")
    )
    whole = cast(shared.c.came, BigInteger) * MICRO
    part = cast((whole * (shared.c.place + 1)) // shared.c.of - (whole * shared.c.place) // shared.c.of, Numeric)
    named = (shared.c.campaign_id, shared.c.influencer_id, _no_product(), shared.c.day)
    return select(*named, (part / MICRO).label("new_customers"))


def _engagements(influencers: Select[int], name: str) -> Any:
    """Return each campaign of the influencers once, with its days."""
    days = arranged_days().where(Arrangement.influencer_id.in_(influencers)).subquery()
    once = select(days.c.influencer_id, days.c.campaign_id, days.c.start_date, days.c.end_date).distinct()
    return once.subquery(name)


def _no_product() -> ColumnElement[Any]:
    return cast(null(), Integer).label("product_id")


def _padded(of: Select[Any], names: Sequence[str]) -> Select[Any]:
    """Return the columns of `of` among those of all sources, zero where it knows nothing."""
    known = of.subquery()
    types: dict[str, Any] = {"campaign_id": Integer, "influencer_id": Integer, "product_id": Integer, "day": Date}
    keys = (cast(known.c[key], types[key]).label(key) for key in KEYS)
    measures = (cast(known.c[name] if name in names else literal(0), Numeric).label(name) for name in ADDED)
    return select(*keys, *measures)


def _sums(part: Any, level: ColumnElement[int]) -> list[ColumnElement[Any]]:
    sums = ((name, cast(func.sum(part.c[name]), _type(name))) for name in ADDED)
    return [(each if SUMS[name] else case((level != Level.PRODUCT, each))).label(name) for name, each in sums]


def _type(name: str) -> Any:
    return BigInteger if name in REPORTED or name.endswith("_cents") else Numeric  # the rest may be parts


def _with_net(sums: Select[Any]) -> Any:
    added = sums.subquery("added")
    return select(*added.c, (added.c.gross_cents - added.c.returned_cents).label("net_cents")).subquery("sums")


def _values(metrics: Sequence[Metric]) -> list[ColumnElement[Any]]:
    return [literal_column(metric.sql).label(metric.slug) for metric in metrics]


def _flag(sums: Any) -> ColumnElement[Any]:
    return case((sums.c.orders > sums.c.clicks, MORE_ORDERS_THAN_CLICKS), else_=cast(null(), String)).label("flag")


def _measured(row: Row[*tuple[Any, ...]], metrics: Sequence[Metric]) -> Measured:
    held, level = row._mapping, Level(row.level)  # noqa: SLF001 - public, in spite of its name
    key = None if level is Level.CAMPAIGN else held[_told(level)[0]]
    values = {metric.slug: held[metric.slug] for metric in metrics}
    return Measured(level, row.campaign_id, key, values, [row.flag] if row.flag else [])
