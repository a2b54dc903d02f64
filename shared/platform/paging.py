"""Keyset paging: a cursor names the last row seen, so pages stay right while rows come and go."""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, cast

from pydantic import Field, TypeAdapter
from sqlalchemy import Row, Select, SQLColumnExpression, func, select, tuple_
from sqlalchemy.orm import Session

from shared.platform import rows
from shared.platform.contract import Out, Query
from shared.platform.errors import Malformed

MOST_ROWS = 200


class PageQuery(Query):
    """What every list understands: how many, from where, in which order."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="How many items at most.")] = 50
    cursor: Annotated[str | None, Field(max_length=500, description="next_cursor of the page before.")] = None
    sort: Annotated[str | None, Field(max_length=50, description="A field, with - in front for descending.")] = None
    count: Annotated[bool, Field(description="Adds the total.")] = False


class Page[T](Out):
    items: list[T]
    next_cursor: str | None = None
    total: int | None = None


def page_of[T](
    session: Session,
    statement: Select[Any],
    query: PageQuery,
    *,
    sorts: Mapping[str, SQLColumnExpression[Any]],
    key: SQLColumnExpression[Any],
    make: type[T],
) -> Page[T]:
    """Run `statement` for one page.

    Args:
        session: the unit of work.
        statement: a SELECT of ORM entities or labelled columns, already filtered, without order.
        query: limit, cursor, sort and count of the request.
        sorts: the NOT NULL columns that may be sorted by, the default first.
        key: the unique column that breaks ties.
        make: the schema of one item.
    """
    name, descending = _sort(query.sort, sorts)
    entity = rows.entity_of(statement)
    order: list[SQLColumnExpression[Any]] = [sorts[name], key]
    position = tuple_(*order)
    whole = statement if entity is None else statement.with_only_columns(entity.__table__)
    paged = whole.add_columns(*(column.label(f"_cursor_{i}") for i, column in enumerate(order)))
    if query.cursor is not None:
        after = tuple_(*_decode(query.cursor, name, descending, order))
        paged = paged.where(position < after if descending else position > after)
    paged = paged.order_by(*(column.desc() if descending else column.asc() for column in order))
    # Columns of one table need nothing of the ORM, which would take its share of every row.
    reader = session if entity is None else session.connection()
    found = reader.execute(paged.limit(query.limit + 1)).all()
    shown = found[: query.limit]
    return Page(
        items=_items(cast("Any", make)).validate_python(shown if entity is None else rows.of_rows(entity, shown)),
        next_cursor=_encode(name, descending, shown[-1]) if len(found) > query.limit else None,
        total=_count(session, statement) if query.count else None,
    )


def contains(column: SQLColumnExpression[str], part: str) -> SQLColumnExpression[bool]:
    """Return the condition that `column` has `part` in it, in any case; % and _ stand for themselves."""
    return column.icontains(part, autoescape=True)


@cache
def _items(make: Any) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[make])


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalars(select(func.count()).select_from(statement.subquery())).one()


def _sort(sort: str | None, sorts: Mapping[str, SQLColumnExpression[Any]]) -> tuple[str, bool]:
    name = (sort or next(iter(sorts))).removeprefix("-")
    if name not in sorts:
        known = ", ".join(sorts)
        raise Malformed("Unknown sort.", [("sort", f"must be one of {known}, with - in front for descending")])
    return name, (sort or "").startswith("-")


def _encode(name: str, descending: bool, row: Row[Any]) -> str:  # noqa: FBT001 - private
    values = [str(value) for value in row[-2:]]
    return base64.urlsafe_b64encode(json.dumps([name, descending, *values]).encode()).decode().rstrip("=")


def _decode(cursor: str, name: str, descending: bool, order: Sequence[SQLColumnExpression[Any]]) -> list[Any]:  # noqa: FBT001
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        of_name, of_descending, *values = json.loads(base64.urlsafe_b64decode(padded))
        position = [_typed(value, column) for value, column in zip(values, order, strict=True)]
    except (ValueError, TypeError, ArithmeticError):
        raise Malformed("The cursor is not one of ours.", [("cursor", "was not made by this list")]) from None
    if (of_name, of_descending) != (name, descending):
        raise Malformed("The cursor belongs to another sort.", [("cursor", "was made for another sort")])
    return position


def _typed(value: str, column: SQLColumnExpression[Any]) -> Any:
    kind = column.type.python_type  # type: ignore[attr-defined]  # every column expression has a type
    if "\0" in value:
        raise ValueError("NUL")
    return kind.fromisoformat(value) if hasattr(kind, "fromisoformat") else kind(value)
