"""Every SELECT of reporting."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.permissions import Role
from shared.platform import clock
from shared.platform.errors import NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, page_of
from shared.reporting.models import Report
from shared.reporting.rules import ReportState
from shared.reporting.schemas import ReportListItem, ReportQuery

UNFINISHED = (ReportState.QUEUED, ReportState.RENDERING)


class ReportMissing(NotFound):
    code = "report_not_found"


def get_report(session: Session, actor: Actor, report_id: uuid.UUID) -> Report:
    """Return a report of the caller's; an admin sees everybody's.

    Raises:
        ReportMissing: there is none that the caller may see.
    """
    report = session.get(Report, report_id)
    if report is None or (report.requested_by != actor.user_id and actor.role is not Role.ADMIN):
        raise ReportMissing("There is no such report.")
    return report


def lock_report(session: Session, actor: Actor, report_id: uuid.UUID) -> Report:
    report = get_report(session, actor, report_id)
    session.refresh(report, with_for_update=True)
    return report


def list_reports(session: Session, actor: Actor, query: ReportQuery) -> Page[ReportListItem]:
    statement = select(Report)
    if actor.role is not Role.ADMIN:
        statement = statement.where(Report.requested_by == actor.user_id)
    if query.state:
        statement = statement.where(Report.state.in_(query.state))
    sorts = {"created_at": Report.created_at}
    return page_of(session, statement, query, sorts=sorts, key=Report.report_id, make=ReportListItem)


def left_behind(session: Session, after: timedelta) -> list[uuid.UUID]:
    """Return unfinished reports whose last step is older than `after`."""
    before = clock.now() - after
    statement = select(Report.report_id).where(
        Report.state.in_(UNFINISHED), Report.created_at < before, (Report.started_at < before) | (Report.attempts == 0)
    )
    return list(session.scalars(statement))
