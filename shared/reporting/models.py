"""Reports that were asked for."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import EMPTY_OBJECT, CreatedAt, Key, LongText, Versioned, enum
from shared.platform.db import Base
from shared.reporting.rules import ReportFormat, ReportState
from shared.reporting.schedules.models import ReportSchedule

__all__ = ["Report", "ReportSchedule", "report_readers"]


class Report(Base):
    """A request and what became of it: `parameters` holds filters and charts as asked, `error` what the user reads.

    One that a schedule asked for belongs to the run that was due at `due_at`.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress"),
        Index(None, "requested_by", "created_at"),
        Index(None, "finished_at", postgresql_where=text("finished_at IS NOT NULL")),
        Index(
            "uq_reports_run",
            *("schedule_id", "due_at", "format"),
            unique=True,
            postgresql_where=text("schedule_id IS NOT NULL"),
        ),
        Index("ix_reports_unfinished", "created_at", postgresql_where=text("state IN ('queued', 'rendering')")),
    )

    report_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[LongText]
    format: Mapped[ReportFormat] = mapped_column(enum(ReportFormat, "report_format_enum"))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    state: Mapped[ReportState] = mapped_column(
        enum(ReportState, "report_state_enum"), server_default=ReportState.QUEUED.value
    )
    progress: Mapped[float] = mapped_column(server_default=text("0"))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    requested_by: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    blob_name: Mapped[str | None] = mapped_column(Text)
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedules.schedule_id", ondelete="SET NULL"))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


# Who may read a report beside whoever asked for it.
report_readers = Table(
    "report_readers",
    Base.metadata,
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Index(None, "user_id"),
)


class ReportDefinition(Versioned, Base):
    """A question of the kind `custom`, saved under a name that is its owner's own; `charts` null: all that fit."""

    __tablename__ = "report_definitions"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    definition_id: Mapped[Key]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    name: Mapped[LongText]
    question: Mapped[dict[str, Any]] = mapped_column(JSONB)
    charts: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]


class ReportReading(Base):
    """When a kind's data were first read in this version on this business day: the time inside all files made of it."""

    __tablename__ = "report_readings"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[str] = mapped_column(Text, primary_key=True)
    business_day: Mapped[date] = mapped_column(primary_key=True)
    read_at: Mapped[CreatedAt]
