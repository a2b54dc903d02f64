"""Sums of sales by any dimensions: from the smallest roll-up that can tell, else from the purchases themselves."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Numeric,
    Select,
    cast,
    func,
    or_,
    select,
    true,
    union_all,
)

from shared.analytics.dimensions import OF_CHANNEL, OF_PRODUCT, Dimension
from shared.analytics.queries.stretches import parts_of
from shared.analytics.queries.sums import OF_CHANNELS, OF_PRODUCTS, influencer_conditions
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.campaigns.credits import arranged_alike, belongs, credited_stretches, part_of
from shared.influencers.models import Influencer
from shared.platform.rollups import first_of_month
from shared.sales import queries as sales
from shared.sales.models import BY_PURCHASE_DAY, Product

COLUMNS = {
    Dimension.DAY: "day",
    Dimension.INFLUENCER: "channel",
    Dimension.PRODUCT: "product_id",
    Dimension.CAMPAIGN: "campaign_id",
    Dimension.RATING: "rating",
}


@dataclass(frozen=True)
class Question:
    """Measures as shared.sales.models names them; those by the day of the return know no campaign and no rating."""

    window: Window
    filters: Filters = field(default_factory=Filters)
    dimensions: tuple[Dimension, ...] = ()
    measures: tuple[str, ...] = BY_PURCHASE_DAY

    @property
    def by_channel(self) -> bool:
        return self.filters.by_influencer or bool(OF_CHANNEL & set(self.dimensions))

    @property
    def by_product(self) -> bool:
        return self.filters.by_product or bool(OF_PRODUCT & set(self.dimensions))

    @property
    def by_campaign(self) -> bool:
        return bool(self.filters.campaign_id) or Dimension.CAMPAIGN in self.dimensions

    @property
    def needs_purchases(self) -> bool:
        """No roll-up knows channel and product together: that would be as long as the purchases."""
        return self.by_campaign or Dimension.RATING in self.dimensions or (self.by_channel and self.by_product)

    @property
    def needs_days(self) -> bool:
        return bool({Dimension.DAY, Dimension.WEEK} & set(self.dimensions))


def summed(question: Question) -> Select[Any]:
    """Return a column for each dimension, under its name, and for each measure; no row where nothing happened.

    Without dimensions it is one row, of zeros if nothing happened. Cents are whole; counts are whole, too, unless
    campaigns share them.
    """
    part = (_purchases(question) if question.needs_purchases else _rolled_up(question)).subquery("part")
    joined: FromClause = part
    if Dimension.PLATFORM in question.dimensions:
        joined = joined.outerjoin(Influencer, Influencer.influencer_id == part.c.channel)
    if Dimension.CATEGORY in question.dimensions:
        joined = joined.join(Product, Product.product_id == part.c.product_id)
    keys = [value_of(dimension, part).label(dimension.value) for dimension in question.dimensions]
    sums = [_sum(part, measure, question) for measure in question.measures]
    statement = select(*keys, *(each.label(name) for each, name in zip(sums, question.measures, strict=True)))
    statement = statement.select_from(joined)
    return statement.group_by(*keys).having(or_(*(each != 0 for each in sums))) if keys else statement


def _sum(part: FromClause, measure: str, question: Question) -> ColumnElement[Any]:
    shared = question.by_campaign and not measure.endswith("_cents")
    return cast(func.coalesce(func.sum(part.c[measure]), 0), Numeric if shared else BigInteger)


def value_of(dimension: Dimension, part: FromClause) -> ColumnElement[Any]:
    """Return the dimension of a row of `part`; a platform or category once Influencer or Product is joined to it."""
    if dimension is Dimension.WEEK:
        return cast(func.date_trunc("week", cast(part.c.day, TIMESTAMP)), Date)
    if dimension is Dimension.MONTH:
        return first_of_month(part.c.day)
    if dimension is Dimension.CATEGORY:
        return Product.category.expression
    if dimension is Dimension.PLATFORM:
        return Influencer.platform.expression
    return part.c[COLUMNS[dimension]]


def _rolled_up(question: Question) -> Any:
    kept = OF_PRODUCTS if question.by_product else OF_CHANNELS
    chosen = [
        select(part.rows.c[kept.key], part.day.label("day"), *map(part.measure, question.measures)).where(
            part.within, *_chosen(question.filters, part.rows)
        )
        for part in parts_of(kept.rollup, question.window, by_day=question.needs_days)
    ]
    return union_all(*chosen)


def _purchases(question: Question) -> Select[Any]:
    of, window = sales.sales_movements, question.window
    rated = func.nullif(of.c.rating_sum, 0).label("rating")
    found: FromClause = of
    measures: list[ColumnElement[Any]] = [of.c[measure] for measure in question.measures]
    more: list[ColumnElement[Any]] = [rated]
    only = [of.c.day.between(window.first, window.last), *_chosen(question.filters, of)]
    if set(question.measures) <= set(BY_PURCHASE_DAY):
        only.append(of.c.orders != 0)  # else a row for what came back, too
    if question.by_campaign:
        chosen = question.filters.campaign_id
        credited = credited_stretches(arranged_alike(chosen) if chosen else None)
        found = found.join(credited, belongs(of, of.c.day, credited), isouter=not question.filters.campaign_id)
        only.append(
            credited.c.campaign_id.in_(question.filters.campaign_id) if question.filters.campaign_id else true()
        )
        measures = [
            part_of(of.c[measure], credited, cents=measure.endswith("_cents")).label(measure)
            for measure in question.measures
        ]
        more.append(credited.c.campaign_id)
    return select(of.c.channel, of.c.product_id, of.c.day, *more, *measures).select_from(found).where(*only)


def _chosen(filters: Filters, of: FromClause) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.by_influencer:
        conditions.append(of.c.channel.in_(select(Influencer.influencer_id).where(*influencer_conditions(filters))))
    if filters.by_product:
        conditions.append(of.c.product_id.in_(chosen_products(filters)))
    return conditions


def chosen_products(filters: Filters) -> Select[int]:
    products = select(Product.product_id)
    if filters.product_id:
        products = products.where(Product.product_id.in_(filters.product_id))
    if filters.category:
        products = products.where(Product.category.in_(filters.category))
    return products
