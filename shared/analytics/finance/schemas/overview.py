"""Shapes of the overview of money and of the report of expenses that cross the API."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.analytics.dimensions import Dimension
from shared.analytics.pacing_schemas import Money
from shared.analytics.performance_schemas import Compared, Compares, SeriesMetricOut
from shared.analytics.schemas import Filters, Ids, Names, WindowQuery
from shared.platform.contract import Out


class OverviewBy(StrEnum):
    DAY = Dimension.DAY.value
    WEEK = Dimension.WEEK.value
    MONTH = Dimension.MONTH.value
    CAMPAIGN = Dimension.CAMPAIGN.value
    CATEGORY = Dimension.CATEGORY.value
    PLATFORM = Dimension.PLATFORM.value


class OverviewQuery(Filters, WindowQuery):
    by: OverviewBy = OverviewBy.MONTH
    compare: Compares = ()


class CostPartsOut(Out):
    """What the cost is made of; together `cost` of the whole, to the cent."""

    payments_paid: Money
    payments_committed: Annotated[Money, Field(description="Pending, approved or scheduled.")]
    expenses: Annotated[Money, Field(description="Of campaigns, approved or paid.")]
    reported_spend: Annotated[Money, Field(description="As feeds report it.")]


class OverviewItem(Compared):
    key: Annotated[str | int | None, Field(description="A day, week's Monday or month's first; null: no campaign.")]
    name: str | None
    first: Annotated[date | None, Field(description="Of a day, week or month: its first day in the window.")]
    last: date | None


class OverviewOut(Out):
    as_of: date
    window: str
    by: OverviewBy
    metrics: list[SeriesMetricOut]
    totals: Compared
    cost_parts: Annotated[CostPartsOut | None, Field(description="Null under a filter that splits costs.")]
    came_back: Annotated[Money | None, Field(description="By the day of its return; null under a filter by campaign.")]
    items: Annotated[
        list[OverviewItem], Field(description="Oldest first, or highest net revenue first; times are not compared.")
    ]


class ReportBy(StrEnum):
    CAMPAIGN = "campaign"
    CATEGORY = "category"
    MONTH = "month"
    STATUS = "status"


class ExpenseReportQuery(WindowQuery):
    """All days unless others are asked for."""

    by: ReportBy = ReportBy.CATEGORY
    campaign_id: Ids = ()
    cost_category: Names = ()


class SpentOut(Out):
    """Money by how far it is gone: what is paid is incurred, and what is incurred is committed."""

    planned: Annotated[
        Money | None, Field(description="Of all days, by campaign or category; null: nothing planned, or not known.")
    ]
    requested: Annotated[Money, Field(description="Expenses that wait for approval.")]
    committed: Annotated[Money, Field(description="Approved expenses, payments that are not cancelled, spend.")]
    incurred: Annotated[Money, Field(description="Of that, what is paid or of days gone by.")]
    paid: Money
    remaining: Annotated[Money | None, Field(description="Planned less committed.")]
    records: Annotated[int, Field(description="How many payments, expenses and reports.")]


class ExpenseReportItem(SpentOut):
    key: Annotated[str | int, Field(description="A month's first day, a campaign's id, a category or a state.")]
    name: str


class ExpenseReportOut(Out):
    as_of: date
    window: str
    by: ReportBy
    totals: SpentOut
    items: list[ExpenseReportItem]
