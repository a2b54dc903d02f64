"""Sessions: opened by a sign-in, ended by the user, an admin, or a change that makes them unsafe."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Update, insert, update
from sqlalchemy.orm import Session

from shared.accounts import queries
from shared.accounts.models import RefreshToken, SignIn, User
from shared.accounts.rules import Client
from shared.accounts.service.one_time_tokens import hash_of
from shared.platform import audit, clock
from shared.platform.config import settings
from shared.platform.errors import NotFound
from shared.platform.identity import Actor


class SessionMissing(NotFound):
    code = "session_not_found"


@dataclass(frozen=True)
class SignedIn:
    """What a client needs to go on: who it is, in which session, and the refresh token to keep."""

    user: User
    session: SignIn
    refresh_token: str


def as_user(actor: Actor, user: User) -> Actor:
    """Return `actor` once it is known that it is `user`."""
    return Actor(user.user_id, user.user_role, actor.request_id, actor.address, actor.agent)


def open_session(
    session: Session, actor: Actor, user: User, client: Client, *, with_two_factor: bool = False
) -> SignedIn:
    """Begin a session of `user`, whose identity was just proven."""
    now = clock.now()
    opened = SignIn(
        user_id=user.user_id,
        client=client,
        expires_at=now + timedelta(hours=settings().session_lifetime_hours),
        two_factor_at=now if with_two_factor else None,
        address=actor.address,
        agent=actor.agent,
    )
    session.add(opened)
    session.flush()
    session.refresh(opened)
    token = secrets.token_urlsafe(32)
    add_refresh_token(session, opened, token)
    return SignedIn(user, opened, token)


def add_refresh_token(session: Session, opened: SignIn, token: str) -> None:
    """Add a token to the family; it ends when it is idle too long or the session is too old."""
    idle = clock.now() + timedelta(hours=settings().session_idle_hours)
    row = {"token_hash": hash_of(token), "session_id": opened.session_id}
    session.execute(insert(RefreshToken).values(**row, expires_at=min(idle, opened.expires_at)))


def end_sessions(session: Session, user_id: int, reason: str, *, but: UUID | None = None) -> list[UUID]:
    """End a user's open sessions, all or all but one, and return which; their access tokens are refused from now on."""
    ending = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.session_id != but)
    return _end(session, ending, reason)


def end_session(session: Session, user_id: int, session_id: UUID, reason: str) -> bool:
    """End one session of a user and return whether it was open."""
    one = update(SignIn).where(SignIn.user_id == user_id, SignIn.session_id == session_id, SignIn.ended_at.is_(None))
    return bool(_end(session, one, reason))


def _end(session: Session, ending: Update, reason: str) -> list[UUID]:
    ended = ending.values(ended_at=clock.now(), end_reason=reason).returning(SignIn.session_id)
    return list(session.scalars(ended))


def end_my_session(session: Session, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions.

    Raises:
        SessionMissing: it is not one's own, or has ended.
    """
    if not end_session(session, actor.known_user_id, session_id, "signed out"):
        raise SessionMissing("There is no such session.")
    _record(session, actor, [session_id])


def end_my_sessions(session: Session, actor: Actor, *, keep_current: bool) -> None:
    but = actor.session_id if keep_current else None
    _record(session, actor, end_sessions(session, actor.known_user_id, "signed out", but=but))


def end_sessions_of_user(session: Session, actor: Actor, user_id: int) -> None:
    """Sign somebody out everywhere."""
    user = queries.get_user(session, user_id)
    _record(session, actor, end_sessions(session, user.user_id, "ended by an admin"))


def _record(session: Session, actor: Actor, ended: Iterable[UUID]) -> None:
    for session_id in ended:
        audit.record(session, actor, "session.ended", ("sessions", session_id))
