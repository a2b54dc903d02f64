"""Names and widths in a workbook: what Excel allows a sheet to be called, and how wide a column should be."""

import re
from collections.abc import Sequence

from shared.reporting import wording
from shared.reporting.document import Column, Format, Table

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_SAMPLE = 500  # rows looked at for a column's width
_NARROWEST, _WIDEST = 8, 46


def sheet_titles(titles: Sequence[str]) -> list[str]:
    """A title for each sheet that Excel accepts: 31 characters, no brackets or slashes, no two alike."""
    taken: set[str] = set()
    return [_free(title, taken) for title in titles]


def _free(title: str, taken: set[str]) -> str:
    base = _FORBIDDEN.sub(" ", wording.one_line(title)).strip(" '") or "Table"
    name, number = base[:_LONGEST_TITLE].strip(" '"), 1
    while name.lower() in taken or name.lower() == "history":  # Excel keeps that name for itself
        number += 1
        name = f"{base[: _LONGEST_TITLE - 5]} ({number})"
    taken.add(name.lower())
    return name


def letter(index: int) -> str:
    """The letters of the column with this index, from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def width(column: Column, heading: str, table: Table) -> float:
    """Wide enough for the content, the total, and the heading on two lines beside its filter button."""
    if column.width:
        return float(column.width)
    rows = [*table.rows[:_SAMPLE], *([table.totals] if table.totals else [])]
    content = max((len(wording.as_text(row.get(column.key), column)) for row in rows), default=0)
    words = heading.split()
    line = max([len(heading) * 0.62 + 3, *(len(word) + 3.0 for word in words)])
    factor = 1.1 if column.format is Format.TEXT else 1.15
    return round(min(max(content * factor + 2, line, _NARROWEST), _WIDEST), 1)
