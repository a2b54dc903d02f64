"""Whose sales come back more than usual, and how sure that is: GET /api/returns/by-influencer."""

from collections import Counter
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import service
from shared.analytics.sales_schemas import InfluencerReturns, ReturnsOut, ReturnsQuery
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import row_of
from shared.reporting.kinds.figures import told, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

SALES = ("bought_by", "return_lines", "products", "influencers", "campaigns", "arranges")
NAME = Column("influencer_name", "Influencer", width=24)
RATE = Column("return_rate", "Return rate", format=Format.RATIO)
SHRUNK = Column("expected_rate", "Expected return rate", format=Format.RATIO, at="shrunk.rate")
FIGURES = (
    Column("units", "Units", format=Format.INTEGER),
    Column("returned_units", "Returned units", format=Format.INTEGER),
    Column("gross_revenue", "Gross revenue", format=Format.MONEY),
    Column("returned_revenue", "Returned revenue", format=Format.MONEY),
    RATE,
    Column("money_return_rate", "Return rate of money", format=Format.RATIO),
)
SUMMED = ("units", "returned_units", "gross_revenue", "returned_revenue")
REASON = Column("reason", "Reason", width=24)
REASON_UNITS = Column("units", "Returned units", format=Format.INTEGER)


class ReturnsFilters(ReturnsQuery):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


def answer(session: Session, filters: ReturnsFilters) -> ReturnsOut[InfluencerReturns]:
    return service.returns_by_influencer(session, filters)


def reasons(answer: ReturnsOut[InfluencerReturns]) -> list[dict[str, Any]]:
    """The reasons of all influencers listed, the most frequent first."""
    units: Counter[str] = Counter()
    money: dict[str, Decimal] = {}
    for item in answer.items:
        for each in item.reasons:
            name = each.reason or "none given"
            units[name] += each.units  # type: ignore[assignment]
            money[name] = money.get(name, Decimal(0)) + Decimal(each.revenue)
    ordered = sorted(units.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"reason": name, "units": count, "revenue": money[name]} for name, count in ordered]


def _rates(read: Read) -> Chart:
    rows = read.rows("influencers")
    title = "Expected return rate with its 90 % interval"
    if read.query.by == "return_day":
        return charts.ranking_bar("return_rates", "Return rate", rows, category=NAME, value=RATE, top=15, **read.style)
    ends = ("rate_low", "rate_high")
    return charts.ranking_bar(
        "return_rates", title, rows, category=NAME, value=SHRUNK, interval=ends, top=15, **read.style
    )


def _reasons(read: Read) -> Chart | None:
    rows = read.rows("reasons")
    title = "Why units came back"
    return charts.donut("reasons", title, rows, category=REASON, value=REASON_UNITS, **read.style)


def _figures(read: Read) -> list[Figure]:
    shop = row_of(read.answer.shop, FIGURES)
    shown = ("units", "returned_units", "returned_revenue", "return_rate")
    return [Figure(column, shop[column.key]) for column in FIGURES if column.key in shown]


def _summary(read: Read) -> list[str]:
    rows = read.rows("influencers")
    if not rows:
        return ["Nothing was sold through these influencers in this period."]
    above = [str(row["influencer_name"]) for row in rows if row["above_shop"] == "yes"]
    surely = (
        f"{len(above)} of {len(rows)} surely have more returns than the shop: {', '.join(above[:3])}"
        f"{', …' if len(above) > 3 else ''}."  # noqa: PLR2004 - names in a sentence
        if above
        else f"None of {len(rows)} surely has more returns than the shop."
    )
    return [*told(_figures(read), read), surely, *_first_reason(read)]


def _first_reason(read: Read) -> list[str]:
    rows = read.rows("reasons")
    if not rows:
        return []
    units = wording.as_text(rows[0]["units"], REASON_UNITS, read.language)
    return [f"The most frequent reason is {rows[0]['reason']} with {units} units."]


RETURNS = Kind(
    slug="returns_by_influencer",
    label="Returns by influencer",
    description="Whose sales come back more often than usual, how sure that is, and why they came back.",
    permission=Permission.ANALYTICS_READ,
    reads=SALES,
    filters=ReturnsFilters,
    answer=answer,
    sections=(
        Section(
            "influencers",
            "Influencers",
            (
                NAME,
                Column("platform", "Platform"),
                Column("influencer_id", "Id", width=8),
                *FIGURES,
                SHRUNK,
                Column("rate_low", "Low end", format=Format.RATIO, at="shrunk.low"),
                Column("rate_high", "High end", format=Format.RATIO, at="shrunk.high"),
                Column("above_shop", "Surely above the shop"),
            ),
            items=lambda answer: answer.items,
            totals=lambda _, rows: totals_of(rows, SUMMED),
            note="Those surely high first: by the low end of the 90 % interval.",
        ),
        Section(
            "reasons",
            "Reasons",
            (REASON, REASON_UNITS, Column("revenue", "Returned revenue", format=Format.MONEY)),
            items=reasons,
            totals=("units", "revenue"),
        ),
    ),
    title=lambda _query, _answer: "Returns by influencer",
    charts=(
        ChartKind("return_rates", "Return rates with their intervals", _rates, "influencers"),
        ChartKind("reasons", "Why units came back", _reasons, "reasons"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: [
        ("Return rate", "returned units ÷ units"),
        ("Return rate of money", "returned revenue ÷ gross revenue"),
        ("Expected return rate", "the rate drawn towards what is usual, the less there was to go by the more"),
    ],
    notes=("Key figures are of the whole shop, with what was bought directly, under the same filters.",),
    check=facts.check_window,
    settings=lambda query: [
        ("Returns count by", "day of the purchase" if query.by == "purchase_day" else "day of the return")
    ],
)
