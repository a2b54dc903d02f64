"""What came through an influencer in the past, as conversions that rules can be tried on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from shared.campaigns.models import Arrangement
from shared.finance.earning import CENTS, MICRO, Conversion
from shared.finance.kinds import Basis
from shared.finance.terms.schemas import TermsPreviewIn
from shared.influencers.models import InfluencerMetrics
from shared.sales.models import Product, Purchase
from shared.sales.rules import PurchaseStatus

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class PastPurchase:
    """A purchase that was neither cancelled nor wholly returned; `cents` before returns."""

    order: Conversion
    revenue: Conversion
    quantity: int
    returned: int
    returned_on: date

    def of(self, basis: Basis) -> Conversion:
        return self.order if basis is Basis.PER_ORDER else self.revenue


def purchases(session: Session, window: TermsPreviewIn, *, tell_first: bool) -> Iterator[PastPurchase]:
    """Yield what was bought through the influencer and kept, at least in part, in order of day and purchase_id.

    `first` of its conversions is asked only if it is to be told; it is False otherwise.
    """
    first = _first() if tell_first else false()
    for row in session.execute(_purchases(window, first), execution_options={"yield_per": AT_ONCE}):
        cents = int(row.quantity * row.unit_price * CENTS)
        about = (row.purchase_id, row.bought_date)
        kind = (row.category, row.first)
        yield PastPurchase(
            Conversion(Basis.PER_ORDER, *about, MICRO, *kind),
            Conversion(Basis.REVENUE_SHARE, *about, cents, *kind),
            row.quantity,
            row.returned_quantity,
            row.returned_date or row.bought_date,
        )


def _first() -> ColumnElement[bool]:
    """Return the condition that the customer bought nothing on an earlier day that was not cancelled."""
    earlier = aliased(Purchase)
    return ~exists().where(
        earlier.customer_id == Purchase.customer_id,
        earlier.bought_date < Purchase.bought_date,
        earlier.status != PurchaseStatus.CANCELLED,
    )


def _purchases(window: TermsPreviewIn, first: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    quantity = func.coalesce(Purchase.quantity, 1)
    return (
        select(
            Purchase.purchase_id,
            Purchase.bought_date,
            Purchase.unit_price,
            Purchase.returned_quantity,
            Purchase.returned_date,
            quantity.label("quantity"),
            Product.category,
            first.label("first"),
        )
        .join(Product, Product.product_id == Purchase.product_id)
        .where(
            Purchase.channel == window.influencer_id,
            Purchase.bought_date.between(window.first, window.last),
            Purchase.status != PurchaseStatus.CANCELLED,
            Purchase.returned_quantity < quantity,
            *_of_campaign(window),
        )
        .order_by(Purchase.bought_date, Purchase.purchase_id)
    )


def _of_campaign(window: TermsPreviewIn) -> list[ColumnElement[bool]]:
    if window.campaign_id is None:
        return []
    shown = select(Arrangement.product_id).where(
        and_(Arrangement.campaign_id == window.campaign_id, Arrangement.influencer_id == window.influencer_id)
    )
    return [Purchase.product_id.in_(shown)]


def clicks(session: Session, window: TermsPreviewIn) -> list[Conversion]:
    """Return the clicks of each day: all, or those reported for the campaign or for none."""
    campaign = InfluencerMetrics.campaign_id
    statement = (
        select(InfluencerMetrics.day, func.sum(InfluencerMetrics.clicks).label("clicks"))
        .where(InfluencerMetrics.influencer_id == window.influencer_id)
        .where(InfluencerMetrics.day.between(window.first, window.last))
        .group_by(InfluencerMetrics.day)
        .having(func.sum(InfluencerMetrics.clicks) > 0)
        .order_by(InfluencerMetrics.day)
    )
    if window.campaign_id is not None:
        statement = statement.where(or_(campaign.is_(None), campaign == window.campaign_id))
    return [Conversion(Basis.PER_CLICK, 0, row.day, int(row.clicks) * MICRO) for row in session.execute(statement)]
