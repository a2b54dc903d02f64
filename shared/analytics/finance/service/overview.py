"""The overview of money: what sales brought, what came back, what it cost, what is left; beside other periods."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics import queries
from shared.analytics.answers import filters_of, window_of
from shared.analytics.dimensions import TIMES, Dimension
from shared.analytics.finance.queries.expenses import cost_parts
from shared.analytics.finance.schemas.overview import (
    CostPartsOut,
    OverviewBy,
    OverviewItem,
    OverviewOut,
    OverviewQuery,
)
from shared.analytics.metrics import BY_SLUG, Metric
from shared.analytics.performance_schemas import Compared, SeriesMetricOut
from shared.analytics.periods import periods
from shared.analytics.queries import PerformanceRow
from shared.analytics.queries.cube import Question, summed
from shared.analytics.queries.grouped import Grouping, GroupRow, grouped
from shared.analytics.queries.listed import campaign_names
from shared.analytics.schemas import Filters
from shared.analytics.service.compared import compared, metrics_out
from shared.analytics.service.numbers import money
from shared.analytics.service.series import since_the_first
from shared.analytics.windows import Window

METRICS: tuple[Metric, ...] = tuple(
    BY_SLUG[slug]
    for slug in (
        *("gross_revenue", "returned_revenue", "net_revenue", "return_rate", "orders"),
        *("cost", "net_contribution", "roi"),
    )
)
SLUGS = [metric.slug for metric in METRICS]


def overview(session: Session, query: OverviewQuery) -> OverviewOut:
    """Return the metrics of money of the whole and of its parts.

    Raises:
        TooManyPeriods, WindowMalformed: it cannot be told.
    """
    window, filters = window_of(query), filters_of(query)
    total = _of_money(queries.totals(session, window, filters=filters))
    beside = compared(
        {None: total},
        window,
        query.compare,
        lambda other: {None: _of_money(queries.totals(session, other, filters=filters))},
    )
    return OverviewOut(
        as_of=window.last,
        window=window.label,
        by=query.by,
        metrics=[SeriesMetricOut.model_validate(each) for each in METRICS],
        totals=Compared(metrics=metrics_out(total.values), flags=[], **beside[None]),
        cost_parts=_cost_parts(session, window, total) if filters == Filters() else None,
        came_back=_came_back(session, window, filters),
        items=_items(session, query, window, filters),
    )


def _of_money(row: PerformanceRow) -> PerformanceRow:
    return PerformanceRow({slug: row.values[slug] for slug in SLUGS}, [])


def _cost_parts(session: Session, window: Window, total: PerformanceRow) -> CostPartsOut:
    parts = cost_parts(session, window)
    spend = int((total.values["cost"] or 0) * 100) - sum(parts.values())
    return CostPartsOut(**{name: money(cents) for name, cents in (parts | {"reported_spend": spend}).items()})


def _came_back(session: Session, window: Window, filters: Filters) -> str | None:
    """Return what came back in the window, whenever it was bought."""
    if filters.campaign_id:
        return None
    row = session.execute(summed(Question(window, filters, (), ("back_cents",)))).one()
    return money(row.back_cents)


def _items(session: Session, query: OverviewQuery, window: Window, filters: Filters) -> list[OverviewItem]:
    by = Dimension(query.by.value)
    if by in TIMES:
        return _over_time(session, by, since_the_first(session, window, filters), filters)

    def rows(of: Window) -> dict[Any, PerformanceRow]:
        found = grouped(session, Grouping(by, of, filters, metrics=METRICS))
        return {row.key: _of_money(PerformanceRow(row.values, [])) for row in found}

    now = rows(window)
    beside = compared(now, window, query.compare, rows)
    names = campaign_names(session, [key for key in now if key]) if query.by is OverviewBy.CAMPAIGN else {}
    ordered = sorted(now, key=lambda key: (-(now[key].values["net_revenue"] or 0), str(key)))
    return [
        OverviewItem(
            key=key,
            name=names.get(key, None if key is None else str(key)),
            first=None,
            last=None,
            metrics=metrics_out(now[key].values),
            flags=[],
            **beside[key],
        )
        for key in ordered
    ]


def _over_time(session: Session, by: Dimension, window: Window, filters: Filters) -> list[OverviewItem]:
    cut = periods(window, by)
    asked = Grouping(by, window, filters, tuple(period.key for period in cut), METRICS)
    found: Mapping[Any, GroupRow] = {row.key: row for row in grouped(session, asked)}
    return [
        OverviewItem(
            key=period.key.isoformat(),
            name=period.key.isoformat(),
            first=period.first,
            last=period.last,
            metrics=metrics_out({slug: found[period.key].values[slug] for slug in SLUGS}),
            flags=[],
        )
        for period in cut
    ]
