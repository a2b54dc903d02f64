"""Tokens that are good once: 256 random bits, kept by their SHA-256, deleted when they are used."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from shared.accounts.models import OneTimeToken, Purpose, User
from shared.platform import clock
from shared.platform.errors import Conflict

LIFETIMES = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.REGISTRATION: timedelta(hours=24),
    Purpose.PASSWORD_RESET: timedelta(minutes=30),
    Purpose.MAIL_CHANGE: timedelta(hours=24),
    Purpose.LOGIN_CHALLENGE: timedelta(minutes=5),
}


class LinkInvalid(Conflict):
    code = "link_invalid"


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def issue(session: Session, purpose: Purpose, user_id: int | None = None, data: dict[str, Any] | None = None) -> str:
    """Return a new token; earlier ones of the same user and purpose are void."""
    if user_id is not None:
        withdraw(session, user_id, purpose)
    token = secrets.token_urlsafe(32)
    expires_at = clock.now() + LIFETIMES[purpose]
    row = {"token_hash": hash_of(token), "purpose": purpose, "user_id": user_id, "expires_at": expires_at}
    session.execute(insert(OneTimeToken).values(**row, data=data or {}))
    return token


def find(session: Session, token: SecretStr, *purposes: Purpose) -> OneTimeToken:
    """Return what a token carries without using it up.

    Raises:
        LinkInvalid: as in `claim`.
    """
    return _known(session.scalars(select(OneTimeToken).where(*_good(token, purposes))).one_or_none())


def owner(session: Session, token: SecretStr, purpose: Purpose) -> User:
    """Return whose token this is, without using it up.

    Raises:
        LinkInvalid: as in `claim`.
    """
    theirs = select(User).join(OneTimeToken, OneTimeToken.user_id == User.user_id).where(*_good(token, [purpose]))
    return _known(session.scalars(theirs).one_or_none())


def claim(session: Session, token: SecretStr, *purposes: Purpose) -> OneTimeToken:
    """Use a token up and return what it carried. Of two callers at once, one gets it.

    A caller that locks the user, too, locks him first: whoever withdraws a user's tokens has him locked.

    Raises:
        LinkInvalid: it is unknown, used, expired or for something else; which of these is not said.
    """
    used = delete(OneTimeToken).where(*_good(token, purposes)).returning(OneTimeToken)
    return _known(session.scalars(used).one_or_none())


def _good(token: SecretStr, purposes: Iterable[Purpose]) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeToken.token_hash == hash_of(token.get_secret_value()),
        OneTimeToken.purpose.in_(purposes),
        OneTimeToken.expires_at > clock.now(),
    )


def _known[T](found: T | None) -> T:
    if found is None:
        raise LinkInvalid("This link is not valid any more; ask for a new one.")
    return found


def withdraw(session: Session, user_id: int, *purposes: Purpose) -> None:
    """Make the user's open tokens void: those of `purposes`, or all."""
    void = delete(OneTimeToken).where(OneTimeToken.user_id == user_id)
    session.execute(void.where(OneTimeToken.purpose.in_(purposes)) if purposes else void)
