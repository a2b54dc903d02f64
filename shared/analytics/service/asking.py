"""Answers to `metrics/query`: what may be asked, where a page begins, values as JSON has them."""

from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from shared.analytics.dimensions import TIMES
from shared.analytics.metrics import BY_SLUG, JsonValue, Metric, metric, to_json
from shared.analytics.offsets import cursor_at, offset_of
from shared.analytics.queries import asked as queries
from shared.analytics.queries.asked import BEFORE, Asked
from shared.analytics.queries.cube import Question
from shared.analytics.sales_schemas import ColumnOut, Compare, MetricsAnswer, MetricsQuestion
from shared.analytics.windows import Window, chosen_window, last_year, previous
from shared.platform import clock
from shared.platform.errors import Malformed


class MetricNotOfSales(Malformed):
    code = "metric_not_of_sales"


class ComparedOverTime(Malformed):
    code = "compare_excludes_time"


def query_metrics(session: Session, body: MetricsQuestion) -> MetricsAnswer:
    """Answer any metrics of sales by any dimensions.

    Raises:
        MetricUnknown, MetricNotOfSales, ComparedOverTime, WindowMalformed, Malformed: it cannot be told.
    """
    asked = _asked(body)
    offset = offset_of(body, "/cursor")
    _check_sort(body.sort, asked)
    found = queries.rows(session, asked, sort=body.sort, limit=body.limit + 1, offset=offset)
    columns = _columns(asked)
    window = asked.question.window
    return MetricsAnswer(
        as_of=window.last,
        window=window.label,
        compared=asked.compared and asked.compared.label,
        columns=columns,
        rows=[_values(row, columns) for row in found[: body.limit]],
        totals=_values(queries.totals(session, asked), [column for column in columns if column.unit]),
        next_cursor=cursor_at(body, offset + body.limit) if len(found) > body.limit else None,
    )


def _asked(body: MetricsQuestion) -> Asked:
    window = chosen_window(body.window, body.first, body.last, clock.today())
    metrics = tuple(_metric(slug) for slug in dict.fromkeys(body.metrics))
    dimensions = tuple(dict.fromkeys(body.dimensions))
    if body.compare and TIMES & set(dimensions):
        raise ComparedOverTime("Two periods have no day in common.", [("/compare", "excludes day, week and month")])
    return Asked(Question(window, body.filters, dimensions), metrics, _compared(body.compare, window))


def _metric(slug: str) -> Metric:
    found = metric(slug)
    if not found.known_per_product:
        known = ", ".join(each.slug for each in BY_SLUG.values() if each.known_per_product)
        raise MetricNotOfSales(f"Metrics of sales are {known}.", [("/metrics", f"{slug} is none of them")])
    return found


def _compared(compare: Compare | None, window: Window) -> Window | None:
    return None if compare is None else other_window(compare, window)


def other_window(compare: Compare, window: Window) -> Window | None:
    """Return the window that is compared with; None where there is none before everything."""
    return previous(window) if compare is Compare.PREVIOUS else last_year(window)


def _check_sort(sort: str | None, asked: Asked) -> None:
    known = (*asked.keys, *(each.slug for each in asked.metrics))
    if sort is not None and sort.removeprefix("-") not in known:
        raise Malformed("Unknown sort.", [("/sort", f"must be one of {', '.join(known)}, with - for descending")])


def _columns(asked: Asked) -> list[ColumnOut]:
    columns = [ColumnOut(name=key, label=key.capitalize(), unit=None) for key in asked.keys]
    columns += [ColumnOut(name=each.slug, label=each.label, unit=each.unit) for each in asked.metrics]
    if asked.compared:
        columns += [
            ColumnOut(name=f"{each.slug}{BEFORE}", label=f"{each.label} before", unit=each.unit)
            for each in asked.metrics
        ]
    return columns


def _values(row: Row[Any], columns: list[ColumnOut]) -> dict[str, JsonValue]:
    held = row._asdict()
    return {column.name: _value(column, held[column.name]) for column in columns}


def _value(column: ColumnOut, value: Any) -> JsonValue:
    if column.unit is None:
        return value.isoformat() if isinstance(value, date) else value
    return to_json(BY_SLUG[column.name.removesuffix(BEFORE)], value)
