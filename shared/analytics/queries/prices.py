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
