"""Shapes of profitability that cross the API."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.analytics.finance.verdicts import Recommendation, Trend
from shared.analytics.pacing_schemas import Money
from shared.analytics.sales_schemas import Count
from shared.analytics.schemas import Ids, Names, RoiOut, WindowQuery
from shared.campaigns.rules import CampaignStatus
from shared.platform.contract import Out, repeatable


class Level(StrEnum):
    """A collaboration is an influencer in a campaign, from its beginning to its end."""

    COLLABORATION = "collaboration"
    INFLUENCER = "influencer"


Recommendations = Annotated[
    tuple[Recommendation, ...], BeforeValidator(repeatable), Field(max_length=len(Recommendation))
]
SORTS = (
    "net_contribution",
    "net_revenue",
    "cost",
    "orders",
    "roi",
    "probability_positive",
    "campaign_id",
    "influencer_id",
)


class ProfitabilityQuery(WindowQuery):
    by: Level = Level.COLLABORATION
    campaign_id: Annotated[Ids, Field(description="Of collaborations.")] = ()
    influencer_id: Ids = ()
    platform: Names = ()
    recommendation: Recommendations = ()
    sort: Annotated[str, Field(pattern=f"^-?({'|'.join(SORTS)})$", description="- for descending; unknown last.")] = (
        "-net_contribution"
    )
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="next_cursor of the page before.")] = None


class TrendOut(Out):
    """The last days against as many before.

    Of an influencer 90 until yesterday; of a collaboration half of its last 180, until it ended.
    """

    word: Annotated[Trend, Field(description="Rising or falling only where orders clearly (90 %) differ.")]
    days: Annotated[int, Field(description="Of each of the two periods.")]
    recent_orders: Count
    earlier_orders: Count
    recent_net_revenue: Money
    earlier_net_revenue: Money
    change: Annotated[float | None, Field(description="Of net revenue; null where there was none before.")]


class ProfitabilityItem(Out):
    campaign_id: int | None
    campaign_name: str | None
    campaign_status: CampaignStatus | None
    influencer_id: int
    influencer_name: str
    platform: str
    orders: Count
    gross_revenue: Money
    returned_revenue: Money
    net_revenue: Money
    paid: Annotated[Money, Field(description="Payments that are paid, expenses, and spend that feeds report.")]
    committed: Annotated[
        Money,
        Field(
            description="Payments that are not paid yet; of a collaboration also what is earned and in no payment, and"
            " fixed fees to come."
        ),
    ]
    cost: Annotated[Money, Field(description="Paid and committed.")]
    net_contribution: Annotated[Money, Field(description="Net revenue less cost.")]
    roi: Annotated[float | None, Field(description="(net revenue − cost) ÷ cost so far; null without cost.")]  # noqa: RUF001
    expected_roi: Annotated[RoiOut, Field(description="By the ranking model, with its 90 % interval.")]
    trend: TrendOut
    recommendation: Recommendation
    reasons: Annotated[list[str], Field(description="What the recommendation rests on, in words and numbers.")]


class ProfitabilityOut(Out):
    by: Level
    as_of: date
    window: Annotated[str | None, Field(description="Null of collaborations, which count from beginning to end.")]
    reckoned_at: Annotated[
        datetime | None, Field(description="When sales and expectations were reckoned last; null: now, or never.")
    ]
    recommendations: Annotated[dict[Recommendation, int], Field(description="How many, whatever is chosen of them.")]
    items: list[ProfitabilityItem]
    next_cursor: str | None
