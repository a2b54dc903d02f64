"""Cells of plain sheets as XML, by the format of their column: what openpyxl would write, many times faster.

A cell is made of `<c r="B7"` and what an encoder returns. Encoders remember what they made: names, states and days come
back a hundred thousand times.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html import escape

from shared.platform.spreadsheets import clean
from shared.reporting import wording
from shared.reporting.document import Column, Format
from shared.reporting.xlsx_cells import fitting, number_format

type Encoder = Callable[[object], str]

MOST_REMEMBERED = 20_000
_EXACT_DIGITS = 15
_FIRST = date(1899, 12, 30).toordinal()  # day 0 of workbooks, but for the days before March 1900
_MARCH_1900 = date(1900, 3, 1)
_SECONDS = 86_400
_WITH_CARE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Positions in the table of styles below.
HEADER, HEADER_RIGHT, TEXT, QUIET, TITLE = 1, 2, 3, 4, 5
_SHARED_COUNT = Column("", "", format=Format.INTEGER, digits=2)
_FIRST_FREE = 6


class Styles:
    """The styles of a workbook's columns, by number format."""

    def __init__(self, columns: Sequence[Column]) -> None:
        formats = [number_format(column) for column in (*columns, _SHARED_COUNT) if column.format is not Format.TEXT]
        self._formats = list(dict.fromkeys(formats))

    def of(self, column: Column) -> int:
        if column.format is Format.TEXT:
            return TEXT
        return _FIRST_FREE + self._formats.index(number_format(column))

    def xml(self) -> str:
        """The part xl/styles.xml."""
        custom = "".join(
            f'<numFmt numFmtId="{164 + index}" formatCode="{escape(code)}"/>'
            for index, code in enumerate(self._formats)
        )
        cells = "".join(
            f'<xf numFmtId="{164 + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
            for index in range(len(self._formats))
        )
        return _STYLES.format(
            count=len(self._formats), formats=custom, cells=cells, total=_FIRST_FREE + len(self._formats)
        )


_FONT = '<name val="Calibri"/><family val="2"/>'
_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts count="{count}">{formats}</numFmts>'
    f'<fonts count="4"><font><sz val="11"/>{_FONT}</font><font><b/><sz val="11"/>{_FONT}</font>'
    f'<font><sz val="11"/><color rgb="FF55606B"/>{_FONT}</font><font><b/><sz val="16"/>{_FONT}</font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE4EDF4"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><left/><right/><top/><bottom style="thin"><color rgb="FF1F2933"/></bottom>'
    "</border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="{total}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyAlignment="1">'
    '<alignment horizontal="left" vertical="center" wrapText="1" indent="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyAlignment="1">'
    '<alignment horizontal="right" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0"/>'
    '{cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def text_cell(value: object, style: int = TEXT) -> str:
    """A cell of text, whatever it begins with: it is never a formula."""
    text = str(value)
    needs_care = _WITH_CARE.search(text) is not None
    if needs_care:
        text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = fitting(text)
    shown = escape(text, quote=False) if needs_care else text
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def encoder(column: Column, styles: Styles) -> Encoder:
    """What makes cells of a column; nothing is made of what is absent."""
    style = styles.of(column)
    match column.format:
        case Format.TEXT:
            return remembering(text_cell)
        case Format.DAY:
            return remembering(lambda value: day_cell(value, style))
        case Format.INSTANT:
            return lambda value: instant_cell(value, style)
        case Format.INTEGER:
            shared = styles.of(replace(_SHARED_COUNT, key=column.key))
            return lambda value: _number(value, style if isinstance(value, int) else shared)
        case _:
            return lambda value: _number(value, style)


def remembering(make: Encoder) -> Encoder:
    known: dict[object, str] = {}

    def encode(value: object) -> str:
        found = known.get(value)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[value] = make(value)
        return found

    return encode


def _number(value: object, style: int) -> str:
    """A number; as text where a workbook could not hold all its digits; nothing where it is none."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            return ""
        text = f"{value:f}"
        if len(text) > _EXACT_DIGITS and len(value.normalize().as_tuple().digits) > _EXACT_DIGITS:
            return text_cell(text, style)
        return f' s="{style}"><v>{text}</v></c>'
    if isinstance(value, int) and abs(value) >= 10**_EXACT_DIGITS:
        return text_cell(value, style)
    return "" if wording.is_absent(value) else f' s="{style}"><v>{value!r}</v></c>'


def day_cell(value: object, style: int) -> str:
    if isinstance(value, date) and value >= _MARCH_1900:
        return f' s="{style}"><v>{value.toordinal() - _FIRST}</v></c>'
    return text_cell(value, style)


def instant_cell(value: object, style: int) -> str:
    if not isinstance(value, datetime) or value.year <= _MARCH_1900.year:
        return text_cell(value, style)
    at = wording.naive_utc(value)
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    return f' s="{style}"><v>{at.toordinal() - _FIRST + seconds / _SECONDS:.10f}</v></c>'


WIDTHS: Mapping[Format, int] = {Format.DAY: 12, Format.INSTANT: 18, Format.TEXT: 20}
