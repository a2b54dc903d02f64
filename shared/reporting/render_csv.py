"""The main table as comma-separated text (RFC 4180), for people with Excel and for programs alike.

The header is the first line and holds the column keys, so that `pandas.read_csv` and Power Query take it as it is;
the byte order mark is there because Excel reads UTF-8 only with it, and pandas skips it.
"""

import csv
import io
from datetime import date, datetime

from shared.reporting import wording
from shared.reporting.document import Column, Format, ReportDocument

# What a spreadsheet takes for the start of a formula, with the full-width forms that East Asian versions accept.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render_csv(document: ReportDocument) -> bytes:
    """The first table; no totals, no titles: one header line and one line for each row."""
    if not document.tables:
        return "\ufeff".encode()
    table = document.tables[0]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutral(column.key) for column in table.columns])
    writer.writerows([_field(row.get(column.key), column) for column in table.columns] for row in table.rows)
    return ("\ufeff" + buffer.getvalue()).encode()


def neutral(text: str) -> str:
    """Text that no spreadsheet will calculate: an apostrophe goes before whatever looks like a formula."""
    text = wording.clean(text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _field(value: object, column: Column) -> str:
    if wording.is_absent(value):
        return ""
    if column.format is Format.MONEY:
        return f"{wording.rounded(value, 2):f}"
    if column.is_numeric:
        return _plain(value)
    return neutral(_moment(value))


def _plain(value: object) -> str:
    """A number with every digit it has: no separators, and a float as its shortest exact form."""
    return repr(value) if isinstance(value, float) else f"{wording.exact(value):f}"


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return f"{wording.naive_utc(value).isoformat(timespec='seconds')}Z"
    return value.isoformat() if isinstance(value, date) else str(value)
