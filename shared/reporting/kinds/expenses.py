"""What was planned and spent, by campaign, category, month or state: GET /api/expenses/report."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.finance import service
from shared.analytics.finance.schemas.overview import ExpenseReportOut, ExpenseReportQuery, ReportBy
from shared.analytics.finance.service.expenses import window_of
from shared.analytics.windows import ALL
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format, Row
from shared.reporting.kinds.cells import row_of
from shared.reporting.kinds.figures import part_of, told
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

NAME = Column("name", "Name", width=26)
ID = Column("key", "Id", width=8)
PLANNED = Column("planned", "Planned", format=Format.MONEY)
REMAINING = Column("remaining", "Remaining", format=Format.MONEY)
COMMITTED = Column("committed", "Committed", format=Format.MONEY)
SPENT = (
    Column("requested", "Waits for approval", format=Format.MONEY),
    COMMITTED,
    Column("incurred", "Incurred", format=Format.MONEY),
    Column("paid", "Paid", format=Format.MONEY),
)
RECORDS = Column("records", "Records", format=Format.INTEGER)
EVERY = (PLANNED, *SPENT, REMAINING, RECORDS)
NAMES = {"payments": "Payments to influencers", "reported_spend": "Spend that feeds report"}


def check(_: Session, query: ExpenseReportQuery) -> None:
    window_of(query)


def _period(query: ExpenseReportQuery) -> str:
    window = window_of(query)
    return "all days" if window.slug == ALL else f"{window.first} to {window.last}"


def _is_planned(answer: ExpenseReportOut) -> bool:
    return answer.totals.planned is not None


def _chosen(query: ExpenseReportQuery, answer: ExpenseReportOut) -> Sequence[str]:
    """Plans are for all days of a campaign, so that of a period there is nothing to compare with."""
    plan, rest = (["planned"], ["remaining"]) if _is_planned(answer) else ([], [])
    id_of = ["key"] if query.by is ReportBy.CAMPAIGN else []
    return ["name", *id_of, *plan, *(each.key for each in SPENT), *rest, "records"]


def _items(answer: ExpenseReportOut) -> list[dict[str, Any]]:
    named = answer.by is ReportBy.CATEGORY
    return [item.model_dump() | ({"name": NAMES.get(item.name, item.name)} if named else {}) for item in answer.items]


def _totals(answer: ExpenseReportOut, rows: Sequence[Row]) -> Row | None:
    whole = row_of(answer.totals, EVERY)
    return {column.key: whole[column.key] for column in EVERY if column.key in rows[0]} if rows else None


def _spent(read: Read) -> Chart:
    title, rows = "Committed, incurred and paid", read.rows("expenses")
    return charts.grouped_bar("expenses", title, rows, category=NAME, values=SPENT[1:], **read.style)


def _against_plan(read: Read) -> Chart | None:
    rows = [row for row in read.rows("expenses") if row.get("planned")]
    if not rows:
        return None
    title = "What is committed of what was planned"
    return charts.bullet(
        "expenses_against_plan", title, rows, category=NAME, value=COMMITTED, target=PLANNED, **read.style
    )


def _figures(read: Read) -> list[Figure]:
    whole = row_of(read.answer.totals, EVERY)
    return [Figure(column, whole[column.key]) for column in (PLANNED, *SPENT) if whole[column.key] is not None]


def _summary(read: Read) -> list[str]:
    if not read.rows("expenses"):
        return ["Nothing was planned or spent in this period."]
    return [*told(_figures(read), read), *part_of(read, "expenses", NAME, COMMITTED), *_over(read)]


def _over(read: Read) -> list[str]:
    rows = [row for row in read.rows("expenses") if row.get("remaining") is not None]
    over = [row for row in rows if wording.exact(row["remaining"]) < 0 and row["planned"]]
    if not over:
        return [f"None of {len(rows)} plans is passed."] if rows else []
    most = min(over, key=lambda row: wording.exact(row["remaining"]))
    by = wording.with_unit(-wording.exact(most["remaining"]), REMAINING, read.currency, read.language)
    return [f"{len(over)} of {len(rows)} plans are passed, {most['name']} by most: {by}."]


EXPENSES = Kind(
    slug="expenses",
    label="Expenses",
    description="What was planned, asked for, committed, incurred and paid, by campaign, category, month or state.",
    permission=Permission.BUDGETS_READ,
    reads=("payment", "expenses", "influencer_metrics", "budgets", "campaigns"),
    filters=ExpenseReportQuery,
    answer=service.expense_report,
    sections=(Section("expenses", "Expenses", (NAME, ID, *EVERY), items=_items, chosen=_chosen, totals=_totals),),
    title=lambda query, _: f"Expenses by {query.by.value}",
    charts=(
        ChartKind("expenses", "Committed, incurred and paid", _spent, "expenses"),
        ChartKind("expenses_against_plan", "What is committed of what was planned", _against_plan),
    ),
    period=_period,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: [
        ("Committed", "approved expenses + payments that are pending, approved, scheduled or paid + reported spend"),
        ("Incurred", "what of it is paid, or of days gone by"),
        ("Remaining", "planned - committed"),
    ],
    notes=("Plans are those of all days; a period, months and states have none.",),
    check=check,
    settings=lambda query: [("Told by", query.by.value)],
)
