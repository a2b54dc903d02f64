"""What came back, with its reasons; from the purchases and the lines of returns, as no roll-up keeps reasons."""

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    and_,
    cast,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.dimensions import Dimension
from shared.analytics.queries.cube import chosen_products
from shared.analytics.queries.sums import influencer_conditions
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.campaigns.credits import belongs, credited_stretches, part_of
from shared.influencers.models import Influencer
from shared.platform.columns import NO_CHANNEL
from shared.sales.models import Product, Purchase, ReturnLine
from shared.sales.rules import PurchaseStatus


@dataclass(frozen=True)
class ReasonRow:
    """`reason` is None where none was given. Units are whole unless campaigns share them."""

    reason: str | None
    units: Any
    cents: int


def reasons(
    session: Session,
    of: Dimension,
    keys: Collection[Any],
    window: Window,
    *,
    filters: Filters,
    by_return_day: bool = False,
) -> dict[Hashable, list[ReasonRow]]:
    """Return what came back and why, most units first, for each of `keys`: influencers, products or categories."""
    key = _key(of)
    back = _came_back(key, keys, window, filters=filters, by_return_day=by_return_day).subquery("back")
    units = func.sum(back.c.units)
    rows = session.execute(
        select(back.c.key, back.c.reason, units, cast(func.sum(back.c.cents), BigInteger))
        .group_by(back.c.key, back.c.reason)
        .having(units != 0)
        .order_by(back.c.key, units.desc(), back.c.reason)
    )
    found: dict[Hashable, list[ReasonRow]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(ReasonRow(*row[1:]))
    return found


def _key(of: Dimension) -> ColumnElement[Any]:
    keys: dict[Dimension, ColumnElement[Any]] = {
        Dimension.INFLUENCER: func.coalesce(Purchase.channel, NO_CHANNEL),
        Dimension.PRODUCT: Purchase.product_id.expression,
        Dimension.CATEGORY: Product.category.expression,
    }
    return keys[of]


def _came_back(
    key: ColumnElement[Any], keys: Collection[Any], window: Window, *, filters: Filters, by_return_day: bool
) -> CompoundSelect[Any]:
    """Return what the lines tell, and what purchases tell beyond their lines; the latter on the last return's day."""
    of_lines = select(func.sum(ReturnLine.quantity)).where(ReturnLine.purchase_id == Purchase.purchase_id)
    beyond = Purchase.returned_quantity - func.coalesce(cast(of_lines.scalar_subquery(), Integer), 0)
    joined = Purchase.__table__.join(Product.__table__, Product.product_id == Purchase.product_id)
    with_lines = joined.join(ReturnLine.__table__, ReturnLine.purchase_id == Purchase.purchase_id)
    conditions = [
        Purchase.status != PurchaseStatus.CANCELLED,
        Purchase.returned_quantity > 0,
        key.in_(keys),
        *_chosen(filters),
    ]
    sides = (
        (with_lines, ReturnLine.quantity, ReturnLine.reason, ReturnLine.returned_date),
        (joined, beyond, Purchase.return_reason, Purchase.returned_date),
    )
    parts = []
    for source, quantity, reason, returned_date in sides:
        day = returned_date if by_return_day else Purchase.bought_date
        found, units, cents = _credited(source, quantity, filters)
        part = select(key.label("key"), reason.label("reason"), units.label("units"), cents.label("cents"))
        within = day.between(window.first, window.last)
        parts.append(part.select_from(found).where(within, quantity != 0, *conditions))
    return union_all(*parts)


def _credited(
    source: FromClause, quantity: Any, filters: Filters
) -> tuple[FromClause, ColumnElement[Any], ColumnElement[int]]:
    """Return where to read from, units and cents: all of them, or the parts of the campaigns chosen."""
    cents = quantity * cast(Purchase.unit_price * 100, BigInteger)
    if not filters.campaign_id:
        return source, quantity, cents
    credited = credited_stretches()
    chosen = credited.c.campaign_id.in_(filters.campaign_id)
    purchase = Purchase.__table__
    joined = source.join(credited, and_(belongs(purchase, purchase.c.bought_date, credited), chosen))
    return joined, part_of(quantity, credited, cents=False), part_of(cents, credited, cents=True)


def _chosen(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.by_influencer:
        conditions.append(Purchase.channel.in_(select(Influencer.influencer_id).where(*influencer_conditions(filters))))
    if filters.by_product:
        conditions.append(Purchase.product_id.in_(chosen_products(filters)))
    return conditions
