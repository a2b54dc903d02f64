"""Every SELECT of accounts."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.accounts.schemas import AuditQuery, UserOut, UserQuery
from shared.permissions import Role
from shared.platform.errors import NotFound
from shared.platform.models import AuditEntry
from shared.platform.paging import Page, contains, page_of
from shared.platform.schemas import AuditOut


class UserMissing(NotFound):
    code = "user_not_found"


def user_by_mail(session: Session, mail: str) -> User | None:
    return session.scalars(select(User).where(User.user_mail == mail.strip().lower())).one_or_none()


def get_user(session: Session, user_id: int) -> User:
    return _one(session, select(User).where(User.user_id == user_id))


def lock_user(session: Session, user_id: int) -> User:
    return _one(session, select(User).where(User.user_id == user_id).with_for_update())


def _one(session: Session, statement: Select[User]) -> User:
    user = session.scalars(statement).one_or_none()
    if user is None:
        raise UserMissing("There is no such user.")
    return user


def lock_active_admins(session: Session) -> set[int]:
    """Lock and return the active admins, in one order, so that two demotions cannot pass each other."""
    statement = select(User.user_id).where(User.user_role == Role.ADMIN, User.is_active)
    return set(session.scalars(statement.order_by(User.user_id).with_for_update()))


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


def list_audit(session: Session, query: AuditQuery) -> Page[AuditOut]:
    filters = query.model_dump(include={"actor_id", "action", "entity", "entity_id"}, exclude_none=True)
    statement = select(AuditEntry).filter_by(**filters)
    sorts = {"audit_id": AuditEntry.audit_id, "at": AuditEntry.at}
    return page_of(session, statement, query, sorts=sorts, key=AuditEntry.audit_id, make=AuditOut)
