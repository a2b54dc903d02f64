"""Campaigns side by side, each with the figures of GET /api/campaigns/{campaign_id}/success."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy.orm import Session

from shared.analytics.answers import window_of
from shared.analytics.campaigns import service
from shared.analytics.campaigns.schemas import SuccessOut, SuccessQuery
from shared.analytics.metrics import TABLES
from shared.analytics.schemas import Ids, WindowQuery
from shared.analytics.windows import ALL
from shared.campaigns import queries
from shared.campaigns.rules import CampaignStatus
from shared.campaigns.schemas import CampaignOut, CampaignQuery
from shared.permissions import Permission
from shared.platform.contract import repeatable
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import formulas_of, metric_columns
from shared.reporting.kinds.figures import leader, told, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

SHOWN = (
    *("net_revenue", "cost", "roi", "roas", "orders", "units", "gross_revenue", "returned_revenue", "return_rate"),
    *("impressions", "clicks", "ctr", "cvr", "aov", "new_customers", "cac"),
)
SUMMED = ("budget", "net_revenue", "cost", "orders", "units", "gross_revenue", "returned_revenue")
NAME = Column("campaign_name", "Campaign", width=28, at="campaign.campaign_name")
BUDGET = Column("budget", "Budget", format=Format.MONEY, at="campaign.budget")
COLUMNS = (
    NAME,
    Column("campaign_id", "Id", width=8, at="campaign.campaign_id"),
    Column("status", "State", at="campaign.status"),
    Column("start_date", "First day", format=Format.DAY, at="campaign.start_date"),
    Column("end_date", "Last day", format=Format.DAY, at="campaign.end_date"),
    BUDGET,
    *metric_columns(SHOWN, "success.metrics"),
)


class ComparisonFilters(WindowQuery):
    """Campaigns that have any day of the period; named ones whenever they were, unless a period is given."""

    campaign_id: Ids = ()
    influencer_id: Ids = ()
    product_id: Ids = ()
    status: Annotated[tuple[CampaignStatus, ...], BeforeValidator(repeatable), Field(max_length=5)] = ()
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    @property
    def is_open(self) -> bool:
        """Whether no period was asked for and none is needed."""
        return bool(self.campaign_id) and self.window is None and self.first is None and self.last is None


@dataclass(frozen=True)
class Compared:
    campaign: CampaignOut
    success: SuccessOut


def answer(session: Session, filters: ComparisonFilters) -> list[Compared]:
    window = window_of(filters)
    days: dict[str, Any] = {} if filters.is_open or window.slug == ALL else {"from": window.first, "to": window.last}
    only = filters.model_dump(include={"campaign_id", "influencer_id", "product_id", "status", "limit"})
    found = queries.list_campaigns(session, CampaignQuery(**only, **days, sort="-start_date")).items
    return [Compared(each, service.success(session, each.campaign_id, SuccessQuery())) for each in found]


def _period(filters: ComparisonFilters) -> str:
    return "" if filters.is_open else facts.days(filters)


def _revenue(read: Read) -> Chart:
    values = [read.column("campaigns", slug) for slug in ("net_revenue", "cost")]
    title, rows = "Net revenue against cost by campaign", read.rows("campaigns")
    return charts.grouped_bar("campaigns", title, rows, category=NAME, values=values, **read.style)


def _budgets(read: Read) -> Chart:
    cost = read.column("campaigns", "cost")
    title, rows = "Cost against budget", read.rows("campaigns")
    return charts.bullet("budgets", title, rows, category=NAME, value=cost, target=BUDGET, **read.style)


def _cost_against_net(read: Read) -> Chart:
    cost, net = (read.column("campaigns", slug) for slug in ("cost", "net_revenue"))
    title, rows = "What campaigns cost and what they brought", read.rows("campaigns")
    return charts.scatter("campaign_cost_and_revenue", title, rows, category=NAME, across=cost, up=net, **read.style)


def _figures(read: Read) -> list[Figure]:
    totals = read.tables["campaigns"].totals or {}
    keys = ("net_revenue", "cost", "orders", "budget")
    return [Figure(read.column("campaigns", key), totals.get(key)) for key in keys if key in totals]


def _summary(read: Read) -> list[str]:
    rows = read.rows("campaigns")
    if not rows:
        return ["No campaign has a day in this period."]
    roi = read.column("campaigns", "roi")
    ordered = sorted(rows, key=lambda row: -float(str(row["roi"])) if row["roi"] is not None else float("inf"))
    best = Read(read.query, read.answer, {"campaigns": _with(read, ordered)}, read.currency, read.language)
    over = [row for row in rows if row["cost"] is not None and row["cost"] > row["budget"]]  # type: ignore[operator]
    return [
        f"{wording.counted(len(rows), 'campaign is', 'campaigns are')} compared.",
        *told(_figures(read), read),
        *leader(best, "campaigns", NAME, roi),
        *([f"{wording.counted(len(over), 'costs', 'cost')} more than budgeted."] if over else []),
    ]


def _with(read: Read, rows: list[Any]) -> Any:
    table = read.tables["campaigns"]
    return type(table)(table.title, table.columns, rows)


CAMPAIGN_COMPARISON = Kind(
    slug="campaign_comparison",
    label="Campaign comparison",
    description="Campaigns side by side: budget, cost, revenue and what else their success is measured by.",
    permission=Permission.ANALYTICS_READ,
    reads=(*TABLES, "return_lines"),
    filters=ComparisonFilters,
    answer=answer,
    sections=(
        Section(
            "campaigns",
            "Campaigns",
            COLUMNS,
            items=lambda answer: answer,
            totals=lambda _, rows: totals_of(rows, SUMMED),
            note="The latest first; each with all of its own days up to today.",
        ),
    ),
    title=lambda _query, _answer: "Campaigns compared",
    charts=(
        ChartKind("campaigns", "Net revenue against cost by campaign", _revenue, "campaigns"),
        ChartKind("budgets", "Cost against budget", _budgets, "campaigns"),
        ChartKind("campaign_cost_and_revenue", "Cost against net revenue", _cost_against_net, "campaigns"),
    ),
    period=_period,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: formulas_of(SHOWN),
    notes=("Cost is all that was paid and reported for a campaign, on whatever day.",),
    check=facts.check_window,
)
