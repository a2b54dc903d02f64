"""Metrics over time: by day, week or month."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from shared.analytics.answers import filters_of, window_of
from shared.analytics.dimensions import Dimension
from shared.analytics.metrics import CATALOGUE, Metric, metric, to_json
from shared.analytics.performance_schemas import (
    InfluencerSeriesQuery,
    PointOut,
    SeriesMetricOut,
    SeriesOut,
    SeriesQuery,
    SeriesUnit,
)
from shared.analytics.periods import Period, periods
from shared.analytics.queries.grouped import Grouping, GroupRow, first_month, grouped
from shared.analytics.schemas import Filters
from shared.analytics.service.performance import filters_of_one
from shared.analytics.windows import ALL, Window
from shared.influencers import queries as influencers


def influencer_series(session: Session, influencer_id: int, query: InfluencerSeriesQuery) -> SeriesOut:
    """Return the metrics of one influencer over time.

    Raises:
        InfluencerMissing: there is no such influencer.
        MetricUnknown, TooManyPeriods, WindowMalformed: it cannot be told.
    """
    influencers.get_influencer(session, influencer_id)
    filters = filters_of_one(query).model_copy(update={"influencer_id": (influencer_id,)})
    return _series(session, query, window_of(query), filters)


def shop_series(session: Session, query: SeriesQuery) -> SeriesOut:
    """Return the metrics over time of whatever the filters leave, the whole shop without any.

    Raises:
        MetricUnknown, TooManyPeriods, WindowMalformed: it cannot be told.
    """
    return _series(session, query, window_of(query), filters_of(query))


def _series(
    session: Session, query: InfluencerSeriesQuery | SeriesQuery, window: Window, filters: Filters
) -> SeriesOut:
    metrics = [metric(slug) for slug in dict.fromkeys(query.metric)] or list(CATALOGUE)
    known = since_the_first(session, window, filters)
    cut = periods(known, Dimension(query.unit.value))
    keys = tuple(period.key for period in cut)
    asked = Grouping(Dimension(query.unit.value), known, filters, keys, tuple(metrics))
    found = {row.key: row for row in grouped(session, asked)}
    return SeriesOut(
        as_of=window.last,
        window=window.label,
        unit=SeriesUnit(query.unit),
        metrics=[SeriesMetricOut.model_validate(each) for each in metrics],
        points=[_point(period, found[period.key], metrics) for period in cut],
    )


def since_the_first(session: Session, window: Window, filters: Filters) -> Window:
    """Return a window over everything without what was before the first month in which anything happened."""
    if window.slug != ALL:
        return window
    first = first_month(session, filters) or window.last
    return replace(window, first=min(first, window.last))


def _point(period: Period, row: GroupRow, metrics: Sequence[Metric]) -> PointOut:
    return PointOut(
        first=period.first,
        last=period.last,
        metrics={each.slug: to_json(each, row.values[each.slug]) for each in metrics},
        flags=row.flags,
    )
