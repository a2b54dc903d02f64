"""Purchases: orders, what came back of them, what was cancelled."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page, PageQuery
from shared.sales import answers, queries, service
from shared.sales.schemas.purchases import PurchaseIn, PurchaseOut, PurchasePatch, PurchaseQuery, ReturnIn, ReturnOut

bp = func.Blueprint()


@bp.route("purchases", methods=["GET"])
@endpoint(Permission.PURCHASES_READ)
def list_purchases(call: Call, query: PurchaseQuery) -> Page[PurchaseOut]:
    """List purchases, sorted by bought_date (those without a day are left out) or purchase_id."""
    return queries.list_purchases(call.session, query)


@bp.route("purchases", methods=["POST"])
@endpoint(Permission.PURCHASES_MANAGE, status=201)
def record_purchase(call: Call, body: PurchaseIn) -> Answer[PurchaseOut]:
    """Record an order at the price in force that day; its quantity leaves the stock."""
    return answers.purchase(service.record_purchase(call.session, call.actor, body), created=True)


@bp.route("purchases/{purchase_id:int}", methods=["GET"])
@endpoint(Permission.PURCHASES_READ)
def get_purchase(call: Call, purchase_id: int) -> Answer[PurchaseOut]:
    """Return one purchase."""
    return answers.purchase(queries.get_purchase(call.session, purchase_id))


@bp.route("purchases/{purchase_id:int}", methods=["PATCH"])
@endpoint(Permission.PURCHASES_MANAGE)
def update_purchase(call: Call, purchase_id: int, body: PurchasePatch) -> Answer[PurchaseOut]:
    """Change rating or channel, or complete an order."""
    return answers.purchase(
        service.update_purchase(call.session, call.actor, purchase_id, body, check=call.check_version)
    )


@bp.route("purchases/{purchase_id:int}/cancel", methods=["POST"])
@endpoint(Permission.PURCHASES_MANAGE)
def cancel_purchase(call: Call, purchase_id: int) -> Answer[PurchaseOut]:
    """Cancel an open order; it counts nowhere any more."""
    return answers.purchase(service.cancel_purchase(call.session, call.actor, purchase_id))


@bp.route("purchases/{purchase_id:int}/return", methods=["POST"])
@endpoint(Permission.PURCHASES_MANAGE)
def return_purchase(call: Call, purchase_id: int, body: ReturnIn) -> Answer[PurchaseOut]:
    """Take back a part of a purchase or all of it; without an Idempotency-Key each call is a return of its own."""
    return answers.purchase(service.return_purchase(call.session, call.actor, purchase_id, body))


@bp.route("purchases/{purchase_id:int}/returns", methods=["GET"])
@endpoint(Permission.PURCHASES_READ)
def list_returns_of_purchase(call: Call, purchase_id: int, query: PageQuery) -> Page[ReturnOut]:
    """List what came back of a purchase, sorted by return_id or returned_date."""
    return queries.list_returns(call.session, purchase_id, query)
