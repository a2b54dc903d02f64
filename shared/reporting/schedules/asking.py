"""What the reports of a schedule ask for: made anew for every run, so that days and saved questions are of today."""

from typing import Any

from sqlalchemy.orm import Session

from shared.platform import clock
from shared.platform.identity import Actor
from shared.reporting import kinds
from shared.reporting.kinds.custom import CUSTOM
from shared.reporting.rules import ReportFormat
from shared.reporting.schedules.models import ReportSchedule
from shared.reporting.schedules.rules import Period, covered
from shared.reporting.schedules.schemas import ScheduleIn
from shared.reporting.service import definitions


def asked_of(session: Session, owner: Actor, schedule: ReportSchedule | ScheduleIn) -> dict[str, Any]:
    """Return the parameters of the schedule's reports as of today.

    Raises:
        ReportKindForbidden: the owner may not read these figures.
        Malformed, NotFound: the kind, a format, a filter, a chart or the table is not known, or not any more.
    """
    kind = kinds.kind_called(schedule.kind)
    kinds.authorise(kind, owner.role)
    for each in schedule.formats:
        kinds.check_format(kind, ReportFormat(each))
    filters, charts = schedule.filters | period_filters(schedule.period), schedule.charts
    if kind is CUSTOM:
        filters, saved = definitions.resolved(session, owner, filters)
        charts = saved if charts is None else charts
    kinds.check_section(kind, schedule.options.table)
    return {
        "filters": kinds.check_filters(session, kind, filters),
        "charts": kinds.check_charts(kind, charts),
        "options": schedule.options.model_dump(exclude_unset=True),
    }


def period_filters(period: Period | None) -> dict[str, str]:
    """Return the filters that name the days of the period as of today."""
    if period is None:
        return {}
    first, last = covered(period, clock.today())
    return {"from": first.isoformat(), "to": last.isoformat()}
