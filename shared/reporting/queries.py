"""Every SELECT of reporting."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import clock
from shared.platform.errors import NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, contains, page_of
from shared.reporting.models import Report, ReportDefinition, ReportReading, report_readers
from shared.reporting.rules import ReportState
from shared.reporting.schemas import DefinitionOut, DefinitionQuery, ReportListItem, ReportQuery

UNFINISHED = (ReportState.QUEUED, ReportState.RENDERING)


class ReportMissing(NotFound):
    code = "report_not_found"


class DefinitionMissing(NotFound):
    code = "report_definition_not_found"


def get_report(session: Session, actor: Actor, report_id: uuid.UUID) -> Report:
    """Return a report of the caller's, or one made for him too; an admin sees everybody's.

    Raises:
        ReportMissing: there is none that the caller may see.
    """
    report = session.scalars(select(Report).where(Report.report_id == report_id, _seen_by(actor))).one_or_none()
    if report is None:
        raise ReportMissing("There is no such report.")
    return report


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.ADMIN:
        return true()
    read = select(report_readers.c.report_id).where(report_readers.c.user_id == actor.user_id)
    return (Report.requested_by == actor.user_id) | Report.report_id.in_(read)


def lock_report(session: Session, actor: Actor, report_id: uuid.UUID) -> Report:
    """Lock a report that the caller asked for; an admin may lock any.

    Raises:
        ReportMissing: there is none that he asked for.
    """
    report = get_report(session, actor, report_id)
    if report.requested_by != actor.user_id and actor.role is not Role.ADMIN:
        raise ReportMissing("There is no such report of yours.")
    session.refresh(report, with_for_update=True)
    return report


def list_reports(session: Session, actor: Actor, query: ReportQuery) -> Page[ReportListItem]:
    statement = select(Report).where(_seen_by(actor))
    if query.state:
        statement = statement.where(Report.state.in_(query.state))
    sorts = {"created_at": Report.created_at}
    return page_of(session, statement, query, sorts=sorts, key=Report.report_id, make=ReportListItem)


def unfinished_of(session: Session, user_id: int | None) -> int:
    mine = select(func.count()).where(Report.requested_by == user_id, Report.state.in_(UNFINISHED))
    return session.scalars(mine).one()


def past_their_time(session: Session, age: timedelta, limit: int) -> list[Report]:
    """Return finished reports older than `age`, locked, the oldest first."""
    old = select(Report).where(Report.finished_at < clock.now() - age).order_by(Report.finished_at)
    return list(session.scalars(old.limit(limit).with_for_update(skip_locked=True)))


def left_behind(session: Session, after: timedelta) -> list[uuid.UUID]:
    """Return unfinished reports whose last step is older than `after`."""
    before = clock.now() - after
    statement = select(Report.report_id).where(
        Report.state.in_(UNFINISHED), Report.created_at < before, (Report.started_at < before) | (Report.attempts == 0)
    )
    return list(session.scalars(statement))


def first_read(session: Session, kind: str, version: str, business_day: date) -> datetime:
    """Return when this version of a kind's data was first read on this day: now, unless somebody did before."""
    reading = {"kind": kind, "version": version, "business_day": business_day}
    session.execute(insert(ReportReading).values(**reading).on_conflict_do_nothing())
    return session.scalars(select(ReportReading.read_at).filter_by(**reading)).one()


def name_of(session: Session, user_id: int) -> str:
    return session.scalars(select(User.user_name).where(User.user_id == user_id)).one()


def get_definition(session: Session, actor: Actor, definition_id: int, *, lock: bool = False) -> ReportDefinition:
    """Return a saved question of the caller's; an admin sees everybody's.

    Raises:
        DefinitionMissing: there is none that the caller may see.
    """
    found = session.get(ReportDefinition, definition_id, with_for_update=lock, populate_existing=lock)
    if found is None or (found.owner_id != actor.user_id and actor.role is not Role.ADMIN):
        raise DefinitionMissing("There is no such saved report.")
    return found


def list_definitions(session: Session, actor: Actor, query: DefinitionQuery) -> Page[DefinitionOut]:
    statement = select(ReportDefinition)
    if actor.role is not Role.ADMIN:
        statement = statement.where(ReportDefinition.owner_id == actor.user_id)
    if query.q:
        statement = statement.where(contains(ReportDefinition.name, query.q))
    sorts = {"name": ReportDefinition.name, "created_at": ReportDefinition.created_at}
    return page_of(session, statement, query, sorts=sorts, key=ReportDefinition.definition_id, make=DefinitionOut)


def lock_definitions(session: Session, owner_id: int) -> None:
    """Let nobody else save under a name of this owner's before this transaction ends."""
    lock = "SELECT pg_advisory_xact_lock(hashtextextended('report_definitions:' || :owner_id, 0))"
    session.execute(text(lock), {"owner_id": str(owner_id)})


def has_definition(session: Session, owner_id: int, name: str) -> bool:
    named = select(ReportDefinition.definition_id).filter_by(owner_id=owner_id, name=name)
    return session.scalars(named).one_or_none() is not None


def count_definitions(session: Session, owner_id: int) -> int:
    return session.scalars(select(func.count()).select_from(ReportDefinition).filter_by(owner_id=owner_id)).one()
