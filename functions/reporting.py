"""Asking for reports, and the blob trigger that renders them."""

import uuid

import azure.functions as func
from azure.functions import BlobSource
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page
from shared.reporting import jobs, kind_answers, queries, service
from shared.reporting.schemas import ReportAccepted, ReportIn, ReportKindsOut, ReportListItem, ReportOut, ReportQuery

bp = func.Blueprint()


@bp.route("reports", methods=["POST"])
@endpoint(Permission.REPORTS_CREATE, status=202)
def request_report(call: Call, body: ReportIn) -> Answer[ReportAccepted]:
    """Ask for a report; it is rendered in the background."""
    report = service.request_report(call.session, call.actor, body)
    call.after_commit.append(lambda: service.put_request(report.report_id))
    return Answer(ReportAccepted.model_validate(report), location=f"/api/reports/{report.report_id}")


@bp.route("reports", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def list_reports(call: Call, query: ReportQuery) -> Page[ReportListItem]:
    """List one's own reports; an admin sees everybody's."""
    return queries.list_reports(call.session, call.actor, query)


@bp.route("reports/{report_id:guid}", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def get_report(call: Call, report_id: uuid.UUID) -> ReportOut:
    """Return a report's state and, once it is ready, a link that downloads it without a token."""
    return service.shown(call.session, call.actor, queries.get_report(call.session, call.actor, report_id))


@bp.route("reports/{report_id:guid}/cancel", methods=["POST"])
@endpoint(Permission.REPORTS_CREATE)
def cancel_report(call: Call, report_id: uuid.UUID) -> ReportOut:
    """Cancel a report that is not finished."""
    return service.shown(call.session, call.actor, service.cancel_report(call.session, call.actor, report_id))


@bp.route("report-kinds", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def list_report_kinds(call: Call) -> ReportKindsOut:
    """List what the caller can have reported, with the filters, tables and charts of each kind."""
    return kind_answers.catalogue(call.actor.role)


@bp.blob_trigger("blob", "report-requests/{name}", "AzureWebJobsStorage", source=BlobSource.EVENT_GRID)
@job("render_report")
def render_report(blob: func.InputStream) -> object:
    """Render what a request blob asks for."""
    return jobs.render_requested(str(blob.name))


@bp.timer_trigger("timer", "20 * * * * *")
@job("rescue_reports")
def rescue_reports(session: Session) -> object:
    """Take up reports that were left behind."""
    return jobs.rescue_reports(session)
