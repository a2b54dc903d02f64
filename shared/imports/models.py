"""Where files come from, each time one was read, and the rows that were refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.imports.states import RunState, SourceKind
from shared.platform.columns import EMPTY_LIST, Count, CreatedAt, Key, LongText, Versioned, enum
from shared.platform.db import Base


class ImportSource(Versioned, Base):
    """`schedule` is NCRONTAB or null; `namespace` is what its records carry as `source`; edits act as the owner."""

    __tablename__ = "import_sources"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9-]{1,60}$'", name="slug"),
        Index(None, "owner_id"),
    )

    source_id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[SourceKind] = mapped_column(enum(SourceKind, "import_source_kind_enum"))
    enabled: Mapped[bool] = mapped_column(server_default="true")
    schedule: Mapped[str | None] = mapped_column(Text)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    namespace: Mapped[LongText]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
    last_pulled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportRun(Base):
    """One reading of one file. The same blob in the same state (etag) is read by one run only."""

    __tablename__ = "import_runs"
    __table_args__ = (
        UniqueConstraint("blob_name", "blob_etag"),
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress"),
        Index(None, "source_id", "created_at"),
        Index(None, "created_by"),
    )

    run_id: Mapped[Key]
    source_id: Mapped[int] = mapped_column(ForeignKey("import_sources.source_id", ondelete="CASCADE"))
    blob_name: Mapped[str | None] = mapped_column(Text)
    blob_etag: Mapped[str | None] = mapped_column(Text)
    file_name: Mapped[str | None] = mapped_column(Text)
    file_sha256: Mapped[str | None] = mapped_column(Text)
    state: Mapped[RunState] = mapped_column(
        enum(RunState, "import_run_state_enum"), server_default=RunState.WAITING.value
    )
    progress: Mapped[float] = mapped_column(server_default=text("0"))
    rows_read: Mapped[Count]
    rows_inserted: Mapped[Count]
    rows_updated: Mapped[Count]
    rows_unchanged: Mapped[Count]
    rows_rejected: Mapped[Count]
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    notes: Mapped[list[Any]] = mapped_column(JSONB, server_default=EMPTY_LIST)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))


class ImportReject(Base):
    """A row, or one value of it, that could not be taken, and why."""

    __tablename__ = "import_rejects"
    __table_args__ = (Index(None, "run_id"),)

    reject_id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("import_runs.run_id", ondelete="CASCADE"))
    line: Mapped[int]
    column_name: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[LongText]
