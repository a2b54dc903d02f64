"""Verbs of reporting: ask for a report, cancel one, show one with its link.

A request is a row and, once the row is committed, a small blob whose arrival sets the rendering off. The blob may
get lost with a crash in between: `jobs.rescue_reports` puts it again.
"""

import json
import uuid
from datetime import date

from sqlalchemy.orm import Session

from shared.analytics.windows import chosen_window
from shared.platform import audit
from shared.platform.blobs import blob_store
from shared.platform.config import settings
from shared.platform.errors import Conflict, TooManyRequests
from shared.platform.identity import Actor
from shared.reporting import kinds, queries
from shared.reporting.models import Report
from shared.reporting.rules import ReportState
from shared.reporting.schemas import ReportIn, ReportListItem, ReportOut

REQUESTS, REPORTS = "report-requests", "reports"


MOST_UNFINISHED = 20  # per person
RETRY_AFTER_SECONDS = 30


class TooManyReports(TooManyRequests):
    code = "too_many_reports"


class ReportFinished(Conflict):
    code = "report_finished"


def request_report(session: Session, actor: Actor, body: ReportIn) -> Report:
    """Queue a report; its filters are checked now, so that a mistake is an answer and not a failed report.

    Raises:
        Malformed: the kind, a filter or a chart is not known.
        TooManyReports: as many as one person may have are not finished yet.
    """
    if queries.unfinished_of(session, actor.user_id) >= MOST_UNFINISHED:
        raise TooManyReports(f"{MOST_UNFINISHED} of your reports are not finished yet.", RETRY_AFTER_SECONDS)
    kind = kinds.kind_called(body.kind)
    filters = kinds.check_filters(kind, body.filters)
    report = Report(
        kind=body.kind,
        format=body.format,
        parameters={"filters": filters, "charts": kinds.check_charts(kind, body.charts)},
        requested_by=actor.user_id,
    )
    session.add(report)
    session.flush()
    audit.record(session, actor, "report.requested", report, changes={"kind": report.kind, "format": report.format})
    return report


def put_request(report_id: uuid.UUID) -> None:
    """Write the blob that sets the rendering off; writing it again is harmless."""
    content = json.dumps({"report_id": str(report_id)}).encode()
    blob_store().upload(REQUESTS, f"{report_id}.json", content, "application/json")


def cancel_report(session: Session, actor: Actor, report_id: uuid.UUID) -> Report:
    report = queries.lock_report(session, actor, report_id)
    if report.state not in queries.UNFINISHED:
        raise ReportFinished("The report is finished already.", state=report.state)
    report.state = ReportState.CANCELLED
    session.flush()
    audit.record(session, actor, "report.cancelled", report)
    return report


def shown(session: Session, actor: Actor, report: Report) -> ReportOut:
    """Return the report as the API shows it, with a fresh link once it is ready.

    Whoever has the link has the file, and what is fetched by it is not seen here: so the first link that somebody is
    given of a report leaves an audit row.
    """
    fields = ReportListItem.model_validate(report).model_dump()
    if report.state is not ReportState.READY or report.blob_name is None:
        return ReportOut(**fields)
    audit.record_once(session, actor, "report.link_given", report)
    link = blob_store().download_link(REPORTS, report.blob_name, file_name(report))
    found = {"size": report.size, "sha256": report.sha256}
    return ReportOut(**fields, **found, download_url=link.url, expires_at=link.expires_at)


def file_name(report: Report) -> str:
    """Return "ranking_2026-10-01_2026-10-31.xlsx": what it is and which days it covers, the last one for all days."""
    filters = report.parameters.get("filters", {})
    asked_on = report.created_at.astimezone(settings().zone).date()
    first, last = (date.fromisoformat(filters[name]) if name in filters else None for name in ("from", "to"))
    window = chosen_window(filters.get("window"), first, last, asked_on)
    named = f"{window.first}_{window.last}" if window.first > date.min else f"{window.last}"
    return f"{report.kind}_{named}.{report.format}"
