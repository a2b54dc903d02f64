"""What happened week by week to each influencer: the evidence of the ranking by score, from the roll-ups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Row,
    Select,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.ranking.decay import MIDDLE_OF_A_MONTH, MIDDLE_OF_A_WEEK, WEEK
from shared.analytics.windows import DAY, LENGTHS, Window, split
from shared.influencers import queries as influencers
from shared.sales import queries as sales

WORK_MEMORY = "64MB"  # a block for each influencer and week; with the usual few megabytes they would go to the disk
MEASURES = ("impressions", "clicks", "orders", "units", "returned_units", "gross_cents")
WEEKS_UP_TO = 90  # days; what is older comes by whole months, where there are any


@dataclass(frozen=True)
class Stretch:
    """Days between two ends of windows; `reach` is the length in days of the shorter window that holds it."""

    first: date
    last: date
    reach: int
    by_month: bool


def blocks(session: Session, window: Window, beyond: Window | None = None) -> Sequence[Row[Any]]:
    """Return a row per channel and block of days with anything in it, in a fixed order.

    With `beyond`, a named window that ends on the same day, only of the days before it.
    Columns: influencer_id (any channel), reach (the length in days of the shortest named window that holds the block),
    age (days from the middle of the block to the end of the window), is_month, and MEASURES.
    """
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    stretches = _stretches(window, beyond)
    parts = union_all(*(one for stretch in stretches for one in _both(window, stretch))).subquery("part")
    keys = [parts.c[name] for name in ("influencer_id", "reach", "age", "is_month")]
    sums = [_sum(parts.c[measure]).label(measure) for measure in MEASURES]
    return session.execute(select(*keys, *sums).group_by(*keys).order_by(*keys)).all()


def _stretches(window: Window, beyond: Window | None) -> Iterator[Stretch]:
    newest, known = (beyond.first - DAY, beyond.days) if beyond else (window.last, 0)
    for length in sorted({*(each for each in LENGTHS.values() if known < each < window.days), window.days}):
        oldest = window.last - (length - 1) * DAY
        by_month = (window.last - newest).days >= WEEKS_UP_TO
        parts = split(Window(oldest, newest))
        if by_month and parts.months:
            yield Stretch(*parts.months, length, by_month=True)
            yield from (Stretch(*edge, length, by_month=False) for edge in parts.days)
        else:
            yield Stretch(oldest, newest, length, by_month=False)
        if oldest > window.first:
            newest = oldest - DAY


def _both(window: Window, stretch: Stretch) -> Iterator[Select[Any]]:
    sold = sales.exact_sales_month_channel if stretch.by_month else sales.exact_sales_day_channel
    told = influencers.exact_feed_month_influencer if stretch.by_month else influencers.exact_feed_day_influencer
    for of, key in ((sold, "channel"), (told, "influencer_id")):
        day = of.c.month if stretch.by_month else of.c.day
        age = _age(window.last, day, by_month=stretch.by_month).label("age")
        yield (
            select(
                of.c[key].label("influencer_id"),
                literal(stretch.reach, Integer).label("reach"),
                age,
                literal(stretch.by_month).label("is_month"),
                *(_measure(of, name).label(name) for name in MEASURES),
            )
            .where(day.between(stretch.first, stretch.last))
            .group_by(of.c[key], age)
        )


def _age(last: date, day: ColumnElement[date], *, by_month: bool) -> ColumnElement[int]:
    age = cast(literal(last) - day, Integer)
    return age - MIDDLE_OF_A_MONTH if by_month else age // WEEK * WEEK + MIDDLE_OF_A_WEEK


def _measure(of: FromClause, name: str) -> ColumnElement[int]:
    return _sum(of.c[name]) if name in of.c else literal(0, BigInteger)


def _sum(of: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(of), BigInteger)
