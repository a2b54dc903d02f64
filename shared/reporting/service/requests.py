"""Verbs of reporting: ask for a report, cancel one, show one with its link.

A request is a row and, once the row is committed, a small blob whose arrival sets the rendering off. The blob may
get lost with a crash in between: `jobs.rescue_reports` puts it again.
"""

import json
import uuid

from sqlalchemy.orm import Session

from shared.analytics.windows import ALL, chosen_window
from shared.platform import audit
from shared.platform.blobs import blob_store
from shared.platform.config import settings
from shared.platform.errors import Conflict, TooManyRequests
from shared.platform.identity import Actor
from shared.reporting import kinds, queries
from shared.reporting.kinds.custom import CUSTOM
from shared.reporting.models import Report
from shared.reporting.rules import ReportFormat, ReportState
from shared.reporting.schemas import ReportIn, ReportListItem, ReportOut
from shared.reporting.service import definitions

REQUESTS, REPORTS = "report-requests", "reports"
ABOUT = ".about.json"


MOST_UNFINISHED = 20  # per person
RETRY_AFTER_SECONDS = 30


class TooManyReports(TooManyRequests):
    code = "too_many_reports"


class ReportFinished(Conflict):
    code = "report_finished"


def request_report(session: Session, actor: Actor, body: ReportIn) -> Report:
    """Queue a report; its filters are checked now, so that a mistake is an answer and not a failed report.

    Raises:
        ReportKindForbidden: the caller may not read these figures.
        Malformed, NotFound: the kind, a filter, a chart or the table is not known.
        TooManyReports: as many as one person may have are not finished yet.
    """
    if queries.unfinished_of(session, actor.user_id) >= MOST_UNFINISHED:
        raise TooManyReports(f"{MOST_UNFINISHED} of your reports are not finished yet.", RETRY_AFTER_SECONDS)
    kind = kinds.kind_called(body.kind)
    kinds.authorise(kind, actor.role)
    kinds.check_format(kind, body.format)
    given, charts = definitions.resolved(session, actor, body.filters) if kind is CUSTOM else (body.filters, None)
    kinds.check_section(kind, body.options.table)
    chosen = kinds.check_charts(kind, charts if body.charts is None else body.charts)
    report = Report(
        kind=body.kind,
        format=body.format,
        parameters={
            "filters": kinds.check_filters(session, kind, given),
            "charts": chosen,
            "options": body.options.model_dump(exclude_unset=True),
        },
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
    found = {"size": report.size, "sha256": report.sha256, "about_url": _about_link(report)}
    return ReportOut(**fields, **found, download_url=link.url, expires_at=link.expires_at)


def _about_link(report: Report) -> str | None:
    """The link to what a CSV file cannot say about itself."""
    if report.format is not ReportFormat.CSV or report.blob_name is None:
        return None
    return blob_store().download_link(REPORTS, about_name(report.blob_name), about_name(file_name(report))).url


def about_name(name: str) -> str:
    """The name of the file about a CSV file: beside it, with another ending."""
    return name.removesuffix(".csv") + ABOUT


def file_name(report: Report) -> str:
    """Return "influencer-performance_2026-10-01_2026-10-31.pdf": what it is, and its days where it has any."""
    days = _days(report) or f"{report.created_at:%Y-%m-%d}"
    return f"{report.kind.replace('_', '-')}_{days}.{report.format}"


def _days(report: Report) -> str:
    """The days of a report as asked: windows end on the business day of the request."""
    filters = report.parameters.get("filters", {})
    first, last = (filters.get(name) for name in ("from", "to"))
    if first and last:
        return f"{first}_{last}"
    asked_on = report.created_at.astimezone(settings().zone).date()
    if filters.get("window") == ALL:
        return f"all_{asked_on}"
    kind = kinds.KINDS.get(report.kind)
    if kind is None or "window" not in kind.filters.model_fields:
        return ""
    window = chosen_window(filters.get("window"), None, None, asked_on)
    return f"{window.first}_{window.last}"
