"""When a schedule is due and which days its report covers, by the shop's clock. Pure."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LONGEST_WAIT = 62  # days: from one 31st to the next


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Period(StrEnum):
    """Whole business days before the one on which the report is made; `month_to_date` includes it."""

    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_WEEK = "last_week"
    MONTH_TO_DATE = "month_to_date"
    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    LAST_YEAR = "last_year"


@dataclass(frozen=True)
class Times:
    """`weekday` counts from Monday = 1 and is given for weekly ones, `month_day` for monthly ones.

    A month that is too short for it has its last day instead.
    """

    frequency: Frequency
    at: time
    weekday: int | None = None
    month_day: int | None = None

    def next(self, since: datetime, zone: ZoneInfo) -> datetime:
        """Return the first moment after `since`, in UTC.

        An hour that the clocks leave out is taken as if they had not; one that comes twice counts the first time.
        """
        today = since.astimezone(zone).date()
        days = (today + n * DAY for n in range(LONGEST_WAIT))
        moments = (datetime.combine(day, self.at, zone).astimezone(UTC) for day in days if self._falls_on(day))
        return next(moment for moment in moments if moment > since)

    def _falls_on(self, day: date) -> bool:
        if self.frequency is Frequency.WEEKLY:
            return day.isoweekday() == self.weekday
        if self.frequency is Frequency.MONTHLY:
            return day.day == min(self.month_day or 1, monthrange(day.year, day.month)[1])
        return True


def covered(period: Period, today: date) -> tuple[date, date]:
    """Return the first and the last day of the period as seen on `today`, both included."""
    return COVERED[period](today)


def _first_of_month(day: date, months_back: int = 0) -> date:
    months = day.year * 12 + day.month - 1 - months_back
    return date(months // 12, months % 12 + 1, 1)


def _last_week(today: date) -> tuple[date, date]:
    monday = today - (today.isoweekday() - 1) * DAY
    return monday - 7 * DAY, monday - DAY


def _last_quarter(today: date) -> tuple[date, date]:
    this = _first_of_month(today, (today.month - 1) % 3)
    return _first_of_month(this, 3), this - DAY


COVERED: dict[Period, Callable[[date], tuple[date, date]]] = {
    Period.YESTERDAY: lambda today: (today - DAY, today - DAY),
    Period.LAST_7_DAYS: lambda today: (today - 7 * DAY, today - DAY),
    Period.LAST_WEEK: _last_week,
    Period.MONTH_TO_DATE: lambda today: (_first_of_month(today), today),
    Period.LAST_MONTH: lambda today: (_first_of_month(today, 1), _first_of_month(today) - DAY),
    Period.LAST_QUARTER: _last_quarter,
    Period.LAST_YEAR: lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
}
