"""What every reader gives: a header, batches of rows as long as the header, and the lines it had to refuse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.platform.blobs import Readable

LONGEST_CELL = 32_767  # characters; as many as a cell of a workbook can hold


class FileRefusedError(Exception):
    """The file as a whole cannot be read; the message tells a person what to do about it."""


class Reject(NamedTuple):
    """A line that does not land, and why. `line` counts from 1, the header included."""

    line: int
    column: str | None
    value: str | None
    reason: str


@dataclass(slots=True)
class Batch:
    """Some rows in the file's order, column by column; `lines[i]` is the line at which the i-th begins."""

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    rejects: list[Reject] = field(default_factory=list)

    @classmethod
    def of_rows(cls, lines: Sequence[int], rows: Sequence[Sequence[str]], rejects: list[Reject]) -> "Batch":
        return cls(lines, list(zip(*rows, strict=True)), rejects)


@dataclass(slots=True)
class Table:
    header: list[str]
    batches: Iterator[Batch]


class Rejoined:
    """A stream with the bytes that were looked at put back in front."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)


def shorten(text: str, length: int = 200) -> str:
    """Return the beginning of `text` as it can be stored: without NUL, which PostgreSQL refuses."""
    shown = text[:length].replace("\0", "\ufffd")
    return shown if len(text) <= length else f"{shown}…"


def normalised(header: str) -> str:
    """Return a header as it is compared: case, line breaks and runs of blanks do not count."""
    return " ".join(header.replace("\ufeff", "").split()).casefold()
