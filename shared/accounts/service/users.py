"""Making, changing and deleting accounts."""

import uuid
from collections.abc import Callable, Mapping

from pydantic import SecretStr
from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from shared.accounts import letters, passwords, queries, throttle
from shared.accounts.models import OneTimeToken, RecoveryCode, SignIn, Throttle, TwoFactor, User
from shared.accounts.rules import AccountState
from shared.accounts.schemas import UserPatch
from shared.accounts.service import one_time_tokens, sessions
from shared.permissions import Role
from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.platform.models import IdempotencyKey, OutgoingMail

NO_PASSWORD = "!"  # noqa: S105 - no hash, so nothing matches it
DELETED_NAME = "Deleted user"


class MailTaken(Conflict):
    code = "user_mail_taken"


class LastAdmin(Conflict):
    code = "last_admin"


class OwnAccount(Conflict):
    code = "own_account"


class InvitationOpen(Conflict):
    code = "invitation_open"


class UserDeleted(Conflict):
    code = "user_deleted"


def create_user(
    session: Session, actor: Actor, *, user_mail: str, user_name: str, user_role: Role, password: SecretStr
) -> User:
    """Make an account that is active at once: for the first admin and the demo, as people are invited.

    Raises:
        WeakPassword: the password is not good enough.
        MailTaken: another account has this address.
    """
    new = password.get_secret_value()
    passwords.check_new(new, user_mail=user_mail, user_name=user_name, has_two_factor=False)
    user = User(
        user_role=user_role,
        user_mail=user_mail.strip().lower(),
        user_name=user_name,
        user_password=passwords.hash_password(new),
        is_active=True,
        member_since=clock.today(),
        activated_at=clock.now(),
    )
    add(session, user)
    audit.record(session, actor, "user.created", user, changes={"user_role": [None, user.user_role]})
    return user


def add(session: Session, user: User) -> None:
    """Insert an account.

    Raises:
        MailTaken: another account has this address.
    """
    refuse_taken(session, user.user_mail)
    session.add(user)
    session.flush()
    session.refresh(user)


def refuse_taken(session: Session, user_mail: str) -> None:
    """Refuse an address of another account; otherwise nobody else gets it before this transaction has ended.

    Asked beforehand, since PostgreSQL would write a statement that breaks the constraint into its log, with address
    and password hash.

    Raises:
        MailTaken: another account has this address.
    """
    if queries.has_account(session, user_mail):
        raise MailTaken("Another account has this mail address.")


def update_user(session: Session, actor: Actor, user_id: int, body: UserPatch, *, check: Callable[[int], None]) -> User:
    """Change name, role or activity; `check` refuses a stale version.

    Raises:
        LastAdmin: nobody would be left who can manage users.
        InvitationOpen: only who was invited can make the account active, by choosing a password.
        UserDeleted: there is nothing left to change.
    """
    user = queries.lock_user(session, user_id)
    check(user.version)
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    changes = {name: (getattr(user, name), value) for name, value in given.items() if getattr(user, name) != value}
    _refuse_change(session, user, changes)
    if changes:
        _change(session, actor, user, changes)
    return user


def _refuse_change(session: Session, user: User, changes: Mapping[str, tuple[object, object]]) -> None:
    if user.state is AccountState.DELETED:
        raise UserDeleted("This account was deleted.")
    if user.state is AccountState.INVITED and "is_active" in changes:
        raise InvitationOpen("The account becomes active when the invitation is accepted.")
    if changes.keys() & {"user_role", "is_active"}:
        refuse_to_lose_last_admin(session, user)


def _change(session: Session, actor: Actor, user: User, changes: Mapping[str, tuple[object, object]]) -> None:
    for name, (_, value) in changes.items():
        setattr(user, name, value)
    session.flush()
    recorded = {name: audit.WITHHELD if name == "user_name" else list(pair) for name, pair in changes.items()}
    audit.record(session, actor, "user.updated", user, changes=recorded)
    if changes.keys() & {"user_role", "is_active"} and user.activated_at is not None:
        sessions.end_sessions(session, user.user_id, "rights changed")
        one_time_tokens.withdraw(session, user.user_id)


def refuse_to_lose_last_admin(session: Session, user: User) -> None:
    """Refuse when `user`, whose row is locked, is the only active admin.

    Raises:
        LastAdmin: nobody would be left who can manage users.
    """
    if user.user_role == Role.ADMIN and user.is_active and not queries.has_another_admin(session, user.user_id):
        raise LastAdmin("This is the last active admin.")


def delete_user(session: Session, actor: Actor, user_id: int) -> None:
    """Delete somebody's account for good.

    Raises:
        LastAdmin: nobody would be left who can manage users.
        OwnAccount: one's own goes by DELETE /api/me, which asks for the password.
        UserDeleted: it is gone already.
    """
    user = queries.lock_user(session, user_id)
    if user.state is AccountState.DELETED:
        raise UserDeleted("This account was deleted already.")
    refuse_to_lose_last_admin(session, user)
    if user_id == actor.user_id:
        raise OwnAccount("Delete your own account by DELETE /api/me.")
    erase(session, actor, user)


def erase(session: Session, actor: Actor, user: User) -> None:
    """Remove what is personal in and around a locked account. Its row stays, as history points at it."""
    _erase_around(session, user)  # while it has its address: a registration of it fails at once and holds nothing up
    if user.activated_at is not None:  # who never accepted an invitation has no account to part with
        letters.account_deleted(session, user)
    user.is_active = False
    user.deleted_at = clock.now()
    user.user_mail = f"deleted-{uuid.uuid4()}@deleted.invalid"
    user.user_name = DELETED_NAME
    user.user_password = NO_PASSWORD
    session.flush()
    audit.record(session, actor, "user.deleted", user)


def set_password(session: Session, user: User, hashed: str, reason: str) -> None:
    """Replace the password of a locked user, end all sessions and make every open link void."""
    user.user_password = hashed
    session.flush()
    sessions.end_sessions(session, user.user_id, reason)
    one_time_tokens.withdraw(session, user.user_id)


def _erase_around(session: Session, user: User) -> None:
    for table in (SignIn, TwoFactor, RecoveryCode, OneTimeToken):  # refresh tokens go with their sessions
        session.execute(delete(table).where(table.user_id == user.user_id))
    # Somebody else may just be asking for this address, for a new account or his own.
    session.execute(delete(OneTimeToken).where(OneTimeToken.data["user_mail"].astext == user.user_mail))
    answered = IdempotencyKey.headers["Location"].astext == f"/api/users/{user.user_id}"
    session.execute(delete(IdempotencyKey).where(or_(IdempotencyKey.user_id == user.user_id, answered)))
    of_user = [
        throttle.account(user.user_mail),
        *(throttle.of_user(kind, user.user_id) for kind in ("code", "password")),
    ]
    session.execute(delete(Throttle).where(Throttle.subject.in_([subject.key for subject in of_user])))
    session.execute(delete(OutgoingMail).where(OutgoingMail.to_address == user.user_mail))
