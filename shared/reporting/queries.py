"""Every SELECT of reporting."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import clock
from shared.platform.errors import NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, contains, page_of
from shared.reporting.models import Report, ReportDefinition, ReportReading
from shared.reporting.rules import ReportState
from shared.reporting.schemas import DefinitionOut, DefinitionQuery, ReportListItem, ReportQuery

UNFINISHED = (ReportState.QUEUED, ReportState.RENDERING)


class ReportMissing(NotFound):
    code = "report_not_found"


class DefinitionMissing(NotFound):
    code = "report_definition_not_found"


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
