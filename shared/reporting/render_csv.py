"""The main table as comma-separated text, for people with Excel and for programs alike.

The header is the first line and holds the column keys, so that `pandas.read_csv` and Power Query take it as it is.
"""

from datetime import date, datetime

from shared.platform.spreadsheets import csv_file, neutral
from shared.reporting import wording
from shared.reporting.document import Column, Format, ReportDocument


def render_csv(document: ReportDocument) -> bytes:
    """The first table; no totals, no titles: one header line and one line for each row."""
    if not document.tables:
        return "\ufeff".encode()
    table = document.tables[0]
    lines = ([_field(row.get(column.key), column) for column in table.columns] for row in table.rows)
    return csv_file([column.key for column in table.columns], lines)


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
