"""Cursors of lists whose order is computed anew each time: they count the rows before, and know their question."""

import base64
import hashlib
import re
from typing import Protocol

from shared.platform import clock
from shared.platform.errors import Malformed

OFFSET = re.compile(r"[0-9]{1,12}")


class Question(Protocol):
    """A pydantic model with the fields `cursor` and `limit`."""

    @property
    def cursor(self) -> str | None: ...

    def model_copy(self, *, update: dict[str, object]) -> "Question": ...

    def model_dump_json(self) -> str: ...


def cursor_at(question: Question, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{_fingerprint(question)} {offset}".encode()).decode().rstrip("=")


def offset_of(question: Question, pointer: str) -> int:
    """Return how many rows the pages before had.

    Raises:
        Malformed: the cursor is of another question, or none at all.
    """
    cursor = question.cursor
    if cursor is None:
        return 0
    try:
        fingerprint, offset = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        if fingerprint == _fingerprint(question) and OFFSET.fullmatch(offset):
            return int(offset)
    except ValueError:
        pass
    raise Malformed("The cursor is not of this question.", [(pointer, "was not made by this question")])


def _fingerprint(question: Question) -> str:
    asked = question.model_copy(update={"cursor": None, "limit": 1})
    return hashlib.sha256(f"{clock.today()} {asked.model_dump_json()}".encode()).hexdigest()[:16]
