"""Products: create, edit with a record of what was edited, delete while nothing refers to them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from shared.platform import audit
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.sales import queries
from shared.sales.models import Product
from shared.sales.rules import AdjustField, money
from shared.sales.schemas.products import ProductIn, ProductPatch
from shared.sales.service.adjustments import record_adjustments


class ProductInUse(Conflict):
    code = "product_in_use"


def create_product(session: Session, actor: Actor, body: ProductIn) -> Product:
    product = Product(**body.model_dump(exclude={"product_price"}), product_price=float(body.product_price))
    session.add(product)
    session.flush()
    audit.record(session, actor, "product.created", product)
    return product


def update_product(
    session: Session, actor: Actor, product_id: int, body: ProductPatch, *, check: Callable[[int], None]
) -> Product:
    """Change what is given; `check` refuses a stale version."""
    product = queries.lock_product(session, product_id)
    check(product.version)
    changes = _changes(product, body)
    if not changes:
        return product

    edits = {field: (getattr(product, field), changes[field]) for field in AdjustField if field in changes}
    if edits:
        record_adjustments(session, actor.known_user_id, product, edits)
    for name, value in changes.items():
        setattr(product, name, value)
    session.flush()
    audit.record(session, actor, "product.updated", product, changes={"fields": sorted(changes)})
    return product


def _changes(product: Product, body: ProductPatch) -> dict[str, Any]:
    """Return what is given and differs, as the table holds it; a price differs when it would be shown differently."""
    given = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    if given.get("product_price") == money(product.product_price):
        del given["product_price"]
    if "product_price" in given:
        given["product_price"] = float(given["product_price"])
    return {name: value for name, value in given.items() if getattr(product, name) != value}


def delete_product(session: Session, actor: Actor, product_id: int) -> None:
    """Delete a product that nobody bought, liked or arranged.

    Raises:
        ProductInUse: somebody did; it can be taken off sale instead.
    """
    product = queries.lock_product(session, product_id, for_deletion=True)
    uses = queries.uses_of_product(session, product_id)
    if uses:
        raise ProductInUse(
            f"The product has {', '.join(uses)}, which would go with it. Take it off sale instead.",
            used_by=uses,
            hint="on_sale=false",
        )
    session.delete(product)
    session.flush()
    audit.record(session, actor, "product.deleted", ("products", product_id))
