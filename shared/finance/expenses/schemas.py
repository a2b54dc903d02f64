"""Shapes of expenses that cross the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from shared.campaigns.schemas import DayIn
from shared.finance.budgets.schemas import CostCategory
from shared.finance.expenses.rules import MOST_BYTES
from shared.finance.kinds import ExpenseStatus
from shared.platform.contract import Body, Out, repeatable
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Change, Days, Id, Ids, MoneyIn, MoneyOut, Names

POSITIVE = r"^(?!0+(\.0+)?$)[0-9]{1,10}(\.[0-9]{1,2})?$"
# No folders, and nothing that a terminal or a header would choke on.
RECEIPT = r"^[^\x00-\x1f\x7f-\x9f/\\:*?\"<>|]+\.([pP][dD][fF]|[pP][nN][gG]|[jJ][pP][eE]?[gG])$"


def _positive(amount: Decimal) -> Decimal:
    if amount <= 0:
        raise ValueError("must be more than nothing")
    return amount


Amount = Annotated[
    MoneyIn,
    AfterValidator(_positive),
    WithJsonSchema({"type": "string", "pattern": POSITIVE, "examples": ["19.90"]}),
]
Description = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
FileName = Annotated[str, StringConstraints(min_length=5, max_length=100, pattern=RECEIPT)]
Statuses = Annotated[tuple[ExpenseStatus, ...], Field(max_length=10), BeforeValidator(repeatable)]


class ExpenseIn(Body):
    campaign_id: Id
    influencer_id: Annotated[Id | None, Field(description="null: shared out over the campaign's influencers.")] = None
    cost_category: CostCategory
    expense_date: Annotated[DayIn, Field(description="Business day that it is a cost of; may lie ahead.")]
    amount: Amount
    description: Description | None = None


class ExpensePatch(Body):
    influencer_id: Id | None = None
    cost_category: Change[CostCategory] = None
    expense_date: Change[DayIn] = None
    amount: Change[Amount] = None
    description: Description | None = None


class ApprovalIn(Body):
    override_reason: Annotated[Reason | None, Field(description="Why it may pass the budget, if it does.")] = None


class RejectionIn(Body):
    reason: Reason


class ExpensePaidIn(Body):
    paid_on: Annotated[DayIn | None, Field(description="Business day, today if missing.")] = None


class ReceiptIn(Body):
    file_name: Annotated[FileName, Field(description=f"Ends in .pdf, .png, .jpg or .jpeg; at most {MOST_BYTES} bytes.")]


class ExpenseOut(Out):
    expense_id: int
    campaign_id: int
    influencer_id: int | None
    cost_category: str
    expense_date: date
    amount: MoneyOut
    description: str | None
    status: ExpenseStatus
    receipt_name: Annotated[str | None, Field(description="null: no receipt.")]
    receipt_type: str | None
    created_by: int | None
    created_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    decision_reason: Annotated[str | None, Field(description="Why it was rejected.")]
    override_reason: Annotated[str | None, Field(description="Why it may pass the budget.")]
    paid_on: date | None
    source: Annotated[str | None, Field(description="The namespace it was imported into.")]
    external_ref: str | None


class ReceiptUploadOut(Out):
    upload_url: Annotated[str, Field(description="Takes one PUT with the header x-ms-blob-type: BlockBlob.")]
    expires_at: datetime


class ReceiptOut(Out):
    download_url: Annotated[str, Field(description="Downloads without a token until expires_at.")]
    expires_at: datetime
    file_name: str


class ExpenseQuery(Days, PageQuery):
    """`from` and `to` are days of expenses."""

    campaign_id: Ids = ()
    influencer_id: Ids = ()
    cost_category: Names = ()
    status: Statuses = ()
    created_by: Annotated[Ids, Field(description="Users who recorded them.")] = ()
    has_receipt: bool | None = None
