"""Lines on their way into the ledger: whole numbers until they are written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from shared.finance.kinds import Basis, Entry

CENTS, MICRO = 100, 1_000_000
NULL = "\\N"
COLUMNS = (
    *("term_id", "campaign_id", "influencer_id", "component", "basis", "entry", "purchase_id", "part", "parts"),
    *("reference", "sequence", "occurred_on", "payable_on", "base", "rate", "amount", "reason"),
)
COPY = f"COPY payment_lines ({', '.join(COLUMNS)}) FROM STDIN (FORMAT text, ENCODING 'UTF8')"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
PIECE = 1 << 16


class Line(NamedTuple):
    """A row of payment_lines: `base` in cents of revenue or millionths of a count, `rate` in millionths; days ordinals."""

    term_id: int
    campaign_id: int
    influencer_id: int
    component: int
    basis: Basis
    entry: Entry
    purchase_id: int  # 0: none
    part: int
    parts: int
    reference: str | None
    sequence: int
    occurred_on: int
    payable_on: int
    base: int
    rate: int | None
    cents: int
    reason: str | None


class Tally:
    """How many lines of each entry were written, and what they add up to in cents."""

    def __init__(self) -> None:
        self.lines: Counter[Entry] = Counter()
        self.cents: Counter[Entry] = Counter()

    def note(self, lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            entry = line[5]
            self.lines[entry] += 1
            self.cents[entry] += line[15]
            yield line


def write(session: Session, lines: Iterable[Line]) -> None:
    """Stream lines into the ledger; the server digests one while the next is computed."""
    with closing(session.connection().connection.cursor()) as cursor:
        cursor.copy_expert(COPY, _Stream(map(written, lines)), PIECE)  # type: ignore[attr-defined]  # psycopg2's


def written(line: Line) -> str:
    """Return a line as COPY's text."""
    (
        term_id, campaign_id, influencer_id, component, basis, entry, purchase_id, part, parts, reference, sequence,
        occurred_on, payable_on, base, rate, cents, reason,
    ) = line  # fmt: skip
    scale = CENTS if basis is Basis.REVENUE_SHARE else MICRO
    return (
        f"{term_id}\t{campaign_id}\t{influencer_id}\t{component}\t{basis.value}\t{entry.value}\t{purchase_id or NULL}\t"
        f"{part}\t{parts}\t{_text(reference)}\t{sequence}\t{_day(occurred_on)}\t{_day(payable_on)}\t"
        f"{_decimal(base, scale)}\t{NULL if rate is None else _decimal(rate, MICRO)}\t{_decimal(cents, CENTS)}\t"
        f"{_text(reason)}\n"
    )


@cache
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _decimal(number: int, scale: int) -> str:
    sign, size = ("-", -number) if number < 0 else ("", number)
    return f"{sign}{size // scale}.{size % scale:02}" if scale == CENTS else f"{sign}{size // scale}.{size % scale:06}"


def _text(value: str | None) -> str:
    return NULL if value is None else value.translate(ESCAPES)


class _Stream:
    """What COPY reads from."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int = PIECE, /) -> bytes:
        parts, length = [self._left], len(self._left)
        for piece in self._pieces:
            encoded = piece.encode()
            parts.append(encoded)
            length += len(encoded)
            if length >= size:
                break
        whole = b"".join(parts)
        self._left = whole[size:]
        return whole[:size]
