"""What sales brought, what came back, what it cost and what is left: GET /api/finance/overview."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.answers import filters_of, window_of
from shared.analytics.dimensions import TIMES, Dimension
from shared.analytics.finance import service
from shared.analytics.finance.schemas.overview import OverviewOut, OverviewQuery
from shared.analytics.finance.service.overview import SLUGS
from shared.analytics.metrics import TABLES
from shared.analytics.periods import periods
from shared.analytics.service.series import since_the_first
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format, Row
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import formulas_of, metric_columns, row_of
from shared.reporting.kinds.figures import metric_figures, told
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

KEY = ("net_revenue", "cost", "net_contribution", "roi", "return_rate")
SHOWN = ("net_revenue", "cost", "net_contribution")
COMPARED = {"previous": "the period before", "last_year": "the same days a year before"}
PARTS = {
    "payments_paid": "Payments that are paid",
    "payments_committed": "Payments that are pending, approved or scheduled",
    "expenses": "Expenses of campaigns",
    "reported_spend": "Spend that feeds report",
}
MOST_BARS = 12

EVERY_METRIC = metric_columns(SLUGS)
FIRST, LAST = Column("first", "From", format=Format.DAY), Column("last", "To", format=Format.DAY)
NAME = Column("name", "Name", width=26)
ID = Column("key", "Id", width=8)
PART = Column("part", "Part of the cost", width=44)
AMOUNT = Column("amount", "Amount", format=Format.MONEY)


def _beside(period: str, word: str) -> tuple[Column, ...]:
    then = [
        Column(f"{each.key}_{period}", f"{each.label} {word}", format=each.format, at=f"{period}.{each.at}")
        for each in EVERY_METRIC
        if each.key in SHOWN
    ]
    since = Column(
        f"net_contribution_{period}_change",
        f"Change of net contribution on {word}",
        format=Format.RATIO,
        at=f"{period}.change.net_contribution",
    )
    return (*then, since)


BESIDE = {"previous": _beside("previous", "before"), "last_year": _beside("last_year", "a year before")}


def _is_over_time(query: OverviewQuery) -> bool:
    return Dimension(query.by.value) in TIMES


def check(session: Session, query: OverviewQuery) -> None:
    """Refuse a period that cannot be told, or not in so many days."""
    window = window_of(query)
    if _is_over_time(query):
        periods(since_the_first(session, window, filters_of(query)), Dimension(query.by.value))


def _chosen(query: OverviewQuery, _: Any) -> Sequence[str]:
    """Times have their days, campaigns a name and an id, all others what they are called; times are not compared."""
    if _is_over_time(query):
        return ["first", "last", *SLUGS]
    compared = [column.key for period in query.compare for column in BESIDE[period.value]]
    return ["name", *(["key"] if query.by == "campaign" else []), *SLUGS, *compared]


def _items(answer: OverviewOut) -> list[dict[str, Any]]:
    nameless = "In no campaign" if answer.by == "campaign" else "Direct or unknown"
    return [item.model_dump() | {"name": item.name or nameless} for item in answer.items]


def _totals(answer: OverviewOut, rows: Sequence[Row]) -> Row | None:
    """The whole's figures under the columns that any part has a value in."""
    whole = row_of(answer.totals, EVERY_METRIC)
    return {key: whole[key] for key in SLUGS if any(row[key] is not None for row in rows)} if rows else None


def _periods(answer: OverviewOut) -> Iterator[dict[str, Any]]:
    """The whole, and the same of the periods it is compared with."""
    whole = answer.totals
    yield {"period": "Asked for", "metrics": whole.metrics}
    for word, other in (("Period before", whole.previous), ("Year before", whole.last_year)):
        if other is not None:
            days = {"first": other.first, "last": other.last}
            yield {"period": word, **days, "metrics": other.metrics}


def _parts(answer: OverviewOut) -> list[dict[str, Any]]:
    of = answer.cost_parts
    return [{"part": label, "amount": getattr(of, name)} for name, label in PARTS.items()] if of else []


def _overview(read: Read) -> Chart:
    values = [read.column("overview", slug) for slug in SHOWN]
    title, rows = "Net revenue, cost and what is left", read.rows("overview")
    if _is_over_time(read.query):
        return charts.line_over_time("finance_overview", title, rows, day=FIRST, values=values, **read.style)
    return charts.grouped_bar(
        "finance_overview", title, rows, category=NAME, values=values, top=MOST_BARS, **read.style
    )


def _cost_parts(read: Read) -> Chart | None:
    if read.answer.cost_parts is None:
        return None
    title, rows = "What the cost is made of", read.rows("cost_parts")
    return charts.donut("cost_parts", title, rows, category=PART, value=AMOUNT, **read.style)


def _figures(read: Read) -> list[Figure]:
    whole = read.answer.totals
    return metric_figures(whole.metrics, KEY, whole.previous.metrics if whole.previous else None)


def _summary(read: Read) -> list[str]:
    return [*told(_figures(read), read), *_most(read), *_came_back(read)]


def _most(read: Read) -> list[str]:
    """Which part left most, and which least."""
    known = [row for row in read.rows("overview") if row["net_contribution"] is not None]
    if len(known) < 2:  # noqa: PLR2004 - one part is the whole
        return []
    column = read.column("overview", "net_contribution")
    name = FIRST if _is_over_time(read.query) else NAME
    shown = [
        f"{wording.as_text(row[name.key], name)} "
        f"({wording.with_unit(row[column.key], column, read.currency, read.language)})"
        for find in (max, min)
        for row in [find(known, key=lambda row: wording.exact(row["net_contribution"]))]
    ]
    return [f"The {read.query.by.value} that contributed most is {shown[0]}, least {shown[1]}."]


def _came_back(read: Read) -> list[str]:
    if read.answer.came_back is None:
        return []
    amount = row_of({"amount": read.answer.came_back}, [AMOUNT])["amount"]
    shown = wording.with_unit(amount, AMOUNT, read.currency, read.language)
    return [f"Goods for {shown} came back in these days, whenever they were bought."]


def _settings(query: OverviewQuery) -> list[tuple[str, str]]:
    compared = " and ".join(COMPARED[each.value] for each in query.compare)
    return [("Told by", query.by.value), ("Compared with", compared or "nothing")]


FINANCE_OVERVIEW = Kind(
    slug="finance_overview",
    label="Finance overview",
    description="What sales brought, what came back, what it cost and what is left, over time or by part.",
    permission=Permission.ANALYTICS_READ,
    reads=(*TABLES, "return_lines"),
    filters=OverviewQuery,
    answer=service.overview,
    sections=(
        Section(
            "overview",
            "Overview",
            (FIRST, LAST, NAME, ID, *EVERY_METRIC, *BESIDE["previous"], *BESIDE["last_year"]),
            items=_items,
            chosen=_chosen,
            totals=_totals,
        ),
        Section(
            "whole",
            "The whole",
            (Column("period", "Period", width=16), FIRST, LAST, *EVERY_METRIC),
            items=_periods,
            needed=lambda query, _: bool(query.compare),
            note="Of all that the filters leave. A period that is compared with has as many days, or the same days.",
        ),
        Section(
            "cost_parts",
            "What the cost is made of",
            (PART, AMOUNT),
            items=_parts,
            totals=("amount",),
            needed=lambda _, answer: answer.cost_parts is not None,
        ),
    ),
    title=lambda query, _: f"Finance overview by {query.by.value}",
    charts=(
        ChartKind("finance_overview", "Net revenue, cost and what is left", _overview, "overview"),
        ChartKind("cost_parts", "What the cost is made of", _cost_parts, "cost_parts"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: formulas_of(SLUGS),
    notes=("What a cost is made of is told of the whole only: filters split what campaigns cost in common.",),
    check=check,
    settings=_settings,
)
