"""Editions: the same question about the same version of the data gives the same file, byte for byte.

So nothing of the moment goes into a file. Its name is made of the question and the version, and its time is that at
which this version of the data was first read on this business day (windows end today, so a day is part of it).
"""

import hashlib
import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from shared.platform import clock
from shared.reporting import detail_queries, kinds, queries
from shared.reporting.document import Form, ReportDocument
from shared.reporting.kinds import building
from shared.reporting.models import Report
from shared.reporting.rules import ReportFormat
from shared.reporting.schemas import ReportOptions

_LETTERS = 16


def document(data: Session, report: Report) -> tuple[ReportDocument, str]:
    """Return the document of a report and the version of the data, both of one snapshot."""
    kind = kinds.kind_called(report.kind)
    filters, charts = report.parameters["filters"], report.parameters["charts"]
    options = ReportOptions.model_validate(report.parameters.get("options", {}))
    query = kinds.question_of(kind, filters)
    version = building.version_of(data, kind, query)
    asked = [kind.slug, filters, charts, options.model_dump(), report.requested_by, version, str(clock.today())]
    making = building.Making(
        edition=_name(asked),
        version=version,
        asked_by=queries.name_of(data, report.requested_by),
        charts=charts,
        language=options.language,
        form=Form(options.paper, options.archive, options.bom, options.table or ""),
    )
    return building.document(data, kind, query, making), version


def statement(report: Report) -> Select[Any]:
    """Return what a report of records one by one streams."""
    kind = kinds.kind_called(report.kind)
    if kind.detail is None:
        raise ValueError(f"{kind.slug} has no records.")
    text_as = detail_queries.neutral if report.format is ReportFormat.CSV else detail_queries.unchanged
    return kind.detail(kinds.question_of(kind, report.parameters["filters"]), text_as)


def dated(session: Session, made: ReportDocument, version: str) -> ReportDocument:
    """Return the document with the time at which its data were first read."""
    read_at = queries.first_read(session, made.kind, version, clock.today())
    return replace(made, read_at=read_at.replace(microsecond=0))


def _name(asked: list[object]) -> str:
    text = json.dumps(asked, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_LETTERS]
