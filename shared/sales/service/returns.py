"""What comes back of a purchase, piece by piece."""

from datetime import date

from sqlalchemy.orm import Session

from shared.platform import audit
from shared.platform.errors import Conflict, Malformed
from shared.platform.identity import Actor
from shared.sales import queries
from shared.sales.models import Purchase, ReturnLine
from shared.sales.rules import PurchaseStatus, is_latest_return, left_to_return, status_after_return
from shared.sales.schemas.purchases import ReturnIn
from shared.sales.service import stock
from shared.sales.service.purchases import SALES, PurchaseCancelled
from shared.sales.service.refusals import conflicts, day_or_today


class MoreThanBought(Conflict):
    code = "more_than_bought"


class ReturnedBeforeBought(Malformed):
    code = "returned_before_bought"


def return_purchase(session: Session, actor: Actor, purchase_id: int, body: ReturnIn) -> Purchase:
    """Take back a part of a purchase or all of it.

    Raises:
        DayInFuture, ReturnedBeforeBought: nothing can have come back on that day.
        PurchaseCancelled: it was never delivered.
        MoreThanBought: fewer are left of it.
        SalesBelowPurchases: the product's sales quantity was edited to less than this.
    """
    day = day_or_today(body.returned_date, "/returned_date")
    # The purchase first, its product after: so do the triggers, and with them every import.
    purchase = queries.lock_purchase(session, purchase_id)
    _check(purchase, body.quantity, day)
    line = ReturnLine(purchase_id=purchase_id, quantity=body.quantity, returned_date=day, reason=body.reason)
    session.add(line)
    _note(purchase, line)
    with conflicts(SALES):
        session.flush()
    if purchase.stock_kept:
        stock.put_back(session, purchase.product_id, body.quantity)
    facts = {"return_id": line.return_id, "quantity": body.quantity, "reason": body.reason}
    audit.record(session, actor, "purchase.returned", purchase, changes=facts)
    return purchase


def _check(purchase: Purchase, quantity: int, day: date) -> None:
    if purchase.status is PurchaseStatus.CANCELLED:
        raise PurchaseCancelled("A cancelled purchase cannot be returned.")
    if purchase.bought_date is not None and day < purchase.bought_date:
        raise ReturnedBeforeBought(
            "Nothing comes back before it was bought.", [("/returned_date", f"is before {purchase.bought_date}")]
        )
    left = left_to_return(purchase.quantity, purchase.returned_quantity)
    if quantity > left:
        raise MoreThanBought("Fewer are left of this purchase.", quantity_left=left)


def _note(purchase: Purchase, line: ReturnLine) -> None:
    """Bring what the purchase says of all its returns up to date."""
    purchase.returned_quantity += line.quantity
    purchase.status = status_after_return(purchase.quantity or 0, purchase.returned_quantity)
    if is_latest_return(line.returned_date, purchase.returned_date):
        purchase.returned_date = line.returned_date
        purchase.return_reason = line.reason
