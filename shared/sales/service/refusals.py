"""Refusals that several verbs of sales share, and how refusals of the database become ours."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from shared.platform import clock
from shared.platform.errors import Conflict, Malformed
from shared.sales import queries
from shared.sales.models import Customer

OUT_OF_RANGE = "22003"

type Refusals = Mapping[str, tuple[type[Conflict], str]]  # by the name of the constraint


class DayInFuture(Malformed):
    code = "day_in_future"


class UnknownCustomer(Conflict):
    code = "unknown_customer"


class CustomerDeleted(Conflict):
    code = "customer_deleted"


class UnknownProduct(Conflict):
    code = "unknown_product"


class BeyondCounting(Conflict):
    code = "beyond_counting"


def day_or_today(day: date | None, pointer: str) -> date:
    """Return `day`, today if there is none.

    Raises:
        DayInFuture: it is yet to come.
    """
    today = clock.today()
    if day is not None and day > today:
        raise DayInFuture("The day is in the future.", [(pointer, f"is after {today}")])
    return day or today


def hold_customer(session: Session, customer_id: int) -> Customer:
    """Return the customer, who is not deleted before the end.

    Raises:
        UnknownCustomer, CustomerDeleted: nothing can be recorded for that one.
    """
    customer = queries.hold_customer(session, customer_id)
    if customer is None:
        raise UnknownCustomer("There is no such customer.", customer_id=customer_id)
    if customer.is_account_deleted:
        raise CustomerDeleted("The customer's account is deleted.", customer_id=customer_id)
    return customer


@contextmanager
def conflicts(refusals: Refusals) -> Iterator[None]:
    """Turn a violated constraint of `refusals` into its refusal, and an overflow into BeyondCounting."""
    try:
        yield
    except IntegrityError as failure:
        diagnostics: Any = getattr(failure.orig, "diag", None)
        if diagnostics is None or diagnostics.constraint_name not in refusals:
            raise
        refusal, detail = refusals[diagnostics.constraint_name]
        raise refusal(detail) from None
    except DataError as failure:
        if getattr(failure.orig, "pgcode", None) != OUT_OF_RANGE:
            raise
        raise BeyondCounting("The quantity of the product would be larger than can be counted.") from None
