"""The ranking of influencers by a metric: the same query as GET /api/rankings, so the same numbers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import queries
from shared.analytics.answers import filters_of, window_of
from shared.analytics.metrics import BY_SLUG, Better, Metric, Unit, Value, metric
from shared.analytics.queries import RankedRow
from shared.analytics.schemas import Filters, RankingQuery
from shared.analytics.windows import Window
from shared.platform import clock
from shared.platform.config import settings
from shared.reporting import charts
from shared.reporting.document import Chart, Column, Figure, Format, ReportDocument, Row, Table
from shared.reporting.kinds.kind import Kind
from shared.reporting.models import Report

SHOWN = (
    "net_revenue",
    "cost",
    "roi",
    "orders",
    "units",
    "gross_revenue",
    "returned_revenue",
    "return_rate",
    "impressions",
    "clicks",
    "ctr",
    "cvr",
    "aov",
    "new_customers",
)
SUMMED = ("net_revenue", "cost", "orders", "units", "gross_revenue", "returned_revenue")
FORMATS = {Unit.COUNT: Format.INTEGER, Unit.MONEY: Format.MONEY, Unit.RATIO: Format.RATIO, Unit.RATING: Format.DECIMAL}
BARS = 15
NAME = Column("influencer_name", "Influencer", width=24)


class RankingFilters(RankingQuery):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


def check(filters: RankingFilters) -> None:
    metric(filters.by)
    window_of(filters)


def build(session: Session, report: Report) -> ReportDocument:
    """Return the document of a ranking.

    Args:
        session: one snapshot of the data.
        report: the request; its filters were checked when it was made.
    """
    filters = RankingFilters.model_validate(report.parameters["filters"])
    window, by = window_of(filters), metric(filters.by)
    only = filters_of(filters)
    rows = queries.ranked(session, by.slug, window, filters=only, limit=filters.limit)
    shop = queries.totals(session, window, filters=only).values
    columns = _columns(by)
    table = Table("Ranking", columns, [_row(row) for row in rows], note=_note(by), totals=_totals(rows))
    return ReportDocument(
        title=f"Influencers by {_in_sentence(by.label)}",
        subtitle=_days(window),
        kind=RANKING.slug,
        report_id=str(report.report_id),
        made_at=clock.now(),
        currency=settings().currency,
        scope=", ".join([_days(window), *_chosen(only)]),
        facts=[
            ("Window", _days(window)),
            ("Ranked by", by.label),
            ("Filters", "; ".join(_chosen(only)) or "none"),
            ("Days are those of", settings().business_time_zone),
            ("Influencers listed", str(len(rows))),
        ],
        figures=[Figure(_column(BY_SLUG[slug]), shop[slug]) for slug in ("net_revenue", "cost", "roi", "orders")],
        charts=[chart for chart in _charts(by, table) if chart.slug in report.parameters["charts"]],
        tables=[table],
        formulas=[(BY_SLUG[slug].label, BY_SLUG[slug].formula) for slug in dict.fromkeys((by.slug, *SHOWN))],
        notes=[
            "Key figures are of the whole shop, with what was bought directly, under the same filters.",
            "An empty cell means that there is no value: a ratio whose denominator is zero is not zero.",
        ],
    )


def _columns(by: Metric) -> list[Column]:
    shown = [BY_SLUG[slug] for slug in dict.fromkeys((by.slug, *SHOWN))]
    return [
        Column("position", "#", format=Format.INTEGER, width=6),
        Column("previous_position", "Before", format=Format.INTEGER, width=8),
        NAME,
        Column("platform", "Platform"),
        Column("influencer_id", "Id", width=8),
        *(_column(one) for one in shown),
        Column("state", "State"),
        Column("flags", "Flags"),
    ]


def _column(of: Metric) -> Column:
    return Column(of.slug, of.label, format=FORMATS[of.unit])


def _row(row: RankedRow) -> Row:
    measured = row.performance
    return {
        "position": row.position,
        "previous_position": row.previous_position,
        "influencer_name": measured.influencer_name,
        "platform": measured.platform,
        "influencer_id": str(measured.influencer_id),
        "state": row.state,
        "flags": " ".join(measured.flags),
    } | {slug: _cell(BY_SLUG[slug], value) for slug, value in measured.values.items()}


def _cell(of: Metric, value: Value) -> object:
    """Ratios leave exactness here, as they do in the API's JSON; money and counts keep it."""
    return float(value) if value is not None and of.unit in {Unit.RATIO, Unit.RATING} else value


def _totals(rows: Sequence[RankedRow]) -> Mapping[str, object]:
    sums = {slug: [row.performance.values[slug] for row in rows] for slug in SUMMED}
    return {
        slug: sum((Decimal(value) for value in values if value is not None), start=Decimal(0))
        if BY_SLUG[slug].unit is Unit.MONEY
        else sum(int(value) for value in values if value is not None)
        for slug, values in sums.items()
    }


def _charts(by: Metric, table: Table) -> list[Chart]:
    known = [row for row in table.rows if row[by.slug] is not None]
    direction = "lowest" if by.better is Better.LOW else "highest"
    title = f"The {min(BARS, len(known))} {direction} by {_in_sentence(by.label)}"
    shown, currency = known[:BARS], settings().currency
    money = [_column(BY_SLUG["net_revenue"]), _column(BY_SLUG["cost"])]
    against = "Net revenue against cost"
    return [
        charts.ranking_bar("ranking", title, shown, category=NAME, value=_column(by), currency=currency),
        charts.grouped_bar("revenue_and_cost", against, shown, category=NAME, values=money, currency=currency),
    ]


def _in_sentence(label: str) -> str:
    return label[0].lower() + label[1:] if label[1:2].islower() else label


def _days(window: Window) -> str:
    return f"up to {window.last}" if window.slug == "all" else f"{window.first} to {window.last}"


def _chosen(filters: Filters) -> list[str]:
    given = filters.model_dump(exclude_defaults=True)
    return [f"{name.replace('_', ' ')}: {', '.join(str(value) for value in values)}" for name, values in given.items()]


def _note(by: Metric) -> str:
    first = "The lowest comes first" if by.better is Better.LOW else "The highest comes first"
    return f"{first}; influencers without a value are listed after the rest as not_enough_data."


RANKING = Kind(
    slug="ranking",
    label="Ranking of influencers",
    description="Influencers ordered by a metric of the catalogue, with what they earned and cost.",
    filters=RankingFilters,
    charts=("ranking", "revenue_and_cost"),
    check=check,
    build=build,
)
