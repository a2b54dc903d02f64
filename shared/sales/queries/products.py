from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Integer, SQLColumnExpression, column, exists, func, select, table
from sqlalchemy.orm import Session

from shared.platform.config import settings
from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.models import Adjustment, Like, Product, Purchase
from shared.sales.queries.conditions import among, equal, has_part
from shared.sales.rules import AdjustField, money
from shared.sales.schemas.products import AdjustmentOut, AdjustmentQuery, ProductOut, ProductQuery

ARRANGES = table("arranges", column("product_id", Integer))  # belongs to a module above this one


class ProductMissing(NotFound):
    code = "product_not_found"


def get_product(session: Session, product_id: int) -> Product:
    product = session.get(Product, product_id)
    if product is None:
        raise ProductMissing("There is no such product.")
    return product


def find_and_lock_product(session: Session, product_id: int, *, for_deletion: bool = False) -> Product | None:
    """Return the product as it is now. Until the end nobody else changes it and orders of it wait.

    `for_deletion` also keeps everybody from referring to it.
    """
    statement = select(Product).where(Product.product_id == product_id).with_for_update(key_share=not for_deletion)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def lock_product(session: Session, product_id: int, *, for_deletion: bool = False) -> Product:
    product = find_and_lock_product(session, product_id, for_deletion=for_deletion)
    if product is None:
        raise ProductMissing("There is no such product.")
    return product


def list_products(session: Session, query: ProductQuery) -> Page[ProductOut]:
    statement = select(Product).where(
        *among(Product.product_id, query.product_id),
        *among(Product.category, query.category),
        *equal(Product.on_sale, query.on_sale),
        *equal(Product.source, query.source),
        *equal(Product.external_ref, query.external_ref),
    )
    if query.q:
        statement = statement.where(has_part(Product.title, query.q))
    sorts: dict[str, SQLColumnExpression[object]] = {
        "product_id": Product.product_id,
        "title": Product.title,
        "category": Product.category,
        "product_price": Product.product_price,
    }
    return page_of(session, statement, query, sorts=sorts, key=Product.product_id, make=ProductOut)


def list_adjustments(session: Session, product_id: int, query: AdjustmentQuery) -> Page[AdjustmentOut]:
    get_product(session, product_id)
    statement = select(Adjustment).where(Adjustment.product_id == product_id, *among(Adjustment.field, query.field))
    sorts: dict[str, SQLColumnExpression[object]] = {
        "adjustment_id": Adjustment.adjustment_id,
        "date_time": Adjustment.date_time,
    }
    return page_of(session, statement, query, sorts=sorts, key=Adjustment.adjustment_id, make=AdjustmentOut)


def uses_of_product(session: Session, product_id: int) -> list[str]:
    """Return what refers to the product and must not go with it."""
    uses = {
        "purchases": exists().where(Purchase.product_id == product_id),
        "likes": exists().where(Like.product_id == product_id),
        "arrangements": exists().where(ARRANGES.c.product_id == product_id),
    }
    found = session.execute(select(*(there.label(what) for what, there in uses.items()))).one()
    return [what for what in uses if getattr(found, what)]


def price_on(session: Session, product_id: int, day: date) -> Decimal:
    """Return the price in force at the end of a business day.

    That is what the last edit until then made it, else what the first edit after it found, else the present price.

    Raises:
        ProductMissing: there is no such product.
    """
    ends = _end_of(day)
    edits = select(Adjustment).where(
        Adjustment.product_id == Product.product_id, Adjustment.field == AdjustField.PRODUCT_PRICE
    )
    until = edits.with_only_columns(Adjustment.new_value).where(Adjustment.date_time < ends)
    after = edits.with_only_columns(Adjustment.old_value).where(Adjustment.date_time >= ends)
    latest = until.order_by(Adjustment.date_time.desc(), Adjustment.adjustment_id.desc()).limit(1)
    earliest = after.order_by(Adjustment.date_time, Adjustment.adjustment_id).limit(1)
    price = func.coalesce(latest.scalar_subquery(), earliest.scalar_subquery(), Product.product_price)
    found = session.scalars(select(price).where(Product.product_id == product_id)).one_or_none()
    if found is None:
        raise ProductMissing("There is no such product.")
    return money(found)


def _end_of(day: date) -> datetime:
    """Return the instant at which a business day ends, as `adjusts.date_time` has it: in UTC, without a zone."""
    midnight = datetime.combine(day + timedelta(days=1), time(), settings().zone)
    return midnight.astimezone(UTC).replace(tzinfo=None)
