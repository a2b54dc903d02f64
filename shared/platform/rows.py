"""Records read past the ORM, for answers: no identity map, no watch for changes, a fraction of the time.

A plain record has the attributes of the table's columns and what the entity computes of them (its properties).
"""

from collections import namedtuple
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Row, Select, bindparam, inspect, select
from sqlalchemy.orm import Session

from shared.platform.db import Base


def one[E: Base](session: Session, entity: type[E], key: int) -> E | None:
    """Return the plain record of this primary key, None when there is none. It is read only, whatever its type says."""
    row = session.connection().execute(_by_key(entity), {"key": key}).one_or_none()
    return None if row is None else of_row(entity, row)


def of_row[E: Base](entity: type[E], row: Row[Any]) -> E:
    """Return the plain record that the first columns of this row are."""
    return of_rows(entity, [row])[0]


def of_rows[E: Base](entity: type[E], found: Sequence[Row[Any]]) -> list[E]:
    """Return the plain records that the first columns of these rows are."""
    made = _plain(entity)
    width = len(made._fields)
    return cast("list[E]", [made._make(row[:width]) for row in found])


def entity_of(statement: Select[Any]) -> type[Base] | None:
    """Return the entity that the statement selects and nothing beside it; None for any other statement."""
    chosen = statement.column_descriptions
    is_whole = len(chosen) == 1 and isinstance(chosen[0]["expr"], type)
    return cast("type[Base]", chosen[0]["expr"]) if is_whole else None


@cache
def _plain(entity: type[Base]) -> Any:
    mapper = inspect(entity)
    names = [mapper.get_property_by_column(column).key for column in entity.__table__.columns]
    computed = {
        name: value
        for base in reversed(entity.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, property)
    }
    columns: Any = namedtuple(entity.__name__, names)  # type: ignore[misc]  # noqa: PYI024 - known at run time only
    return type(entity.__name__, (columns,), {"__slots__": (), **computed})


@cache
def _by_key(entity: type[Base]) -> Select[Any]:
    (key,) = inspect(entity).primary_key
    return select(entity.__table__).where(key == bindparam("key"))
