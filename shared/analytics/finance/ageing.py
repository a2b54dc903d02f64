"""How long what is owed is overdue. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Bucket(StrEnum):
    """By due day; what is below the minimum payout is due on no day, and a negative balance is owed to us."""

    NOT_DUE = "not_due"
    DAYS_1_TO_30 = "days_1_to_30"
    DAYS_31_TO_60 = "days_31_to_60"
    DAYS_61_TO_90 = "days_61_to_90"
    OVER_90_DAYS = "over_90_days"
    CARRIED_FORWARD = "carried_forward"
    NEGATIVE_BALANCE = "negative_balance"


OVERDUE = (Bucket.DAYS_1_TO_30, Bucket.DAYS_31_TO_60, Bucket.DAYS_61_TO_90, Bucket.OVER_90_DAYS)
# Days overdue from which a bucket holds.
OVERDUE_FROM = dict(zip(OVERDUE, (1, 31, 61, 91), strict=True))


class PeriodUnit(StrEnum):
    WEEK = "week"
    MONTH = "month"


def periods_ahead(today: date, unit: PeriodUnit, number: int) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of so many calendar weeks (from Monday) or months; the first begins today."""
    first = today
    for _ in range(number):
        last = _end_of(first, unit)
        yield first, last
        first = last + DAY


def _end_of(day: date, unit: PeriodUnit) -> date:
    if unit is PeriodUnit.WEEK:
        return day + (6 - day.weekday()) * DAY
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
