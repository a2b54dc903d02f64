"""Which collaborations or influencers earn more than they cost, how sure that is: GET /api/profitability."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from shared.analytics.finance import service
from shared.analytics.finance.schemas.profitability import (
    Level,
    ProfitabilityItem,
    ProfitabilityOut,
    ProfitabilityQuery,
)
from shared.analytics.finance.verdicts import Recommendation
from shared.analytics.metrics import TABLES
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import summed
from shared.reporting.kinds.figures import leader, told, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

BARS = 15
WORDS = {
    Recommendation.CONTINUE: "Continue",
    Recommendation.WATCH: "Watch",
    Recommendation.STOP: "Stop",
    Recommendation.NOT_ENOUGH_DATA: "Not enough data",
}

WHO = Column("who", "Collaboration", width=44)
NAME = Column("influencer_name", "Influencer", width=24)
OF_CAMPAIGN = (
    Column("campaign_name", "Campaign", width=24),
    Column("campaign_id", "Campaign id", width=10),
    Column("campaign_status", "State"),
)
NET = Column("net_revenue", "Net revenue", format=Format.MONEY)
COST = Column("cost", "Cost", format=Format.MONEY)
CONTRIBUTION = Column("net_contribution", "Net contribution", format=Format.MONEY)
MONEY = (
    Column("gross_revenue", "Gross revenue", format=Format.MONEY),
    Column("returned_revenue", "Returned revenue", format=Format.MONEY),
    NET,
    Column("paid", "Paid", format=Format.MONEY),
    Column("committed", "Committed", format=Format.MONEY),
    COST,
    CONTRIBUTION,
)
EXPECTED = Column("expected_roi", "Expected ROI", format=Format.RATIO, at="expected_roi.value")
LOW = Column("roi_low", "Low end", format=Format.RATIO, at="expected_roi.low")
HIGH = Column("roi_high", "High end", format=Format.RATIO, at="expected_roi.high")
JUDGED = (
    Column("roi", "ROI so far", format=Format.RATIO),
    *(EXPECTED, LOW, HIGH),
    Column(
        "probability_positive",
        "Probability of a profit",
        format=Format.RATIO,
        at="expected_roi.probability_positive",
        is_chance=True,
    ),
    Column("trend", "Trend", at="trend.word"),
    Column("recent_orders", "Recent orders", format=Format.INTEGER, at="trend.recent_orders"),
    Column("earlier_orders", "Orders before", format=Format.INTEGER, at="trend.earlier_orders"),
    Column("recommendation", "Recommendation", width=16),
    Column("reasons", "Why", width=60),
)
PRINTED = (
    *("campaign_name", "influencer_name", "orders", "net_revenue", "cost", "net_contribution", "roi"),
    *("expected_roi", "roi_low", "roi_high", "probability_positive", "trend", "recommendation"),
)
WORD = Column("recommendation", "Recommendation", width=18)
NUMBER = Column("number", "How many", format=Format.INTEGER)
SUMMED = ("orders", *(column.key for column in MONEY))


class ProfitabilityFilters(ProfitabilityQuery):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


def _is_of_collaborations(query: ProfitabilityFilters) -> bool:
    return query.by is Level.COLLABORATION


def _chosen(query: ProfitabilityFilters, _: Any) -> Sequence[str]:
    campaign = [column.key for column in (WHO, *OF_CAMPAIGN)] if _is_of_collaborations(query) else []
    figures = [column.key for column in (*MONEY, *JUDGED)]
    return [*campaign, "influencer_name", "influencer_id", "platform", "orders", *figures]


def _who(item: ProfitabilityItem) -> str:
    return f"{item.influencer_name}, {item.campaign_name}" if item.campaign_name else item.influencer_name


def _items(answer: ProfitabilityOut) -> list[dict[str, Any]]:
    shown = ({"recommendation": WORDS[item.recommendation], "who": _who(item)} for item in answer.items)
    return [item.model_dump() | more for item, more in zip(answer.items, shown, strict=True)]


def _words(answer: ProfitabilityOut) -> list[dict[str, Any]]:
    return [{"recommendation": label, "number": answer.recommendations.get(word, 0)} for word, label in WORDS.items()]


def _expected(read: Read) -> Chart:
    """The first of the list, by the middle of what is expected."""
    known = [row for row in read.rows("profitability") if row["expected_roi"] is not None][:BARS]
    title, who, ends = "Expected ROI with its 90 % interval", _named(read), (LOW.key, HIGH.key)
    return charts.ranking_bar(
        "profitability", title, known, category=who, value=EXPECTED, interval=ends, top=BARS, **read.style
    )


def _cost_against_net(read: Read) -> Chart:
    title, rows = "What was spent and what came in", read.rows("profitability")
    return charts.scatter("profitability_cost", title, rows, category=_named(read), across=COST, up=NET, **read.style)


def _named(read: Read) -> Column:
    return WHO if _is_of_collaborations(read.query) else NAME


def _recommended(read: Read) -> Chart:
    title, rows = "What is recommended, how often", read.rows("recommendations")
    return charts.donut("recommendations", title, rows, category=WORD, value=NUMBER, **read.style)


def _figures(read: Read) -> list[Figure]:
    rows = read.rows("profitability")
    sums = summed(rows, ("net_revenue", "cost", "net_contribution")) if rows else {}
    return [Figure(column, sums[column.key]) for column in (NET, COST, CONTRIBUTION) if column.key in sums]


def _summary(read: Read) -> list[str]:
    rows = read.rows("profitability")
    if not rows:
        return ["There is nothing to judge under these filters."]
    whole = read.rows("recommendations")
    counted = ", ".join(f"{wording.in_sentence(str(row['recommendation']))} {row['number']}" for row in whole)
    what = "collaboration" if _is_of_collaborations(read.query) else "influencer"
    listed = wording.counted(len(rows), f"{what} is", f"{what}s are")
    first = leader(read, "profitability", _named(read), CONTRIBUTION)
    return [
        f"{listed} listed. Recommended for all under these filters: {counted}.",
        *told(_figures(read), read),
        *(first if read.query.sort == "-net_contribution" else []),
    ]


def _period(query: ProfitabilityFilters) -> str:
    return "from beginning to end" if _is_of_collaborations(query) else facts.days(query)


PROFITABILITY = Kind(
    slug="profitability",
    label="Profitability",
    description="Which collaborations or influencers earn more than they cost, how sure that is, whether to go on.",
    permission=Permission.PROFITABILITY_READ,
    reads=(*TABLES, "influencer_rankings", "collaborations"),
    filters=ProfitabilityFilters,
    answer=service.profitability,
    sections=(
        Section(
            "profitability",
            "Profitability",
            (
                *(WHO, *OF_CAMPAIGN, NAME),
                Column("influencer_id", "Influencer id", width=10),
                Column("platform", "Platform"),
                Column("orders", "Orders", format=Format.INTEGER),
                *MONEY,
                *JUDGED,
            ),
            items=_items,
            chosen=_chosen,
            printed=PRINTED,
            totals=lambda _, rows: totals_of(rows, SUMMED),
            note="A collaboration counts from the beginning of its campaign to the end, with its share of each sale.",
        ),
        Section(
            "recommendations",
            "Recommendations",
            (WORD, NUMBER),
            items=_words,
            totals=("number",),
            note="Of all under these filters, whatever is chosen of them.",
        ),
    ),
    title=lambda query, _: f"Profitability of {'collaborations' if _is_of_collaborations(query) else 'influencers'}",
    charts=(
        ChartKind("profitability", "Expected ROI with its interval", _expected, "profitability"),
        ChartKind("profitability_cost", "Cost against net revenue", _cost_against_net, "profitability"),
        ChartKind("recommendations", "What is recommended, how often", _recommended, "recommendations"),
    ),
    period=_period,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: [
        ("Net contribution", "net revenue - cost"),
        ("ROI so far", "(net revenue - cost) ÷ cost"),
        ("Expected ROI", "by the ranking model, drawn towards what is usual, with the interval that holds 90 %"),
        ("Recommendation", "continue where a profit has at least 90 %, stop where it has at most 10 %, else watch"),
    ],
    notes=("Key figures are sums of what is listed.",),
    check=facts.check_window,
    settings=lambda query: [("Judged", query.by.value)],
)
