"""A report as a workbook: the main table, the other tables, and "About", which says what they were made from.

The header is the first row of each table, so that filters, pivots, pandas and Power Query take it as it is. Text is
written as text, whatever it begins with: it is never a formula. The same document gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shared.reporting import wording, xlsx_charts, xlsx_names
from shared.reporting.document import Column, Figure, Format, ReportDocument, Table
from shared.reporting.xlsx_cells import Styles, pen
from shared.reporting.xlsx_rows import rows_of

_PAPERS = {"a4": 9, "letter": 1}  # by Excel's numbering
_EARLIEST = 1980  # zip files know no year before
_NO_ROWS = re.compile(r"<sheetData\s*/>|<sheetData></sheetData>")
_AT_A_TIME = 500  # rows
_CHART_GAP = 2  # columns between the data and the chart beside it


def render_xlsx(document: ReportDocument) -> bytes:
    """The workbook; rows are written as a stream, so that memory does not grow with their number."""
    from openpyxl import Workbook  # noqa: PLC0415 - only a rendering process needs it

    book = Workbook(write_only=True)
    styles = Styles(book)
    titles = xlsx_names.sheet_titles([*(table.title for table in document.tables), "About"])
    rows = {}
    for index, table in enumerate(document.tables):
        sheet = book.create_sheet(titles[index])
        _set_up(sheet, document, table.title)
        _lay_out(sheet, table, document.currency)
        _add_charts(sheet, index, document)
        rows[f"xl/worksheets/sheet{index + 1}.xml"] = rows_of(table, document.currency, styles)
    about = book.create_sheet(titles[-1])
    _set_up(about, document, "About this report")
    _write_about(about, document, styles)
    _describe(book, document)
    return _saved(book, document, rows)


def _lay_out(sheet: Any, table: Table, currency: str) -> None:
    """Widths, the frozen header and the filter."""
    for index, column in enumerate(table.columns):
        width = xlsx_names.width(column, column.heading(currency), table)
        sheet.column_dimensions[xlsx_names.letter(index)].width = width
    if table.columns:
        last = xlsx_names.letter(len(table.columns) - 1)
        sheet.freeze_panes = "B2" if table.columns[0].format is Format.TEXT else "A2"
        sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
        sheet.print_title_rows = "1:1"


def _add_charts(sheet: Any, index: int, document: ReportDocument) -> None:
    """Native charts to the right of the data; in print they follow on pages of their own."""
    table = document.tables[index]
    native = [chart for chart in document.charts if chart.native and chart.native.table == table.slug]
    beside = len(table.columns) + _CHART_GAP - 1
    areas = [f"A1:{xlsx_names.letter(max(len(table.columns), 1) - 1)}{_last_row(table)}"]
    top = 2
    for chart in native if table.rows else []:
        if chart.native and chart.native.kind == "heat":
            xlsx_charts.shade(sheet, chart.native, table)
            continue
        drawing, height = xlsx_charts.drawing(sheet, chart, table, document.currency)
        sheet.add_chart(drawing, f"{xlsx_names.letter(beside)}{top}")
        areas.append(f"{xlsx_names.letter(beside)}{top}:{xlsx_names.letter(beside + 11)}{top + height}")
        top += height + 2
    sheet.print_area = ",".join(areas)


def _last_row(table: Table) -> int:
    return 1 + len(table.rows) + (table.totals is not None) + (2 if table.note else 0)


def _write_about(sheet: Any, document: ReportDocument, styles: Styles) -> None:
    for letter, width in zip("ABCD", (30, 70, 22, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    write = pen(sheet, styles)
    sheet.append([write(document.title, "title")])
    sheet.append([write(document.subtitle, "quiet")])
    given = {label for label, _ in document.facts}
    own = [("Edition", document.edition), ("Data read", wording.instant_text(document.read_at))]
    facts = [*document.facts, *(fact for fact in own if fact[0] not in given)]
    _section(sheet, write, "What it was made from", facts)
    _section(sheet, write, "Summary", [("", sentence) for sentence in document.summary])
    if document.figures:
        sheet.append([])
        heads = [write("Key figures", "header"), write("This period", "header")]
        sheet.append([*heads, write("Period before", "header-right"), write("Change", "header-right")])
        for figure in document.figures:
            sheet.append(_figure(figure, document, write))
    _section(sheet, write, "How the figures are calculated", document.formulas)
    _section(sheet, write, "Notes", [("", note) for note in document.notes])


def _section(sheet: Any, write: Any, heading: str, pairs: Iterable[tuple[str, str]]) -> None:
    pairs = list(pairs)
    if pairs:
        sheet.append([])
        sheet.append([write(heading, "header"), write(None, "header")])
    for label, value in pairs:
        sheet.append([write(label, "label"), write(value, "wrapped")])


def _figure(figure: Figure, document: ReportDocument, write: Any) -> list[Any]:
    measure = figure.measure
    change = Column("change", "Change", format=Format.RATIO)
    return [
        write(measure.heading(document.currency), "label"),
        write(figure.value, measure, left=True),
        write(figure.previous, measure),
        write(wording.change(figure.value, figure.previous), change),
    ]


def _set_up(sheet: Any, document: ReportDocument, title: str) -> None:
    """A printed page: landscape, as wide as the paper, titled and numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPERS[document.form.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.left.text = _printed(f"{document.title}: {title}")
    sheet.oddFooter.left.text = _printed(f"{document.edition}  {document.scope}")
    sheet.oddFooter.right.text = "&P / &N"


def _printed(text: str) -> str:
    """Text for a page header, where an ampersand begins a command and 255 characters are the end."""
    return wording.one_line(text)[:100].replace("&", "&&")


def _describe(book: Any, document: ReportDocument) -> None:
    made = wording.naive_utc(document.read_at).replace(microsecond=0)
    book.properties.title = wording.one_line(document.title)
    book.properties.subject = wording.one_line(document.subtitle)
    book.properties.creator = wording.one_line(document.author)
    book.properties.keywords = wording.one_line(f"{document.kind} {document.edition}")
    book.properties.language = document.language
    book.properties.created = book.properties.modified = made


class _Archive(zipfile.ZipFile):
    """A zip file whose entries all bear one time, and whose sheets get their rows as they are packed.

    Attributes:
        moment: the time of its entries.
        rows: of each sheet that openpyxl left empty, by the name of its entry.
    """

    moment: tuple[int, int, int, int, int, int] = (_EARLIEST, 1, 1, 0, 0, 0)
    rows: Mapping[str, Iterator[str]] = MappingProxyType({})

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        """An entry from bytes."""
        super().writestr(self._entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        """A sheet, which openpyxl keeps in a temporary file until it is packed."""
        before, *after = _NO_ROWS.split(Path(filename).read_text(encoding="utf-8"), maxsplit=1)
        with self.open(self._entry(arcname), "w") as target:
            target.write(before.encode())
            if after:
                target.write(b"<sheetData>")
                for rows in batched(self.rows.get(arcname, ()), _AT_A_TIME, strict=False):
                    target.write("".join(rows).encode())
                target.write(f"</sheetData>{after[0]}".encode())

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self.moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry


def _saved(book: Any, document: ReportDocument, rows: Mapping[str, Iterator[str]]) -> bytes:
    """The workbook's bytes. Not by `book.save`, which stamps it with the time of day."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - only a rendering process needs it

    made = wording.naive_utc(document.read_at)
    buffer = io.BytesIO()
    archive = _Archive(buffer, "w", zipfile.ZIP_DEFLATED)
    archive.moment = (max(made.year, _EARLIEST), made.month, made.day, made.hour, made.minute, made.second)
    archive.rows = rows
    ExcelWriter(book, archive).save()
    return buffer.getvalue()
