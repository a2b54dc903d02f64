"""The ranking of influencers by score or by a metric: the same answer as GET /api/rankings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import answers
from shared.analytics.metrics import BY_SLUG, CATALOGUE, TABLES, Better, metric
from shared.analytics.schemas import RankedBy, Ranking, ShopOut, ShopQuery
from shared.analytics.score_answers import SCORE
from shared.analytics.slices import Slice
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import formulas_of, metric_columns
from shared.reporting.kinds.figures import leader, metric_figures, told, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

SHOWN = (
    *("net_revenue", "cost", "roi", "orders", "units", "gross_revenue", "returned_revenue", "return_rate"),
    *("impressions", "clicks", "ctr", "cvr", "aov", "new_customers"),
)
SUMMED = ("net_revenue", "cost", "orders", "units", "gross_revenue", "returned_revenue")
BARS = 15

NAME = Column("influencer_name", "Influencer", width=24)
PLACE = (
    Column("position", "#", format=Format.INTEGER, width=6),
    Column("previous_position", "Before", format=Format.INTEGER, width=8),
    NAME,
    Column("platform", "Platform"),
    Column("influencer_id", "Id", width=8),
)
EXPECTED_ROI = (
    Column("expected_roi", "Expected ROI", format=Format.RATIO, at="roi.value"),
    Column("roi_low", "ROI, low end", format=Format.RATIO, at="roi.low"),
    Column("roi_high", "ROI, high end", format=Format.RATIO, at="roi.high"),
    Column("probability_positive", "P(ROI > 0)", format=Format.RATIO, at="roi.probability_positive", is_chance=True),
    Column("expected_rank", "Expected rank", format=Format.DECIMAL, digits=1),
)
LAST = (Column("state", "State"), Column("flags", "Flags"))
EVERY_METRIC = metric_columns(each.slug for each in CATALOGUE)
SCORED = ("net_revenue", "cost", "roi", "orders", "clicks", "return_rate", "new_customers")


class RankingFilters(RankedBy):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


@dataclass(frozen=True)
class Answer:
    """GET /api/rankings, and GET /api/metrics/shop under the same filters."""

    ranking: Ranking
    shop: ShopOut


def answer(session: Session, filters: RankingFilters) -> Answer:
    shop = ShopQuery(**filters.model_dump(include=set(ShopQuery.model_fields)))
    return Answer(answers.ranking(session, filters, Slice(filters.limit)), answers.shop(session, shop))


def check(session: Session, filters: RankingFilters) -> None:
    if filters.by != SCORE:
        metric(filters.by)
    facts.check_window(session, filters)


def _chosen(query: RankingFilters, _: Any) -> Sequence[str]:
    place, last = [column.key for column in PLACE], [column.key for column in LAST]
    if query.by == SCORE:
        return [*place, "score", *(column.key for column in EXPECTED_ROI), *SCORED, *last]
    return [*place, *dict.fromkeys((query.by, *SHOWN)), *last]


def _note(query: RankingFilters, _: Any) -> str:
    if query.by == SCORE:
        return (
            "By the return that is surely exceeded at 90 %; the ends are those of the 90 % interval. "
            "Those with too little data come last."
        )
    first = "The lowest comes first" if BY_SLUG[query.by].better is Better.LOW else "The highest comes first"
    return f"{first}; influencers without a value are listed after the rest as not_enough_data."


def _by(query: RankingFilters) -> str:
    return SCORE if query.by == SCORE else BY_SLUG[query.by].label


def _title(query: RankingFilters, _: Any) -> str:
    return f"Influencers by {wording.in_sentence(_by(query))}"


def _bars(read: Read) -> Chart | None:
    scored = read.query.by == SCORE
    value = read.column("ranking", "expected_roi" if scored else read.query.by)
    known = [row for row in read.rows("ranking") if row[value.key] is not None][:BARS]
    lowest = not scored and BY_SLUG[read.query.by].better is Better.LOW
    first = "lowest" if lowest else "highest"
    title = f"The {f'{len(known)} ' if len(known) > 1 else ''}{first} by {wording.in_sentence(_by(read.query))}"
    ends = ("roi_low", "roi_high") if scored else None
    return charts.ranking_bar("ranking", title, known, category=NAME, value=value, interval=ends, **read.style)


def _revenue_and_cost(read: Read) -> Chart:
    values = [read.column("ranking", slug) for slug in ("net_revenue", "cost")]
    title = "Net revenue against cost"
    rows = read.rows("ranking")[:BARS]
    return charts.grouped_bar("revenue_and_cost", title, rows, category=NAME, values=values, top=BARS, **read.style)


def _cost_against_net(read: Read) -> Chart:
    cost, net = (read.column("ranking", slug) for slug in ("cost", "net_revenue"))
    title = "What influencers cost and what they earned"
    rows = read.rows("ranking")
    return charts.scatter("cost_against_net", title, rows, category=NAME, across=cost, up=net, **read.style)


def _figures(read: Read) -> list[Figure]:
    return metric_figures(read.answer.shop.metrics, ("net_revenue", "cost", "roi", "orders"))


def _summary(read: Read) -> list[str]:
    rows = read.rows("ranking")
    if not rows:
        return ["No influencer was a partner or sold anything in this period."]
    value = read.column("ranking", "expected_roi" if read.query.by == SCORE else read.query.by)
    unsure = sum(row["state"] == "not_enough_data" for row in rows)
    known = f"{unsure} of them without enough data to be ranked." if unsure else "all of them with enough data."
    listed = f"{wording.counted(len(rows), 'influencer is', 'influencers are')} listed, {known}"
    return [listed, *told(_figures(read), read), *leader(read, "ranking", NAME, value)]


RANKING = Kind(
    slug="ranking",
    label="Ranking of influencers",
    description="Influencers ordered by score or by a metric of the catalogue, with what they earned and cost.",
    permission=Permission.ANALYTICS_READ,
    reads=(*TABLES, "influencer_rankings"),
    filters=RankingFilters,
    answer=answer,
    sections=(
        Section(
            "ranking",
            "Ranking",
            (*PLACE, Column("score", "Score", format=Format.RATIO), *EXPECTED_ROI, *EVERY_METRIC, *LAST),
            items=lambda answer: answer.ranking.items,
            chosen=_chosen,
            totals=lambda _, rows: totals_of(rows, SUMMED),
            note=_note,
        ),
        Section(
            "without_cost",
            "Without cost",
            (*PLACE, Column("score", "Score", format=Format.MONEY), *metric_columns(SCORED), *LAST),
            items=lambda answer: answer.ranking.without_cost,
            note="Whose cost is zero has no return on it: by the money that is surely exceeded at 90 %.",
            needed=lambda _, answer: bool(answer.ranking.without_cost),
        ),
    ),
    title=_title,
    charts=(
        ChartKind("ranking", "The first of the ranking", _bars, "ranking"),
        ChartKind("revenue_and_cost", "Net revenue against cost", _revenue_and_cost, "ranking"),
        ChartKind("cost_against_net", "Cost against net revenue", _cost_against_net, "ranking"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda query: formulas_of([*([] if query.by == SCORE else [query.by]), *SHOWN]),
    notes=("Key figures are of the whole shop, with what was bought directly, under the same filters.",),
    check=check,
    settings=lambda query: [("Ranked by", _by(query))],
)
