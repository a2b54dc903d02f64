"""Stock moves with the orders that are kept here, in their transaction.

Orders made through the API are; those of another shop's records leave stock alone. A purchase says of itself which it
is (`stock_kept`), so whoever records orders only has to take from stock and say so.
"""

from sqlalchemy import literal, or_, update
from sqlalchemy.orm import Session

from shared.platform.errors import Conflict
from shared.sales import queries
from shared.sales.models import Product
from shared.sales.rules import money
from shared.sales.service.refusals import UnknownProduct, conflicts


class OutOfStock(Conflict):
    code = "out_of_stock"


class NotOnSale(Conflict):
    code = "product_not_on_sale"


def take(session: Session, product_id: int, quantity: int, *, also_off_sale: bool) -> float:
    """Take from stock, whoever else is at it, and return the product's present price.

    Raises:
        UnknownProduct: there is none.
        NotOnSale: it is not sold at present, and `also_off_sale` is not given.
        OutOfStock: there are fewer than `quantity`.
    """
    price = _take(session, product_id, quantity, also_off_sale=also_off_sale)
    if price is None:
        _refuse(session, product_id, quantity, also_off_sale=also_off_sale)
        # Somebody brought some back between the two; now the product is ours.
        price = _take(session, product_id, quantity, also_off_sale=also_off_sale)
    assert price is not None  # noqa: S101 - it is locked and was found to be enough
    return price


def _take(session: Session, product_id: int, quantity: int, *, also_off_sale: bool) -> float | None:
    return session.scalars(
        update(Product)
        .where(
            Product.product_id == product_id,
            Product.stock_quantity >= quantity,
            or_(Product.on_sale, literal(also_off_sale)),
        )
        .values(stock_quantity=Product.stock_quantity - quantity)
        .returning(Product.product_price)
    ).one_or_none()


def _refuse(session: Session, product_id: int, quantity: int, *, also_off_sale: bool) -> None:
    product = queries.find_and_lock_product(session, product_id)
    if product is None:
        raise UnknownProduct("There is no such product.", product_id=product_id)
    if not (product.on_sale or also_off_sale):
        raise NotOnSale("The product is not on sale.", product_price=str(money(product.product_price)))
    if product.stock_quantity < quantity:
        raise OutOfStock("There are not as many in stock.", stock_quantity=product.stock_quantity)


def put_back(session: Session, product_id: int, quantity: int) -> None:
    """Put into stock what came back of an order that had taken from it."""
    with conflicts({}):
        session.execute(
            update(Product)
            .where(Product.product_id == product_id)
            .values(stock_quantity=Product.stock_quantity + quantity)
        )
