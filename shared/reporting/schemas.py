"""Shapes of reports that cross the API."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.platform.contract import Body, Out, repeatable
from shared.platform.paging import PageQuery
from shared.reporting.rules import ReportFormat, ReportState


class ReportIn(Body):
    kind: Annotated[str, Field(max_length=50, description="One of GET /api/report-kinds.")]
    format: ReportFormat
    filters: Annotated[
        dict[str, Any], Field(default_factory=dict, description="What the kind declares, as in the URL of the screen.")
    ]
    charts: Annotated[list[str] | None, Field(description="Charts of the kind to draw; all when left out.")] = None


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


class ReportQuery(PageQuery):
    state: Annotated[tuple[ReportState, ...], BeforeValidator(repeatable)] = ()


class ReportKindOut(Out):
    kind: str
    label: str
    description: str
    formats: list[ReportFormat]
    charts: list[str]
    filters: Annotated[dict[str, Any], Field(description="JSON schema of the filters.")]


class ReportKindsOut(Out):
    items: list[ReportKindOut]
