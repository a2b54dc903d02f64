"""Shapes of payments that cross the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from shared.finance.kinds import Basis, BatchOutcome, Entry, PaymentStatus
from shared.platform.contract import Body, Day, Out, repeatable
from shared.platform.paging import Page, PageQuery
from shared.sales.schemas.fields import Days, Id, Ids, MoneyOut


def _plain(stored: object) -> object:
    """Return a number without the zeros that its column fills it up with."""
    return f"{stored.normalize():f}" if isinstance(stored, Decimal) else stored


PlainNumber = Annotated[str, BeforeValidator(_plain)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Statuses = Annotated[tuple[PaymentStatus, ...], Field(max_length=10), BeforeValidator(repeatable)]


class PaymentQuery(PageQuery, Days):
    """`from` and `to` are days on which a payment counts as a cost."""

    payment_id: Ids = ()
    campaign_id: Ids = ()
    influencer_id: Ids = ()
    batch_id: Annotated[Ids, Field(description="In which it is on its way or paid.")] = ()
    status: Statuses = ()
    scheduled_until: Annotated[Day | None, Field(description="Scheduled for this day or an earlier one.")] = None
    computed: Annotated[bool | None, Field(description="Made of lines, or recorded without any.")] = None


class LineQuery(PageQuery):
    """Pages of the lines; they come in the order of their days."""


class PaymentOut(Out):
    payment_id: int
    campaign_id: int
    campaign_name: str
    influencer_id: int
    influencer_name: str
    amount: MoneyOut
    status: PaymentStatus
    date: Annotated[Day, Field(description="When it counts as a cost: when it fell due, then when it was paid.")]
    is_computed: Annotated[bool, Field(description="It is the sum of its lines; otherwise it was recorded as it is.")]
    computed_by: Annotated[int | None, Field(description="null: the timer, or nobody.")]
    computed_at: datetime | None
    approved_by: int | None
    approved_at: datetime | None
    scheduled_for: Day | None
    paid_on: Day | None
    attempts: Annotated[int, Field(description="How often it failed.")]
    status_reason: Annotated[str | None, Field(description="Why it failed or was cancelled.")]
    batch_id: Annotated[int | None, Field(description="The batch in which it is on its way or paid.")]


class LineOut(Out):
    """One amount earned or taken back, and how it came about."""

    line_id: int
    entry: Entry
    basis: Basis
    occurred_on: Annotated[date, Field(description="The day of the conversion; of a reversal that of the return.")]
    payable_on: date
    campaign_id: Annotated[int, Field(description="Another one than the payment's: its debt is offset here.")]
    campaign_name: str
    purchase_id: int | None
    reference: Annotated[str | None, Field(description="Of a fixed fee: its day or deliverable.")]
    part: Annotated[int, Field(description="Which share of a purchase that several campaigns share.")]
    parts: int
    term_id: int
    term_version: int
    component: Annotated[int, Field(description="Its place in the rules of the version, from 0.")]
    base: Annotated[PlainNumber, Field(description="Clicks, orders or net revenue; below zero where taken back.")]
    rate: Annotated[PlainNumber | None, Field(description="Per click or order, or the share; null for a fixed fee.")]
    amount: MoneyOut
    reason: str | None


class LineSum(Out):
    """What the lines of one kind come to."""

    basis: Basis
    entry: Entry
    lines: int
    amount: MoneyOut


class Attempt(Out):
    """A batch that the payment was or is in."""

    batch_id: int
    end_to_end_id: str
    outcome: BatchOutcome
    outcome_reason: str | None
    outcome_at: datetime | None


class PaymentDetail(PaymentOut):
    line_count: int
    line_total: Annotated[MoneyOut | None, Field(description="The amount of a computed payment; null without lines.")]
    sums: list[LineSum]
    lines: Annotated[Page[LineOut], Field(description="One page of them; of a cancelled payment what it consisted of.")]
    attempts_made: list[Attempt]


class PaymentScheduleIn(Body):
    scheduled_for: Annotated[Day | None, Field(description="Today, if missing.")] = None


class PaidIn(Body):
    paid_on: Annotated[Day | None, Field(description="Today, if missing.")] = None


class FailedIn(Body):
    reason: Reason


class CancelIn(Body):
    reason: Reason


PaymentIds = Annotated[tuple[Id, ...], Field(min_length=1, max_length=1000)]


class ApproveIn(Body):
    payment_ids: Annotated[PaymentIds, Field(description="Pending payments: these and no others.")]


class ApprovedOut(Out):
    payments: int
    amount: MoneyOut
