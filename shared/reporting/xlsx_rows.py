"""Rows of a workbook's tables as XML: openpyxl takes four times as long for them, and they are nearly all of the time.

Sheets, styles and charts are openpyxl's; its sheets are left empty, and these rows are put into them when they are
packed. A cell is what `xlsx_cells` makes of the value, and so the same as everywhere else in the workbook.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from shared.reporting.document import Column, Row, Table
from shared.reporting.plain_cells import day_cell, instant_cell, remembering, text_cell
from shared.reporting.xlsx_cells import Styles, header_style, stored_value
from shared.reporting.xlsx_names import letter

type Encoder = Callable[[object], str]

_HEADER_HEIGHT = 32  # points: two lines, label and unit


def rows_of(table: Table, currency: str, styles: Styles) -> Iterator[str]:
    """All rows of the table's sheet: header, rows, totals, and the note below a gap; a piece of XML each."""
    letters = [letter(index) for index in range(len(table.columns))]
    numbers = count(1)
    heads = (_cell(column.heading(currency), header_style(column), styles) for column in table.columns)
    yield _row(next(numbers), letters, heads, f' ht="{_HEADER_HEIGHT}" customHeight="1"')
    encoders = [_encoder(column, styles) for column in table.columns]
    for row in table.rows:
        yield _row(next(numbers), letters, _cells(row, encoders))
    if table.totals is not None:
        named = _named(table, table.totals)
        totals = (_cell(named.get(column.key), column, styles, total=True) for column in table.columns)
        yield _row(next(numbers), letters, totals)
    if table.note:
        yield _row(next(numbers) + 1, ["A"], [_cell(table.note, "quiet", styles)])


def _named(table: Table, totals: Row) -> Row:
    """The totals, named in the first column of text or days that has none itself."""
    free = (column.key for column in table.columns if column.names_rows and totals.get(column.key) is None)
    label = next(free, None)
    return totals if label is None else {**totals, label: "Total"}


def _row(number: int, letters: Sequence[str], cells: Iterable[str], more: str = "") -> str:
    made = "".join([f'<c r="{column}{number}"{cell}' for column, cell in zip(letters, cells, strict=True) if cell])
    return f'<row r="{number}"{more}>{made}</row>'


def _cells(row: Row, encoders: Sequence[Callable[[Row], str]]) -> Iterator[str]:
    return (encode(row) for encode in encoders)


def _encoder(column: Column, styles: Styles) -> Callable[[Row], str]:
    """What makes the cell of a row in a column; nothing of what is absent."""
    key = column.key
    if column.unit_from:
        return lambda row: "" if row.get(key) is None else _cell(row[key], column.of(row), styles)
    encode = remembering(partial(_present, column, styles))
    return lambda row: encode(row.get(key))


def _present(column: Column, styles: Styles, value: object) -> str:
    return "" if stored_value(value, column) is None else _cell(value, column, styles)


def _cell(value: object, look: str | Column, styles: Styles, *, total: bool = False) -> str:
    stored: Any = stored_value(value, look)
    style = styles.number_of(look, stored, total=total)
    if stored is None or stored == "":
        return f' s="{style}"/>'
    if isinstance(stored, str):
        return text_cell(stored, style)
    if isinstance(stored, date):
        return (instant_cell if hasattr(stored, "hour") else day_cell)(stored, style)
    return f' s="{style}"><v>{stored}</v></c>'
