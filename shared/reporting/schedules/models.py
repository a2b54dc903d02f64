"""Schedules of reports."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, SmallInteger, Text, Time, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import EMPTY_OBJECT, CreatedAt, Instant, Key, LongText, Versioned, enum
from shared.platform.db import Base
from shared.reporting.schedules.rules import Frequency, Period, Times
from shared.reporting.schemas import ReportOptions

DAY = """
CASE frequency WHEN 'weekly' THEN weekday BETWEEN 1 AND 7 AND month_day IS NULL
               WHEN 'monthly' THEN month_day BETWEEN 1 AND 31 AND weekday IS NULL
               ELSE weekday IS NULL AND month_day IS NULL END"""


class ReportSchedule(Versioned, Base):
    """A report that is made at certain times, over days counted back from then, for its recipients.

    `parameters` holds filters, charts and options as they were given, `recipients` `{"users": [ids], "roles": [...]}`.
    """

    __tablename__ = "report_schedules"
    __table_args__ = (
        CheckConstraint(DAY, name="day"),
        Index(None, "owner_id"),
        Index("ix_report_schedules_due", "next_due_at", postgresql_where=text("is_enabled")),
    )

    schedule_id: Mapped[Key]
    schedule_name: Mapped[LongText]
    kind: Mapped[LongText]
    formats: Mapped[list[str]] = mapped_column(ARRAY(Text))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    period: Mapped[Period | None] = mapped_column(enum(Period, "report_period_enum"))
    frequency: Mapped[Frequency] = mapped_column(enum(Frequency, "report_frequency_enum"))
    weekday: Mapped[int | None] = mapped_column(SmallInteger)
    month_day: Mapped[int | None] = mapped_column(SmallInteger)
    at: Mapped[time] = mapped_column(Time)
    recipients: Mapped[dict[str, Any]] = mapped_column(JSONB)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    is_enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    next_due_at: Mapped[Instant]
    last_run_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]

    @property
    def filters(self) -> dict[str, Any]:
        return dict(self.parameters["filters"])

    @property
    def charts(self) -> list[str] | None:
        chosen: list[str] | None = self.parameters["charts"]
        return chosen

    @property
    def options(self) -> ReportOptions:
        return ReportOptions.model_validate(self.parameters.get("options", {}))

    @property
    def times(self) -> Times:
        return Times(self.frequency, self.at, self.weekday, self.month_day)
