"""Reports that are made again and again, and how long reports are kept."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform.blobs import blob_store
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page
from shared.reporting import forgetting
from shared.reporting.schedules import answers, jobs, queries, service
from shared.reporting.schedules.schemas import ScheduleIn, ScheduleOut, SchedulePatch, ScheduleQuery, ScheduleRunOut

bp = func.Blueprint()


@bp.route("report-schedules", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def list_report_schedules(call: Call, query: ScheduleQuery) -> Page[ScheduleOut]:
    """List one's own schedules, an admin everybody's, sorted by schedule_id, schedule_name or next_due_at."""
    return queries.list_schedules(call.session, call.actor, query)


@bp.route("report-schedules", methods=["POST"])
@endpoint(Permission.REPORTS_CREATE, status=201)
def create_report_schedule(call: Call, body: ScheduleIn) -> Answer[ScheduleOut]:
    """Have a report made daily, weekly or monthly and its readers told by mail."""
    return answers.schedule(service.create_schedule(call.session, call.actor, body), created=True)


@bp.route("report-schedules/{schedule_id:int}", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def get_report_schedule(call: Call, schedule_id: int) -> Answer[ScheduleOut]:
    """Return one schedule."""
    return answers.schedule(queries.get_schedule(call.session, call.actor, schedule_id))


@bp.route("report-schedules/{schedule_id:int}", methods=["PATCH"])
@endpoint(Permission.REPORTS_CREATE)
def update_report_schedule(call: Call, schedule_id: int, body: SchedulePatch) -> Answer[ScheduleOut]:
    """Change a schedule, or switch it on or off."""
    return answers.schedule(
        service.update_schedule(call.session, call.actor, schedule_id, body, check=call.check_version)
    )


@bp.route("report-schedules/{schedule_id:int}", methods=["DELETE"])
@endpoint(Permission.REPORTS_CREATE)
def delete_report_schedule(call: Call, schedule_id: int) -> None:
    """Delete a schedule; the reports it made stay."""
    service.delete_schedule(call.session, call.actor, schedule_id)


@bp.route("report-schedules/{schedule_id:int}/run", methods=["POST"])
@endpoint(Permission.REPORTS_CREATE, status=202)
def run_report_schedule(call: Call, schedule_id: int) -> ScheduleRunOut:
    """Ask for the reports of a schedule now; when it is due next stays as it is."""
    return answers.asked_for(call, service.run_now(call.session, call.actor, schedule_id))


@bp.timer_trigger("timer", "40 * * * * *")
@job("run_report_schedules")
def run_report_schedules(timer: func.TimerRequest) -> object:
    """Ask for the reports of the schedules that are due."""
    return jobs.run_schedules()


@bp.timer_trigger("timer", "0 25 4 * * *")
@job("forget_reports")
def forget_reports(session: Session) -> object:
    """Delete reports that were finished 30 days ago."""
    return forgetting.forget_reports(session, blob_store())
