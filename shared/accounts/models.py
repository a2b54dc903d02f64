"""The people who work with the system, and everything that lets them in."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.accounts.rules import AccountState, Client
from shared.permissions import Role
from shared.platform.columns import EMPTY_OBJECT, NOW, CreatedAt, Instant, LongText, Versioned, enum
from shared.platform.crypto import SealedText
from shared.platform.db import Base

MaybeInstant = DateTime(timezone=True)


def _of_user() -> ForeignKey:
    return ForeignKey("users.user_id", ondelete="CASCADE")


class Purpose(StrEnum):
    """What a one-time token is good for."""

    INVITATION = "invitation"
    REGISTRATION = "registration"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose
    MAIL_CHANGE = "mail_change"
    LOGIN_CHALLENGE = "login_challenge"


class User(Versioned, Base):
    """One person. Invited until `activated_at` is set; a deleted one keeps its key and nothing personal."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("member_since <= CURRENT_DATE", name="member_since"),)

    user_id: Mapped[int] = mapped_column(primary_key=True)
    user_role: Mapped[Role] = mapped_column(enum(Role, "user_role_enum"))
    user_mail: Mapped[str] = mapped_column(String(255), unique=True)
    user_name: Mapped[str] = mapped_column(String(50))
    user_password: Mapped[str] = mapped_column(String(100))  # argon2id, PHC form
    is_active: Mapped[bool]
    member_since: Mapped[date]
    activated_at: Mapped[datetime | None] = mapped_column(MaybeInstant)
    deleted_at: Mapped[datetime | None] = mapped_column(MaybeInstant)

    @property
    def state(self) -> AccountState:
        if self.deleted_at is not None:
            return AccountState.DELETED
        if self.is_active:
            return AccountState.ACTIVE
        return AccountState.INVITED if self.activated_at is None else AccountState.DEACTIVATED


class SignIn(Base):
    """A session: from a sign-in until it is ended, idle too long or too old. Its refresh tokens are one family."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("client IN ('browser', 'native')", name="client"),
        Index(None, "user_id"),
        Index(None, "expires_at"),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = mapped_column(_of_user())
    client: Mapped[Client] = mapped_column(Text)
    created_at: Mapped[CreatedAt]
    last_used_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant]
    two_factor_at: Mapped[datetime | None] = mapped_column(MaybeInstant)
    ended_at: Mapped[datetime | None] = mapped_column(MaybeInstant)
    end_reason: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)
    wrote_at_wal: Mapped[int | None] = mapped_column(BigInteger)  # shared/platform/replica.py


class RefreshToken(Base):
    """One link of a session's chain, by its SHA-256. The successor can be made again from the token and the salt."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index(None, "session_id"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant]
    used_at: Mapped[datetime | None] = mapped_column(MaybeInstant)
    successor_salt: Mapped[bytes | None] = mapped_column(LargeBinary)


class OneTimeToken(Base):
    """What a link in a mail or a half-finished sign-in carries, by its SHA-256. Using it deletes the row."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('invitation', 'registration', 'password_reset', 'mail_change', 'login_challenge')",
            name="purpose",
        ),
        Index(None, "user_id"),
        Index(None, "expires_at"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(Text)
    user_id: Mapped[int | None] = mapped_column(_of_user())
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)


class TwoFactor(Base):
    """A TOTP secret; it counts once `confirmed_at` is set. `last_step` is the last one accepted (RFC 6238 §5.2)."""

    __tablename__ = "two_factors"

    user_id: Mapped[int] = mapped_column(_of_user(), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(SealedText)
    created_at: Mapped[CreatedAt]
    confirmed_at: Mapped[datetime | None] = mapped_column(MaybeInstant)
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """One of ten ways in without the second factor's device, by its SHA-256 (the code has 120 random bits)."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index(None, "user_id"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[int] = mapped_column(_of_user())
    created_at: Mapped[CreatedAt]
    used_at: Mapped[datetime | None] = mapped_column(MaybeInstant)


class Throttle(Base):
    """How often something failed lately: an account, an address, both together."""

    __tablename__ = "throttles"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"), Index(None, "last_failed_at"))

    subject: Mapped[LongText] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    last_failed_at: Mapped[CreatedAt]
    blocked_until: Mapped[Instant] = mapped_column(server_default=NOW)
