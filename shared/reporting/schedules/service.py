"""Verbs of schedules: make, change, delete one, and run one now."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.platform import audit, clock
from shared.platform.config import settings
from shared.platform.errors import Malformed
from shared.platform.identity import Actor
from shared.reporting.models import Report, report_readers
from shared.reporting.schedules import queries
from shared.reporting.schedules.asking import asked_of
from shared.reporting.schedules.models import ReportSchedule
from shared.reporting.schedules.schemas import ScheduleIn, SchedulePatch

DAYS = {"from", "to", "window"}


class UnknownRecipient(Malformed):
    code = "unknown_recipient"


def create_schedule(session: Session, actor: Actor, body: ScheduleIn) -> ReportSchedule:
    """Make a schedule of the actor's.

    Raises:
        ReportKindForbidden: the actor may not read these figures.
        Malformed, NotFound: the kind, a filter, a chart or the table is not known, or the days are given twice.
        UnknownRecipient: one of the users is not there or not active.
    """
    schedule = ReportSchedule(owner_id=actor.user_id, **_checked(session, actor, body))
    session.add(schedule)
    session.flush()
    audit.record(session, actor, "report_schedule.created", schedule, changes={"kind": schedule.kind})
    return schedule


def update_schedule(
    session: Session, actor: Actor, schedule_id: int, body: SchedulePatch, *, check: Callable[[int], None]
) -> ReportSchedule:
    """Change what is given; `check` refuses a stale version. It is due anew from now on.

    Raises:
        ReportKindForbidden, Malformed, NotFound, UnknownRecipient: as when one is made by its owner.
    """
    schedule = queries.lock_schedule(session, actor, schedule_id)
    check(schedule.version)
    owner = queries.owner_of(session, schedule)
    changes = {
        name: value
        for name, value in _checked(session, owner, _patched(schedule, body)).items()
        if getattr(schedule, name) != value
    }
    for name, value in changes.items():
        setattr(schedule, name, value)
    session.flush()
    audit.record(session, actor, "report_schedule.updated", schedule, changes={"fields": sorted(changes)})
    return schedule


def _patched(schedule: ReportSchedule, body: SchedulePatch) -> ScheduleIn:
    """Return what the schedule is to be as if it were made anew."""
    was = {name: getattr(schedule, name) for name in ScheduleIn.model_fields}
    try:
        return ScheduleIn.model_validate(was | body.model_dump(exclude_unset=True))
    except ValidationError as invalid:
        errors = [("/" + "/".join(map(str, one["loc"])), one["msg"]) for one in invalid.errors(include_url=False)]
        raise Malformed("The schedule would make no sense.", errors) from None


def delete_schedule(session: Session, actor: Actor, schedule_id: int) -> None:
    """Delete a schedule; the reports it made stay."""
    schedule = queries.lock_schedule(session, actor, schedule_id)
    audit.record(session, actor, "report_schedule.deleted", schedule)
    session.delete(schedule)
    session.flush()


def run_now(session: Session, actor: Actor, schedule_id: int) -> list[Report]:
    """Ask for the reports of a schedule at once; when it is due next stays as it is.

    Raises:
        ReportKindForbidden, Malformed, NotFound: what it asks for is not to be had any more.
    """
    schedule = queries.lock_schedule(session, actor, schedule_id)
    audit.record(session, actor, "report_schedule.run", schedule)
    return make_reports(session, schedule, clock.now())


def make_reports(session: Session, schedule: ReportSchedule, due_at: datetime) -> list[Report]:
    """Ask for a report of each format, for everybody who is to have it and may read its figures.

    Raises:
        ReportKindForbidden, Malformed, NotFound: its owner may not ask for it, or something it names is gone.
    """
    parameters = asked_of(session, queries.owner_of(session, schedule), schedule)
    reports = [
        Report(
            kind=schedule.kind,
            format=each,
            parameters=parameters,
            requested_by=schedule.owner_id,
            schedule_id=schedule.schedule_id,
            due_at=due_at,
        )
        for each in schedule.formats
    ]
    session.add_all(reports)
    schedule.last_run_at = clock.now()
    session.flush()
    _let_read(session, reports, queries.readers(session, schedule))
    return reports


def _let_read(session: Session, reports: Sequence[Report], readers: Sequence[User]) -> None:
    pairs = [{"report_id": one.report_id, "user_id": user.user_id} for one in reports for user in readers]
    if pairs:
        session.execute(insert(report_readers), pairs)


def _checked(session: Session, owner: Actor, body: ScheduleIn) -> dict[str, Any]:
    """Return the columns of a schedule once everything in it makes sense today."""
    if body.period is not None and (twice := DAYS & body.filters.keys()):
        raise Malformed("The period gives the days.", [(f"/filters/{name}", "is given by period") for name in twice])
    asked_of(session, owner, body)
    if unknown := queries.unknown_users(session, body.recipients.users):
        raise UnknownRecipient("Not every recipient is an active user.", [("/recipients/users", f"{unknown}")])
    plain = {"schedule_name", "kind", "period", "frequency", "weekday", "month_day", "at", "is_enabled"}
    columns = body.model_dump(include=plain) | {
        "formats": [each.value for each in dict.fromkeys(body.formats)],
        "parameters": body.model_dump(mode="json", include={"filters", "charts", "options"}),
        "recipients": body.recipients.model_dump(mode="json"),
    }
    return columns | {"next_due_at": _next(columns)}


def _next(columns: dict[str, Any]) -> datetime:
    names = ("frequency", "at", "weekday", "month_day")
    return ReportSchedule(**{name: columns[name] for name in names}).times.next(clock.now(), settings().zone)
