"""Customers. Whoever may not see personal data gets them masked."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page
from shared.sales import answers, queries, service
from shared.sales.schemas.customers import CustomerIn, CustomerOut, CustomerPatch, CustomerQuery

bp = func.Blueprint()


@bp.route("customers", methods=["GET"])
@endpoint(Permission.CUSTOMERS_READ)
def list_customers(call: Call, query: CustomerQuery) -> Page[CustomerOut]:
    """List customers, sorted by since or customer_id. Only who may see names and mails can search in them by q."""
    return queries.list_customers(call.session, call.actor, query)


@bp.route("customers", methods=["POST"])
@endpoint(Permission.CUSTOMERS_MANAGE, status=201)
def create_customer(call: Call, body: CustomerIn) -> Answer[CustomerOut]:
    """Create a customer."""
    return answers.customer(call.actor, service.create_customer(call.session, call.actor, body), created=True)


@bp.route("customers/{customer_id:int}", methods=["GET"])
@endpoint(Permission.CUSTOMERS_READ)
def get_customer(call: Call, customer_id: int) -> Answer[CustomerOut]:
    """Return one customer."""
    return answers.customer(call.actor, queries.get_customer(call.session, customer_id))


@bp.route("customers/{customer_id:int}", methods=["PATCH"])
@endpoint(Permission.CUSTOMERS_MANAGE)
def update_customer(call: Call, customer_id: int, body: CustomerPatch) -> Answer[CustomerOut]:
    """Change a customer."""
    customer = service.update_customer(call.session, call.actor, customer_id, body, check=call.check_version)
    return answers.customer(call.actor, customer)


@bp.route("customers/{customer_id:int}", methods=["DELETE"])
@endpoint(Permission.CUSTOMERS_MANAGE)
def delete_customer(call: Call, customer_id: int) -> None:
    """Replace a customer's personal data by pseudonyms, for good; purchases and likes stay."""
    service.delete_customer(call.session, call.actor, customer_id)
