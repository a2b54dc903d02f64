"""What every module leaves behind: the audit log, mail to be sent, answers to repeat, runs of jobs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import EMPTY_OBJECT, NOW, CreatedAt, Instant, Key, LongText
from shared.platform.crypto import SealedText
from shared.platform.db import Base


class JobOutcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"  # another instance was at it


class AuditEntry(Base):
    """One action of somebody. A trigger refuses to change or remove a row, whoever asks."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index(None, "entity", "entity_id"),
        Index(None, "actor_id"),
        Index(None, "at"),
    )

    audit_id: Mapped[Key]
    at: Mapped[CreatedAt]
    actor_id: Mapped[int | None]  # no foreign key: history outlives its subjects
    action: Mapped[LongText]
    entity: Mapped[LongText]
    entity_id: Mapped[LongText]
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    request_id: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)


class AuditUnsealed(Base):
    """An audit row that awaits its seal; a trigger notes it in the row's own transaction."""

    __tablename__ = "audit_unsealed"

    audit_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class AuditSeal(Base):
    """A link of the hash chain: position by position, each hash covers an audit row and the hash before."""

    __tablename__ = "audit_seals"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    audit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_log.audit_id"), unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[CreatedAt]


class OutgoingMail(Base):
    """A mail written in the transaction that calls for it, sent after commit."""

    __tablename__ = "mail_outbox"
    __table_args__ = (Index("ix_mail_outbox_waiting", "not_before", postgresql_where=text("sent_at IS NULL")),)

    mail_id: Mapped[Key]
    to_address: Mapped[LongText]
    subject: Mapped[LongText]
    content: Mapped[str | None] = mapped_column(SealedText)  # null once it is sent
    created_at: Mapped[CreatedAt]
    not_before: Mapped[Instant] = mapped_column(server_default=NOW)
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_error: Mapped[str | None] = mapped_column(Text)


class IdempotencyKey(Base):
    """An answer given once, to be given again; `status` is null while the first call is still at work."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "created_at"),)

    user_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # 0: a caller without account
    key: Mapped[LongText] = mapped_column(primary_key=True)
    request_hash: Mapped[LongText]
    status: Mapped[int | None]
    headers: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[CreatedAt]


class JobRun(Base):
    """One run of a timer's or a blob's job; `outcome` is null while it runs."""

    __tablename__ = "job_runs"
    __table_args__ = (Index(None, "name", "started_at"),)

    job_run_id: Mapped[Key]
    name: Mapped[LongText]
    started_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)


class SigningKey(Base):
    """A key that access tokens are signed with: published at once, signing from `signs_from` on."""

    __tablename__ = "signing_keys"

    kid: Mapped[LongText] = mapped_column(primary_key=True)
    private_key: Mapped[str] = mapped_column(SealedText)
    created_at: Mapped[CreatedAt]
    signs_from: Mapped[Instant]


# How often each table was changed; migrations/sql has the triggers that note it, versions.py adds up. Without a key,
# so that nobody waits for anybody.
data_changes = Table(
    "data_changes",
    Base.metadata,
    Column("topic", Text, nullable=False),
    Column("changes", BigInteger, nullable=False),
    postgresql_with={"autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 1000},
)
data_versions = Table(
    "data_versions",
    Base.metadata,
    Column("topic", Text, primary_key=True),
    Column("changes", BigInteger, nullable=False),
)
