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


@dataclass(frozen=True)
class Split:
    """A window taken apart: the firsts of its first and last whole month, and the stretches of days beside them."""

    months: tuple[date, date] | None
    days: tuple[tuple[date, date], ...]


def split(window: Window) -> Split:
    """Take `window` apart into whole months and the days at its edges, which together are the window exactly."""
    first_month = window.first if window.first.day == 1 else _next_month(window.first)
    after = _next_month(window.last) if window.last == _last_of_month(window.last) else window.last.replace(day=1)
    if first_month >= after:
        return Split(None, ((window.first, window.last),))
    edges = (
        ((window.first, first_month - DAY), (after, window.last))
        if window.first < first_month
        else ((after, window.last),)
    )
    return Split((first_month, (after - DAY).replace(day=1)), tuple(edge for edge in edges if edge[0] <= edge[1]))


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _next_month(day: date) -> date:
    return _last_of_month(day) + DAY
