"""Any metrics of sales by any dimensions under any filters: POST /api/metrics/query, perhaps saved under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import service
from shared.analytics.answers import filters_of
from shared.analytics.dimensions import TIMES, Dimension
from shared.analytics.metrics import CATALOGUE
from shared.analytics.performance_schemas import Metrics
from shared.analytics.queries.asked import BEFORE
from shared.analytics.sales_schemas import Compare, MetricsAnswer, MetricsQuestion
from shared.analytics.schemas import Filters, WindowQuery
from shared.permissions import Permission
from shared.reporting import wording
from shared.reporting.chart_schemas import Dimensions
from shared.reporting.document import Column, Figure, Format, Row
from shared.reporting.kinds import custom_charts, facts
from shared.reporting.kinds.cells import FORMATS, formulas_of, row_of
from shared.reporting.kinds.figures import metric_figures, told
from shared.reporting.kinds.kind import Kind, Read, Section
from shared.reporting.kinds.performance import COMPARED
from shared.reporting.kinds.returns import SALES

NAMED = {Dimension.INFLUENCER: "influencer_id", Dimension.PRODUCT: "product_id", Dimension.CAMPAIGN: "campaign_id"}
OF_SALES = tuple(each for each in CATALOGUE if each.known_per_product)


class CustomFilters(Filters, WindowQuery):
    """As the body of metrics/query, but its filters stand beside the rest, as in every other kind."""

    metrics: Annotated[Metrics, Field(min_length=1, max_length=20)]
    dimensions: Dimensions = ()
    compare: Annotated[Compare | None, Field(description="Not with day, week or month.")] = None
    sort: Annotated[str | None, Field(max_length=61, description="A dimension or metric, - for descending.")] = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000
    name: Annotated[str | None, Field(max_length=100, description="The report's title.")] = None


class _LongQuestion(MetricsQuestion):
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


@dataclass(frozen=True)
class Answer:
    """The answer, and the names of what it names by id."""

    metrics: MetricsAnswer
    names: Mapping[str, Mapping[Any, str]]

    @property
    def items(self) -> list[dict[str, Any]]:
        named = [(key, self.names.get(key, {})) for key in self.names]
        return [row | {f"{key}_name": _name(row[key], names) for key, names in named} for row in self.metrics.rows]


def question(filters: CustomFilters, limit: int | None = None) -> MetricsQuestion:
    return _LongQuestion(
        metrics=list(filters.metrics),
        dimensions=filters.dimensions,
        filters=filters_of(filters),
        compare=filters.compare,
        sort=filters.sort,
        limit=limit or filters.limit,
        window=filters.window,
        **{"from": filters.first, "to": filters.last},
    )


def answer(session: Session, filters: CustomFilters) -> Answer:
    found = service.query_metrics(session, question(filters))
    dimensions = [each for each in filters.dimensions if each in NAMED]
    ids = {each.value: {row[each.value] for row in found.rows} for each in dimensions}
    names = {each.value: facts.names_of(session, NAMED[each], ids[each.value]) for each in dimensions}
    return Answer(found, names)


def check(session: Session, filters: CustomFilters) -> None:
    """Refuse what metrics/query refuses, by asking it for one row."""
    service.query_metrics(session, question(filters, limit=1))


def _name(key: object, names: Mapping[Any, str]) -> str:
    if key is None:
        return "none"
    return "Direct" if key == -1 else names.get(key, f"unknown ({key})")


def _dimension(dimension: Dimension) -> Column:
    if dimension in TIMES:
        return Column(dimension.value, dimension.value.capitalize(), format=Format.DAY)
    return Column(dimension.value, f"{dimension.value.capitalize()}{' id' if dimension in NAMED else ''}")


COLUMNS = (
    *(_dimension(each) for each in Dimension),
    *(Column(f"{each.value}_name", each.value.capitalize(), width=26) for each in NAMED),
    *(Column(each.slug, each.label, format=FORMATS[each.unit]) for each in OF_SALES),
    *(Column(f"{each.slug}{BEFORE}", f"{each.label} before", format=FORMATS[each.unit]) for each in OF_SALES),
)


def _chosen(_: Any, answer: Answer) -> Sequence[str]:
    keys: list[str] = []
    for column in answer.metrics.columns:
        keys += [f"{column.name}_name", column.name] if column.name in answer.names else [column.name]
    return keys


def _totals(answer: Answer, rows: Sequence[Row]) -> Row | None:
    """The service's own: ratios over everything, not sums of ratios."""
    known = {column.key: column for column in COLUMNS}
    columns = [known[key] for key in answer.metrics.totals]
    return row_of(answer.metrics.totals, columns) if rows else None


def _figures(read: Read) -> list[Figure]:
    totals = read.answer.metrics.totals
    before = {slug.removesuffix(BEFORE): value for slug, value in totals.items() if slug.endswith(BEFORE)}
    return metric_figures(totals, [slug for slug in read.query.metrics if slug in totals][:8], before)


def _summary(read: Read) -> list[str]:
    by = " and ".join(each.value for each in read.query.dimensions)
    listed = (
        [f"{wording.counted(len(read.rows('metrics')), f'combination of {by}', f'combinations of {by}')} had sales."]
        if by
        else []
    )
    return [*listed, *told(_figures(read), read)]


def _note(query: CustomFilters, answer: Answer) -> str:
    return f"Only the first {query.limit:,} rows; there are more." if answer.metrics.next_cursor else ""


CUSTOM = Kind(
    slug="custom",
    label="Report of one's own",
    description="Any metrics of sales by day, week, month, influencer, product, category, platform, campaign, rating.",
    permission=Permission.ANALYTICS_READ,
    reads=SALES,
    filters=CustomFilters,
    answer=answer,
    sections=(
        Section(
            "metrics",
            "Metrics",
            COLUMNS,
            items=lambda answer: answer.items,
            chosen=_chosen,
            totals=_totals,
            note=_note,
        ),
    ),
    title=lambda query, _: query.name or "Sales by " + (" and ".join(each.value for each in query.dimensions) or "all"),
    charts=custom_charts.CHARTS,
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda query: formulas_of(query.metrics),
    check=check,
    settings=lambda query: [("Compared with", COMPARED[query.compare.value])] if query.compare else [],
)
