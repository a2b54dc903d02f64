"""Purchases: record an order, rate it, complete it, cancel it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.sales import queries
from shared.sales.models import Purchase
from shared.sales.rules import MOST_AMOUNT, PurchaseStatus, money
from shared.sales.schemas.purchases import PurchaseIn, PurchasePatch
from shared.sales.service import stock
from shared.sales.service.refusals import BeyondCounting, Refusals, conflicts, day_or_today, hold_customer


class PurchaseNotOpen(Conflict):
    code = "purchase_not_open"


class PurchaseCancelled(Conflict):
    code = "purchase_cancelled"


class SalesBelowPurchases(Conflict):
    code = "sales_quantity_too_low"


# The CHECK of the document: somebody has set the sales quantity below what was sold.
SALES: Refusals = {
    "ck_products_sales_quantity": (
        SalesBelowPurchases,
        "The product's sales_quantity is below what would be taken off it; correct that first.",
    )
}


def record_purchase(session: Session, actor: Actor, body: PurchaseIn) -> Purchase:
    """Record an order at the price in force that day; its quantity leaves the stock.

    Raises:
        DayInFuture, UnknownCustomer, CustomerDeleted, UnknownProduct: it names what is not there.
        NotOnSale: an order of today for what is not sold.
        OutOfStock: there are not as many left.
    """
    day = day_or_today(body.bought_date, "/bought_date")
    in_past = day < clock.today()
    hold_customer(session, body.customer_id)
    price = money(stock.take(session, body.product_id, body.quantity, also_off_sale=in_past))
    if in_past:
        price = queries.price_on(session, body.product_id, day)
    purchase = _insert(session, body, day, price)
    audit.record(session, actor, "purchase.recorded", purchase, changes=_facts(purchase))
    return purchase


def _insert(session: Session, body: PurchaseIn, day: date, price: Decimal) -> Purchase:
    if price * body.quantity > MOST_AMOUNT:
        raise BeyondCounting(f"Quantity times price is above {MOST_AMOUNT:,}.", unit_price=str(price))
    purchase = Purchase(
        **body.model_dump(exclude={"bought_date"}),
        bought_date=day,
        unit_price=price,
        status=PurchaseStatus.ORDERED,
        stock_kept=True,
        returned_quantity=0,
    )
    session.add(purchase)
    with conflicts({}):
        session.flush()
    return purchase


def _facts(purchase: Purchase) -> dict[str, object]:
    return {"product_id": purchase.product_id, "customer_id": purchase.customer_id, "quantity": purchase.quantity}


def update_purchase(
    session: Session, actor: Actor, purchase_id: int, body: PurchasePatch, *, check: Callable[[int], None]
) -> Purchase:
    """Change rating, channel, or an order into a completed one; `check` refuses a stale version.

    Raises:
        PurchaseCancelled: a cancelled one counts nowhere and stays as it is.
        PurchaseNotOpen: only what is ordered can be completed.
    """
    purchase = queries.lock_purchase(session, purchase_id)
    check(purchase.version)
    if purchase.status is PurchaseStatus.CANCELLED:
        raise PurchaseCancelled("A cancelled purchase cannot be changed.")
    given = {name: getattr(body, name) for name in body.model_fields_set}
    changes = {name: value for name, value in given.items() if getattr(purchase, name) != value}
    if "status" in changes and purchase.status is not PurchaseStatus.ORDERED:
        raise PurchaseNotOpen("Only an order can be completed.", purchase_status=purchase.status)
    if not changes:
        return purchase

    for name, value in changes.items():
        setattr(purchase, name, value)
    session.flush()
    audit.record(session, actor, "purchase.updated", purchase, changes={"fields": sorted(changes)})
    return purchase


def cancel_purchase(session: Session, actor: Actor, purchase_id: int) -> Purchase:
    """Cancel an order of which nothing was returned; it counts nowhere any more and its goods are in stock again.

    Raises:
        PurchaseNotOpen: it is completed, returned, or cancelled already.
        SalesBelowPurchases: the product's sales quantity was edited to less than this.
    """
    purchase = queries.lock_purchase(session, purchase_id)
    if purchase.status is not PurchaseStatus.ORDERED:
        raise PurchaseNotOpen("Only an open order can be cancelled.", purchase_status=purchase.status)
    kept = (purchase.quantity or 0) - purchase.returned_quantity
    purchase.status = PurchaseStatus.CANCELLED
    with conflicts(SALES):
        session.flush()
    if purchase.stock_kept:
        stock.put_back(session, purchase.product_id, kept)
    audit.record(session, actor, "purchase.cancelled", purchase)
    return purchase
