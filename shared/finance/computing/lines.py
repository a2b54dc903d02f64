"""Lines on their way into the ledger: whole numbers until they are written."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from itertools import batched
from typing import Any, NamedTuple

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
AT_ONCE = 50_000
AHEAD = 8  # so many times as many are computed before the server has taken them: 5 MB each

type Plain = Callable[[Any], tuple[int, int]]  # writes lines by a cursor, and returns how many and their cents


class Line(NamedTuple):
    """A row of payment_lines: `base` in cents of revenue or millionths of a count, `rate` in millionths.

    Days are ordinals; a purchase_id of 0 is none.
    """

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

    def note(self, lines: Sequence[Line]) -> None:
        for line in lines:
            entry = line[5]
            self.lines[entry] += 1
            self.cents[entry] += line[15]

    def add(self, entry: Entry, lines: int, cents: int) -> None:
        self.lines[entry] += lines
        self.cents[entry] += cents


def write(session: Session, plain: Plain, lines: Iterable[Line]) -> Tally:
    """Let the server write plain lines, and copy the others into the ledger, some thousands at a time.

    The server digests them while the next are computed.
    """
    tally = Tally()
    connection = session.connection().connection
    with ThreadPoolExecutor(1, "write-lines") as background, closing(connection.cursor()) as cursor:
        written_plain = background.submit(plain, cursor)
        writing: deque[Future[Any]] = deque([written_plain])
        for some in batched(lines, AT_ONCE, strict=False):
            tally.note(some)
            encoded = "".join(map(written, some)).encode()
            if len(writing) > AHEAD:
                writing.popleft().result()
            writing.append(background.submit(cursor.copy_expert, COPY, BytesIO(encoded), PIECE))
        for each in writing:
            each.result()
    tally.add(Entry.EARNING, *written_plain.result())
    return tally


def written(line: Line) -> str:
    """Return a line as COPY's text."""
    (
        term_id, campaign_id, influencer_id, component, basis, entry, purchase_id, part, parts, reference, sequence,
        occurred_on, payable_on, base, rate, cents, reason,
    ) = line  # fmt: skip
    scale = CENTS if basis is Basis.REVENUE_SHARE else MICRO
    return (
        f"{term_id}\t{campaign_id}\t{influencer_id}\t{component}\t{basis}\t{entry}\t{purchase_id or NULL}\t"
        f"{part}\t{parts}\t{_text(reference)}\t{sequence}\t{_day(occurred_on)}\t{_day(payable_on)}\t"
        f"{_decimal(base, scale)}\t{NULL if rate is None else _rate(rate)}\t{_decimal(cents, CENTS)}\t"
        f"{_text(reason)}\n"
    )


@cache
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@lru_cache(10_000)
def _rate(micros: int) -> str:
    return _decimal(micros, MICRO)


def _decimal(number: int, scale: int) -> str:
    sign, size = ("-", -number) if number < 0 else ("", number)
    return f"{sign}{size // scale}.{size % scale:02}" if scale == CENTS else f"{sign}{size // scale}.{size % scale:06}"


def _text(value: str | None) -> str:
    return NULL if value is None else value.translate(ESCAPES)
