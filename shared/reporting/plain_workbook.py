"""Workbooks of long plain tables, written as a stream: bare XML into a zip, for openpyxl takes ten times as long.

No charts and no totals, but the same types, formats, frozen head and filter. A table too long for a sheet goes on on
the next one. Memory does not grow with the number of rows.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import islice
from typing import IO, Any

from shared.reporting import wording
from shared.reporting.document import Column
from shared.reporting.plain_cells import HEADER, HEADER_RIGHT, QUIET, TITLE, WIDTHS, Encoder, Styles, encoder, text_cell
from shared.reporting.xlsx_names import letter, sheet_titles

MOST_ROWS = 1_048_576  # of a sheet, with its head
MOST_BYTES = 1_500_000_000  # of a sheet's XML: beyond 2 GB a zip needs extensions that not every reader knows
_AT_A_TIME = 500
_LEVEL = 3  # of compression: beyond it time grows faster than files shrink
_EARLIEST = 1980  # zip files know no year before

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

type Values = Sequence[object]


@dataclass
class PlainWorkbook:
    """A workbook that is being written: tables first, then notes, then `finish`.

    Attributes:
        target: a file open for writing bytes, which has to be able to seek.
        columns: of its tables.
        currency: of money without a unit.
        written_at: the time inside; the same rows and time give the same bytes.
    """

    target: IO[bytes]
    columns: Sequence[Column]
    currency: str
    written_at: datetime
    _titles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._zip = zipfile.ZipFile(self.target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._styles = Styles(self.columns)

    def write_table(self, title: str, rows: Iterable[Values]) -> int:
        """Write a table, on as many sheets as it needs, and return how many rows it has."""
        remaining, written = iter(rows), 0
        while True:
            count, is_all = self._write_sheet(title, remaining)
            written += count
            if is_all:
                return written

    def write_notes(self, title: str, lines: Iterable[tuple[str, str]]) -> None:
        """Write a sheet of labels and texts; a label without a text is a heading."""
        cells = (
            f'<row r="{number}">{self._note(number, label, text)}</row>'
            for number, (label, text) in enumerate(lines, 1)
        )
        with self._sheet(title) as write:
            write(f'<worksheet xmlns="{_MAIN}"><cols>{_width(1, 30)}{_width(2, 90)}</cols><sheetData>')
            write("".join(cells))
            write("</sheetData></worksheet>")

    def finish(self) -> None:
        """Write what holds the sheets together."""
        titles = sheet_titles(self._titles)
        parts = {
            "xl/styles.xml": self._styles.xml(),
            "xl/workbook.xml": _workbook(titles),
            "xl/_rels/workbook.xml.rels": _workbook_relations(len(titles)),
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
            "[Content_Types].xml": _content_types(len(titles)),
        }
        for name, content in parts.items():
            self._zip.writestr(self._entry(name), _HEAD + content)
        self._zip.close()

    def _write_sheet(self, title: str, rows: Iterator[Values]) -> tuple[int, bool]:
        """Write one sheet; return how many rows it took, and whether that was all."""
        makers = [(letter(index), encoder(column, self._styles)) for index, column in enumerate(self.columns)]
        number, size, is_all = 1, 0, False
        with self._sheet(title) as write:
            write(self._opening())
            while number < MOST_ROWS and size < MOST_BYTES:
                some = list(islice(rows, min(_AT_A_TIME, MOST_ROWS - number)))
                if not some:
                    is_all = True
                    break
                size += write("".join(_rows(some, makers, number + 1)))
                number += len(some)
            write(self._closing(number))
        return number - 1, is_all

    def _opening(self) -> str:
        widths = "".join(
            _width(index, column.width or WIDTHS.get(column.format, 14)) for index, column in enumerate(self.columns, 1)
        )
        heads = "".join(
            f'<c r="{letter(index)}1"{text_cell(column.heading(self.currency), self._head(column))}'
            for index, column in enumerate(self.columns)
        )
        return (
            f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<cols>{widths}</cols><sheetData><row r="1" ht="32" customHeight="1">{heads}</row>'
        )

    def _closing(self, last: int) -> str:
        return (
            f'</sheetData><autoFilter ref="A1:{letter(len(self.columns) - 1)}{last}"/>'
            '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
        )

    def _head(self, column: Column) -> int:
        return HEADER_RIGHT if column.is_numeric else HEADER

    def _note(self, number: int, label: str, text: str) -> str:
        heading = TITLE if number == 1 else HEADER
        cells = [f'<c r="A{number}"{text_cell(label, QUIET if text else heading)}'] if label else []
        if text:
            cells.append(f'<c r="B{number}"{text_cell(text)}')
        return "".join(cells)

    @contextmanager
    def _sheet(self, title: str) -> Iterator[Any]:
        self._titles.append(title)
        with self._zip.open(self._entry(f"xl/worksheets/sheet{len(self._titles)}.xml"), "w") as opened:

            def write(text: str) -> int:
                return opened.write(text.encode())

            write(_HEAD)
            yield write

    def _entry(self, name: str) -> zipfile.ZipInfo:
        at = wording.naive_utc(self.written_at)
        entry = zipfile.ZipInfo(name, (max(at.year, _EARLIEST), at.month, at.day, at.hour, at.minute, at.second))
        entry.compress_type, entry._compresslevel = zipfile.ZIP_DEFLATED, _LEVEL  # type: ignore[attr-defined]  # noqa: SLF001
        return entry


def _rows(rows: Sequence[Values], makers: Sequence[tuple[str, Encoder]], first: int) -> Iterator[str]:
    for number, row in enumerate(rows, first):
        cells = [
            f'<c r="{column}{number}"{made}'
            for (column, make), value in zip(makers, row, strict=True)
            if value is not None and (made := make(value))
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _width(index: int, width: float) -> str:
    return f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'


def _workbook(titles: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _workbook_relations(sheets: int) -> str:
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, sheets + 1)]
    return _relations([*targets, ("styles", "styles.xml")])


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _content_types(sheets: int) -> str:
    of = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{of}.{kind}+xml"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
