"""Reads of sales."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    TableClause,
    and_,
    cast,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from shared.platform.columns import NO_CHANNEL
from shared.sales.models import MEASURES, Purchase, PurchaseStatus


def _view(name: str, **keys: type[Date | Integer]) -> TableClause:
    measures = [column(measure, BigInteger) for measure in MEASURES]
    return table(name, *(column(key, kind) for key, kind in keys.items()), *measures)


# Roll-up and open deltas: one key can appear in several rows, so take sums.
exact_sales_day_channel_product = _view(
    "exact_sales_day_channel_product", day=Date, channel=Integer, product_id=Integer
)
exact_sales_day_channel = _view("exact_sales_day_channel", day=Date, channel=Integer)
exact_sales_month_channel = _view("exact_sales_month_channel", month=Date, channel=Integer)


def sums(of: FromClause) -> list[ColumnElement[int]]:
    """Return the sum of each of MEASURES in `of`, under its own name."""
    return [cast(func.sum(of.c[measure]), BigInteger).label(measure) for measure in MEASURES]


def first_of_month(day: ColumnElement[date]) -> ColumnElement[date]:
    return cast(func.date_trunc("month", cast(day, TIMESTAMP)), Date)


def sales_of_facts() -> Select[Any]:
    """Return the roll-up by day, channel and product as the purchases themselves give it. Reads all of them."""
    units, cents = func.coalesce(Purchase.quantity, 0), cast(Purchase.unit_price * 100, BigInteger)
    key: dict[str, ColumnElement[Any]] = {
        "day": Purchase.bought_date.expression,
        "channel": func.coalesce(Purchase.channel, NO_CHANNEL),
        "product_id": Purchase.product_id.expression,
    }
    measures: dict[str, ColumnElement[Any]] = {  # in the order of MEASURES
        "orders": func.count(),
        "units": func.sum(units),
        "gross_cents": cast(func.sum(units * cents), BigInteger),
        "returned_units": func.sum(Purchase.returned_quantity),
        "returned_cents": cast(func.sum(Purchase.returned_quantity * cents), BigInteger),
        "ratings": func.count(Purchase.rating),
        "rating_sum": func.coalesce(func.sum(Purchase.rating), 0),
    }
    return (
        select(*(value.label(name) for name, value in {**key, **measures}.items()))
        .where(Purchase.status != PurchaseStatus.CANCELLED, Purchase.bought_date.is_not(None))
        .group_by(*key.values())
    )


@dataclass(frozen=True)
class RollupDifference:
    """A roll-up row that is not what the purchases say. Measures in the order of MEASURES."""

    rollup: str
    key: tuple[Any, ...]
    facts: tuple[int, ...]
    rolled_up: tuple[int, ...]


def rollup_differences(session: Session, limit: int = 100) -> list[RollupDifference]:
    """Compare roll-ups and open deltas with the facts; at most `limit` differences of each. Reads all purchases."""
    facts = sales_of_facts().cte("facts")
    month = first_of_month(facts.c.day).label("month")
    compared: list[tuple[TableClause, Sequence[ColumnElement[Any]]]] = [
        (exact_sales_day_channel_product, (facts.c.day, facts.c.channel, facts.c.product_id)),
        (exact_sales_day_channel, (facts.c.day, facts.c.channel)),
        (exact_sales_month_channel, (month, facts.c.channel)),
    ]
    return [
        difference
        for view, key in compared
        for difference in _differences(session, view, select(*key, *sums(facts)).group_by(*key), limit)
    ]


def _differences(session: Session, view: TableClause, facts: Select[Any], limit: int) -> list[RollupDifference]:
    keys = [name for name in view.c.keys() if name not in MEASURES]  # noqa: SIM118 - a column collection
    said = facts.subquery("said")
    held = select(*(view.c[key] for key in keys), *sums(view)).group_by(*(view.c[key] for key in keys)).subquery("held")
    key_columns = [func.coalesce(said.c[key], held.c[key]) for key in keys]
    said_columns = [func.coalesce(said.c[measure], 0) for measure in MEASURES]
    held_columns = [func.coalesce(held.c[measure], 0) for measure in MEASURES]
    rows = session.execute(
        select(*key_columns, *said_columns, *held_columns)
        .select_from(said.join(held, and_(*(said.c[key] == held.c[key] for key in keys)), full=True))
        .where(or_(*(one != other for one, other in zip(said_columns, held_columns, strict=True))))
        .order_by(*key_columns)
        .limit(limit)
    )
    ends = len(keys), len(keys) + len(MEASURES)
    return [
        RollupDifference(view.name, tuple(row[: ends[0]]), tuple(row[ends[0] : ends[1]]), tuple(row[ends[1] :]))
        for row in rows
    ]
