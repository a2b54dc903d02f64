"""Products, the edits of them, and what they cost when."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page
from shared.sales import answers, queries, service
from shared.sales.schemas.products import (
    AdjustmentOut,
    AdjustmentQuery,
    PriceOut,
    PriceQuery,
    ProductIn,
    ProductOut,
    ProductPatch,
    ProductQuery,
)

bp = func.Blueprint()


@bp.route("products", methods=["GET"])
@endpoint(Permission.PRODUCTS_READ)
def list_products(call: Call, query: ProductQuery) -> Page[ProductOut]:
    """List products, sorted by product_id, title, category or product_price."""
    return queries.list_products(call.session, query)


@bp.route("products", methods=["POST"])
@endpoint(Permission.PRODUCTS_MANAGE, status=201)
def create_product(call: Call, body: ProductIn) -> Answer[ProductOut]:
    """Create a product."""
    return answers.product(service.create_product(call.session, call.actor, body), created=True)


@bp.route("products/{product_id:int}", methods=["GET"])
@endpoint(Permission.PRODUCTS_READ)
def get_product(call: Call, product_id: int) -> Answer[ProductOut]:
    """Return one product."""
    return answers.product(queries.get_product(call.session, product_id))


@bp.route("products/{product_id:int}", methods=["PATCH"])
@endpoint(Permission.PRODUCTS_MANAGE)
def update_product(call: Call, product_id: int, body: ProductPatch) -> Answer[ProductOut]:
    """Change a product; edits of price, stock and sales quantity leave an adjustment each."""
    return answers.product(service.update_product(call.session, call.actor, product_id, body, check=call.check_version))


@bp.route("products/{product_id:int}", methods=["DELETE"])
@endpoint(Permission.PRODUCTS_MANAGE)
def delete_product(call: Call, product_id: int) -> None:
    """Delete a product that nobody bought, liked or arranged."""
    service.delete_product(call.session, call.actor, product_id)


@bp.route("products/{product_id:int}/adjustments", methods=["GET"])
@endpoint(Permission.PRODUCTS_READ)
def list_adjustments(call: Call, product_id: int, query: AdjustmentQuery) -> Page[AdjustmentOut]:
    """List the edits of a product's price, stock and sales quantity, sorted by adjustment_id or date_time."""
    return queries.list_adjustments(call.session, product_id, query)


@bp.route("products/{product_id:int}/price", methods=["GET"])
@endpoint(Permission.PRODUCTS_READ)
def get_price(call: Call, product_id: int, query: PriceQuery) -> PriceOut:
    """Return the price in force at the end of a day, as the edits tell it."""
    return answers.price(call.session, product_id, query)
