"""What timers do for accounts: forgetting what lets nobody in any more."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Delete, Update, delete, func, or_, select, update
from sqlalchemy.orm import Session

from shared.accounts import throttle
from shared.accounts.models import OneTimeToken, RefreshToken, SignIn
from shared.platform import clock, signing_keys

# For their user's eyes, and because an address somebody signed in from counts as known that long.
SESSIONS_KEPT = timedelta(days=30)


def forget_expired_access(session: Session) -> dict[str, int]:
    """End idle sessions, delete what has expired, and return how many of each."""
    return {
        "sessions_ended": _count(session, _end_expired().returning(SignIn.session_id)),
        "refresh_tokens": _count(session, _useless_refresh_tokens().returning(RefreshToken.token_hash)),
        "sessions": _count(session, _old_sessions().returning(SignIn.session_id)),
        "one_time_tokens": _count(session, _expired_one_time_tokens().returning(OneTimeToken.token_hash)),
        "throttles": throttle.forget_faded(session),
    }


def _end_expired() -> Update:
    """Open sessions none of whose tokens is good any more; their access tokens are long past, too."""
    good = select(RefreshToken).where(
        RefreshToken.session_id == SignIn.session_id,
        RefreshToken.used_at.is_(None),
        RefreshToken.expires_at > clock.now(),
    )
    # Whoever refreshes at this very moment has changed last_used_at, which is looked at again once his lock is gone.
    unused_lately = SignIn.last_used_at < clock.now() - signing_keys.ACCESS_TOKEN_LIFETIME
    idle = update(SignIn).where(SignIn.ended_at.is_(None), unused_lately, ~good.exists())
    return idle.values(ended_at=func.least(clock.now(), SignIn.expires_at), end_reason="expired")


def _useless_refresh_tokens() -> Delete:
    """Tokens of a session that lives stay, however old: one that comes back tells that it was copied."""
    over = or_(SignIn.ended_at.is_not(None), SignIn.expires_at <= clock.now())
    return delete(RefreshToken).where(RefreshToken.session_id == SignIn.session_id, over)


def _old_sessions() -> Delete:
    return delete(SignIn).where(func.coalesce(SignIn.ended_at, SignIn.expires_at) <= clock.now() - SESSIONS_KEPT)


def _expired_one_time_tokens() -> Delete:
    return delete(OneTimeToken).where(OneTimeToken.expires_at <= clock.now())


def _count(session: Session, statement: Any) -> int:
    return len(session.execute(statement, execution_options={"synchronize_session": False}).all())
