"""NCRONTAB as Azure's timers read it: six fields, seconds first, UTC; or a fixed interval hh:mm:ss."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from croniter import croniter

from local.host.model import StartError, span

FIELDS = 6
# Azure's parser knows no L, W, # or ?, and Sunday is 0 only.
ALLOWED = re.compile(r"[0-9a-zA-Z*/,\-]+")


@dataclass(frozen=True)
class Schedule:
    expression: str
    interval: timedelta | None = None

    def after(self, moment: datetime) -> datetime:
        """The first due moment after `moment`."""
        if self.interval:
            return moment + self.interval
        # Day of month AND day of week have to fit, unlike in Unix's cron.
        due: datetime = croniter(self.expression, moment, day_or=False, second_at_beginning=True).get_next(datetime)
        return due.astimezone(UTC)


def parse_schedule(expression: str, function: str) -> Schedule:
    expression = expression.strip()
    if re.fullmatch(r"(\d+\.)?\d+:\d+:\d+", expression):
        return Schedule(expression, span(expression))
    fields = expression.split()
    if len(fields) != FIELDS or not all(ALLOWED.fullmatch(field) for field in fields):
        raise _unreadable(expression, function)
    weekdays = re.sub(r"/\d+", "", fields[-1])
    if "7" in weekdays or any(not re.fullmatch(r"[a-zA-Z]{3,9}", word) for word in re.findall("[a-zA-Z]+", expression)):
        raise _unreadable(expression, function)
    if not croniter.is_valid(expression, second_at_beginning=True):
        raise _unreadable(expression, function)
    return Schedule(expression)


def _unreadable(expression: str, function: str) -> StartError:
    return StartError(
        f"Function {function}: {expression!r} is no NCRONTAB expression"
        " (six fields: second minute hour day month weekday; Sunday is 0)."
    )
