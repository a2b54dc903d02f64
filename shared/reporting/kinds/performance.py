"""How influencers perform, beside another period, and how that came about over time: GET /api/performance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import answers, service
from shared.analytics.answers import filters_of, window_of
from shared.analytics.metrics import CATALOGUE, TABLES, metric
from shared.analytics.performance_schemas import PerformanceList, PerformanceListQuery, SeriesOut, SeriesQuery
from shared.analytics.schemas import ShopOut, ShopQuery
from shared.analytics.service.asking import other_window
from shared.analytics.windows import Window
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import formulas_of, metric_columns
from shared.reporting.kinds.figures import leader, metric_figures, part_of, told, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section
from shared.reporting.kinds.periods import unit_for

SUMMED = ("net_revenue", "cost", "orders", "units", "gross_revenue", "returned_revenue", "clicks", "impressions")
BESIDE = ("net_revenue", "cost", "roi", "orders", "return_rate")
OVER_TIME = ("net_revenue", "cost", "orders", "clicks")
BARS = 15
PRINTED = (
    *("influencer_name", "platform", "tier", "net_revenue", "cost", "roi", "orders", "units", "return_rate", "clicks"),
    *("ctr", "cvr", "aov", "new_customers", "net_revenue_previous", "net_revenue_previous_change"),
    *("net_revenue_last_year", "net_revenue_last_year_change"),
)
COMPARED = {"previous": "the period before", "last_year": "the same days a year before"}

NAME = Column("influencer_name", "Influencer", width=24)
WHO = (
    NAME,
    Column("platform", "Platform"),
    Column("category", "Category"),
    Column("tier", "Tier"),
    Column("follower_count", "Followers", format=Format.INTEGER),
    Column("influencer_id", "Id", width=8),
)
EVERY_METRIC = metric_columns(each.slug for each in CATALOGUE)
DAY = Column("first", "From", format=Format.DAY)


class PerformanceFilters(PerformanceListQuery):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


@dataclass(frozen=True)
class Answer:
    """GET /api/performance, /api/performance/series and /api/metrics/shop; the latter two of both periods."""

    listed: PerformanceList
    series: SeriesOut
    shop: ShopOut
    series_before: SeriesOut | None = None
    shop_before: ShopOut | None = None


def answer(session: Session, filters: PerformanceFilters) -> Answer:
    window = window_of(filters)
    other = other_window(filters.compare[0], window) if filters.compare else None
    shop = ShopQuery(**filters.model_dump(include=set(ShopQuery.model_fields)))
    asked = filters_of(filters).model_dump() | {"metric": OVER_TIME, "unit": unit_for(window)}
    days = {"window": filters.window, "first": filters.first, "last": filters.last}
    return Answer(
        service.list_performance(session, filters),
        service.shop_series(session, SeriesQuery(**asked, **days)),
        answers.shop(session, shop),
        *(_before(session, other, asked, filters) if other else ()),
    )


def _before(
    session: Session, other: Window, asked: dict[str, Any], filters: PerformanceFilters
) -> tuple[SeriesOut, ShopOut]:
    days = {"first": other.first, "last": other.last}
    only = filters_of(filters).model_dump()
    return (
        service.shop_series(session, SeriesQuery(**asked, **days)),
        answers.shop(session, ShopQuery(**only, **days)),
    )


def check(session: Session, filters: PerformanceFilters) -> None:
    metric(filters.sort.removeprefix("-"))
    facts.check_window(session, filters)


def _beside(period: str, word: str) -> tuple[Column, ...]:
    """What stands beside a metric: its value in the other period, and the change since."""
    then = [
        Column(f"{each.key}_{period}", f"{each.label} {word}", format=each.format, at=f"{period}.{each.at}")
        for each in metric_columns(BESIDE)
    ]
    since = [
        Column(f"{slug}_{period}_change", f"Change on {word}", format=Format.RATIO, at=f"{period}.change.{slug}")
        for slug in ("net_revenue", "orders")
    ]
    return (*then, *since)


OTHER_PERIODS = {"previous": _beside("previous", "before"), "last_year": _beside("last_year", "a year before")}


def _chosen(query: PerformanceFilters, _: Any) -> Sequence[str]:
    compared = [column.key for period in query.compare for column in OTHER_PERIODS[period.value]]
    return [*(column.key for column in (*WHO, *EVERY_METRIC)), *compared, "flags"]


def _bars(read: Read) -> Chart:
    net = read.column("influencers", "net_revenue")
    rows = sorted(read.rows("influencers"), key=lambda row: (-_amount(row["net_revenue"]), str(row["influencer_id"])))
    title = "Net revenue by influencer"
    return charts.ranking_bar("net_revenue", title, rows, category=NAME, value=net, top=BARS, **read.style)


def _over_time(read: Read) -> Chart:
    net, rows = read.column("over_time", "net_revenue"), read.rows("over_time")
    if read.answer.series_before is None:
        values = [net, read.column("over_time", "cost")]
        title = "Net revenue and cost over time"
        return charts.line_over_time("over_time", title, rows, day=DAY, values=values, **read.style)
    before = [{"net_revenue": point.metrics["net_revenue"]} for point in read.answer.series_before.points]
    word = {"previous": "Period before", "last_year": "Year before"}[read.query.compare[0].value]
    title = "Net revenue over time"
    return charts.line_compared("over_time", title, rows, before, day=DAY, value=net, then=word, **read.style)


def _cost_against_net(read: Read) -> Chart:
    cost, net = (read.column("influencers", slug) for slug in ("cost", "net_revenue"))
    title, rows = "What influencers cost and what they earned", read.rows("influencers")
    return charts.scatter("cost_and_revenue", title, rows, category=NAME, across=cost, up=net, **read.style)


def _platforms(read: Read) -> Chart:
    sums: Counter[object] = Counter()
    for row in read.rows("influencers"):
        sums[row["platform"]] += _amount(row["net_revenue"])  # type: ignore[assignment]
    platform, net = Column("platform", "Platform"), read.column("influencers", "net_revenue")
    rows = [{"platform": name, "net_revenue": amount} for name, amount in sorted(sums.items(), key=str)]
    return charts.donut("platforms", "Net revenue by platform", rows, category=platform, value=net, **read.style)


def _amount(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _figures(read: Read) -> list[Figure]:
    before = read.answer.shop_before
    return metric_figures(
        read.answer.shop.metrics, ("net_revenue", "cost", "roi", "orders"), before.metrics if before else None
    )


def _summary(read: Read) -> list[str]:
    rows = read.rows("influencers")
    if not rows:
        return ["No influencer was a partner or sold anything in this period."]
    net = read.column("influencers", "net_revenue")
    return [
        f"{wording.counted(len(rows), 'influencer is', 'influencers are')} listed.",
        *told(_figures(read), read),
        *(leader(read, "influencers", NAME, net) if read.query.sort == "-net_revenue" else []),
        *part_of(read, "influencers", NAME, net),
    ]


PERFORMANCE = Kind(
    slug="influencer_performance",
    label="Influencer performance",
    description="Every metric of each influencer, beside the period before or the year before, and over time.",
    permission=Permission.ANALYTICS_READ,
    reads=TABLES,
    filters=PerformanceFilters,
    answer=answer,
    sections=(
        Section(
            "influencers",
            "Influencers",
            (*WHO, *EVERY_METRIC, *OTHER_PERIODS["previous"], *OTHER_PERIODS["last_year"], Column("flags", "Flags")),
            items=lambda answer: answer.listed.items,
            chosen=_chosen,
            printed=PRINTED,
            totals=lambda _, rows: totals_of(rows, SUMMED),
        ),
        Section(
            "over_time",
            "Over time",
            (
                DAY,
                Column("last", "To", format=Format.DAY),
                *metric_columns(OVER_TIME),
            ),
            items=lambda answer: answer.series.points,
            totals=OVER_TIME,
            note="Of all that the filters leave, with what was bought directly where no influencer is chosen.",
        ),
    ),
    title=lambda _query, _answer: "Influencer performance",
    charts=(
        ChartKind("over_time", "Net revenue over time, beside the other period", _over_time, "over_time"),
        ChartKind("net_revenue", "Net revenue by influencer", _bars, "influencers"),
        ChartKind("platforms", "Net revenue by platform", _platforms),
        ChartKind("cost_and_revenue", "Cost against net revenue", _cost_against_net, "influencers"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: formulas_of(each.slug for each in CATALOGUE),
    notes=("Key figures are of the whole shop, with what was bought directly, under the same filters.",),
    check=check,
    settings=lambda query: [
        ("Compared with", " and ".join(COMPARED[each.value] for each in query.compare) or "nothing")
    ],
)
