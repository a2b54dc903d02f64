"""Cells of a workbook: which value is written how, and the few styles there are.

Styles are looked up once and shared, since giving fonts and fills to each cell of 50,000 rows takes minutes.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shared.analytics.figures_told import HARDLY, NEARLY
from shared.reporting import wording
from shared.reporting.document import Column, Format

_EXACT_DIGITS = 15  # Excel keeps no more of a number
LONGEST_TEXT = 32_767  # nor of a text
_FIRST_YEAR = 1900

type _Look = str | Column


def header_style(column: Column) -> str:
    return "header-right" if column.is_numeric else "header"


def number_format(column: Column) -> str:
    """Excel's own format: negative amounts red with a minus, per cent from the ratio itself."""
    decimals = f".{'0' * column.decimals}" if column.decimals else ""
    match column.format:
        case Format.RATIO:
            beyond = f'[>{NEARLY}]"> {NEARLY:.1%}";[<{HARDLY}]"< {HARDLY:.1%}";' if column.is_chance else ""
            return f"{beyond}#,##0{decimals}%"
        case Format.MONEY:
            return f"#,##0{decimals};[Red]-#,##0{decimals}"
        case Format.INTEGER | Format.DECIMAL:
            return f"#,##0{decimals}"
        case Format.DAY:
            return "yyyy-mm-dd"
        case Format.INSTANT:
            return "yyyy-mm-dd hh:mm"
        case _:
            return "@"


class Styles:
    """The style of each kind of cell, made at its first use."""

    def __init__(self, book: Any) -> None:
        self._parent = _Parent(book)
        self._made: dict[object, Any] = {}

    def of(self, look: _Look, value: Any, *, total: bool, left: bool) -> Any:
        """The packed style of a value; text is marked to stay text even if somebody edits the cell."""
        text, digits = isinstance(value, str), _digits(look, value)
        key = (look if isinstance(look, str) else (look.format, digits, look.is_chance), total, left, text)
        if key not in self._made:
            shown = replace(look, digits=digits) if isinstance(look, Column) else look
            self._made[key] = self._make(shown, total=total, left=left, text=text)
        return self._made[key]

    def number_of(self, look: _Look, value: Any, *, total: bool = False) -> int:
        """Its place among the workbook's styles, which is what a cell holds of it."""
        return int(self._parent.parent._cell_styles.add(self.of(look, value, total=total, left=False)))  # noqa: SLF001

    def _make(self, look: _Look, *, total: bool, left: bool, text: bool) -> Any:
        from openpyxl.cell import Cell  # noqa: PLC0415 - only a rendering process needs it

        cell = Cell(self._parent, column=1, row=1)
        _dress(cell, look, left=left)
        if total:
            _underline(cell)
        if text:
            cell.quotePrefix = True
        return copy(cell._style)  # noqa: SLF001 - the one way to share a style between cells


def _digits(look: _Look, value: Any) -> int | None:
    if isinstance(look, str):
        return None
    shared = look.format is Format.INTEGER and isinstance(value, float | Decimal)
    return wording.decimals_of(value, look) if shared else look.decimals


class _Parent:
    """What a cell asks of its sheet for its style: the workbook."""

    def __init__(self, book: Any) -> None:
        self.parent = book


def _dress(cell: Any, look: _Look, *, left: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - rendering only

    if isinstance(look, Column):
        cell.number_format = number_format(look)
        cell.font = Font(name="Calibri", size=11)
        if left or not look.is_numeric:
            cell.alignment = Alignment(horizontal="left", indent=1)
        return
    fonts = {
        "title": Font(name="Calibri", size=16, bold=True),
        "quiet": Font(name="Calibri", color="FF55606B"),
        "label": Font(name="Calibri", color="FF55606B"),
    }
    cell.font = fonts.get(look, Font(name="Calibri", size=11, bold=look.startswith("header")))
    if look.startswith("header"):
        cell.fill = PatternFill("solid", fgColor="FFE4EDF4")
        cell.border = Border(bottom=Side("thin", color="FF1F2933"))
        sideways = "right" if look.endswith("right") else "left"
        cell.alignment = Alignment(horizontal=sideways, vertical="center", wrap_text=True, indent=look == "header")
    elif look in {"wrapped", "label"}:
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)


def _underline(cell: Any) -> None:
    from openpyxl.styles import Border, Font, Side  # noqa: PLC0415 - only a rendering process needs it

    cell.font = Font(name="Calibri", size=11, bold=True)
    cell.border = Border(top=Side("thin"), bottom=Side("double"))


def pen(sheet: Any, styles: Styles) -> Callable[..., Any]:
    """A function that makes the cells of one sheet."""
    from openpyxl.cell import Cell  # noqa: PLC0415 - only a rendering process needs it

    def write(value: object, look: _Look, *, total: bool = False, left: bool = False) -> Any:
        stored = stored_value(value, look)
        cell = Cell(sheet, column=1, row=1)
        text = isinstance(stored, str)
        cell._value = stored  # noqa: SLF001 - the setter takes time, and takes text for formulas and errors
        cell.data_type = "s" if text else "d" if isinstance(stored, date) else "n"
        cell._style = styles.of(look, stored, total=total, left=left)  # noqa: SLF001 - see `Styles`
        return cell

    return write


def stored_value(value: object, look: _Look) -> Any:
    """The value as a workbook can hold it: numbers Excel cannot hold exactly become text, and no cent is lost."""
    if wording.is_absent(value):
        return None
    if isinstance(look, Column) and look.is_numeric:
        return _number(value, look)
    if isinstance(value, datetime):
        value = wording.naive_utc(value)
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        return value
    return fitting(wording.clean(value))


def fitting(text: str) -> str:
    """As much of the text as a cell takes; workbooks count as UTF-16 does, where an emoji is two."""
    if len(text) <= LONGEST_TEXT // 2 or (len(text) <= LONGEST_TEXT and text.isascii()):
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", errors="ignore")


def _number(value: object, column: Column) -> Any:
    if isinstance(value, float):
        return value
    exact = wording.rounded(value, column.decimals) if column.format is Format.MONEY else wording.exact(value)
    fits = len(exact.normalize().as_tuple().digits) <= _EXACT_DIGITS or exact == 0
    return (int(exact) if column.format is Format.INTEGER and exact == int(exact) else exact) if fits else f"{exact:f}"
