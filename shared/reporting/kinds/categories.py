"""What categories sold: GET /api/sales/by-category, and by month POST /api/metrics/query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import service
from shared.analytics.answers import filters_of
from shared.analytics.dimensions import Dimension
from shared.analytics.sales_schemas import CategoriesOut, CategoriesQuery, MetricsAnswer, MetricsQuestion
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format, Row
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import summed
from shared.reporting.kinds.figures import part_of, told
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section
from shared.reporting.kinds.pivot import turned
from shared.reporting.kinds.returns import SALES

CATEGORY = Column("category", "Category", width=24)
NET = Column("net_revenue", "Net revenue", format=Format.MONEY)
MONTH = Column("month", "Month", format=Format.DAY)
MOST_MONTHS = 50_000  # rows of month and category: 400 categories in ten years
SUMMED = ("orders", "units", "returned_units", "gross_revenue", "returned_revenue", "net_revenue")


class CategoriesFilters(CategoriesQuery):
    pass


class MonthsQuestion(MetricsQuestion):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = MOST_MONTHS


@dataclass(frozen=True)
class Answer:
    sales: CategoriesOut
    months: MetricsAnswer


def answer(session: Session, filters: CategoriesFilters) -> Answer:
    question = MonthsQuestion(
        metrics=["net_revenue", "units"],
        dimensions=(Dimension.MONTH, Dimension.CATEGORY),
        filters=filters_of(filters),
        sort="month",
        window=filters.window,
        **{"from": filters.first, "to": filters.last},
    )
    return Answer(service.sales_by_category(session, filters), service.query_metrics(session, question))


def _best(answer: Answer) -> list[dict[str, Any]]:
    return [
        {"category": item.category} | product.model_dump()
        for item in answer.sales.items
        for product in item.best_products
    ]


def _bars(read: Read) -> Chart:
    title = "Net revenue by category"
    rows = read.rows("categories")
    return charts.ranking_bar("categories", title, rows, category=CATEGORY, value=NET, **read.style)


def _shares(read: Read) -> Chart:
    title = "Shares of net revenue"
    return charts.donut("shares", title, read.rows("categories"), category=CATEGORY, value=NET, **read.style)


def _returned(read: Read) -> Chart:
    kept, returned = (
        Column("net_revenue", "Kept", format=Format.MONEY),
        Column("returned_revenue", "Returned", format=Format.MONEY),
    )
    rows = read.rows("categories")
    title = "Gross revenue: what was kept and what came back"
    return charts.stacked_bar("kept", title, rows, category=CATEGORY, values=[kept, returned], **read.style)


def _heat(read: Read) -> Chart | None:
    if _is_cut(read.answer):
        return None
    order = {row["category"]: place for place, row in enumerate(read.rows("categories"))}
    rows = [dict(row) | {"month": str(row["month"])[:7]} for row in read.rows("months")]
    rows.sort(key=lambda row: (str(row["month"]), order.get(row["category"], len(order))))
    month = Column("month", "Month")
    title = "Net revenue by month and category"
    return charts.heat_map("months", title, rows, across=month, down=CATEGORY, value=NET, **read.style)


def _areas(read: Read) -> Chart | None:
    if _is_cut(read.answer):
        return None
    rows, columns = turned(read.rows("months"), MONTH, CATEGORY, NET)
    return charts.area_over_time("by_month", "Net revenue by month", rows, day=MONTH, values=columns, **read.style)


def _is_cut(answer: Answer) -> bool:
    """Whether the last months are missing: a picture of the first would be taken for one of all."""
    return answer.months.next_cursor is not None


def _months_note(_: CategoriesFilters, answer: Answer) -> str:
    return f"Only the first {MOST_MONTHS:,} rows; there are more." if _is_cut(answer) else ""


def _month_totals(answer: Answer, rows: Sequence[Row]) -> Row | None:
    return summed(rows, ("net_revenue", "units")) if rows and not _is_cut(answer) else None


def _totals(answer: Answer, rows: Sequence[Row]) -> Row | None:
    return dict(summed(rows, SUMMED)) | {"share": 1.0 if answer.sales.net_revenue != "0.00" else None} if rows else None


def _figures(read: Read) -> list[Figure]:
    table = read.tables["categories"]
    shown = ("net_revenue", "orders", "units", "returned_revenue")
    totals = table.totals or dict.fromkeys(shown, 0)
    return [Figure(column, totals[column.key]) for column in table.columns if column.key in shown]


def _summary(read: Read) -> list[str]:
    rows = read.rows("categories")
    if not rows:
        return ["Nothing was sold in this period."]
    parts = part_of(read, "categories", CATEGORY, NET)
    return [
        f"{wording.counted(len(rows), 'category', 'categories')} sold.",
        *told(_figures(read), read),
        *parts,
        *_fastest(rows, read.language),
    ]


def _fastest(rows: Sequence[Row], language: str) -> list[str]:
    grown = [row for row in rows if isinstance(row["growth"], float)]
    if not grown:
        return []
    best = max(grown, key=lambda row: float(str(row["growth"])))
    return [f"{best['category']} grew most, by {wording.ratio_text(best['growth'], 1, language)}."]


CATEGORIES = Kind(
    slug="sales_by_category",
    label="Sales by category",
    description="What each category sold, its share and growth, its best products, and the months of the year.",
    permission=Permission.ANALYTICS_READ,
    reads=SALES,
    filters=CategoriesFilters,
    answer=answer,
    sections=(
        Section(
            "categories",
            "Categories",
            (
                CATEGORY,
                Column("orders", "Orders", format=Format.INTEGER),
                Column("units", "Units", format=Format.INTEGER),
                Column("returned_units", "Returned units", format=Format.INTEGER),
                Column("gross_revenue", "Gross revenue", format=Format.MONEY),
                Column("returned_revenue", "Returned revenue", format=Format.MONEY),
                NET,
                Column("share", "Share", format=Format.RATIO),
                Column("previous", "Net revenue before", format=Format.MONEY, at="previous.net_revenue"),
                Column("growth", "Growth", format=Format.RATIO, at="previous.growth"),
                Column("last_year", "Net revenue a year before", format=Format.MONEY, at="last_year.net_revenue"),
                Column("yearly_growth", "Growth on a year", format=Format.RATIO, at="last_year.growth"),
            ),
            items=lambda answer: answer.sales.items,
            totals=_totals,
        ),
        Section(
            "best_products",
            "Best products",
            (
                CATEGORY,
                Column("title", "Product", width=30),
                Column("product_id", "Id", width=8),
                Column("units", "Units", format=Format.INTEGER),
                NET,
            ),
            items=_best,
            note="At most three of each category, by net revenue.",
        ),
        Section(
            "months",
            "Months",
            (MONTH, CATEGORY, NET, Column("units", "Units", format=Format.INTEGER)),
            items=lambda answer: answer.months.rows,
            totals=_month_totals,
            note=_months_note,
        ),
    ),
    title=lambda _query, _answer: "Sales by category",
    charts=(
        ChartKind("categories", "Net revenue by category", _bars, "categories"),
        ChartKind("shares", "Shares of net revenue", _shares, "categories"),
        ChartKind("kept", "What was kept and what came back", _returned, "categories"),
        ChartKind("by_month", "Net revenue by month", _areas),
        ChartKind("months", "Net revenue by month and category", _heat, "months"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: [
        ("Net revenue", "gross revenue − returned revenue"),  # noqa: RUF001 - a formula
        ("Share", "net revenue ÷ net revenue of all categories listed"),
        ("Growth", "net revenue ÷ net revenue of the period before − 1"),  # noqa: RUF001 - a formula
    ],
    check=facts.check_window,
)
