"""Doing the same work for everybody, so that neither answer nor time tells who has an account."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session


@contextmanager
def kept_if(session: Session, wanted: bool) -> Iterator[None]:  # noqa: FBT001 - reads as a sentence
    """Carry out the block's statements either way, and undo them unless they are wanted."""
    with session.begin_nested() as savepoint:
        yield
        session.flush()
        if not wanted:
            savepoint.rollback()
