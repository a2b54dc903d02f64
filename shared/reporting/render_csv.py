"""A table as comma-separated text (RFC 4180), and beside it what such a file cannot say about itself.

The header is the first line and holds the column keys, so that `pandas.read_csv` and Power Query take it as it is.
"""

import json
from datetime import date, datetime
from typing import Any

from shared.platform.spreadsheets import csv_file, neutral
from shared.reporting import wording
from shared.reporting.document import Column, Format, ReportDocument, Row, Table


def render_csv(document: ReportDocument) -> bytes:
    """One table, the first unless another was asked for: a header line and one line for each row, no totals."""
    table = chosen_table(document)
    if table is None:
        return "\ufeff".encode() if document.form.bom else b""
    lines = ([field_text(row.get(column.key), column.of(row)) for column in table.columns] for row in table.rows)
    return csv_file([column.key for column in table.columns], lines, bom=document.form.bom)


def about_csv(document: ReportDocument) -> bytes:
    """JSON with the sheet "About" of a workbook, the columns and the totals: what is asked for beside every file."""
    table = chosen_table(document)
    about = {
        "title": document.title,
        "kind": document.kind,
        "edition": document.edition,
        "data_read_at": _moment(document.read_at),
        "currency": document.currency,
        "facts": [{"label": label, "value": value} for label, value in document.facts],
        "summary": list(document.summary),
        "figures": [
            {
                "label": figure.measure.heading(document.currency),
                "value": _json(figure.value, figure.measure),
                "before": _json(figure.previous, figure.measure),
            }
            for figure in document.figures
        ],
        "formulas": [{"label": label, "formula": formula} for label, formula in document.formulas],
        "notes": list(document.notes),
        "table": None if table is None else _described(table, document),
    }
    return json.dumps(about, ensure_ascii=False, indent=1).encode()


def chosen_table(document: ReportDocument) -> Table | None:
    """The table asked for, the first one otherwise; an answer may lack a table that its kind can have."""
    if not document.form.table:
        return document.tables[0] if document.tables else None
    return next((table for table in document.tables if table.slug == document.form.table), None)


def field_text(value: object, column: Column) -> str:
    """A value as one field: numbers plain, text such that no spreadsheet calculates it."""
    if wording.is_absent(value):
        return ""
    if column.format is Format.MONEY:
        return f"{wording.rounded(value, 2):f}"
    if column.is_numeric:
        return _plain(value)
    return neutral(_moment(value))


def _described(table: Table, document: ReportDocument) -> dict[str, Any]:
    return {
        "name": table.slug,
        "title": table.title,
        "note": table.note,
        "rows": len(table.rows),
        "columns": [
            {
                "key": column.key,
                "label": column.label,
                "unit": column.unit_in(document.currency),
                "format": column.format.value,
            }
            for column in table.columns
        ],
        "totals": _totals(table, table.totals),
    }


def _totals(table: Table, totals: Row | None) -> dict[str, str | float | None] | None:
    if totals is None:
        return None
    return {column.key: _json(totals[column.key], column) for column in table.columns if column.key in totals}


def _json(value: object, column: Column) -> str | float | None:
    """Money is a string with two decimals, as in the API; other figures are numbers."""
    if wording.is_absent(value):
        return None
    if column.format is Format.MONEY:
        return f"{wording.rounded(value, 2):f}"
    if column.format is Format.INTEGER and not wording.exact(value) % 1:
        return int(wording.exact(value))
    return float(wording.exact(value)) if column.is_numeric else _moment(value)


def _plain(value: object) -> str:
    """A number with every digit it has: no separators, and a float as its shortest exact form."""
    return repr(value) if isinstance(value, float) else f"{wording.exact(value):f}"


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return f"{wording.naive_utc(value).isoformat(timespec='seconds')}Z"
    return value.isoformat() if isinstance(value, date) else str(value)
