"""Windows: from one business day to another, both included. Pure arithmetic of days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from shared.platform.errors import Malformed

ALL = "all"
LENGTHS = {"30d": 30, "90d": 90, "365d": 365}
SLUGS = (*LENGTHS, ALL)
DEFAULT = "90d"
DAY = timedelta(days=1)
LATEST = date(9999, 11, 30)  # the month after has to exist


class WindowMalformed(Malformed):
    code = "window_malformed"


@dataclass(frozen=True)
class Window:
    """`slug` is None for days that were chosen freely; a window over everything begins at the first of all days."""

    first: date
    last: date
    slug: str | None = None

    @property
    def label(self) -> str:
        return self.slug or f"{self.first}..{self.last}"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def named_window(slug: str, last: date) -> Window:
    """Return the window `slug` that ends on `last`.

    Raises:
        WindowMalformed: there is no such slug.
    """
    if slug == ALL:
        return Window(date.min, last, slug)
    if slug not in LENGTHS:
        raise WindowMalformed(f"A window is one of {', '.join(SLUGS)}.", [("window", "is unknown")])
    return Window(last - (LENGTHS[slug] - 1) * DAY, last, slug)


def chosen_window(slug: str | None, first: date | None, last: date | None, today: date) -> Window:
    """Return the window that a caller asked for: by slug, or by `from` and `to`; 90 days for neither.

    Raises:
        WindowMalformed: slug and days together, one day without the other, the wrong way round, or too late.
    """
    if first is None and last is None:
        return named_window(slug or DEFAULT, today)
    if slug is not None:
        raise WindowMalformed("Ask for a window or for from and to.", [("window", "excludes from and to")])
    if first is None or last is None:
        raise WindowMalformed("from and to belong together.", [("to" if last is None else "from", "is missing")])
    if first > last:
        raise WindowMalformed("from is after to.", [("from", "is after to")])
    if last > LATEST:
        raise WindowMalformed(f"to is later than {LATEST}.", [("to", f"is later than {LATEST}")])
    return Window(first, last)


def previous(window: Window) -> Window | None:
    """Return the window of the same length that ends the day before; None before everything."""
    reach = window.days * DAY
    if window.slug == ALL or window.first - date.min < reach:
        return None
    return Window(window.first - reach, window.last - reach)


def last_year(window: Window) -> Window | None:
    """Return the same days a year before; 29 February becomes 28."""
    if window.slug == ALL or window.first.year == date.min.year:
        return None
    return Window(_year_before(window.first), _year_before(window.last))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


type Stretch = tuple[date, date]


@dataclass(frozen=True)
class Split:
    """A window taken apart.

    Attributes:
        months: the firsts of the first and the last month that are taken whole.
        days: stretches of days to add to them.
        beyond: stretches of days that are in those months and not in the window, to be taken off.
    """

    months: Stretch | None
    days: tuple[Stretch, ...]
    beyond: tuple[Stretch, ...] = ()


def split(window: Window, today: date | None = None) -> Split:
    """Take `window` apart into whole months, days beside them and days beyond it: together the window exactly.

    At each end it is either the days of the month inside the window or the whole month without those outside,
    whichever are fewer; days after `today` count for none, since there is hardly anything on them yet. Without `today`
    only months that are wholly inside are taken, and nothing is beyond.
    """
    start, end = window.first.replace(day=1), _last_of_month(window.last)
    before = (start, window.first - DAY) if start < window.first else None
    after = (window.last + DAY, end) if window.last < end else None
    if end.replace(day=1) == start:
        return _within_a_month(window, _given(before, after), today)
    inside_first = (window.first, _last_of_month(window.first))
    inside_last = (end.replace(day=1), window.last)
    take_first, take_last = (
        _cheaper(_given(outside), inside, today) for outside, inside in ((before, inside_first), (after, inside_last))
    )
    first_month = start if take_first else _next_month(start)
    last_month = inside_last[0] if take_last else (inside_last[0] - DAY).replace(day=1)
    return Split(
        (first_month, last_month) if first_month <= last_month else None,
        _given(None if take_first else inside_first, None if take_last else inside_last),
        _given(before if take_first else None, after if take_last else None),
    )


def _within_a_month(window: Window, outside: tuple[Stretch, ...], today: date | None) -> Split:
    inside, month = (window.first, window.last), window.first.replace(day=1)
    if _cheaper(outside, inside, today):
        return Split((month, month), (), outside)
    return Split(None, (inside,))


def _given(*stretches: Stretch | None) -> tuple[Stretch, ...]:
    return tuple(each for each in stretches if each)


def _cheaper(outside: tuple[Stretch, ...], inside: Stretch, today: date | None) -> bool:
    """Tell whether to take the month and not the days inside: they have to be more, up to today, than those outside."""
    if today is None:
        return not outside
    return sum(_days_on(each, today) for each in outside) < _days_on(inside, today)


def _days_on(stretch: Stretch, today: date) -> int:
    return max(0, (min(stretch[1], today) - stretch[0]).days + 1)


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _next_month(day: date) -> date:
    return _last_of_month(day) + DAY
