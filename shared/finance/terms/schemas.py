"""Shapes of terms that cross the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from shared.campaigns.schemas import DayIn
from shared.finance.kinds import Basis, Entry
from shared.finance.terms.rules import DeliverableName, Rules
from shared.platform.contract import Body, Day, Out
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Id, Ids, MoneyIn, MoneyOut

MOST_HOLDING_DAYS = 365
MOST_DAYS = 366

Holding = Annotated[int, Field(ge=0, le=MOST_HOLDING_DAYS, description="Days after a conversion until it is payable.")]
Note = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class TermIn(Body):
    """A version of what is agreed; the versions before keep what was earned under them."""

    campaign_id: Id
    influencer_id: Id
    valid_from: Annotated[
        DayIn | None,
        Field(description="If missing: the first version from the campaign's first day on, a later one tomorrow."),
    ] = None
    rules: Rules
    holding_days: Holding
    minimum_payout: Annotated[MoneyIn, Field(description="What is less is carried forward.")] = Decimal("0.00")
    note: Note | None = None
    override_reason: Annotated[Note | None, Field(description="Why its fees may pass the budget.")] = None


class TermOut(Out):
    term_id: int
    campaign_id: int
    campaign_name: str
    influencer_id: int
    influencer_name: str
    term_version: int
    valid_from: date
    valid_to: Annotated[date | None, Field(description="The day before the next version; null: until further notice.")]
    rules: Rules
    holding_days: int
    minimum_payout: MoneyOut
    note: str | None
    override_reason: str | None
    created_by: int | None
    created_at: datetime


class DeliverableIn(Body):
    deliverable: DeliverableName
    delivered_on: Annotated[DayIn, Field(description="The day that its fee is earned on.")]
    note: Note | None = None


class DeliverableGone(Body):
    deliverable: DeliverableName


class DeliverableOut(Out):
    deliverable: str
    term_id: Annotated[int, Field(description="The version that was in force that day and pays the fee.")]
    delivered_on: date
    note: str | None
    confirmed_by: int
    confirmed_at: datetime


class TermDetail(TermOut):
    deliverables: Annotated[list[DeliverableOut], Field(description="Confirmed ones of all versions.")]


class TermQuery(PageQuery):
    campaign_id: Ids = ()
    influencer_id: Ids = ()
    on: Annotated[Day | None, Field(description="Only the versions in force on this day.")] = None


class TermsPreviewIn(Body):
    """Rules to try on what came through an influencer from `from` to `to`, as if they had been agreed."""

    influencer_id: Id
    campaign_id: Annotated[
        Id | None, Field(description="Only products shown in it and clicks reported for it; all, if missing.")
    ] = None
    rules: Rules
    first: Annotated[DayIn, Field(alias="from")]
    last: Annotated[DayIn, Field(alias="to")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("from is after to")
        if (self.last - self.first).days >= MOST_DAYS:
            raise ValueError(f"at most {MOST_DAYS} days can be tried at once")
        return self


class PreviewMonth(Out):
    month: Annotated[date, Field(description="Its first day.")]
    amount: MoneyOut


class PreviewComponent(Out):
    component: Annotated[int, Field(description="Its place in the rules, from 0.")]
    basis: Basis
    conversions: Annotated[int, Field(description="Purchases, days with clicks, or fees.")]
    amount: MoneyOut


class PreviewLine(Out):
    component: int
    basis: Basis
    entry: Entry
    purchase_id: int | None
    day: date
    base: Annotated[str, Field(description="Clicks, orders or revenue.")]
    rate: Annotated[str | None, Field(description="null for a fixed fee.")]
    amount: Annotated[MoneyOut, Field(description="Before returns.")]
    reason: str | None


class TermsPreviewOut(Out):
    """What would have been earned; what came back by now is taken off."""

    amount: MoneyOut
    taken_back: Annotated[MoneyOut, Field(description="Already off the amount: what returns took.")]
    net_revenue: Annotated[MoneyOut, Field(description="Of the purchases looked at.")]
    share_of_net_revenue: Annotated[float | None, Field(description="Amount ÷ net revenue; null without revenue.")]
    months: list[PreviewMonth]
    components: list[PreviewComponent]
    lines: Annotated[list[PreviewLine], Field(description="The first 50.")]
