"""When a source is due: NCRONTAB as Azure's timers have it, in UTC, pure.

Six fields, seconds first. Day of month and day of week must both match; Sunday is 0 and 7 is no weekday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

BOUNDS = ((0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
NAMES: tuple[dict[str, int], ...] = (
    {},
    {},
    {},
    {},
    {name: number for number, name in enumerate(MONTHS, start=1)},
    {name: number for number, name in enumerate(WEEKDAYS)},
)


LONGEST_WAIT = 8 * 366 + 1  # days: around 2100 the 29th of February is eight years away
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Schedule:
    """Which values each of the six fields allows."""

    fields: tuple[frozenset[int], ...]

    @classmethod
    def parse(cls, expression: str) -> "Schedule":
        """Read an expression such as "0 */5 * * * *".

        Raises:
            ValueError: it is not NCRONTAB; the message names the field.
        """
        parts = expression.lower().split()
        if len(parts) != len(BOUNDS):
            raise ValueError("must have six fields: second, minute, hour, day, month, weekday")
        return cls(tuple(_field(part, index) for index, part in enumerate(parts)))

    def due(self, since: datetime, now: datetime) -> bool:
        """Tell whether one of its moments lies after `since` and not after `now`."""
        moment = self.next(since)
        return moment is not None and moment <= now

    def next(self, since: datetime) -> datetime | None:
        """Return its first moment after `since`; None if none ever comes, as on the 30th of February."""
        first = since.astimezone(UTC).date()
        days = (first + timedelta(days=n) for n in range(LONGEST_WAIT))
        return next((moment for day in days for moment in self._moments(day) if moment > since), None)

    def _moments(self, day: date) -> Iterator[datetime]:
        seconds, minutes, hours, days, months, weekdays = self.fields
        if day.day not in days or day.month not in months or day.isoweekday() % 7 not in weekdays:
            return
        for hour in sorted(hours):
            for minute in sorted(minutes):
                for second in sorted(seconds):
                    yield datetime.combine(day, time(hour, minute, second), UTC)


def backoff(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time."""
    return min(FIRST_PAUSE * (1 << min(failures - 1, 20)), LONGEST_PAUSE)


def _field(text: str, index: int) -> frozenset[int]:
    try:
        return frozenset(number for part in text.split(",") for number in _range(part, index))
    except ValueError:
        raise ValueError(f'field {index + 1} of the schedule, "{text}", is not understood') from None


def _range(part: str, index: int) -> range:
    least, most = BOUNDS[index]
    span, slash, step = part.partition("/")
    first, dash, last = span.partition("-")
    if span == "*":
        start, end = least, most
    else:
        start = _number(first, index)
        end = _number(last, index) if dash else most if slash else start
    stride = int(step) if slash else 1
    if not (least <= start <= end <= most) or stride < 1:
        raise ValueError(part)
    return range(start, end + 1, stride)


def _number(text: str, index: int) -> int:
    return NAMES[index][text] if text in NAMES[index] else int(text)
