"""What time it is. The one place that asks, so that tests can move it."""

from datetime import UTC, date, datetime, timedelta

from shared.platform.config import settings


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present business day, in the shop's time zone."""
    return now().astimezone(settings().zone).date()


def ahead_of(instant: datetime) -> timedelta:
    """Return how far this machine's clock is ahead of another one that showed `instant` just now."""
    return datetime.now(UTC) - instant
