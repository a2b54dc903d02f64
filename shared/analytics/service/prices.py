"""How a product sold before and after each change of its price."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from shared.analytics.price_changes import PriceChange, Side, changes, dispersion, ratio, sides, units_on
from shared.analytics.queries.prices import first_edited_at, first_sold_on, price_edits, units_by_day
from shared.analytics.sales_schemas import (
    PriceChangeOut,
    PriceEffectOut,
    PriceEffectQuery,
    PriceSideOut,
    RatioOut,
)
from shared.analytics.windows import DAY
from shared.platform import clock
from shared.platform.config import settings
from shared.sales import queries as sales
from shared.sales.models import Product
from shared.sales.rules import money


def price_effect(session: Session, product_id: int, query: PriceEffectQuery) -> PriceEffectOut:
    """Return each change of price, the latest first, with the units per day around it.

    Raises:
        ProductMissing: there is no such product.
    """
    product = sales.get_product(session, product_id)
    edits = price_edits(session, product_id)
    changed = changes((_business_day(at), money(old), money(new)) for at, old, new in edits)
    known = Side(_since(session, product), clock.today() - DAY)  # of today there may be more to come
    around = [sides(changed, place, query.days, known) for place in range(len(changed))]
    shown = [side for pair in around for side in pair if side]
    units = (
        units_by_day(session, product_id, min(side.first for side in shown), max(side.last for side in shown))
        if shown
        else {}
    )
    items = [_change(change, pair, units) for change, pair in zip(changed, around, strict=True)]
    return PriceEffectOut(product_id=product.product_id, title=product.title, items=items[: -query.limit - 1 : -1])


def _since(session: Session, product: Product) -> date:
    """Return the first day on which the product is known to have existed: before it there was nothing to buy."""
    sold, edited = first_sold_on(session, product.product_id), first_edited_at(session, product.product_id)
    instants = [at for at in (product.created_at, edited and edited.replace(tzinfo=UTC)) if at]
    return min(sold or date.max, date.max, *(at.astimezone(settings().zone).date() for at in instants))


def _business_day(at: datetime) -> date:
    return at.replace(tzinfo=UTC).astimezone(settings().zone).date()


def _change(change: PriceChange, around: Sequence[Side | None], units: dict[date, int]) -> PriceChangeOut:
    before, after = (side and _side(side, units) for side in around)
    return PriceChangeOut(
        day=change.day,
        old_price=f"{change.old_price:.2f}",
        new_price=f"{change.new_price:.2f}",
        before=before,
        after=after,
        ratio=_ratio(before, after, units) if before and after else None,
    )


def _side(side: Side, by_day: dict[date, int]) -> PriceSideOut:
    units = sum(units_on(side, by_day))
    return PriceSideOut(first=side.first, last=side.last, days=side.days, units=units, units_per_day=units / side.days)


def _ratio(before: PriceSideOut, after: PriceSideOut, by_day: dict[date, int]) -> RatioOut:
    spread = dispersion(units_on(Side(side.first, side.last), by_day) for side in (before, after))
    found = ratio((before.units, before.days), (after.units, after.days), spread)
    return RatioOut(value=found.value, low=found.low, high=found.high)
