"""What the timer of schedules sets off, and what the end of a report does when a schedule asked for it."""

import logging
import uuid

from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.platform import clock, db
from shared.platform.config import settings
from shared.platform.errors import Refusal
from shared.reporting.models import Report
from shared.reporting.rules import ReportState
from shared.reporting.schedules import letters, queries
from shared.reporting.schedules.models import ReportSchedule
from shared.reporting.schedules.service import make_reports
from shared.reporting.service import put_request

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200


def run_schedules() -> int:
    """Ask for the reports of every schedule that is due, each in a transaction of its own; return how many reports.

    A schedule that was due several times while nothing ran is made up for once.
    """
    made: list[uuid.UUID] = []
    for _ in range(MOST_AT_ONCE):
        with db.transaction() as session:
            schedule = queries.next_due(session, clock.now())
            if schedule is None:
                break
            reports = [report.report_id for report in _run(session, schedule)]
        for report_id in reports:
            put_request(report_id)  # lost with a crash here, rescue_reports puts it again
        made += reports
    return len(made)


def _run(session: Session, schedule: ReportSchedule) -> list[Report]:
    due_at = schedule.next_due_at
    schedule.next_due_at = schedule.times.next(clock.now(), settings().zone)
    owner = session.get_one(User, schedule.owner_id)
    if not owner.is_active:
        schedule.is_enabled = False
        return []
    try:
        return make_reports(session, schedule, due_at)
    except Refusal as refused:  # what it names was deleted since, or the owner has another role
        schedule.is_enabled = False
        letters.stopped(session, owner, schedule, refused.detail)
        return []


def finished(session: Session, report: Report) -> None:
    """Once all reports of a run are made or failed, tell its readers, and its owner of failures."""
    if report.schedule_id is None:
        return
    run = queries.lock_run(session, report)
    schedule = session.get(ReportSchedule, report.schedule_id)
    if schedule is None or not queries.is_finished(run):
        return
    if ready := [one for one in run if one.state is ReportState.READY]:
        for user in queries.readers_of(session, report.report_id):
            letters.ready(session, user, schedule, ready)
    if failed := [one for one in run if one.state is ReportState.FAILED]:
        letters.failed(session, session.get_one(User, schedule.owner_id), schedule, failed)
