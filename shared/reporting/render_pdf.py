"""A report as PDF for people and archives: tagged (PDF/UA-1) and archivable (PDF/A), by typst.

Every file claims PDF/UA-1 and PDF/A-2a as long as every character has a shape. Where PDF/A-2b is asked for it is kept,
or there is no file.
"""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.reporting import charts, fonts, page_layout, wording
from shared.reporting.document import Chart, Column, Figure, Format, ReportDocument, Row, Table

# Beyond this a print helps nobody: about 60 pages. What was left out is said in the table's note.
MOST_ROWS = 2_000
_STANDARDS = ("ua-1", "a-2a")
_ARCHIVE = ("ua-1", "a-2b")
_LONGEST_TEXT = 400
_UNSHAPED = ("could not be displayed", "missing codepoints")  # the latter of emoji made of several in a chart
_UNTIL_FORGOTTEN = 12  # compilations of nothing; all of them take 20 ms
_INVISIBLE = re.compile("\u200b")  # a place to break that would go along when text is copied; the template has its own
_CHART_POINTS = 500  # as wide as a chart is drawn: a larger one tells no more

_WORDS = {
    "page": "Page",
    "of": "of",
    "contents": "Contents",
    "summary": "Summary",
    "empty": "There is nothing to show for these filters.",
    "formulas": "How the figures are calculated",
    "notes": "Notes",
    "total": "Total",
}

_log = logging.getLogger(__name__)


def render_pdf(document: ReportDocument) -> bytes:
    """The printable file. Should a name hold what no font can shape, the file comes without the two standards."""
    import typst  # noqa: PLC0415 - 80 MB that only a rendering process needs

    inputs = {"report": json.dumps(_content(document), ensure_ascii=False)}
    try:
        return _compile(document, inputs, _ARCHIVE if document.form.archive else _STANDARDS)
    except typst.TypstError as error:
        if document.form.archive or not any(reason in error.message for reason in _UNSHAPED):
            raise
        _log.warning("report %r is not PDF/UA: %r", document.edition, error.message)
        return _compile(document, inputs, ())
    finally:
        _forget()


def _compile(document: ReportDocument, inputs: dict[str, str], standards: tuple[Any, ...]) -> bytes:
    import typst  # noqa: PLC0415 - 80 MB that only a rendering process needs

    return typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,  # the same file on every machine
        sys_inputs=inputs,
        pdf_standards=list(standards),
        timestamp=int(document.read_at.timestamp()),
    )


def _forget() -> None:
    """Have typst give up what it remembers of a report, 150 MB of a long one: what ten compilations have not used."""
    import typst  # noqa: PLC0415 - 80 MB that only a rendering process needs

    for _ in range(_UNTIL_FORGOTTEN):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return Path(__file__).with_name("report.typ").read_bytes()


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415 - 80 MB that only a rendering process needs

    return typst.Fonts(include_system_fonts=False, font_paths=list(fonts.folders()))


def _content(document: ReportDocument) -> dict[str, Any]:
    """The document as the template reads it: every value a finished string."""
    printed = [_printed(table.on_paper, document, len(table.columns)) for table in document.tables]
    paper = page_layout.paper_for([table.layout for table in printed], document.form.paper)
    made = wording.naive_utc(document.read_at)
    return {
        "title": _line(document.title) or "Report",
        "subtitle": _line(document.subtitle),
        "author": _line(document.author),
        "kind": _line(document.kind),
        "id": _line(document.edition),
        "lang": document.language.split("-", maxsplit=1)[0].lower(),
        "fonts": list(fonts.families()),
        "made": {part: getattr(made, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "paper": paper.name,
        "landscape": paper.landscape,
        "scope": _line(document.scope),
        "origin": _line(f"Edition {document.edition}, data read {wording.instant_text(document.read_at)}"),
        "words": _WORDS,
        "facts": _pairs([*document.facts, ("Data read", wording.instant_text(document.read_at))]),
        "summary": [_text(sentence) for sentence in document.summary],
        "figures": [_figure(figure, document) for figure in document.figures],
        "charts": [_chart(chart, document) for chart in document.charts],
        "chart_columns": max(1, int(paper.room // _CHART_POINTS)),
        "chart_width": min(_CHART_POINTS, paper.room),
        "tables": [table.content | _sizes(table.layout, paper) for table in printed],
        "formulas": _pairs(document.formulas),
        "notes": [_text(note) for note in document.notes],
    }


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[_line(label), _text(value)] for label, value in pairs]


def _figure(figure: Figure, document: ReportDocument) -> dict[str, str]:
    change = wording.change_text(figure.value, figure.previous, document.language)
    return {
        "label": _line(figure.measure.label),
        "value": _line(wording.with_unit(figure.value, figure.measure, document.currency, document.language)),
        "change": f"{change} on the period before" if change else "",
    }


def _chart(chart: Chart, document: ReportDocument) -> dict[str, object]:
    svg = charts.to_svg(chart.spec, document.language)
    return {"title": _line(chart.title), "alt": _line(chart.alt), "svg": fonts.showable(svg)}


@dataclass(frozen=True, slots=True)
class _Printed:
    content: dict[str, object]
    layout: page_layout.Layout


def _printed(table: Table, document: ReportDocument, all_columns: int) -> _Printed:
    shown = table.rows[:MOST_ROWS]
    cells = [_cells(row, table, document) for row in shown]
    totals = None if table.totals is None else _totals(_cells(table.totals, table, document), table)
    headings = [_heading(column, document) for column in table.columns]
    content: dict[str, object] = {
        "title": _line(table.title),
        "note": _note(table, len(shown), all_columns - len(table.columns)),
        "columns": headings,
        "rows": cells,
        "totals": totals,
    }
    lines = [f"{heading['label']}\n{heading['unit']}" for heading in headings]
    return _Printed(content, page_layout.measure(table.columns, lines, cells + ([totals] if totals else [])))


def _sizes(layout: page_layout.Layout, paper: page_layout.Paper) -> dict[str, object]:
    return {"size": page_layout.size_on(paper, layout), "widths": page_layout.widths_on(paper, layout)}


def _heading(column: Column, document: ReportDocument) -> dict[str, object]:
    unit = column.unit_in(document.currency) or ""
    return {"label": _line(column.label), "unit": _line(unit), "number": column.is_numeric}


def _note(table: Table, shown: int, columns_left_out: int) -> str:
    """What to know about the table, and what of it is not on paper."""
    parts = [table.note]
    if len(table.rows) > shown:
        parts.append(f"Only the first {shown:,} of {len(table.rows):,} rows are printed; the workbook has them all.")
    if columns_left_out:
        parts.append(f"The workbook has {columns_left_out} more columns.")
    return _text(" ".join(part for part in parts if part))


def _cells(row: Row, table: Table, document: ReportDocument) -> list[str]:
    return [_cell(row.get(column.key), column.of(row), document.language) for column in table.columns]


def _cell(value: object, column: Column, language: str) -> str:
    shown = wording.as_text(value, column, language)
    return _text(shown) if column.format is Format.TEXT else shown


def _totals(cells: list[str], table: Table) -> list[str]:
    """The totals with their name in the first column of text or days; what has none stays empty, it is not unknown."""
    known = table.totals or {}
    named = next((column.key for column in table.columns if column.names_rows and known.get(column.key) is None), None)
    return [
        cell if not wording.is_absent(known.get(column.key)) else _WORDS["total"] if column.key == named else ""
        for cell, column in zip(cells, table.columns, strict=True)
    ]


def _line(text: object) -> str:
    return _text(wording.one_line(text))


def _text(text: object) -> str:
    """Text that fits: shortened where absurdly long, in characters that fonts hold."""
    plain = fonts.showable(_INVISIBLE.sub("", wording.clean(text)))
    return plain if len(plain) <= _LONGEST_TEXT else f"{plain[: _LONGEST_TEXT - 1]}…"
