"""Every SELECT of schedules."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.permissions import Role, allows
from shared.platform.errors import NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, page_of
from shared.reporting import kinds
from shared.reporting.models import Report, report_readers
from shared.reporting.queries import UNFINISHED
from shared.reporting.schedules.models import ReportSchedule
from shared.reporting.schedules.schemas import ScheduleOut, ScheduleQuery


class ScheduleMissing(NotFound):
    code = "report_schedule_not_found"


def get_schedule(session: Session, actor: Actor, schedule_id: int, *, lock: bool = False) -> ReportSchedule:
    """Return a schedule of the caller's; an admin sees everybody's.

    Raises:
        ScheduleMissing: there is none of his.
    """
    schedule = session.get(ReportSchedule, schedule_id, with_for_update=lock)
    if schedule is None or (schedule.owner_id != actor.user_id and actor.role is not Role.ADMIN):
        raise ScheduleMissing("There is no such schedule.")
    return schedule


def lock_schedule(session: Session, actor: Actor, schedule_id: int) -> ReportSchedule:
    return get_schedule(session, actor, schedule_id, lock=True)


def list_schedules(session: Session, actor: Actor, query: ScheduleQuery) -> Page[ScheduleOut]:
    statement = select(ReportSchedule)
    if actor.role is not Role.ADMIN:
        statement = statement.where(ReportSchedule.owner_id == actor.user_id)
    sorts = {"schedule_name": ReportSchedule.schedule_name, "next_due_at": ReportSchedule.next_due_at}
    return page_of(session, statement, query, sorts=sorts, key=ReportSchedule.schedule_id, make=ScheduleOut)


def next_due(session: Session, now: datetime) -> ReportSchedule | None:
    """Return a schedule that is due and that nobody else has in hand, locked."""
    due = select(ReportSchedule).where(ReportSchedule.is_enabled, ReportSchedule.next_due_at <= now)
    first = due.order_by(ReportSchedule.next_due_at, ReportSchedule.schedule_id).limit(1)
    return session.scalars(first.with_for_update(skip_locked=True)).one_or_none()


def readers(session: Session, schedule: ReportSchedule) -> list[User]:
    """Return the active users among the recipients who may read figures of its kind."""
    users, roles = schedule.recipients["users"], schedule.recipients["roles"]
    named = User.user_id.in_(users) | User.user_role.in_([Role(role) for role in roles])
    active = session.scalars(select(User).where(User.is_active, named).order_by(User.user_id))
    permission = kinds.kind_called(schedule.kind).permission
    return [user for user in active if allows(user.user_role, permission)]


def owner_of(session: Session, schedule: ReportSchedule) -> Actor:
    owner = session.get_one(User, schedule.owner_id)
    return Actor(user_id=owner.user_id, role=owner.user_role)


def unknown_users(session: Session, user_ids: tuple[int, ...]) -> list[int]:
    known = set(session.scalars(select(User.user_id).where(User.user_id.in_(user_ids), User.is_active)))
    return [user_id for user_id in user_ids if user_id not in known]


def readers_of(session: Session, report_id: uuid.UUID) -> list[User]:
    """Return the active users whom a report was made for."""
    named = select(report_readers.c.user_id).where(report_readers.c.report_id == report_id)
    return list(session.scalars(select(User).where(User.user_id.in_(named), User.is_active).order_by(User.user_id)))


def lock_run(session: Session, report: Report) -> list[Report]:
    """Return all reports of the same run; who holds the lock alone tells whether they are all made."""
    session.execute(
        select(ReportSchedule.schedule_id).where(ReportSchedule.schedule_id == report.schedule_id).with_for_update()
    )
    same = select(Report).where(Report.schedule_id == report.schedule_id, Report.due_at == report.due_at)
    fresh = same.order_by(Report.format).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def is_finished(reports: list[Report]) -> bool:
    return not any(report.state in UNFINISHED for report in reports)
