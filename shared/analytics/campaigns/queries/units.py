"""Units of a campaign's products, and of comparable ones, before and in a campaign."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Numeric, Select, case, cast, func, select
from sqlalchemy.orm import Session

from shared.analytics.queries.stretches import parts_of
from shared.analytics.windows import Window
from shared.campaigns.credits import arranged_days
from shared.campaigns.models import Arrangement, Campaign, CampaignStatus
from shared.sales.models import SALES_OF_PRODUCTS, Product

MOST_PRODUCTS = 500


@dataclass(frozen=True)
class ProductUnits:
    """What a product sold, through whatever channel; squares are those of each day's units."""

    treated: bool
    before: int
    during: int
    squares_before: int
    squares_during: int


def units_around(session: Session, campaign_id: int, before: Window, during: Window) -> list[ProductUnits]:
    """Return the units of the campaign's products and of comparable ones that sold anything.

    Comparable are the products of the same categories that no campaign showed at the time, those that sold most
    before; at most 500 of each kind.

    Args:
        session: the unit of work.
        campaign_id: the campaign.
        before: the days before it.
        during: the days of it so far, right after those.
    """
    treated = select(Arrangement.product_id).where(Arrangement.campaign_id == campaign_id)
    chosen = _chosen(treated, Window(before.first, during.last)).cte("chosen")
    whole = Window(before.first, during.last)
    days = [
        select(chosen.c.product_id, chosen.c.treated, part.day.label("day"), part.measure("units").label("units"))
        .join(part.rows, part.rows.c.product_id == chosen.c.product_id)
        .where(part.within)
        for part in parts_of(SALES_OF_PRODUCTS, whole, by_day=True)
    ]
    noted = days[0].union_all(*days[1:]).subquery("noted")
    keys = (noted.c.product_id, noted.c.treated, noted.c.day)
    by_day = select(*keys, func.sum(noted.c.units).label("units")).group_by(*keys).subquery("by_day")
    sums = _sums(by_day, before)
    place = func.row_number().over(partition_by=by_day.c.treated, order_by=(sums[0].desc(), by_day.c.product_id))
    summed = (
        select(by_day.c.product_id, by_day.c.treated, *sums, place.label("place"))
        .group_by(by_day.c.product_id, by_day.c.treated)
        .subquery("summed")
    )
    rows = select(
        summed.c.treated, summed.c.before, summed.c.during, summed.c.squares_before, summed.c.squares_during
    ).where(summed.c.place <= MOST_PRODUCTS)
    return [
        ProductUnits(row.treated, *(int(each) for each in row[1:]))
        for row in session.execute(rows.order_by(summed.c.product_id))
    ]


def _chosen(treated: Select[int], whole: Window) -> Select[*tuple[Any, ...]]:
    categories = select(Product.category).where(Product.product_id.in_(treated))
    days = arranged_days().where(Campaign.status != CampaignStatus.DRAFT).subquery("days")
    shown = select(days.c.product_id).where(days.c.start_date <= whole.last, days.c.end_date >= whole.first)
    is_treated = Product.product_id.in_(treated)
    return select(Product.product_id, is_treated.label("treated")).where(
        Product.category.in_(categories), is_treated | Product.product_id.not_in(shown)
    )


def _sums(by_day: Any, before: Window) -> list[ColumnElement[Any]]:
    early = by_day.c.day <= before.last

    def summed(value: ColumnElement[Any], name: str, *, when: ColumnElement[bool]) -> ColumnElement[Any]:
        return cast(func.coalesce(func.sum(case((when, value))), 0), Numeric).label(name)

    units, squares = by_day.c.units, by_day.c.units * by_day.c.units
    return [
        summed(units, "before", when=early),
        summed(units, "during", when=~early),
        summed(squares, "squares_before", when=early),
        summed(squares, "squares_during", when=~early),
    ]
