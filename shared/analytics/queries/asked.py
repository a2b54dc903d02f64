"""Any metrics of sales by any dimensions, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Subquery,
    cast,
    false,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.metrics import Metric
from shared.analytics.queries.cube import Question, summed
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window

BEFORE = "_before"  # behind a metric's name: its value in the window that is compared with


@dataclass(frozen=True)
class Asked:
    """Metrics that are known per product; `compared` is another window, or none."""

    question: Question
    metrics: tuple[Metric, ...]
    compared: Window | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dimension.value for dimension in self.question.dimensions)


def rows(session: Session, asked: Asked, *, sort: str | None, limit: int, offset: int) -> Sequence[Row[Any]]:
    """Return a row for each combination with sales in the window: dimensions, metrics, metrics before.

    Args:
        session: the unit of work.
        asked: the question.
        sort: a dimension or metric, - in front for descending; unknown values are last. None: by the dimensions.
        limit: how many rows at most.
        offset: how many rows to pass over.
    """
    found = _both(asked).subquery("found")
    order = [found.c[key].asc().nulls_last() for key in asked.keys]
    if sort is not None:
        column = found.c[sort.removeprefix("-")]
        order.insert(0, (column.desc() if sort.startswith("-") else column.asc()).nulls_last())
    return session.execute(select(found).order_by(*order).limit(limit).offset(offset)).all()


def totals(session: Session, asked: Asked) -> Row[Any]:
    """Return metrics and metrics before over all rows."""
    return session.execute(_both(replace(asked, question=replace(asked.question, dimensions=())))).one()


def _both(asked: Asked) -> Select[Any]:
    now = _measured(asked, asked.question.window)
    if asked.compared is None:
        return select(*now.c)
    then = _measured(asked, asked.compared)
    slugs = [metric.slug for metric in asked.metrics]
    sides = union_all(
        select(*now.c, *(null().label(f"{slug}{BEFORE}") for slug in slugs), true().label("is_now")),
        select(
            *(then.c[key] for key in asked.keys), *(null() for _ in slugs), *(then.c[slug] for slug in slugs), false()
        ),
    ).subquery("sides")
    keys: list[ColumnElement[Any]] = [sides.c[key] for key in asked.keys]
    names = [*slugs, *(f"{slug}{BEFORE}" for slug in slugs)]
    # Each side has one row at most for a key; a join would not find the keys that are null.
    one = select(*keys, *(func.max(sides.c[name]).label(name) for name in names))
    return one.group_by(*keys).having(func.bool_or(sides.c.is_now)) if keys else one


def _measured(asked: Asked, window: Window) -> Subquery:
    sums = summed(replace(asked.question, window=window)).subquery()
    net = (sums.c.gross_cents - sums.c.returned_cents).label("net_cents")
    known = select(*sums.c, net, _shop_net(window).label("shop_net_cents")).subquery("sums")
    measured: list[ColumnElement[Any]] = [literal_column(each.sql).label(each.slug) for each in asked.metrics]
    return select(*(known.c[key] for key in asked.keys), *measured).select_from(known).subquery()


def _shop_net(window: Window) -> ColumnElement[int]:
    whole = summed(Question(window, Filters(), (), ("gross_cents", "returned_cents"))).subquery()
    return select(cast(whole.c.gross_cents - whole.c.returned_cents, BigInteger)).scalar_subquery()
