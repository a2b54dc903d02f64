"""The sums that every metric is made of: from the roll-ups of sales, the feeds, the payments and the customers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
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
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window, split
from shared.finance.models import Payment, PaymentStatus
from shared.influencers.models import Influencer, InfluencerMetrics
from shared.platform.columns import NO_CHANNEL
from shared.platform.errors import Malformed
from shared.sales import queries as sales
from shared.sales.models import MEASURES, Customer, Product

COSTING = (PaymentStatus.PENDING, PaymentStatus.APPROVED, PaymentStatus.SCHEDULED, PaymentStatus.PAID)


class CampaignFilterUnavailable(Malformed):
    code = "campaign_filter_unavailable"


@dataclass(frozen=True)
class Sources:
    """Sums by `influencer_id` (for sales and customers any channel, also -1 and unknown ones) in one window."""

    sold: FromClause
    reported: FromClause
    paid: FromClause
    came: FromClause

    def all(self) -> tuple[FromClause, ...]:
        return self.sold, self.reported, self.paid, self.came


def sums_per_influencer(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return SUMS for each influencer who is still a partner or to whom something happened in the window."""
    sources = _sources(window, filters)
    joined: FromClause = Influencer.__table__
    for source in sources.all():
        joined = joined.outerjoin(source, source.c.influencer_id == Influencer.influencer_id)
    counting = (sources.sold,) if filters.by_product else sources.all()
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
            or_(Influencer.still_partner, *(source.c.influencer_id.is_not(None) for source in counting)),
        )
    )


def sums_of_all(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return SUMS over all channels in one row; of the chosen influencers only where `filters` choose some."""
    by_channel = _sources(window, filters)
    totals = Sources(*(_total(source, filters) for source in by_channel.all()))
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
    """Return the sums of sales by channel: whole months from the months' roll-up, the edges from the days'."""
    rows = _product_days(window, filters) if filters.by_product else _months_and_days(window)
    part = rows.subquery()
    return select(part.c.channel.label("influencer_id"), *sales.sums(part)).group_by(part.c.channel)


def _product_days(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    days = sales.exact_sales_day_channel_product
    chosen = select(days).where(days.c.day.between(window.first, window.last))
    if filters.product_id:
        chosen = chosen.where(days.c.product_id.in_(filters.product_id))
    if filters.category:
        in_category = select(Product.product_id).where(Product.category.in_(filters.category))
        chosen = chosen.where(days.c.product_id.in_(in_category))
    return chosen


def _months_and_days(window: Window) -> Any:
    months, days = sales.exact_sales_month_channel, sales.exact_sales_day_channel
    parts = split(window)
    selects = [
        select(days.c.channel, *(days.c[measure] for measure in MEASURES)).where(days.c.day.between(first, last))
        for first, last in parts.days
    ]
    if parts.months:
        whole = select(months.c.channel, *(months.c[measure] for measure in MEASURES))
        selects.append(whole.where(months.c.month.between(*parts.months)))
    return union_all(*selects)


def _sources(window: Window, filters: Filters) -> Sources:
    if filters.campaign_id:
        raise CampaignFilterUnavailable(
            "Purchases are not yet credited to campaigns; narrow the question to influencers and days instead.",
            [("campaign_id", "cannot be filtered by yet")],
        )
    return Sources(
        sold_by_channel(window, filters).cte("sold"),
        _reported(window).cte("reported"),
        _paid(window).cte("paid"),
        _came(window).cte("came"),
    )


def _reported(window: Window) -> Select[*tuple[Any, ...]]:
    of = InfluencerMetrics
    sums = {
        "impressions": of.impressions,
        "clicks": of.clicks,
        "engagements": of.likes + of.comments + of.shares + of.saves,
        "reported_conversions": of.conversions,
        "spend_cents": of.spend * 100,
    }
    return (
        select(of.influencer_id, *(cast(func.sum(each), BigInteger).label(name) for name, each in sums.items()))
        .where(of.day.between(window.first, window.last))
        .group_by(of.influencer_id)
    )


def _paid(window: Window) -> Select[*tuple[Any, ...]]:
    return (
        select(Payment.influencer_id, cast(func.sum(Payment.amount * 100), BigInteger).label("paid_cents"))
        .where(Payment.date.between(window.first, window.last), Payment.status.in_(COSTING))
        .group_by(Payment.influencer_id)
    )


def _came(window: Window) -> Select[*tuple[Any, ...]]:
    channel = func.coalesce(Customer.channel, NO_CHANNEL)
    return (
        select(channel.label("influencer_id"), func.count().label("new_customers"))
        .where(Customer.since.between(window.first, window.last))
        .group_by(channel)
    )


def _total(source: FromClause, filters: Filters) -> FromClause:
    names = [name for name in source.c.keys() if name != "influencer_id"]  # noqa: SIM118 - a column collection
    total = select(*(cast(func.sum(source.c[name]), BigInteger).label(name) for name in names))
    if filters.by_influencer:
        chosen = select(Influencer.influencer_id).where(*influencer_conditions(filters))
        total = total.where(source.c.influencer_id.in_(chosen))
    return total.subquery()


def _shop_net(window: Window, filters: Filters, sold: FromClause) -> ColumnElement[int]:
    whole = sold_by_channel(window, Filters()).subquery() if filters.by_product else sold
    net = cast(func.coalesce(func.sum(whole.c.gross_cents - whole.c.returned_cents), 0), BigInteger)
    return select(net).select_from(whole).scalar_subquery()


def _sums(sources: Sources, shop_net: ColumnElement[int], filters: Filters) -> list[ColumnElement[Any]]:
    def known(source: FromClause, name: str) -> ColumnElement[int]:
        return func.coalesce(source.c[name], 0)

    def of_influencer(value: ColumnElement[int]) -> ColumnElement[Any]:
        return cast(null(), BigInteger) if filters.by_product else value

    reported = ("impressions", "clicks", "engagements", "reported_conversions")
    values: dict[str, ColumnElement[Any]] = {
        **{measure: known(sources.sold, measure) for measure in MEASURES},
        "net_cents": known(sources.sold, "gross_cents") - known(sources.sold, "returned_cents"),
        "shop_net_cents": shop_net,
        **{name: of_influencer(known(sources.reported, name)) for name in reported},
        "cost_cents": of_influencer(known(sources.paid, "paid_cents") + known(sources.reported, "spend_cents")),
        "new_customers": of_influencer(known(sources.came, "new_customers")),
    }
    more = case((values["orders"] > values["clicks"], MORE_ORDERS_THAN_CLICKS), else_=cast(null(), String))
    return [*(value.label(name) for name, value in values.items()), more.label("flag")]
