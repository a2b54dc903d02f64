"""Shapes of what is owed to influencers that cross the API."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.analytics.finance.ageing import Bucket, PeriodUnit
from shared.analytics.pacing_schemas import Money, MoneyRange
from shared.analytics.schemas import Ids
from shared.platform.contract import Out, Query


class PayablesFilters(Query):
    influencer_id: Ids = ()
    campaign_id: Ids = ()


class PayablesQuery(PayablesFilters):
    unit: Annotated[PeriodUnit, Field(description="Of the forecast.")] = PeriodUnit.WEEK
    periods: Annotated[int, Field(ge=1, le=53, description="How many, from the present one on.")] = 12
    sort: Annotated[str, Field(pattern="^-?(outstanding|overdue|influencer_id)$", description="Of the items.")] = (
        "-outstanding"
    )
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="next_cursor of the page before.")] = None


class OutstandingOut(Out):
    """What is earned and not paid: in payments by their state, and in lines that no payment has."""

    total: Money
    pending: Money
    approved: Money
    scheduled: Money
    failed: Money
    open_lines: Money


class AgeingOut(Out):
    """By due day; together the total. A reversal counts where it fell, so that a bucket may be negative."""

    bucket: Bucket
    amount: Money
    share: Annotated[float | None, Field(description="Of the total; null where nothing is outstanding.")]


class ForecastOut(Out):
    """What falls due from `first` to `last`; the first period holds what is overdue, too."""

    first: date
    last: date
    payments: Annotated[Money, Field(description="Not paid, on the day they are scheduled for, else due.")]
    open_lines: Annotated[Money, Field(description="Earned, in no payment, and neither carried forward nor negative.")]
    fees: Annotated[Money, Field(description="Fixed fees to come, when their holding period is over.")]
    known: Annotated[Money, Field(description="The three together.")]
    to_be_earned: Annotated[
        MoneyRange | None,
        Field(description="By sales and clicks to come, at the pace of the last 12 weeks; null: early."),
    ]
    expected: Annotated[MoneyRange | None, Field(description="Known and to be earned.")]


class UndatedOut(Out):
    """What has no day: fees for deliverables that were not delivered, and balances that are carried forward."""

    deliverables: Money
    carried_forward: Money
    negative_balances: Money


class HoldOut(Out):
    """Why nobody can be paid at present."""

    no_account: Annotated[bool, Field(description="Where to is not known.")]
    until: Annotated[date | None, Field(description="The account was changed: no payment leaves before this day.")]


class PayableItem(Out):
    influencer_id: int
    influencer_name: str
    outstanding: Money
    overdue: Money
    ageing: Annotated[dict[Bucket, Money], Field(description="Without those that hold nothing.")]
    hold: Annotated[HoldOut | None, Field(description="Null: may be paid.")]


class PayablesOut(Out):
    as_of: date
    outstanding: OutstandingOut
    ageing: list[AgeingOut]
    overdue: Money
    held: Annotated[Money, Field(description="Of those who cannot be paid at present; see `hold` of each.")]
    influencers: Annotated[int, Field(description="To how many something is owed, or who owe.")]
    negative_balances: Annotated[int, Field(description="How many influencers have one in some campaign.")]
    forecast: list[ForecastOut]
    undated: UndatedOut
    items: list[PayableItem]
    next_cursor: str | None
