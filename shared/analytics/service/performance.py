"""How influencers, platforms, campaigns and categories perform, beside other periods and beside peers."""

from typing import Any

from sqlalchemy.orm import Session

from shared.analytics import queries
from shared.analytics.answers import filters_of, window_of
from shared.analytics.benchmarks import Standing, circles_of, standing
from shared.analytics.dimensions import Dimension
from shared.analytics.metrics import CATALOGUE, Metric, metric, to_json
from shared.analytics.offsets import cursor_at, offset_of
from shared.analytics.performance_schemas import (
    ComparedOut,
    GroupBy,
    GroupOut,
    GroupsOut,
    GroupsQuery,
    InfluencerPerformance,
    PerformanceItem,
    PerformanceList,
    PerformanceListQuery,
    PerformanceQuery,
    StandingOut,
)
from shared.analytics.queries import PerformanceRow
from shared.analytics.queries.grouped import Grouping, GroupRow, grouped
from shared.analytics.queries.listed import Listing, PersonRow, campaign_names, followers, page
from shared.analytics.schemas import Filters
from shared.analytics.service.compared import compared, metrics_out
from shared.analytics.windows import Window
from shared.influencers import queries as influencers
from shared.influencers.models import Influencer
from shared.influencers.rules import tier


def influencer_performance(session: Session, influencer_id: int, query: PerformanceQuery) -> InfluencerPerformance:
    """Return all metrics of one influencer, beside other periods if asked for, and where they stand among peers.

    Raises:
        InfluencerMissing: there is no such influencer.
        WindowMalformed: the window makes no sense.
    """
    influencer = influencers.get_influencer(session, influencer_id)
    window, among = window_of(query), filters_of_one(query)
    own = among.model_copy(update={"influencer_id": (influencer_id,)})
    now = queries.totals(session, window, filters=own)
    beside = compared(
        {influencer_id: now},
        window,
        query.compare,
        lambda other: {influencer_id: queries.totals(session, other, filters=own)},
    )
    return InfluencerPerformance(
        **_described(influencer, now, beside[influencer_id]),
        as_of=window.last,
        window=window.label,
        benchmark=_benchmark(session, influencer, now, window=window, filters=among),
    )


def list_performance(session: Session, query: PerformanceListQuery) -> PerformanceList:
    """Return the metrics of influencers, a page at a time.

    Raises:
        MetricUnknown, WindowMalformed, Malformed: it cannot be told.
    """
    metric(query.sort.removeprefix("-"))
    window, filters, offset = window_of(query), filters_of(query), offset_of(query, "cursor")
    listing = Listing(window, filters, query.tier)
    found = page(session, listing, sort=query.sort, limit=query.limit + 1, offset=offset)
    shown = {row.influencer_id: row for row in found[: query.limit]}
    only = filters.model_copy(update={"influencer_id": tuple(shown)})

    def then(other: Window) -> dict[int, PerformanceRow]:
        rows = queries.performance(session, other, filters=only, everybody=True) if shown else []
        return {row.influencer_id: row for row in rows}

    beside = compared(shown, window, query.compare, then)
    return PerformanceList(
        as_of=window.last,
        window=window.label,
        items=[PerformanceItem(**_described(row, row, beside[key])) for key, row in shown.items()],
        next_cursor=cursor_at(query, offset + query.limit) if len(found) > query.limit else None,
    )


def group_performance(session: Session, query: GroupsQuery) -> GroupsOut:
    """Return all metrics by platform, campaign or product category.

    Raises:
        MetricUnknown, WindowMalformed: it cannot be told.
    """
    sort = metric(query.sort.removeprefix("-"))
    window = window_of(query)

    def rows(of: Window) -> dict[Any, GroupRow]:
        found = grouped(session, Grouping(Dimension(query.by.value), of, filters_of(query)))
        return {row.key: row for row in found}

    ordered = _ordered(list(rows(window).values()), sort, descending=query.sort.startswith("-"))
    shown = {row.key: row for row in ordered[: query.limit]}
    beside = compared(_figures(shown), window, query.compare, lambda other: _figures(rows(other)))
    names = campaign_names(session, [key for key in shown if key]) if query.by is GroupBy.CAMPAIGN else {}
    return GroupsOut(
        as_of=window.last,
        window=window.label,
        by=query.by,
        items=[
            GroupOut(
                key=key,
                name=names.get(key, None if key is None else str(key)),
                metrics=metrics_out(row.values),
                flags=row.flags,
                **beside[key],
            )
            for key, row in shown.items()
        ],
    )


def filters_of_one(query: Any) -> Filters:
    """Return the filters of a question about one influencer, without the influencer."""
    return Filters(campaign_id=query.campaign_id, product_id=query.product_id, category=query.category)


def _figures(rows: dict[Any, GroupRow]) -> dict[Any, PerformanceRow]:
    return {key: PerformanceRow(row.values, row.flags) for key, row in rows.items()}


def _ordered(rows: list[GroupRow], by: Metric, *, descending: bool) -> list[GroupRow]:
    known = [row for row in rows if row.values[by.slug] is not None]
    known.sort(key=lambda row: row.values[by.slug], reverse=descending)  # type: ignore[arg-type, return-value]
    return known + [row for row in rows if row.values[by.slug] is None]


def _described(person: Influencer | PersonRow, row: PerformanceRow, beside: dict[str, ComparedOut]) -> dict[str, Any]:
    return {
        "influencer_id": person.influencer_id,
        "influencer_name": person.influencer_name,
        "platform": person.platform,
        "category": person.category,
        "follower_count": person.follower_count,
        "tier": tier(person.follower_count),
        "still_partner": person.still_partner,
        "metrics": metrics_out(row.values),
        "flags": row.flags,
        **beside,
    }


def _benchmark(
    session: Session, influencer: Influencer, now: PerformanceRow, *, window: Window, filters: Filters
) -> dict[str, StandingOut | None]:
    rows = queries.performance(session, window, filters=filters)
    counts = followers(session)  # after them: who came meanwhile is in it, who went is left out
    others = (
        ((row.platform, tier(counts[row.influencer_id])), row.values)
        for row in rows
        if row.influencer_id != influencer.influencer_id and row.influencer_id in counts
    )
    circles = circles_of((influencer.platform, influencer.tier), others)

    def of(each: Metric) -> StandingOut | None:
        values = {cell: [row[each.slug] for row in rows] for cell, rows in circles.items()}
        return _standing(each, standing(now.values[each.slug], values, each.better))

    return {each.slug: of(each) for each in CATALOGUE}


def _standing(of: Metric, found: Standing | None) -> StandingOut | None:
    if found is None:
        return None
    low, median, high = (to_json(of, value) for value in (found.low_quartile, found.median, found.high_quartile))
    return StandingOut(
        cell=found.cell,
        size=found.size,
        better=of.better,
        percentile=found.percentile,
        low_quartile=low,
        median=median,
        high_quartile=high,
    )
