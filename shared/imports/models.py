"""Where files come from, each time one was read, and the rows that were refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.imports.schedule import Schedule
from shared.imports.states import RunState, SourceKind
from shared.platform.columns import EMPTY_LIST, EMPTY_OBJECT, Count, CreatedAt, Key, LongText, Versioned, enum
from shared.platform.db import Base


class ImportSource(Versioned, Base):
    """`schedule` is NCRONTAB or null; `namespace` is what its records carry as `source`; edits act as the owner.

    Of a feed, `feed` says how it is fetched and `fetched` what was last. `failures` counts those in a row; whoever
    pulls it has it until `pulling_until`.
    """

    __tablename__ = "import_sources"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9-]{1,60}$'", name="slug"),
        CheckConstraint("(kind::text = 'https_feed') = (feed IS NOT NULL)", name="feed"),
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
    feed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    fetched: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    pulling_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failures: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    last_error: Mapped[str | None] = mapped_column(Text)
    last_failed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_succeeded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    retry_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    @property
    def next_due_at(self) -> datetime | None:
        """When it is to be looked for something new; None if nobody looks unless asked."""
        if not self.enabled or self.kind is SourceKind.UPLOAD:
            return None
        if self.pulling_until is not None:
            return self.pulling_until  # unless whoever is at it ends before, and has not died
        if self.last_pulled_at is None:
            return self.created_at
        if self.retry_at is not None:
            return self.retry_at
        if self.schedule is not None:
            return Schedule.parse(self.schedule).next(self.last_pulled_at)
        return self.last_pulled_at if self.kind is SourceKind.BLOB_FOLDER else None


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
    prepared_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    judged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    header: Mapped[list[Any] | None] = mapped_column(JSONB)
    rejects_blob: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportChunk(Base):
    """A part of a run that happens wholly or not at all, and what became of its lines.

    Those of a phase begin when all of the phase before have landed. `first` and `last` are bytes of a piece (the last
    one excluded), lines of the file, places in a list of newcomers, or for cancellations the part and how many there
    are. `made` lists between which keys rows were inserted: `[table, above, up to]`.
    """

    __tablename__ = "import_chunks"
    __table_args__ = (UniqueConstraint("run_id", "phase", "place"),)

    chunk_id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("import_runs.run_id", ondelete="CASCADE"))
    phase: Mapped[int]
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[Count]
    inserted: Mapped[Count]
    updated: Mapped[Count]
    unchanged: Mapped[Count]
    notes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    made: Mapped[list[Any]] = mapped_column(JSONB, server_default=EMPTY_LIST)
    landed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportChange(Base):
    """What a run replaced in a row (or, if `deleted`, the row), and the version that it gave the row."""

    __tablename__ = "import_changes"
    __table_args__ = (Index(None, "run_id"), Index(None, "table_name", "row_id"))

    change_id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("import_runs.run_id", ondelete="CASCADE"))
    table_name: Mapped[LongText]
    row_id: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int | None]
    deleted: Mapped[bool] = mapped_column(server_default="false")
    old: Mapped[dict[str, Any]] = mapped_column(JSONB)


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
