from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import Session

from shared.platform.errors import NotFound
from shared.platform.paging import Page, PageQuery, page_of
from shared.sales.models import Purchase, ReturnLine
from shared.sales.queries.conditions import among, equal, of_goods, through, within
from shared.sales.schemas.purchases import PurchaseOut, PurchaseQuery, ReturnOut


class PurchaseMissing(NotFound):
    code = "purchase_not_found"


def get_purchase(session: Session, purchase_id: int) -> Purchase:
    return _found(session.get(Purchase, purchase_id))


def lock_purchase(session: Session, purchase_id: int) -> Purchase:
    statement = select(Purchase).where(Purchase.purchase_id == purchase_id).with_for_update(key_share=True)
    return _found(session.scalars(statement.execution_options(populate_existing=True)).one_or_none())


def _found(purchase: Purchase | None) -> Purchase:
    if purchase is None:
        raise PurchaseMissing("There is no such purchase.")
    return purchase


def list_purchases(session: Session, query: PurchaseQuery) -> Page[PurchaseOut]:
    statement = select(Purchase).where(
        *through(Purchase.channel, query.influencer_id),
        *of_goods(Purchase.product_id, query),
        *among(Purchase.customer_id, query.customer_id),
        *among(Purchase.status, query.status),
        *among(Purchase.rating, query.rating),
        *within(Purchase.bought_date, query),
        *equal(Purchase.source, query.source),
        *equal(Purchase.external_ref, query.external_ref),
    )
    if query.sort in {None, "bought_date", "-bought_date"}:
        statement = statement.where(Purchase.bought_date.is_not(None))
    sorts: dict[str, SQLColumnExpression[object]] = {
        "bought_date": Purchase.bought_date,
        "purchase_id": Purchase.purchase_id,
    }
    return page_of(session, statement, query, sorts=sorts, key=Purchase.purchase_id, make=PurchaseOut)


def list_returns(session: Session, purchase_id: int, query: PageQuery) -> Page[ReturnOut]:
    get_purchase(session, purchase_id)
    statement = select(ReturnLine).where(ReturnLine.purchase_id == purchase_id)
    sorts: dict[str, SQLColumnExpression[object]] = {
        "return_id": ReturnLine.return_id,
        "returned_date": ReturnLine.returned_date,
    }
    return page_of(session, statement, query, sorts=sorts, key=ReturnLine.return_id, make=ReturnOut)
