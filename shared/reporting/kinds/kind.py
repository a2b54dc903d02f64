"""What a kind of report declares, all of it in one place: parameters, columns, charts, texts, and whose eyes it is for.

Workbook, PDF, CSV file and the charts of the API are made from this declaration and from one answer of the very
service that the screen asks, so that what the screen shows is what the file holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform.contract import Query
from shared.reporting.detail_queries import TextAs
from shared.reporting.document import Chart, Column, Figure, Row, Table
from shared.reporting.rules import ReportFormat

type Totals = Callable[[Any, Sequence[Row]], Row | None]
type Formulas = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """A table: a sheet of the workbook, a chapter of the PDF; the first one is the CSV file.

    Attributes:
        slug: its name in requests.
        title: its heading.
        columns: all columns it may have; `Column.at` says where an item has the value.
        items: the items of an answer, one for each row.
        chosen: keys of the columns that an answer to a question shows, in order; all of them without it.
        totals: keys that are summed up, or what makes the totals of an answer and its rows.
        printed: keys of the columns that go on paper, where all of them would be too small to read.
        note: what to know in order to read it, the same always or made from question and answer.
        needed: False where a question or its answer has no such table.
    """

    slug: str
    title: str
    columns: tuple[Column, ...]
    items: Callable[[Any], Iterable[Any]]
    chosen: Callable[[Any, Any], Sequence[str]] | None = None
    totals: tuple[str, ...] | Totals = ()
    printed: tuple[str, ...] = ()
    note: str | Callable[[Any, Any], str] = ""
    needed: Callable[[Any, Any], bool] = lambda _query, _answer: True


@dataclass(frozen=True)
class Read:
    """A question with its answer and the tables made of it: what charts, figures and sentences are drawn from."""

    query: Any
    answer: Any
    tables: Mapping[str, Table]
    currency: str
    language: str

    @property
    def style(self) -> dict[str, Any]:
        """What every chart asks for beside its data."""
        return {"currency": self.currency, "language": self.language}

    def rows(self, section: str) -> Sequence[Row]:
        return self.tables[section].rows if section in self.tables else ()

    def column(self, section: str, key: str) -> Column:
        return next(column for column in self.tables[section].columns if column.key == key)


@dataclass(frozen=True)
class ChartKind:
    """A chart that a kind can draw; None where the answer has nothing of the sort.

    `section` is the table whose sheet has its cells, so that a workbook can draw it from them; none where none has.
    """

    slug: str
    label: str
    draw: Callable[[Read], Chart | None]
    section: str = ""


def nothing(_: Any) -> tuple[()]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of report.

    Attributes:
        slug: its name in requests and file names.
        label: its name for people.
        description: one sentence.
        permission: who may read its figures anyway.
        reads: the tables behind them, whose version is the version of the data (`versions.TOPICS`).
        filters: the parameters, under the names that the screen's address has.
        answer: the service call of the screen.
        sections: its tables.
        charts: its charts; native ones stand on the sheet of their table.
        title: of question and answer.
        period: the days it is about, or nothing where that is everything it has.
        figures, summary: what comes before the tables, in numbers and in sentences.
        formulas: (label, formula) of what is shown.
        notes: what else one has to know.
        check: refuses a question that makes no sense before anybody waits for its answer.
        version: the version of the data where it is none of tables.
        settings: facts about the question beside period and filters.
        detail: of records one by one, what makes the statement whose columns are those of the only section, in order,
            and its texts what is asked for: such a report is a stream of rows and no document, so it is no PDF.
    """

    slug: str
    label: str
    description: str
    permission: Permission
    reads: tuple[str, ...]
    filters: type[Query]
    answer: Callable[[Session, Any], Any]
    sections: tuple[Section, ...]
    title: Callable[[Any, Any], str]
    charts: tuple[ChartKind, ...] = ()
    period: Callable[[Any], str] = lambda _query: ""
    figures: Callable[[Read], Sequence[Figure]] = nothing
    summary: Callable[[Read], Sequence[str]] = nothing
    formulas: Callable[[Any], Formulas] = nothing
    notes: tuple[str, ...] = ()
    check: Callable[[Session, Any], None] = lambda _session, _query: None
    version: Callable[[Session, Any], str] | None = None
    settings: Callable[[Any], Formulas] = nothing
    detail: Callable[[Any, TextAs], Select[Any]] | None = None

    @property
    def formats(self) -> tuple[ReportFormat, ...]:
        return (ReportFormat.XLSX, ReportFormat.CSV) if self.detail else tuple(ReportFormat)

    @property
    def chart_slugs(self) -> tuple[str, ...]:
        return tuple(chart.slug for chart in self.charts)

    def section(self, slug: str) -> Section | None:
        return next((section for section in self.sections if section.slug == slug), None)
