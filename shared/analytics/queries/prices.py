"""Edits of a product's price, and its units day by day around them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from shared.sales import queries as sales
from shared.sales.models import Adjustment
from shared.sales.rules import AdjustField


def price_edits(session: Session, product_id: int) -> list[Row[datetime, float, float]]:
    """Return (date_time in UTC without a zone, old value, new value) of all of them, the oldest first."""
    statement = (
        select(Adjustment.date_time, Adjustment.old_value, Adjustment.new_value)
        .where(Adjustment.product_id == product_id, Adjustment.field == AdjustField.PRODUCT_PRICE)
        .order_by(Adjustment.date_time, Adjustment.adjustment_id)
    )
    return list(session.execute(statement))


def units_by_day(session: Session, product_id: int, first: date, last: date) -> dict[date, int]:
    """Return the units of the product on each day on which there were any."""
    of: Any = sales.exact_sales_day_product
    statement = (
        select(of.c.day, func.sum(of.c.units))
        .where(of.c.product_id == product_id, of.c.day.between(first, last))
        .group_by(of.c.day)
    )
    return {day: int(units) for day, units in session.execute(statement)}


def first_sold_on(session: Session, product_id: int) -> date | None:
    """Return the first day with a sale of the product, None before any."""
    of: Any = sales.exact_sales_day_product
    return session.scalar(select(func.min(of.c.day)).where(of.c.product_id == product_id))


def first_edited_at(session: Session, product_id: int) -> datetime | None:
    """Return when anything of the product was first edited (UTC without a zone), None before any."""
    return session.scalar(select(func.min(Adjustment.date_time)).where(Adjustment.product_id == product_id))
