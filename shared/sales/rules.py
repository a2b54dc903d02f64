"""What sales are counted in and what may follow on what: pure, no I/O."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
# Beyond these the roll-ups' cents and the quantities of a product could no longer be counted.
MOST_QUANTITY = 1_000_000
MOST_STOCK = 1_000_000_000
MOST_AMOUNT = 10**12


class PurchaseStatus(StrEnum):
    ORDERED = "ordered"
    COMPLETED = "completed"
    PARTIALLY_RETURNED = "partially_returned"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class AdjustField(StrEnum):
    PRODUCT_PRICE = "product_price"
    STOCK_QUANTITY = "stock_quantity"
    SALES_QUANTITY = "sales_quantity"


class ReturnReason(StrEnum):
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    SIZE_OR_FIT = "size_or_fit"
    CHANGED_MIND = "changed_mind"
    LATE = "late"
    OTHER = "other"


def money(stored: float | Decimal) -> Decimal:
    """Return an amount of two places, rounded half up; `products.product_price` is binary in the database."""
    return Decimal(str(stored)).quantize(CENT, ROUND_HALF_UP)


def left_to_return(quantity: int | None, returned: int) -> int:
    """Return how many can still come back; none of a line whose quantity is unknown."""
    return (quantity or 0) - returned


def status_after_return(quantity: int, returned: int) -> PurchaseStatus:
    return PurchaseStatus.RETURNED if returned == quantity else PurchaseStatus.PARTIALLY_RETURNED


def is_latest_return(returned: date, latest_before: date | None) -> bool:
    """Whether a return of this day is the last one, whose day and reason stand in the purchase."""
    return latest_before is None or returned >= latest_before
