"""From a kind's declaration and a question to the finished document, or to one of its charts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from shared.platform import clock, versions
from shared.platform.config import settings
from shared.reporting.document import Chart, Column, Form, ReportDocument, Row, Table
from shared.reporting.kinds.cells import row_of, summed
from shared.reporting.kinds.facts import filters_told
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

AS_USUAL = Form()
UNCALCULATED = "An empty cell means that there is no value: a ratio whose denominator is zero is not zero."


@dataclass(frozen=True)
class Making:
    """For whom and in which form a report is made.

    Attributes:
        edition: a name made of the question and the version of the data: the same for the same file.
        version: of the data.
        asked_by: the name of who asked.
        charts: slugs of the charts to draw.
    """

    edition: str
    version: str
    asked_by: str
    charts: Sequence[str]
    language: str = "en"
    form: Form = AS_USUAL


def version_of(session: Session, kind: Kind, query: Any) -> str:
    """Return the version of the data that the kind is made from, as this session's snapshot sees it."""
    return kind.version(session, query) if kind.version else versions.current(session, kind.reads)


def read(session: Session, kind: Kind, query: Any, language: str = "en") -> Read:
    """Ask the service and lay its answer out in tables."""
    answer = kind.answer(session, query)
    tables = {
        section.slug: table_of(section, query, answer) for section in kind.sections if section.needed(query, answer)
    }
    return Read(query, answer, tables, settings().currency, language)


def document(session: Session, kind: Kind, query: Any, making: Making) -> ReportDocument:
    """Return the finished document, read from one snapshot of the data."""
    shown = read(session, kind, query, making.language)
    period, chosen = kind.period(query), filters_told(session, query)
    return ReportDocument(
        title=kind.title(query, shown.answer),
        subtitle=period,
        kind=kind.slug,
        edition=making.edition,
        read_at=clock.now(),
        currency=shown.currency,
        language=making.language,
        scope=", ".join([*([period] if period else []), *chosen]),
        facts=[
            *([("Period", period)] if period else []),
            *kind.settings(query),
            ("Filters", "; ".join(chosen) or "none"),
            ("Days are those of", settings().business_time_zone),
            ("Data version", making.version),
            ("Made for", making.asked_by),
        ],
        summary=kind.summary(shown),
        figures=kind.figures(shown),
        charts=_charts(kind, shown, making.charts),
        tables=list(shown.tables.values()),
        formulas=kind.formulas(query),
        notes=[*kind.notes, UNCALCULATED],
        form=making.form,
    )


def table_of(section: Section, query: Any, answer: Any) -> Table:
    columns = _columns(section, query, answer)
    rows = [row_of(item, columns) for item in section.items(answer)]
    note = section.note if isinstance(section.note, str) else section.note(query, answer)
    totals = _totals(section, answer, rows)
    return Table(section.title, columns, rows, note, totals, section.slug, section.printed)


def _columns(section: Section, query: Any, answer: Any) -> Sequence[Column]:
    if section.chosen is None:
        return section.columns
    known = {column.key: column for column in section.columns}
    return [known[key] for key in section.chosen(query, answer)]


def _totals(section: Section, answer: Any, rows: Sequence[Row]) -> Row | None:
    if not isinstance(section.totals, tuple):
        return section.totals(answer, rows)
    return summed(rows, section.totals) if section.totals and rows else None


def _charts(kind: Kind, shown: Read, slugs: Sequence[str]) -> list[Chart]:
    drawn = ((declared, declared.draw(shown)) for declared in kind.charts if declared.slug in slugs)
    return [_placed(chart, declared) for declared, chart in drawn if chart is not None and not chart.is_empty]


def _placed(chart: Chart, declared: ChartKind) -> Chart:
    """The chart with the table whose cells it can be drawn from in a workbook."""
    native = replace(chart.native, table=declared.section) if chart.native and declared.section else None
    return replace(chart, native=native)
