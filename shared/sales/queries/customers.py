from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import Session

from shared.permissions import Permission, allows
from shared.platform.errors import Malformed, NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, page_of
from shared.sales.models import Customer
from shared.sales.queries.conditions import equal, has_part, through, within
from shared.sales.schemas.customers import CustomerOut, CustomerQuery, MaskedCustomerOut


class CustomerMissing(NotFound):
    code = "customer_not_found"


class PersonalSearchRefused(Malformed):
    code = "personal_search_refused"


def sees_personal_data(actor: Actor) -> bool:
    return actor.role is not None and allows(actor.role, Permission.CUSTOMERS_PERSONAL)


def shape_for(actor: Actor) -> type[CustomerOut]:
    """Return how a customer is shown to this caller."""
    return CustomerOut if sees_personal_data(actor) else MaskedCustomerOut


def get_customer(session: Session, customer_id: int) -> Customer:
    return _found(session.get(Customer, customer_id))


def lock_customer(session: Session, customer_id: int) -> Customer:
    statement = select(Customer).where(Customer.customer_id == customer_id).with_for_update(key_share=True)
    return _found(session.scalars(statement.execution_options(populate_existing=True)).one_or_none())


def hold_customer(session: Session, customer_id: int) -> Customer | None:
    """Return the customer; until the end nobody deletes the account, other changes go on."""
    statement = select(Customer).where(Customer.customer_id == customer_id)
    return session.scalars(statement.with_for_update(read=True, key_share=True)).one_or_none()


def _found(customer: Customer | None) -> Customer:
    if customer is None:
        raise CustomerMissing("There is no such customer.")
    return customer


def list_customers(session: Session, actor: Actor, query: CustomerQuery) -> Page[CustomerOut]:
    """List customers as `actor` may see them.

    Raises:
        PersonalSearchRefused: a search in names and mails by somebody who may not see them.
    """
    statement = select(Customer).where(
        *through(Customer.channel, query.influencer_id),
        *within(Customer.since, query),
        *equal(Customer.is_account_deleted, query.is_account_deleted),
    )
    if query.q:
        if not sees_personal_data(actor):
            raise PersonalSearchRefused(
                "Your role may not see names and mails, nor search in them.", [("q", "is not allowed for your role")]
            )
        statement = statement.where(_is_called(query.q))
    # Not by name or mail: a cursor holds the value it is at, and cursors stand in addresses, which are logged.
    sorts: dict[str, SQLColumnExpression[object]] = {"since": Customer.since, "customer_id": Customer.customer_id}
    return page_of(session, statement, query, sorts=sorts, key=Customer.customer_id, make=shape_for(actor))


def _is_called(words: str) -> SQLColumnExpression[bool]:
    """Return the condition that this is a customer's whole mail address, or else a part of the name."""
    if "@" in words:
        return Customer.customer_mail.in_({words, words.lower()})
    return has_part(Customer.customer_name, words)
