"""Staying signed in: refresh tokens that rotate, one family per session (RFC 9700 §4.14).

A token is used once. Its successor is derived from it and a salt kept beside its hash, so that the same answer can be
given again to a client that did not get it, or asked twice at once, without any token being stored. The salt is erased
when the successor is used: from then on the predecessor can only come from somebody who should not have it.
"""

import base64
import hmac
import os
from datetime import timedelta
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from shared.accounts import letters, queries
from shared.accounts.models import RefreshToken, SignIn
from shared.accounts.service.one_time_tokens import hash_of
from shared.accounts.service.sessions import SignedIn, add_refresh_token, as_user, end_session
from shared.platform import audit, clock, db
from shared.platform.errors import Unauthenticated
from shared.platform.identity import Actor, Claims

GRACE = timedelta(seconds=30)
SALT_BYTES = 32


class RefreshTokenInvalid(Unauthenticated):
    code = "refresh_token_invalid"


class RefreshTokenReused(Unauthenticated):
    code = "refresh_token_reused"


def refresh(session: Session, actor: Actor, token: SecretStr) -> SignedIn:
    """Exchange a refresh token for its successor.

    Within GRACE, and until the successor is used, the same token gives the same successor.

    Raises:
        RefreshTokenInvalid: it is unknown or expired, its session has ended, or the account is not active.
        RefreshTokenReused: it was used before; its session is ended now, and the user told.
    """
    plain = token.get_secret_value()
    opened = _lock_session(session, plain)
    used = session.get_one(RefreshToken, hash_of(plain))  # as it is now that the lock is ours
    user = queries.get_user(session, opened.user_id)
    if not user.is_active:
        raise _invalid()
    if used.used_at is None:
        return SignedIn(user, opened, _rotate(session, opened, used, plain))
    if used.successor_salt is not None and clock.now() < used.used_at + GRACE:
        return SignedIn(user, opened, _successor(plain, used.successor_salt))
    user_id, session_id = opened.user_id, opened.session_id
    session.rollback()  # gives back the lock, and the connection, that ending the family needs
    _end_family(actor, user_id, session_id)
    raise RefreshTokenReused("This refresh token was used before. The session is ended; sign in again.")


def log_out(session: Session, actor: Actor, token: SecretStr | None) -> None:
    """End the session of a refresh token, be it its latest or an earlier one; do nothing if there is none."""
    if token is None:
        return
    opened = session.scalars(_session_of(token.get_secret_value())).one_or_none()
    if opened is not None:
        _sign_out(session, actor, opened.user_id, opened.session_id)


def log_out_bearer(session: Session, actor: Actor, claims: Claims | None) -> None:
    """End the session of an access token, unless it has ended already; do nothing if there is none."""
    if claims is not None:
        _sign_out(session, actor, claims.user_id, claims.session_id)


def _sign_out(session: Session, actor: Actor, user_id: int, session_id: UUID) -> None:
    if end_session(session, user_id, session_id, "signed out"):
        user = queries.get_user(session, user_id)
        audit.record(session, as_user(actor, user), "session.ended", ("sessions", str(session_id)))


def _lock_session(session: Session, plain: str) -> SignIn:
    opened = session.scalars(_session_of(plain).with_for_update(of=SignIn)).one_or_none()
    if opened is None or opened.ended_at is not None or opened.expires_at <= clock.now():
        raise _invalid()
    return opened


def _session_of(plain: str) -> Select[SignIn]:
    return select(SignIn).join(RefreshToken).where(RefreshToken.token_hash == hash_of(plain))


def _rotate(session: Session, opened: SignIn, used: RefreshToken, plain: str) -> str:
    now = clock.now()
    if used.expires_at <= now:
        raise _invalid()
    salted = update(RefreshToken).where(RefreshToken.session_id == opened.session_id)
    session.execute(salted.where(RefreshToken.successor_salt.is_not(None)).values(successor_salt=None))
    used.used_at, used.successor_salt, opened.last_used_at = now, os.urandom(SALT_BYTES), now
    successor = _successor(plain, used.successor_salt)
    add_refresh_token(session, opened, successor)
    return successor


def _successor(plain: str, salt: bytes) -> str:
    made = hmac.digest(plain.encode(), salt, "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _end_family(actor: Actor, user_id: int, session_id: UUID) -> None:
    """End the session whatever becomes of the refused request; of many at once, one writes and tells."""
    with db.transaction() as own:
        if end_session(own, user_id, session_id, "refresh token reused"):
            subject = ("sessions", session_id)
            audit.record(own, actor, "session.refresh_token_reused", subject, changes={"user_id": user_id})
            letters.refresh_token_reused(own, queries.get_user(own, user_id))


def _invalid() -> RefreshTokenInvalid:
    return RefreshTokenInvalid("The refresh token is not valid any more; sign in again.")
