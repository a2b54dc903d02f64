"""Asking again who it is, before what cannot be undone."""

from sqlalchemy.orm import Session

from shared.accounts import passwords, queries, throttle
from shared.accounts.models import User
from shared.accounts.schemas import PasswordIn, ReauthenticationIn
from shared.accounts.service import codes
from shared.platform import db
from shared.platform.errors import Forbidden
from shared.platform.identity import Actor


class WrongPassword(Forbidden):
    code = "wrong_password"


class CodeRequired(Forbidden):
    code = "code_required"


def confirm_identity(session: Session, actor: Actor, body: PasswordIn | ReauthenticationIn) -> User:
    """Return the caller, locked, once the password and, where a second factor is on, a code have shown it is he.

    Call it first: the session may only have read before, since it gives its connection back for the slow part.

    Raises:
        WrongPassword, WrongCode: not his.
        CodeRequired: his second factor is on, and there is no code.
        TooManyAttempts: too many were wrong.
        Busy: no turn to check the password.
    """
    subjects = _subjects(actor.known_user_id, body)
    known = queries.password_of(session, actor.known_user_id)
    db.give_back(session)
    with throttle.attempt(*subjects):
        right = passwords.matches(body.password.get_secret_value(), known)
    user = queries.lock_user(session, actor.known_user_id) if right else None
    if user is None or user.user_password != known or not user.is_active:  # it may have changed meanwhile
        raise WrongPassword("This is not your password.")
    if isinstance(body, ReauthenticationIn):
        _confirm_second_factor(session, actor, body)
    throttle.forgive(session, *subjects)
    return user


def _subjects(user_id: int, body: PasswordIn | ReauthenticationIn) -> list[throttle.Subject]:
    password = throttle.of_user("password", user_id)
    has_code = isinstance(body, ReauthenticationIn) and body.code is not None
    return [password, throttle.of_user("code", user_id)] if has_code else [password]


def _confirm_second_factor(session: Session, actor: Actor, body: ReauthenticationIn) -> None:
    user_id = actor.known_user_id
    if not codes.is_on(session, user_id):
        return
    if body.code is None:
        raise CodeRequired("Send a code of your second factor, too.")
    if not codes.check_code(session, user_id, body.code, actor):
        raise codes.WrongCode("This code is not valid, or was used before.")
