"""Recomputations of what the books of sales hold. Each reads all purchases."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    TextualSelect,
    cast,
    func,
    select,
)
from sqlalchemy.orm import Session

from shared.sales.models import Adjustment, Product, Purchase, ReturnLine
from shared.sales.rules import AdjustField, PurchaseStatus


@dataclass(frozen=True)
class BookDifference:
    """A quantity that is not what the records say; `record` is a product's or purchase's id."""

    book: str
    record: int
    held: int
    expected: int


@dataclass(frozen=True)
class BookCheck:
    """How many quantities of one book are wrong, and the first of them."""

    differing: int
    shown: Sequence[BookDifference]


def stock_differences(session: Session, limit: int) -> BookCheck:
    """Stock is what it was at the start, plus the edits, minus what was bought of it and not brought back."""
    edited, sold = _edited(AdjustField.STOCK_QUANTITY), _sold(Purchase.stock_kept)
    expected = Product.opening_stock + _or_zero(edited.c.quantity) - _or_zero(sold.c.quantity)
    return compared(session, "stock_quantity", _of_products(Product.stock_quantity, expected, edited, sold), limit)


def sales_differences(session: Session, limit: int) -> BookCheck:
    """Sales are what they were at the start, plus the edits, plus what was bought and not brought back."""
    edited, sold = _edited(AdjustField.SALES_QUANTITY), _sold()
    expected = Product.opening_sales + _or_zero(edited.c.quantity) + _or_zero(sold.c.quantity)
    return compared(session, "sales_quantity", _of_products(Product.sales_quantity, expected, edited, sold), limit)


def return_differences(session: Session, limit: int) -> BookCheck:
    """What came back of a purchase is the sum of its return lines, where it has some."""
    lines = (
        select(ReturnLine.purchase_id, func.sum(ReturnLine.quantity).label("quantity"))
        .group_by(ReturnLine.purchase_id)
        .subquery("lines")
    )
    both = select(
        Purchase.purchase_id.label("record"),
        Purchase.returned_quantity.label("held"),
        lines.c.quantity.label("expected"),
    ).join(lines, lines.c.purchase_id == Purchase.purchase_id)
    return compared(session, "returned_quantity", both, limit)


def _edited(field: AdjustField) -> Subquery:
    quantity = cast(func.sum(Adjustment.new_value - Adjustment.old_value), BigInteger).label("quantity")
    of_field = select(Adjustment.product_id, quantity).where(Adjustment.field == field)
    return of_field.group_by(Adjustment.product_id).subquery("edited")


def _sold(*conditions: SQLColumnExpression[bool]) -> Subquery:
    quantity = func.sum(func.coalesce(Purchase.quantity, 0) - Purchase.returned_quantity).label("quantity")
    counted = select(Purchase.product_id, quantity).where(Purchase.status != PurchaseStatus.CANCELLED, *conditions)
    return counted.group_by(Purchase.product_id).subquery("sold")


def _or_zero(quantity: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(quantity, 0)


def _of_products(
    held: SQLColumnExpression[int], expected: ColumnElement[int], edited: Subquery, sold: Subquery
) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        Product.product_id.label("record"),
        held.label("held"),
        expected.label("expected"),
    ]
    return (
        select(*columns)
        .outerjoin(edited, edited.c.product_id == Product.product_id)
        .outerjoin(sold, sold.c.product_id == Product.product_id)
    )


def compared(session: Session, book: str, statement: Select[Any] | TextualSelect, limit: int) -> BookCheck:
    """Return where `held` is not `expected`; `statement` has these two and `record`, `limit` of them are shown."""
    rows_of = statement.subquery("compared")
    differing = select(rows_of, func.count().over().label("differing")).where(rows_of.c.held != rows_of.c.expected)
    rows = session.execute(differing.order_by(rows_of.c.record).limit(limit)).all()
    shown = [BookDifference(book, row.record, int(row.held), int(Decimal(row.expected))) for row in rows]
    return BookCheck(rows[0].differing if rows else 0, shown)
