"""Every metric by one dimension: by day, week or month for a series, by platform, campaign or category."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.dimensions import OF_PRODUCT, TIMES, Dimension
from shared.analytics.metrics import CATALOGUE, MORE_ORDERS_THAN_CLICKS, SUMS, Metric, Value
from shared.analytics.queries.costs import paid_lines
from shared.analytics.queries.cube import Question, summed, value_of
from shared.analytics.queries.measured import measured, metrics_of
from shared.analytics.queries.sums import influencer_conditions
from shared.analytics.schemas import Filters
from shared.analytics.windows import Split, Window, split
from shared.finance.models import Expense, Payment
from shared.influencers import queries as influencers
from shared.influencers.models import REPORTED, Influencer, InfluencerMetrics
from shared.sales import queries as sales
from shared.sales.models import BY_PURCHASE_DAY, Customer

NAMES = tuple(name for name in SUMS if name != "net_cents")  # which follows from the others


@dataclass(frozen=True)
class Grouping:
    """The question. `keys` are groups that are there even where nothing happened; other metrics are left unknown."""

    by: Dimension
    window: Window
    filters: Filters
    keys: tuple[date, ...] = ()
    metrics: tuple[Metric, ...] = CATALOGUE

    @property
    def over_time(self) -> bool:
        return self.by in TIMES

    @property
    def of_products(self) -> bool:
        return self.filters.by_product or self.by in OF_PRODUCT

    @property
    def of_campaigns(self) -> bool:
        return bool(self.filters.campaign_id) or self.by is Dimension.CAMPAIGN

    @cached_property
    def sums(self) -> frozenset[str]:
        """The sums that are wanted and known: feeds and payments name no product, customers no campaign either."""
        wanted = {name for metric in self.metrics for name in metric.sums}
        if "net_cents" in wanted:
            wanted |= {"gross_cents", "returned_cents"}
        unknown = {name for name in wanted if self.of_products and not SUMS[name]}
        return frozenset(wanted - unknown - ({"new_customers"} if self.of_campaigns else set()))


@dataclass(frozen=True)
class GroupRow:
    """`key` is None for channels that are no influencer's, and for what belongs to no campaign."""

    key: Any
    values: dict[str, Value]
    flags: list[str]


def grouped(session: Session, asked: Grouping) -> list[GroupRow]:
    """Return all metrics of each group in which something happened or that is one of the keys asked for.

    The sums of the groups are the sums of the whole; a ratio is of the group's own sums.
    """
    sums = _sums(asked).subquery("sums")
    rows = session.execute(select(sums.c.key, *metrics_of(sums)).order_by(sums.c.key.asc().nulls_last()))
    return [_row(row) for row in rows]


def first_month(session: Session, filters: Filters) -> date | None:
    """Return the first month in which anything happened to the influencers chosen."""
    sold, came = sales.exact_sales_month_channel, sales.exact_customers_month_channel
    fed = influencers.exact_feed_month_influencer
    firsts = [
        select(func.min(of.c.month)).where(*_of_channels(filters, of.c[channel]))
        for of, channel in ((sold, "channel"), (came, "channel"), (fed, "influencer_id"))
    ]
    firsts += [
        select(func.min(day)).where(*_of_channels(filters, of))
        for day, of in (
            (Payment.date, Payment.influencer_id.expression),
            (Expense.expense_date, Expense.influencer_id.expression),
        )
    ]
    days = [day for (day,) in session.execute(union_all(*firsts)) if day is not None]
    return min(days).replace(day=1) if days else None


def _row(row: Row[Any]) -> GroupRow:
    return GroupRow(row.key, *measured(row))


def _sums(asked: Grouping) -> Select[Any]:
    parts = union_all(*(_wide(part) for part in _parts(asked))).subquery("parts")
    totals = select(parts.c.key, *(func.sum(parts.c[name]).label(name) for name in NAMES)).group_by(parts.c.key)
    known = totals.subquery("totals")
    values: dict[str, ColumnElement[Any]] = {name: _known(asked, known, name) for name in NAMES}
    values["net_cents"] = known.c.gross_cents - known.c.returned_cents
    more = case((values["orders"] > values["clicks"], MORE_ORDERS_THAN_CLICKS), else_=cast(null(), String))
    return select(known.c.key, *(value.label(name) for name, value in values.items()), more.label("flag"))


def _known(asked: Grouping, known: FromClause, name: str) -> ColumnElement[Any]:
    if name not in asked.sums:
        return cast(null(), BigInteger)
    if name == "shop_net_cents" and not asked.over_time:
        return _whole_shop(asked.window)
    return known.c[name]


def _wide(part: Select[Any]) -> Select[Any]:
    """Return the rows of `part` with a 0 for each sum that it does not have."""
    of = part.subquery()
    return select(of.c.key, *(of.c[name] if name in of.c else cast(0, BigInteger).label(name) for name in NAMES))


def _parts(asked: Grouping) -> Iterator[Select[Any]]:
    yield _sold(asked)
    if asked.over_time and "shop_net_cents" in asked.sums:
        yield _shop(asked)
    if asked.keys:
        yield select(func.unnest(cast(literal(list(asked.keys)), ARRAY(Date))).label("key"))
    if asked.sums & {*REPORTED, "cost_cents"}:
        yield _reported(asked)
    if "cost_cents" in asked.sums:
        yield _paid(asked)
    if "new_customers" in asked.sums:
        yield _came(asked)


def _sold(asked: Grouping) -> Select[Any]:
    sold = summed(Question(asked.window, asked.filters, (asked.by,), BY_PURCHASE_DAY)).subquery()
    return select(sold.c[asked.by.value].label("key"), *(sold.c[name] for name in BY_PURCHASE_DAY))


def _shop(asked: Grouping) -> Select[Any]:
    whole = summed(Question(asked.window, Filters(), (asked.by,), ("gross_cents", "returned_cents"))).subquery()
    net = (whole.c.gross_cents - whole.c.returned_cents).label("shop_net_cents")
    return select(whole.c[asked.by.value].label("key"), net)


def _whole_shop(window: Window) -> ColumnElement[Any]:
    whole = summed(Question(window, Filters(), (), ("gross_cents", "returned_cents"))).subquery()
    return select(whole.c.gross_cents - whole.c.returned_cents).scalar_subquery()


def _reported(asked: Grouping) -> Select[Any]:
    part = (_reports(asked) if asked.of_campaigns else _fed(asked)).subquery()
    spent = func.sum(part.c.spend_cents).label("cost_cents")
    counts = [func.sum(part.c[name]).label(name) for name in REPORTED if name != "spend_cents"]
    return _by_key(asked, part, *counts, spent)


def _fed(asked: Grouping) -> Any:
    days, months = influencers.exact_feed_day_influencer, influencers.exact_feed_month_influencer
    columns = ("influencer_id", *REPORTED)
    return union_all(
        *(
            select(day.label("day"), of.c.influencer_id.label("channel"), *(of.c[name] for name in columns[1:])).where(
                day.between(*reach), *_of_channels(asked.filters, of.c.influencer_id)
            )
            for of, day, reach in _stretches(asked, (days, days.c.day), (months, months.c.month))
        )
    )


def _reports(asked: Grouping) -> Select[*tuple[Any, ...]]:
    of = InfluencerMetrics
    return select(
        of.day,
        of.influencer_id.label("channel"),
        of.campaign_id,
        of.impressions,
        of.clicks,
        (of.likes + of.comments + of.shares + of.saves).label("engagements"),
        of.conversions.label("reported_conversions"),
        cast(of.spend * 100, BigInteger).label("spend_cents"),
    ).where(
        of.day.between(asked.window.first, asked.window.last),
        *_of_channels(asked.filters, of.influencer_id.expression),
        *_of_campaigns(asked.filters, of.campaign_id.expression),
    )


def _paid(asked: Grouping) -> Select[Any]:
    lines = paid_lines(asked.window, asked.filters.campaign_id).subquery()
    part = (
        select(lines.c.day, lines.c.influencer_id.label("channel"), lines.c.campaign_id, lines.c.cents)
        .where(*_of_channels(asked.filters, lines.c.influencer_id))
        .subquery()
    )
    return _by_key(asked, part, func.sum(part.c.cents).label("cost_cents"))


def _came(asked: Grouping) -> Select[Any]:
    channel, months = sales.channel_they_came_by, sales.exact_customers_month_channel
    kept = (months, months.c.month)
    customers: FromClause = Customer.__table__
    parts = []
    for of, day, reach in _stretches(asked, (customers, Customer.since.expression), kept):
        by, number = (channel, literal(1, Integer)) if of is customers else (months.c.channel, months.c.new_customers)
        came = select(day.label("day"), by.label("channel"), number.label("new_customers"))
        parts.append(came.where(day.between(*reach), *_of_channels(asked.filters, by)))
    part = union_all(*parts).subquery()
    return _by_key(asked, part, func.sum(part.c.new_customers).label("new_customers"))


type Kept = tuple[FromClause, ColumnElement[date]]


def _stretches(
    asked: Grouping, days: Kept, months: Kept
) -> Iterator[tuple[FromClause, ColumnElement[date], tuple[date, date]]]:
    window = asked.window
    by_day = asked.by in {Dimension.DAY, Dimension.WEEK}
    parts = Split(None, ((window.first, window.last),)) if by_day else split(window)
    for edge in parts.days:
        yield *days, edge
    if parts.months:
        yield *months, parts.months


def _by_key(asked: Grouping, part: FromClause, *sums: ColumnElement[Any]) -> Select[Any]:
    joined = part
    if asked.by is Dimension.PLATFORM:
        joined = part.outerjoin(Influencer, Influencer.influencer_id == part.c.channel)
    key = value_of(asked.by, part).label("key")
    return select(key, *sums).select_from(joined).group_by(key)


def _of_channels(filters: Filters, channel: ColumnElement[Any]) -> Iterable[ColumnElement[bool]]:
    if not filters.by_influencer:
        return []
    return [channel.in_(select(Influencer.influencer_id).where(and_(*influencer_conditions(filters))))]


def _of_campaigns(filters: Filters, campaign_id: ColumnElement[Any]) -> Iterable[ColumnElement[bool]]:
    return [campaign_id.in_(filters.campaign_id)] if filters.campaign_id else []
