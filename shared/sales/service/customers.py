"""Customers: create, change, and make nobody of one who leaves."""

import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from shared.platform import audit, idempotency
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.sales import queries
from shared.sales.models import Customer
from shared.sales.schemas.customers import CustomerIn, CustomerPatch
from shared.sales.service.refusals import CustomerDeleted, Refusals, conflicts, day_or_today

DELETED_NAME = "Deleted customer"


class MailTaken(Conflict):
    code = "customer_mail_taken"


class PhoneTaken(Conflict):
    code = "customer_phone_taken"


UNIQUE: Refusals = {
    "uq_customers_customer_mail": (MailTaken, "Another customer has this mail address."),
    "uq_customers_customer_phone": (PhoneTaken, "Another customer has this phone number."),
}


def location_of(customer_id: int) -> str:
    return f"/api/customers/{customer_id}"


def create_customer(session: Session, actor: Actor, body: CustomerIn) -> Customer:
    """Create a customer.

    Raises:
        MailTaken, PhoneTaken: another customer has the address or the number.
    """
    customer = Customer(
        **body.model_dump(exclude={"since"}), since=day_or_today(body.since, "/since"), is_account_deleted=False
    )
    session.add(customer)
    with conflicts(UNIQUE):
        session.flush()
    audit.record(session, actor, "customer.created", customer)
    return customer


def update_customer(
    session: Session, actor: Actor, customer_id: int, body: CustomerPatch, *, check: Callable[[int], None]
) -> Customer:
    """Change what is given; `check` refuses a stale version. The audit row names fields, never values.

    Raises:
        CustomerDeleted: there is nobody left to change.
        MailTaken, PhoneTaken: another customer has the address or the number.
    """
    customer = queries.lock_customer(session, customer_id)
    check(customer.version)
    if customer.is_account_deleted:
        raise CustomerDeleted("The customer's account is deleted.", customer_id=customer_id)

    day_or_today(body.since, "/since")
    given = {name: getattr(body, name) for name in body.model_fields_set}
    changes = {name: value for name, value in given.items() if getattr(customer, name) != value}
    if not changes:
        return customer
    for name, value in changes.items():
        setattr(customer, name, value)
    with conflicts(UNIQUE):
        session.flush()
    audit.record(session, actor, "customer.updated", customer, changes={"fields": sorted(changes)})
    return customer


def delete_customer(session: Session, actor: Actor, customer_id: int) -> None:
    """Replace everything personal by pseudonyms, for good; what was bought and liked stays. Twice changes nothing."""
    customer = queries.lock_customer(session, customer_id)
    if customer.is_account_deleted:
        return
    pseudonym = uuid.uuid4()
    customer.customer_name = DELETED_NAME
    customer.customer_mail = f"deleted-{pseudonym}@deleted.invalid"
    customer.customer_phone = f"x{pseudonym.hex[:14]}"
    customer.customer_address = ""
    customer.is_account_deleted = True
    session.flush()
    idempotency.forget(session, location_of(customer_id))
    audit.record(session, actor, "customer.deleted", customer)
