"""What the API answers about schedules."""

from collections.abc import Sequence
from functools import partial

from shared.platform.contract import Answer
from shared.platform.http import Call
from shared.reporting.models import Report
from shared.reporting.schedules.models import ReportSchedule
from shared.reporting.schedules.schemas import ScheduleOut, ScheduleRunOut
from shared.reporting.service import put_request


def schedule(one: ReportSchedule, *, created: bool = False) -> Answer[ScheduleOut]:
    location = f"/api/report-schedules/{one.schedule_id}" if created else None
    return Answer(ScheduleOut.model_validate(one), version=one.version, location=location)


def asked_for(call: Call, reports: Sequence[Report]) -> ScheduleRunOut:
    """Return the ids; once the call is committed, their rendering is set off."""
    call.after_commit.extend(partial(put_request, report.report_id) for report in reports)
    return ScheduleRunOut(items=[str(report.report_id) for report in reports])
