"""What influencers earned, line by line, and in which payment it is: for bookkeepers and those who calculate."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy import Select

from shared.analytics.answers import window_of
from shared.analytics.schemas import Ids, WindowQuery
from shared.analytics.windows import ALL
from shared.finance.kinds import Basis, Entry
from shared.finance.payments.schemas import Statuses
from shared.permissions import Permission
from shared.platform.contract import repeatable
from shared.reporting.detail_queries import TextAs
from shared.reporting.document import Column, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.kind import Kind, Section
from shared.reporting.payment_line_queries import payment_lines

COLUMNS = (
    Column("line_id", "Line", format=Format.INTEGER, width=10),
    Column("occurred_on", "Day", format=Format.DAY),
    Column("payable_on", "Payable on", format=Format.DAY),
    Column("influencer_name", "Influencer", width=24),
    Column("influencer_id", "Influencer id", format=Format.INTEGER, width=12),
    Column("campaign_name", "Campaign", width=24),
    Column("campaign_id", "Campaign id", format=Format.INTEGER, width=12),
    Column("basis", "Basis", width=14),
    Column("entry", "Entry", width=16),
    Column("purchase_id", "Purchase", format=Format.INTEGER, width=12),
    Column("reference", "Fee", width=20),
    Column("part", "Part", format=Format.INTEGER, width=8),
    Column("parts", "Of parts", format=Format.INTEGER, width=8),
    Column("term_id", "Terms", format=Format.INTEGER, width=10),
    Column("term_version", "Version", format=Format.INTEGER, width=8),
    Column("component", "Component", format=Format.INTEGER, width=10),
    Column("base", "Base", format=Format.DECIMAL, width=12),
    Column("rate", "Rate", format=Format.DECIMAL, width=10, digits=6),
    Column("amount", "Amount", format=Format.MONEY, width=12),
    Column("reason", "Reason", width=40),
    Column("payment_id", "Payment", format=Format.INTEGER, width=10),
    Column("payment_status", "State of the payment", width=14),
    Column("payment_date", "Counts as a cost on", format=Format.DAY),
    Column("paid_on", "Paid on", format=Format.DAY),
)


class PaymentLinesFilters(WindowQuery):
    """Lines whose conversion, or with `by_payable_day` whose due day, lies in the period."""

    influencer_id: Ids = ()
    campaign_id: Ids = ()
    payment_id: Ids = ()
    basis: Annotated[tuple[Basis, ...], Field(max_length=len(Basis)), BeforeValidator(repeatable)] = ()
    entry: Annotated[tuple[Entry, ...], Field(max_length=len(Entry)), BeforeValidator(repeatable)] = ()
    status: Annotated[Statuses, Field(description="Of the payment that a line is in.")] = ()
    open: Annotated[bool | None, Field(description="Whether it is in no payment.")] = None
    by_payable_day: Annotated[bool, Field(description="The period is of days on which lines are payable.")] = False


def statement(filters: PaymentLinesFilters, text_as: TextAs) -> Select[Any]:
    window = window_of(filters)
    days = None if window.slug == ALL else (window.first, window.last)
    return payment_lines(filters, days, [column.key for column in COLUMNS], text_as)


PAYMENT_LINES = Kind(
    slug="payment_lines",
    label="Payment lines",
    description="What influencers earned and gave back, one row each, with its terms and its payment.",
    permission=Permission.PAYMENTS_READ,
    reads=("payment_lines", "payment", "terms", "campaigns", "influencers"),
    filters=PaymentLinesFilters,
    answer=lambda _session, _query: (),
    sections=(Section("payment_lines", "Payment lines", COLUMNS, items=lambda answer: answer),),
    title=lambda _query, _answer: "Payment lines",
    period=facts.days,
    formulas=lambda _: [
        ("Base", "clicks, orders or net revenue; below zero where something was taken back"),
        ("Amount", "base × rate, half up to the cent; with tiers each part by its own rate"),  # noqa: RUF001 - a formula
    ],
    notes=("A payment is the sum of its lines; a line without a payment is open.",),
    check=facts.check_window,
    detail=statement,
)
