"""Metrics of influencers and of the whole shop."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from shared.analytics.metrics import CATALOGUE, Value
from shared.analytics.queries.sums import sold_by_channel, sums_of_all, sums_per_influencer
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.influencers.models import Influencer
from shared.platform.columns import NO_CHANNEL

EVERYTHING = Filters()


@dataclass(frozen=True)
class PerformanceRow:
    """All metrics of the catalogue by slug: counts as int, money and ratios as Decimal, unknown as None."""

    values: dict[str, Value]
    flags: list[str]


@dataclass(frozen=True)
class InfluencerRow(PerformanceRow):
    influencer_id: int
    influencer_name: str
    platform: str


@dataclass(frozen=True)
class OriginRow:
    """Sales of one kind of channel: `influencer`, `direct`, or `unknown_channel`, which names nobody we know."""

    origin: str
    channels: int
    orders: int
    gross_cents: int
    net_cents: int


def performance(
    session: Session, window: Window, *, filters: Filters = EVERYTHING, everybody: bool = False
) -> list[InfluencerRow]:
    """Return all metrics of each influencer who is still a partner or to whom something happened in the window.

    With `everybody` of all whom the filters leave.
    """
    rows = session.execute(per_influencer(window, filters, everybody=everybody).order_by("influencer_id"))
    return [influencer_row(row) for row in rows]


def totals(session: Session, window: Window, *, filters: Filters = EVERYTHING) -> PerformanceRow:
    """Return all metrics over all channels, direct and unknown ones too, or over the influencers chosen."""
    sums = sums_of_all(window, filters).subquery("sums")
    return PerformanceRow(*measured(session.execute(select(*metrics_of(sums))).one()))


def sales_by_origin(session: Session, window: Window) -> list[OriginRow]:
    """Return what came through influencers, what came direct, and what names a channel that we do not know."""
    sold = sold_by_channel(window, EVERYTHING).subquery("sold")
    origin = case(
        (sold.c.influencer_id == NO_CHANNEL, "direct"),
        (Influencer.influencer_id.is_(None), "unknown_channel"),
        else_="influencer",
    ).label("origin")
    net = sold.c.gross_cents - sold.c.returned_cents
    rows = session.execute(
        select(
            origin,
            func.count(),
            *(cast(func.sum(each), BigInteger) for each in (sold.c.orders, sold.c.gross_cents, net)),
        )
        .select_from(sold.outerjoin(Influencer, Influencer.influencer_id == sold.c.influencer_id))
        .where(sold.c.orders != 0)
        .group_by(origin)
        .order_by(origin)
    )
    return [OriginRow(*row) for row in rows]


def per_influencer(window: Window, filters: Filters, *, everybody: bool = False) -> Select[*tuple[Any, ...]]:
    """Return a row per influencer with a column per metric of the catalogue."""
    sums = sums_per_influencer(window, filters, everybody=everybody).subquery("sums")
    return select(sums.c.influencer_id, sums.c.influencer_name, sums.c.platform, *metrics_of(sums))


def influencer_row(row: Row[Any]) -> InfluencerRow:
    return InfluencerRow(*measured(row), row.influencer_id, row.influencer_name, row.platform)


def metrics_of(sums: Any) -> list[ColumnElement[Any]]:
    """Return a column per metric of the catalogue, over SUMS, and the flag."""
    return [*(literal_column(metric.sql).label(metric.slug) for metric in CATALOGUE), sums.c.flag]


def measured(row: Row[Any]) -> tuple[dict[str, Value], list[str]]:
    """Return the values by slug, and the flags."""
    held = row._mapping  # noqa: SLF001 - public, in spite of its name
    return {metric.slug: held[metric.slug] for metric in CATALOGUE}, [row.flag] if row.flag else []
