"""Shapes of pacing that cross the API."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.analytics.pacing import PacingState
from shared.campaigns.rules import PacingAlertKind
from shared.platform.contract import Out

Money = Annotated[str, Field(description="Two decimals, in the shop's currency; negative where it is overdrawn.")]


class MoneyRange(Out):
    """An expectation and the ends of its 90 % interval: an indication, not a promise."""

    value: Money
    low: Money
    high: Money


class DayRangeOut(Out):
    """A day and the ends of its 90 % interval; null: not within ten years."""

    value: date | None
    earliest: date | None
    latest: date | None


class PacingAlertOut(Out):
    kind: PacingAlertKind
    since: date


class PacingPoint(Out):
    """Sums from the beginning to the end of a day."""

    day: date
    planned: Annotated[Money, Field(description="If every day cost the same.")]
    cost: Annotated[Money | None, Field(description="null from today on.")]
    projected: Annotated[MoneyRange | None, Field(description="From today on; null where it is too early to tell.")]


class PacingOut(Out):
    campaign_id: int
    as_of: date
    state: PacingState
    planned: Annotated[Money, Field(description="The budget.")]
    planned_to_date: Annotated[Money, Field(description="At the end of yesterday, if every day cost the same.")]
    paid: Annotated[Money, Field(description="Payments and expenses that are paid, and spend that feeds report.")]
    committed: Annotated[
        Money,
        Field(
            description="Payments pending, approved or scheduled; expenses approved; what is earned and in no payment; "
            "fees to come."
        ),
    ]
    remaining: Annotated[Money, Field(description="The budget less what is paid and committed.")]
    burn_per_day: Annotated[Money | None, Field(description="Mean of the days that are over.")]
    planned_per_day: Annotated[Money | None, Field(description="The budget by its days.")]
    projected: Annotated[MoneyRange | None, Field(description="At the end of the last day; null: too early to tell.")]
    budget_ends_on: Annotated[
        DayRangeOut | None, Field(description="The day on which the budget is used up; null: too early to tell.")
    ]
    alert: PacingAlertOut | None
    series: Annotated[list[PacingPoint], Field(description="The line, at most 400 points.")]
