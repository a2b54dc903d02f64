"""Every SELECT of accounts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Row, Select, func, literal, select, text
from sqlalchemy.orm import Session

from shared.accounts.models import OneTimeToken, Purpose, RecoveryCode, SignIn, Throttle, TwoFactor, User
from shared.accounts.schemas import AuditFilters, AuditQuery, SessionOut, SessionsOut, UserOut, UserQuery
from shared.permissions import Role
from shared.platform import clock
from shared.platform.config import settings
from shared.platform.errors import Malformed, NotFound
from shared.platform.identity import Actor
from shared.platform.models import AuditEntry
from shared.platform.paging import Page, contains, page_of
from shared.platform.schemas import AuditOut

AUDIT_ROWS_AT_A_TIME = 2_000


class UserMissing(NotFound):
    code = "user_not_found"


def user_by_mail(session: Session, mail: str) -> User | None:
    return session.scalars(select(User).where(User.user_mail == mail.strip().lower())).one_or_none()


def has_account(session: Session, mail: str) -> bool:
    """Whether an account has this address; if none has, nobody else gives it to one before this transaction ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('mail:' || :mail, 0))"), {"mail": mail})
    return user_by_mail(session, mail) is not None


class Credentials(NamedTuple):
    """What a sign-in is held against, and where its owner is known."""

    user_id: int
    user_password: str
    is_active: bool
    addresses: frozenset[str]  # of the sign-ins of late
    counted_apart: bool  # the throttle knows this address for this account


def credentials(session: Session, mail: str, since: datetime, apart: str) -> Credentials | None:
    """Return an account's hash and the addresses it signed in from since then; `apart` is a key of the throttle.

    One statement whoever is asked for, so that unknown accounts take no other time.
    """
    addresses = select(func.array_agg(SignIn.address.distinct())).where(
        SignIn.user_id == User.user_id, SignIn.created_at > since, SignIn.address.is_not(None)
    )
    counted_apart = select(Throttle).where(Throttle.subject == apart).exists()
    found = select(User.user_id, User.user_password, User.is_active, addresses.scalar_subquery(), counted_apart)
    row = session.execute(found.where(User.user_mail == mail.strip().lower())).one_or_none()
    return None if row is None else Credentials(row[0], row[1], row[2], frozenset(row[3] or ()), row[4])


def challenged_user(session: Session, token_hash: bytes) -> int | None:
    """Return whose second factor a sign-in waits for; None when there is no such challenge, or no longer."""
    open_one = select(OneTimeToken.user_id).where(
        OneTimeToken.token_hash == token_hash,
        OneTimeToken.purpose == Purpose.LOGIN_CHALLENGE,
        OneTimeToken.expires_at > clock.now(),
    )
    return session.scalars(open_one).one_or_none()


def password_of(session: Session, user_id: int) -> str:
    """Return the hash alone: a user that was loaded would not be read anew when he is locked later."""
    return session.scalars(select(User.user_password).where(User.user_id == user_id)).one()


def get_user(session: Session, user_id: int) -> User:
    return _one(session, select(User).where(User.user_id == user_id))


def lock_user(session: Session, user_id: int) -> User:
    """Lock and return a user as he is now, whatever this session has read of him before."""
    locked = select(User).where(User.user_id == user_id).with_for_update()
    return _one(session, locked.execution_options(populate_existing=True))


def _one(session: Session, statement: Select[User]) -> User:
    user = session.scalars(statement).one_or_none()
    if user is None:
        raise UserMissing("There is no such user.")
    return user


def has_another_admin(session: Session, user_id: int) -> bool:
    """Whether somebody else is an active admin, and stays one until this transaction has ended.

    Whoever takes an admin away asks here, one after the other: a lock beside the rows, which every caller takes last,
    so that two admins who leave at once neither both go nor wait for each other's row.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('admins', 0))"))
    others = select(User.user_id).where(User.user_role == Role.ADMIN, User.is_active, User.user_id != user_id)
    return session.scalars(others.limit(1)).one_or_none() is not None


def list_users(session: Session, query: UserQuery) -> Page[UserOut]:
    statement: Select[Any] = select(User)
    if query.q:
        statement = statement.where(contains(User.user_name, query.q) | contains(User.user_mail, query.q))
    if query.user_role:
        statement = statement.where(User.user_role == query.user_role)
    if query.is_active is not None:
        statement = statement.where(User.is_active == query.is_active)
    sorts = {"user_id": User.user_id, "user_name": User.user_name, "user_mail": User.user_mail}
    return page_of(session, statement, query, sorts=sorts, key=User.user_id, make=UserOut)


def list_sessions(session: Session, actor: Actor) -> SessionsOut:
    """Return where the caller is signed in, the latest use first."""
    not_idle = SignIn.last_used_at > clock.now() - timedelta(hours=settings().session_idle_hours)
    lasting = SignIn.ended_at.is_(None), SignIn.expires_at > clock.now()
    open_ones = select(SignIn).where(SignIn.user_id == actor.user_id, *lasting, not_idle)
    found = session.scalars(open_ones.order_by(SignIn.last_used_at.desc()))
    return SessionsOut(items=[_shown(one, actor) for one in found])


def _shown(one: SignIn, actor: Actor) -> SessionOut:
    names = SessionOut.model_fields.keys() - {"current"}
    return SessionOut(**{name: getattr(one, name) for name in names}, current=one.session_id == actor.session_id)


def confirmed_two_factor(session: Session, user_id: int) -> TwoFactor | None:
    """Return the second factor that counts; None while there is none, or only an unconfirmed one."""
    mine = select(TwoFactor).where(TwoFactor.user_id == user_id, TwoFactor.confirmed_at.is_not(None))
    return session.scalars(mine).one_or_none()


def recovery_codes_left(session: Session, user_id: int) -> int:
    unused = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalars(unused).one()


def list_audit(session: Session, query: AuditQuery) -> Page[AuditOut]:
    statement = select(AuditEntry).where(*_audit_conditions(query))
    sorts = {"audit_id": AuditEntry.audit_id, "at": AuditEntry.at}
    return page_of(session, statement, query, sorts=sorts, key=AuditEntry.audit_id, make=AuditOut)


def count_audit(session: Session, filters: AuditFilters, up_to: int) -> int:
    """Return how many audit rows match, counting no further than `up_to`."""
    found = select(AuditEntry.audit_id).where(*_audit_conditions(filters)).limit(up_to)
    return session.scalars(select(func.count()).select_from(found.subquery())).one()


def audit_rows(session: Session, filters: AuditFilters, most: int) -> Iterable[Row[Any]]:
    """Return the oldest audit rows that match, streamed, with the columns of AuditOut."""
    columns = [getattr(AuditEntry, name) for name in AuditOut.model_fields]
    found = select(*columns).where(*_audit_conditions(filters)).order_by(AuditEntry.audit_id).limit(most)
    return session.execute(found, execution_options={"yield_per": AUDIT_ROWS_AT_A_TIME})


def _audit_conditions(filters: AuditFilters) -> list[ColumnElement[bool]]:
    """Return what the filters ask for; their days are business days, as the session's time zone has them."""
    if filters.first and filters.last and filters.first > filters.last:
        raise Malformed("from is after to.", [("from", "is after to")])
    conditions = [
        getattr(AuditEntry, name) == getattr(filters, name)
        for name in ("actor_id", "action", "entity", "entity_id", "request_id", "address")
        if getattr(filters, name) is not None
    ]
    if filters.first:
        conditions.append(AuditEntry.at >= literal(filters.first, Date))
    if filters.last:
        conditions.append(AuditEntry.at < literal(filters.last, Date) + 1)
    return conditions
