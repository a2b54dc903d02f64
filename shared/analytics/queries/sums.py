"""The sums that every metric is made of: from the roll-ups of sales, the feeds, the payments and the customers."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Numeric,
    Select,
    String,
    case,
    cast,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)

from shared.analytics.metrics import MORE_ORDERS_THAN_CLICKS
from shared.analytics.queries.costs import paid
from shared.analytics.queries.stretches import parts_of
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window, split
from shared.campaigns.credits import arranged_alike, belongs, credited_stretches, part_of
from shared.campaigns.models import Arrangement
from shared.influencers.models import FEED, FEED_MEASURES, REPORTED, Influencer, InfluencerMetrics
from shared.platform import clock
from shared.platform.rollups import Rollup
from shared.sales import queries as sales
from shared.sales.models import BY_PURCHASE_DAY, SALES_OF_CHANNELS, SALES_OF_PRODUCTS, Customer, Product


@dataclass(frozen=True)
class Kept:
    """Sales of each of what `key` names."""

    key: str
    rollup: Rollup


OF_CHANNELS = Kept("channel", SALES_OF_CHANNELS)
OF_PRODUCTS = Kept("product_id", SALES_OF_PRODUCTS)


@dataclass(frozen=True)
class Sources:
    """Sums by `influencer_id` (for sales and customers any channel, also -1 and unknown ones) in one window."""

    sold: FromClause
    reported: FromClause
    paid: FromClause
    came: FromClause

    def all(self) -> tuple[FromClause, ...]:
        return self.sold, self.reported, self.paid, self.came


def sums_per_influencer(window: Window, filters: Filters, *, everybody: bool = False) -> Select[*tuple[Any, ...]]:
    """Return SUMS for each influencer who is still a partner or to whom something happened in the window.

    With `everybody` for all whom the filters leave.
    """
    sources = _sources(window, filters)
    joined: FromClause = Influencer.__table__
    for source in sources.all():
        joined = joined.outerjoin(source, source.c.influencer_id == Influencer.influencer_id)
    counting = (sources.sold,) if filters.by_product else sources.all()
    if filters.campaign_id and not filters.by_product:
        counting = (sources.sold, sources.reported, sources.paid)
    return (
        select(
            Influencer.influencer_id,
            Influencer.influencer_name,
            Influencer.platform,
            *_sums(sources, _shop_net(window, filters, sources.sold), filters),
        )
        .select_from(joined)
        .where(
            *influencer_conditions(filters),
            or_(
                true() if everybody else _expected(filters),
                *(source.c.influencer_id.is_not(None) for source in counting),
            ),
        )
    )


def _expected(filters: Filters) -> ColumnElement[bool]:
    """Return who is listed even if nothing happened: partners, or those whom the campaigns arranged."""
    if not filters.campaign_id:
        return Influencer.still_partner.expression
    arranged = select(Arrangement.influencer_id).where(Arrangement.campaign_id.in_(filters.campaign_id))
    return Influencer.influencer_id.in_(arranged)


def sums_of_all(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return SUMS over all channels in one row; of the chosen influencers only where `filters` choose some."""
    by_channel = _sources(window, filters)
    totals = Sources(*(_total(source, filters) for source in by_channel.all()))
    if filters.by_product and not filters.by_influencer and not filters.campaign_id:
        totals = replace(totals, sold=_sold_of_products(window, filters).subquery())
    one_row = totals.sold.join(totals.reported, true()).join(totals.paid, true()).join(totals.came, true())
    return select(*_sums(totals, _shop_net(window, filters, by_channel.sold), filters)).select_from(one_row)


def influencer_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.influencer_id:
        conditions.append(Influencer.influencer_id.in_(filters.influencer_id))
    if filters.platform:
        conditions.append(Influencer.platform.in_(filters.platform))
    return conditions


def sold_by_channel(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return the sums of sales by channel: from the roll-ups, or from the purchases themselves.

    The latter where products or campaigns are chosen; counts that campaigns share are no integers.
    """
    if filters.campaign_id:
        credited = _credited(window, filters).subquery()
        return (
            select(credited.c.channel.label("influencer_id"), *(_sum(credited, each) for each in BY_PURCHASE_DAY))
            .group_by(credited.c.channel)
            .having(func.sum(credited.c.orders) != 0)
        )
    part = (_facts_of_products(window, filters) if filters.by_product else sold(window, OF_CHANNELS)).subquery()
    return (
        select(part.c.channel.label("influencer_id"), *sales.sums(part, BY_PURCHASE_DAY))
        .group_by(part.c.channel)
        .having(func.sum(part.c.orders) != 0)
    )


def _sold_of_products(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return the sums of sales of chosen products over all channels, in one row."""
    part = sold(window, OF_PRODUCTS, _products(filters)).subquery()
    return select(*sales.sums(part, BY_PURCHASE_DAY))


def _facts_of_products(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    facts = sales.sales_movements
    chosen = facts.c.product_id.in_(_products(filters))
    return select(facts).where(facts.c.day.between(window.first, window.last), chosen)


def _credited(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return the parts of purchases that the chosen campaigns get."""
    facts, credited = sales.sales_movements, credited_stretches(arranged_alike(filters.campaign_id))
    measures = [part_of(facts.c[each], credited, cents=each.endswith("_cents")).label(each) for each in BY_PURCHASE_DAY]
    statement = (
        select(facts.c.channel, *measures)
        .select_from(facts.join(credited, belongs(facts, facts.c.day, credited)))
        .where(
            facts.c.day.between(window.first, window.last),
            facts.c.orders != 0,
            credited.c.campaign_id.in_(filters.campaign_id),
        )
    )
    return statement.where(facts.c.product_id.in_(_products(filters))) if filters.by_product else statement


def _sum(of: FromClause, name: str) -> ColumnElement[Any]:
    return cast(func.sum(of.c[name]), BigInteger if name.endswith("_cents") else Numeric).label(name)


def _products(filters: Filters) -> Select[int]:
    products = select(Product.product_id)
    if filters.product_id:
        products = products.where(Product.product_id.in_(filters.product_id))
    if filters.category:
        products = products.where(Product.category.in_(filters.category))
    return products


def sold(window: Window, kept: Kept, only: Select[int] | None = None) -> CompoundSelect[Any]:
    """Return what adds up to the sales in the window: whole months by month, the edges by day."""
    chosen = (
        select(part.rows.c[kept.key], *map(part.measure, BY_PURCHASE_DAY)).where(part.within)
        for part in parts_of(kept.rollup, window)
    )
    return union_all(*(each if only is None else each.where(each.selected_columns[0].in_(only)) for each in chosen))


def _sources(window: Window, filters: Filters) -> Sources:
    return Sources(
        sold_by_channel(window, filters).cte("sold"),
        (_reported_of_campaigns(window, filters) if filters.campaign_id else reported(window)).cte("reported"),
        paid(window, filters.campaign_id).cte("paid"),
        came(window).cte("came"),
    )


def _reported_of_campaigns(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    of = InfluencerMetrics
    measures = {
        "impressions": of.impressions,
        "clicks": of.clicks,
        "engagements": of.likes + of.comments + of.shares + of.saves,
        "reported_conversions": of.conversions,
        "spend_cents": of.spend * 100,
    }
    return (
        select(of.influencer_id, *(cast(func.sum(each), BigInteger).label(name) for name, each in measures.items()))
        .where(of.day.between(window.first, window.last), of.campaign_id.in_(filters.campaign_id))
        .group_by(of.influencer_id)
    )


def reported(window: Window) -> Select[*tuple[Any, ...]]:
    """Return what feeds report by influencer: whole months by month, the edges by day."""
    measured = (
        select(part.rows.c.influencer_id, *map(part.measure, FEED_MEASURES)).where(part.within)
        for part in parts_of(FEED, window)
    )
    part = union_all(*measured).subquery()
    summed = select(part.c.influencer_id, *sales.sums(part, REPORTED)).group_by(part.c.influencer_id)
    return summed.having(func.sum(part.c.reports) != 0)  # what was taken back leaves a row of zeros


def came(window: Window) -> Select[*tuple[Any, ...]]:
    """Return the new customers by channel: whole months by month, the edges from the customers, who have an index."""
    parts = split(window, clock.today())
    channel = sales.channel_they_came_by
    edges = [(edge, func.count()) for edge in parts.days] + [(edge, -func.count()) for edge in parts.beyond]
    stretches = [
        select(channel.label("channel"), count.label("new_customers"))
        .where(Customer.since.between(*edge))
        .group_by(channel)
        for edge, count in edges
    ]
    if parts.months:
        months = sales.exact_customers_month_channel
        kept = select(months.c.channel, months.c.new_customers).where(months.c.month.between(*parts.months))
        stretches.append(kept)
    part = union_all(*stretches).subquery()
    new = select(part.c.channel.label("influencer_id"), *sales.sums(part, ("new_customers",)))
    return new.group_by(part.c.channel).having(func.sum(part.c.new_customers) != 0)


def _total(source: FromClause, filters: Filters) -> FromClause:
    names = [name for name in source.c.keys() if name != "influencer_id"]  # noqa: SIM118 - a column collection
    whole = BigInteger if not filters.campaign_id else Numeric
    total = select(*(cast(func.sum(source.c[name]), whole).label(name) for name in names))
    if filters.by_influencer:
        chosen = select(Influencer.influencer_id).where(*influencer_conditions(filters))
        total = total.where(source.c.influencer_id.in_(chosen))
    return total.subquery()


def _shop_net(window: Window, filters: Filters, sold: FromClause) -> ColumnElement[int]:
    narrowed = filters.by_product or filters.campaign_id
    whole = sold_by_channel(window, Filters()).subquery() if narrowed else sold
    net = cast(func.coalesce(func.sum(whole.c.gross_cents - whole.c.returned_cents), 0), BigInteger)
    return select(net).select_from(whole).scalar_subquery()


def _sums(sources: Sources, shop_net: ColumnElement[int], filters: Filters) -> list[ColumnElement[Any]]:
    def known(source: FromClause, name: str) -> ColumnElement[int]:
        return func.coalesce(source.c[name], 0)

    def of_influencer(value: ColumnElement[int]) -> ColumnElement[Any]:
        return cast(null(), BigInteger) if filters.by_product else value

    reported = ("impressions", "clicks", "engagements", "reported_conversions")
    values: dict[str, ColumnElement[Any]] = {
        **{measure: known(sources.sold, measure) for measure in BY_PURCHASE_DAY},
        "net_cents": known(sources.sold, "gross_cents") - known(sources.sold, "returned_cents"),
        "shop_net_cents": shop_net,
        **{name: of_influencer(known(sources.reported, name)) for name in reported},
        "cost_cents": of_influencer(known(sources.paid, "paid_cents") + known(sources.reported, "spend_cents")),
        "new_customers": cast(null(), BigInteger)  # customers name an influencer, no campaign
        if filters.campaign_id
        else of_influencer(known(sources.came, "new_customers")),
    }
    more = case((values["orders"] > values["clicks"], MORE_ORDERS_THAN_CLICKS), else_=cast(null(), String))
    return [*(value.label(name) for name, value in values.items()), more.label("flag")]
