"""A bank's statement as CSV, whose columns the caller declares."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from shared.finance.payments.bank.malformed import StatementMalformed, refusal
from shared.finance.payments.batch_schemas import ColumnNames, StatementIn
from shared.finance.payments.rules import BankEntry, Booked

MOST_LINES = 20_000
WORDS = {
    **dict.fromkeys(("paid", "booked", "executed"), Booked.PAID),
    **dict.fromkeys(("failed", "rejected", "returned"), Booked.FAILED),
}
LINE = Mapping[str, str]


def entries(statement: StatementIn) -> list[BankEntry]:
    """Return a line for each transfer.

    Raises:
        StatementMalformed: a declared column is missing, or a line does not hold what it should.
    """
    columns = statement.columns or ColumnNames()
    return [_entry(line, columns, position, statement.decimal) for position, line in _lines(statement, columns)]


def _lines(statement: StatementIn, columns: ColumnNames) -> Iterator[tuple[int, LINE]]:
    text = io.StringIO(statement.content.removeprefix("\ufeff"), newline="")
    reader = csv.DictReader(text, delimiter=statement.delimiter, strict=True)
    try:
        present = set(reader.fieldnames or ())
        declared = {name for name in columns.model_dump().values() if name is not None}
        if missing := sorted(declared - present):
            raise refusal(f"has no column {', '.join(missing)}", "/columns")
        if len(present) < len(reader.fieldnames or ()):
            raise refusal("names a column twice")
        for position, line in enumerate(reader, 1):
            if position > MOST_LINES:
                raise refusal(f"has more than {MOST_LINES:,} lines")
            if None in line:  # perhaps a decimal comma: what is left of it would be another amount
                raise _line(position, "has more cells than the header")
            yield position, {name: (line.get(name) or "").strip() for name in declared}
    except csv.Error as broken:
        raise refusal(f"is no CSV: {broken}") from None


def _entry(line: LINE, columns: ColumnNames, position: int, decimal: str) -> BankEntry:
    return BankEntry(
        position=position,
        end_to_end_id=line[columns.end_to_end_id] or None,
        amount=_amount(line[columns.amount], decimal, position),
        currency=None,
        booked=_booked(line, columns.outcome, position),
        booked_on=_day(line, columns.booked_on, position),
        reason=(line[columns.reason] or None) if columns.reason else None,
    )


def _amount(text: str, decimal: str, position: int) -> Decimal | None:
    if not text:
        return None
    if not re.fullmatch(rf"[+-]?[0-9]{{1,10}}({re.escape(decimal)}[0-9]{{1,2}})?", text, re.ASCII):
        raise _line(position, f"has an amount {text[:20]!r}")
    return abs(Decimal(text.replace(decimal, ".")))


def _booked(line: LINE, column: str | None, position: int) -> Booked:
    if column is None:
        return Booked.PAID
    word = line[column].lower()
    if word not in WORDS:
        raise _line(position, f"has an outcome {word[:20]!r}; known are {', '.join(WORDS)}")
    return WORDS[word]


def _day(line: LINE, column: str | None, position: int) -> date | None:
    if column is None or not line[column]:
        return None
    try:
        return date.fromisoformat(line[column])
    except ValueError:
        raise _line(position, f"has a day {line[column][:20]!r}") from None


def _line(position: int, message: str) -> StatementMalformed:
    return refusal(f"line {position} {message}")
