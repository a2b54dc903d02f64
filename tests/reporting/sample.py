"""A small report with one value of every kind."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from shared.reporting import charts
from shared.reporting.document import Chart, Column, Figure, Format, ReportDocument, Row, Table

NAME = Column("influencer_name", "Influencer")
REVENUE = Column("net_revenue", "Net revenue", format=Format.MONEY)
ROI = Column("roi", "ROI", format=Format.RATIO)
COLUMNS = (
    NAME,
    Column("orders", "Orders", format=Format.INTEGER),
    REVENUE,
    ROI,
    Column("rating", "Average rating", format=Format.DECIMAL),
    Column("last_sale", "Last sale", format=Format.DAY),
    Column("seen_at", "Seen", format=Format.INSTANT),
)
MADE = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


def row(name: str = "Anna", revenue: str | None = "1234.56", **changes: object) -> Row:
    return {
        "influencer_name": name,
        "orders": 12,
        "net_revenue": None if revenue is None else Decimal(revenue),
        "roi": 0.1234,
        "rating": 4.5,
        "last_sale": date(2026, 3, 31),
        "seen_at": datetime(2026, 3, 31, 22, 5, tzinfo=UTC),
    } | changes


EMPTY_ROW = {column.key: None for column in COLUMNS} | {"influencer_name": "Nobody"}


def report(*rows: Row, **changes: object) -> ReportDocument:
    document = ReportDocument(
        title="Influencer ranking",
        subtitle="January to March",
        kind="ranking",
        edition="R-1",
        read_at=MADE,
        scope="2026-01-01 to 2026-03-31, campaign Spring",
        facts=[("Filters", "campaign: Spring"), ("Data version", "4711")],
        figures=[Figure(REVENUE, Decimal("110.00"), Decimal("100.00"))],
        tables=[
            Table(
                "Ranking", COLUMNS, rows, "Ordered by ROI.", {"orders": 24, "net_revenue": Decimal("99.10")}, "ranking"
            )
        ],
        formulas=[("ROI", "(net revenue - cost) / cost")],
        notes=["An empty cell is not zero."],
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def with_charts(document: ReportDocument) -> ReportDocument:
    rows = document.tables[0].rows
    ranking = charts.ranking_bar("roi", "ROI by influencer", rows, category=NAME, value=ROI)
    day = Column("last_sale", "Day", format=Format.DAY)
    line = charts.line_over_time("revenue", "Revenue by day", rows, day=day, values=[REVENUE])
    return replace(document, charts=[on_sheet(ranking), on_sheet(line)])


def on_sheet(chart: Chart) -> Chart:
    """The chart as kinds of reports declare it: with the table whose cells it is drawn from."""
    assert chart.native
    return replace(chart, native=replace(chart.native, table="ranking"))
