"""Why a feed could not be fetched, in words of ours: never a secret, nor what a stranger's server says."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
OFFENDED = {401, 403, 407}
GONE = {404, 410}


class FeedFailedError(Exception):
    """The message says why. `retry_after`: how long the server asks to be left alone."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def of_status(status: int, *, secret: str | None) -> str:
    """Say what an answer without data means; `secret` is the name of the one that was sent."""
    if status in OFFENDED:
        why = f'the secret "{secret}" may be wrong or have expired' if secret else "it asks for a secret"
        return f"The feed answered {status}: {why}."
    if status in GONE:
        return f"The feed answered {status}: there is nothing at its address."
    return f"The feed answered {status}."


def asked_to_wait(header: str | None, now: datetime) -> timedelta | None:
    """Read Retry-After: seconds or a date (RFC 9110, 10.2.3); at most a day."""
    if not header:
        return None
    try:
        wait = timedelta(seconds=int(header)) if header.isdecimal() else parsedate_to_datetime(header) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), LONGEST_WAIT)
