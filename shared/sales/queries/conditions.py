"""Conditions that the lists of sales have in common."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import SQLColumnExpression, and_, or_, select

from shared.platform.columns import NO_CHANNEL
from shared.platform.paging import contains
from shared.sales.models import Product

type Conditions = list[SQLColumnExpression[bool]]

SHORTEST_PART = 3  # of a text that the index behind `contains` can look for


class Period(Protocol):
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...


class Goods(Protocol):
    @property
    def q(self) -> str | None: ...
    @property
    def product_id(self) -> tuple[int, ...]: ...
    @property
    def category(self) -> tuple[str, ...]: ...


def among(column: SQLColumnExpression[Any], values: Sequence[object]) -> Conditions:
    """Return the condition that `column` is one of `values`; none for no values."""
    return [column.in_(values)] if values else []


def equal(column: SQLColumnExpression[Any], value: object) -> Conditions:
    return [] if value is None else [column == value]


def within(column: SQLColumnExpression[date | None] | SQLColumnExpression[date], days: Period) -> Conditions:
    """Return the condition that the day in `column` is one of `days`, which may be open at either end."""
    first = [] if days.first is None else [column >= days.first]
    last = [] if days.last is None else [column <= days.last]
    return [*first, *last]


def through(column: SQLColumnExpression[int | None], channels: Sequence[int]) -> Conditions:
    """Return the condition that it came through one of `channels`; a null is no channel, too."""
    if NO_CHANNEL in channels:
        return [or_(column.in_(channels), column.is_(None))]
    return among(column, channels)


def has_part(column: SQLColumnExpression[str], part: str) -> SQLColumnExpression[bool]:
    """Return the condition that `column` has `part` in it, or begins with it if it is too short to look for."""
    return column.istartswith(part, autoescape=True) if len(part) < SHORTEST_PART else contains(column, part)


def of_goods(column: SQLColumnExpression[int], goods: Goods) -> Conditions:
    """Return the condition that `column` names a product of these ids, categories and with this part in its title."""
    described = [*among(Product.category, goods.category), *([has_part(Product.title, goods.q)] if goods.q else [])]
    of_kind = [column.in_(select(Product.product_id).where(and_(*described)))] if described else []
    return [*among(column, goods.product_id), *of_kind]
