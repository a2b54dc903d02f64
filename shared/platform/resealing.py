"""After a change of the key-encryption key: every sealed value is sealed anew, so that the old key can go.

The columns are found by their type. The row a value is bound to is named by its primary key, which is one column.
"""

import importlib
import importlib.util
import logging
import pkgutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Select, func, select, update
from sqlalchemy.orm import Session

import shared
from shared.platform import db
from shared.platform.crypto import (
    EncryptionKeyMissing,
    Place,
    SealBrokenError,
    SealedText,
    current_version,
    seal,
    sealed_under,
    unseal,
)

log = logging.getLogger(__name__)

BATCH = 100
MOST_AT_A_TIME = 20_000  # a run ends long before the transaction that holds the job's lock counts as forgotten


def sealed_columns() -> list[Column[Any]]:
    """Return every column of sealed values, whichever module owns its table."""
    for package in pkgutil.iter_modules(shared.__path__, "shared."):
        if package.ispkg and importlib.util.find_spec(f"{package.name}.models"):
            importlib.import_module(f"{package.name}.models")
    tables = db.Base.metadata.sorted_tables
    return [column for table in tables for column in table.columns if isinstance(column.type, SealedText)]


def reseal() -> dict[str, int] | None:
    """Seal what is not under the current KEK anew, in transactions of its own.

    A value that does not open stays as it is and is logged. A row that somebody else has locked is left to the next
    run.

    Returns:
        How many values were `resealed` and how many are `unreadable`; None when all are under the current KEK.
    """
    outcomes = Counter[str]()
    for column in sealed_columns():
        for batch in _batches(column):
            outcomes.update(batch)
            if outcomes["resealed"] >= MOST_AT_A_TIME:
                return dict(outcomes)
    return dict(outcomes) or None


def _batches(column: Column[Any]) -> Iterator[list[str]]:
    """Yield what became of the values, batch by batch, each committed."""
    last = None
    while True:
        with db.transaction() as session:
            rows = session.execute(_outdated(column, last)).all()
            outcomes = [_reseal_value(session, column, row, sealed) for row, sealed in rows]
        if not rows:
            return
        yield outcomes
        last = rows[-1][0]


def _outdated(column: Column[Any], after: object | None) -> Select[Any]:
    (key,) = column.table.primary_key
    current = func.starts_with(column, sealed_under(current_version()))
    outdated = select(key, column).where(column.is_not(None), ~current)
    if after is not None:
        outdated = outdated.where(key > after)
    return outdated.order_by(key).limit(BATCH).with_for_update(skip_locked=True)


def _reseal_value(session: Session, column: Column[Any], row: object, sealed: str) -> str:
    (key,) = column.table.primary_key
    place = Place(column.table.name, column.name, row)
    try:
        fresh = seal(unseal(sealed, place), place)
    except (SealBrokenError, EncryptionKeyMissing) as failure:
        log.error("%s stays under its old key: %s", place, failure)  # noqa: TRY400 - no bug, no stack
        return "unreadable"
    changed = update(column.table).where(key == row, column == sealed).values({column: fresh})
    return "resealed" if session.execute(changed.returning(key)).all() else "changed_meanwhile"
