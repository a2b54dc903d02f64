"""What time it is. The one place that asks, so that tests can move it."""

from datetime import UTC, date, datetime

from shared.platform.config import settings


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present business day, in the shop's time zone."""
    return now().astimezone(settings().zone).date()
