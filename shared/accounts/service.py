"""Verbs of accounts: sign in, make a user, change one."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.accounts import passwords, queries
from shared.accounts.models import User
from shared.accounts.schemas import LoginIn, UserIn, UserPatch
from shared.permissions import Role
from shared.platform import audit, clock
from shared.platform.errors import Conflict, Unauthenticated
from shared.platform.identity import Actor


class WrongCredentials(Unauthenticated):
    code = "wrong_credentials"
    audited = True


class MailTaken(Conflict):
    code = "user_mail_taken"


class LastAdmin(Conflict):
    code = "last_admin"


def log_in(session: Session, actor: Actor, body: LoginIn) -> User:
    """Return the user whose mail and password these are.

    Raises:
        WrongCredentials: whatever is wrong, always in the same words and the same time.
    """
    user = queries.user_by_mail(session, body.mail)
    active = user is not None and user.is_active
    right = passwords.matches(body.password.get_secret_value(), user.user_password if user and active else None)
    if user is None or not right:
        raise WrongCredentials("Mail address or password is wrong.")
    audit.record(session, as_user(actor, user), "user.logged_in", user)
    return user


def as_user(actor: Actor, user: User) -> Actor:
    return Actor(user.user_id, user.user_role, actor.request_id, actor.address, actor.agent)


def create_user(session: Session, actor: Actor, body: UserIn) -> User:
    user = User(
        user_role=body.user_role,
        user_mail=body.user_mail.lower(),
        user_name=body.user_name,
        user_password=passwords.hash_password(body.password.get_secret_value()),
        is_active=True,
        member_since=clock.today(),
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        raise MailTaken("Another account has this mail address.") from None
    audit.record(session, actor, "user.created", user, changes={"user_role": [None, user.user_role]})
    return user


def update_user(session: Session, actor: Actor, user_id: int, body: UserPatch, *, check: Callable[[int], None]) -> User:
    """Change name, role or activity; `check` refuses a stale version.

    Raises:
        LastAdmin: nobody would be left who can manage users.
    """
    admins = queries.lock_active_admins(session)
    user = queries.lock_user(session, user_id)
    check(user.version)
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    changes = {name: [getattr(user, name), value] for name, value in given.items() if getattr(user, name) != value}
    if admins == {user_id} and _stops_being_admin(given):
        raise LastAdmin("This is the last active admin.")
    for name, (_, value) in changes.items():
        setattr(user, name, value)
    session.flush()
    if changes:
        audit.record(session, actor, "user.updated", user, changes=_without_personal_data(changes))
    return user


def _stops_being_admin(given: dict[str, object]) -> bool:
    return given.get("user_role", Role.ADMIN) != Role.ADMIN or given.get("is_active") is False


def _without_personal_data(changes: dict[str, list[object]]) -> dict[str, object]:
    return {name: "changed" if name == "user_name" else pair for name, pair in changes.items()}


def set_password(session: Session, actor: Actor, user: User, password: str) -> None:
    user.user_password = passwords.hash_password(password)
    session.flush()
    audit.record(session, actor, "user.password_set", user)
