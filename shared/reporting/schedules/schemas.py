"""Shapes of schedules that cross the API."""

from datetime import datetime, time
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from shared.permissions import Role
from shared.platform.contract import Body, Out
from shared.platform.paging import PageQuery
from shared.reporting.rules import ReportFormat
from shared.reporting.schedules.rules import Frequency, Period
from shared.reporting.schemas import ReportOptions

DAY_WANTED = {
    Frequency.DAILY: "a daily schedule has neither weekday nor month_day",
    Frequency.WEEKLY: "a weekly schedule has a weekday and no month_day",
    Frequency.MONTHLY: "a monthly schedule has a month_day and no weekday",
}

Name = Annotated[str, Field(min_length=1, max_length=100)]
Formats = Annotated[tuple[ReportFormat, ...], Field(min_length=1, max_length=3)]
Filters = Annotated[dict[str, Any], Field(description="As for a report, but without its days: the period gives them.")]
Charts = Annotated[list[str] | None, Field(description="As for a report; null for all, or those of a saved question.")]
Covered = Annotated[Period | None, Field(description="Which days, counted back from when it is made; null for none.")]
At = Annotated[time, Field(description="HH:MM in the business time zone.", examples=["07:30"])]


class Recipients(Body):
    users: Annotated[tuple[int, ...], Field(max_length=100)] = ()
    roles: Annotated[tuple[Role, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.users or self.roles):
            raise ValueError("name users or roles")
        return self


class ScheduleIn(Body):
    schedule_name: Name
    kind: Annotated[str, Field(max_length=50, description="One of GET /api/report-kinds.")]
    formats: Formats
    filters: Filters = {}  # noqa: RUF012 - pydantic copies it
    charts: Charts = None
    options: Annotated[ReportOptions, Field(default_factory=ReportOptions)]
    period: Covered = None
    frequency: Frequency
    weekday: Annotated[int | None, Field(ge=1, le=7, description="1 is Monday.")] = None
    month_day: Annotated[int | None, Field(ge=1, le=31, description="Or the month's last day.")] = None
    at: At
    recipients: Recipients
    is_enabled: bool = True

    @model_validator(mode="after")
    def _day_of_frequency(self) -> Self:
        wanted = (self.frequency is Frequency.WEEKLY, self.frequency is Frequency.MONTHLY)
        if (self.weekday is not None, self.month_day is not None) != wanted:
            raise ValueError(DAY_WANTED[self.frequency])
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError("at is hours and minutes")
        return self


class SchedulePatch(Body):
    """What is left out stays; the whole must make sense afterwards."""

    schedule_name: Name | None = None
    kind: Annotated[str, Field(max_length=50)] | None = None
    formats: Formats | None = None
    filters: Filters | None = None
    charts: Charts = None
    options: ReportOptions | None = None
    period: Covered = None
    frequency: Frequency | None = None
    weekday: Annotated[int | None, Field(ge=1, le=7)] = None
    month_day: Annotated[int | None, Field(ge=1, le=31)] = None
    at: At | None = None
    recipients: Recipients | None = None
    is_enabled: bool | None = None


class ScheduleOut(Out):
    schedule_id: int
    schedule_name: str
    kind: str
    formats: list[ReportFormat]
    filters: dict[str, Any]
    charts: Charts
    options: ReportOptions
    period: Period | None
    frequency: Frequency
    weekday: int | None
    month_day: int | None
    at: time
    recipients: Recipients
    is_enabled: bool
    owner_id: int
    next_due_at: datetime
    last_run_at: datetime | None
    created_at: datetime


class ScheduleRunOut(Out):
    items: Annotated[list[str], Field(description="Ids of the reports that were asked for.")]


class ScheduleQuery(PageQuery):
    pass
