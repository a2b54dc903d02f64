"""What the triggers of sales answer: records with their version, customers as the caller may see them."""

from sqlalchemy.orm import Session

from shared.platform.contract import Answer
from shared.platform.identity import Actor
from shared.sales import queries
from shared.sales.models import Customer, Product, Purchase
from shared.sales.schemas.customers import CustomerOut
from shared.sales.schemas.products import PriceOut, PriceQuery, ProductOut
from shared.sales.schemas.purchases import PurchaseOut
from shared.sales.service.customers import location_of
from shared.sales.service.refusals import day_or_today


def product(record: Product, *, created: bool = False) -> Answer[ProductOut]:
    location = f"/api/products/{record.product_id}" if created else None
    return Answer(ProductOut.model_validate(record), version=record.version, location=location)


def customer(actor: Actor, record: Customer, *, created: bool = False) -> Answer[CustomerOut]:
    location = location_of(record.customer_id) if created else None
    shown = queries.shape_for(actor).model_validate(record)
    return Answer(shown, version=record.version, location=location)


def purchase(record: Purchase, *, created: bool = False) -> Answer[PurchaseOut]:
    location = f"/api/purchases/{record.purchase_id}" if created else None
    return Answer(PurchaseOut.model_validate(record), version=record.version, location=location)


def price(session: Session, product_id: int, query: PriceQuery) -> PriceOut:
    day = day_or_today(query.on, "on")
    return PriceOut(product_id=product_id, on=day, product_price=str(queries.price_on(session, product_id, day)))
