"""Shapes of the check of the books that cross the API."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.platform.contract import Out


class CheckOut(Out):
    check: str
    compares: str
    checked_at: Annotated[datetime | None, Field(description="Null before the first time.")]
    differing: Annotated[dict[str, int] | None, Field(description="How many figures were wrong, by book.")]


class BookBreachOut(Out):
    """A figure that was not what the records say; money in cents, bases of lines in millionths."""

    book: str
    record: Annotated[int, Field(description="The id of what the book is kept of: docs/operations.md names it.")]
    held: int
    expected: int
    found_at: datetime


class BooksOut(Out):
    checks: list[CheckOut]
    breaches: Annotated[list[BookBreachOut], Field(description="Of the last check, up to 100 of a book.")]
