"""Shapes of reports that cross the API."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from shared.platform.contract import Body, Out, repeatable
from shared.platform.paging import PageQuery
from shared.reporting.document import Format
from shared.reporting.rules import ReportFormat, ReportState

Language = Literal["en", "de", "es", "fr", "it", "nl"]


class ReportOptions(Body):
    """What may be asked of a file beside its content."""

    paper: Annotated[Literal["a4", "letter"], Field(description="Of a PDF.")] = "a4"
    archive: Annotated[bool, Field(description="A PDF that keeps PDF/A-2b, or none.")] = False
    bom: Annotated[bool, Field(description="CSV begins with a byte order mark, as Excel wants it.")] = False
    table: Annotated[
        str | None, Field(max_length=60, description="Which table a CSV file holds; the kind's first one if missing.")
    ] = None
    language: Annotated[Language, Field(description="Whose separators numbers have.")] = "en"


class ReportIn(Body):
    kind: Annotated[str, Field(max_length=50, description="One of GET /api/report-kinds.")]
    format: ReportFormat
    filters: Annotated[
        dict[str, Any], Field(default_factory=dict, description="What the kind declares, as in the URL of the screen.")
    ]
    charts: Annotated[
        list[Annotated[str, Field(max_length=60)]] | None,
        Field(max_length=20, description="Charts of the kind to draw; all when left out."),
    ] = None
    options: Annotated[ReportOptions, Field(default_factory=ReportOptions)]


class ReportAccepted(Out):
    report_id: uuid.UUID
    state: ReportState


class ReportListItem(Out):
    report_id: uuid.UUID
    kind: str
    format: ReportFormat
    state: ReportState
    progress: float
    created_at: datetime
    finished_at: datetime | None
    error: str | None


class ReportOut(ReportListItem):
    download_url: Annotated[str | None, Field(description="Downloads without a token until expires_at.")] = None
    expires_at: datetime | None = None
    size: Annotated[int | None, Field(description="Bytes.")] = None
    sha256: str | None = None
    about_url: Annotated[str | None, Field(description="Of CSV: JSON with filters, formulas, columns, totals.")] = None


class ReportQuery(PageQuery):
    state: Annotated[tuple[ReportState, ...], BeforeValidator(repeatable)] = ()


class ChartKindOut(Out):
    slug: Annotated[str, Field(description="As in GET /api/charts/{slug}.")]
    label: str


class ReportColumnOut(Out):
    key: Annotated[str, Field(description="The heading in CSV files.")]
    label: str
    unit: Annotated[str | None, Field(description="Money is in the shop's currency.")]
    format: Format
    width: Annotated[int | None, Field(description="In characters; null: as wide as its content.")]


class ReportTableOut(Out):
    """A sheet of the workbook, a chapter of the PDF. What is asked decides which of the columns are shown."""

    table: str
    title: str
    columns: list[ReportColumnOut]


class ReportKindOut(Out):
    kind: str
    label: str
    description: str
    permission: Annotated[str, Field(description="Needed beside reports.create.")]
    formats: list[ReportFormat]
    charts: list[ChartKindOut]
    filters: Annotated[dict[str, Any], Field(description="JSON schema of the filters.")]
    tables: list[ReportTableOut]


class ReportKindsOut(Out):
    items: list[ReportKindOut]


Question = Annotated[
    dict[str, Any],
    Field(description="Filters of the kind custom: metrics, dimensions, window, compare, sort, and any others."),
]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Charts = Annotated[list[Annotated[str, Field(max_length=60)]] | None, Field(max_length=20)]


class DefinitionIn(Body):
    name: Name
    question: Question
    charts: Charts = None


class DefinitionPatch(Body):
    name: Name | None = None
    question: Question | None = None
    charts: Charts = None


class DefinitionOut(Out):
    definition_id: int
    name: str
    question: dict[str, Any]
    charts: list[str] | None
    owner_id: int
    created_at: datetime
    updated_at: datetime


class DefinitionQuery(PageQuery):
    q: Annotated[str | None, Field(min_length=1, max_length=100, description="Part of a name.")] = None


class ChartOut(Out):
    """A Vega-Lite specification with its data, and the same in words."""

    slug: str
    title: str
    alt: Annotated[str, Field(description="What the chart shows, for who cannot see it.")]
    locale: Annotated[str, Field(description="d3's name of the locale of numbers and dates.")]
    spec: dict[str, Any]
