"""Shapes of batches and of what the bank says that cross the API."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from shared.finance.kinds import BatchOutcome
from shared.finance.payments.rules import Finding
from shared.finance.payments.schemas import PaymentIds, Reason
from shared.platform.contract import Body, Day, Out, Query
from shared.platform.paging import Page, PageQuery
from shared.sales.schemas.fields import Days, MoneyOut

LONGEST_STATEMENT = 900_000


class FileFormat(StrEnum):
    CSV = "csv"
    PAIN_001 = "pain.001"


class StatementFormat(StrEnum):
    CSV = "csv"
    CAMT_053 = "camt.053"


class BatchIn(Body):
    payment_ids: Annotated[PaymentIds, Field(description="Approved or scheduled payments: these and no others.")]
    execution_date: Annotated[Day | None, Field(description="When the bank shall pay; today, if missing.")] = None


class BatchQuery(PageQuery, Days):
    """`from` and `to` are days on which the bank shall pay."""

    open: Annotated[bool | None, Field(description="Whether the bank has yet to say something of a payment.")] = None


class ItemQuery(PageQuery):
    outcome: BatchOutcome | None = None


class BatchOut(Out):
    batch_id: int
    message_id: Annotated[str, Field(description="What the bank knows it by.")]
    execution_date: date
    total: MoneyOut
    payments: int
    waiting: Annotated[int, Field(description="Payments of which the bank has not said anything yet.")]
    paid: int
    failed: int
    withdrawn: int
    created_by: int
    created_at: datetime
    exported_at: datetime | None


class ItemOut(Out):
    payment_id: int
    influencer_id: int
    influencer_name: str
    end_to_end_id: Annotated[str, Field(description="What the bank's statement names it by.")]
    amount: MoneyOut
    outcome: BatchOutcome
    outcome_reason: str | None
    outcome_at: datetime | None
    booked_on: Annotated[date | None, Field(description="The day of the bank's entry; null if set by hand.")]
    returned_on: date | None


class BatchDetail(BatchOut):
    items: Page[ItemOut]


class ExportQuery(Query):
    format: Annotated[FileFormat, Field(description="pain.001: ISO 20022 pain.001.001.09, for accounts with IBAN.")] = (
        FileFormat.PAIN_001
    )


class WithdrawIn(Body):
    reason: Reason
    never_sent: Annotated[
        bool, Field(description="Of a batch that was exported: yes, the file has not gone to the bank.")
    ] = False


ColumnName = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class ColumnNames(Body):
    """What the columns of a CSV are called; those that may be missing are null."""

    end_to_end_id: ColumnName = "end_to_end_id"
    amount: Annotated[ColumnName, Field(description="With or without a sign.")] = "amount"
    outcome: Annotated[
        ColumnName | None,
        Field(description="paid, booked or executed; failed, rejected or returned. Without it every line was paid."),
    ] = None
    booked_on: Annotated[ColumnName | None, Field(description="Days as in 2026-11-23.")] = None
    reason: ColumnName | None = None


class StatementIn(Body):
    """A statement of the bank as text, at most 900,000 characters."""

    format: StatementFormat
    content: Annotated[str, Field(min_length=1, max_length=LONGEST_STATEMENT)]
    columns: Annotated[ColumnNames | None, Field(description="For CSV.")] = None
    delimiter: Annotated[Literal[",", ";", "\t", "|"], Field(description="For CSV.")] = ","
    decimal: Annotated[Literal[".", ","], Field(description="For CSV: what parts euros from cents.")] = "."

    @model_validator(mode="after")
    def _columns_of_csv(self) -> Self:
        if self.columns is not None and self.format is not StatementFormat.CSV:
            raise ValueError("columns belong to a CSV")
        return self


class StatementFindingOut(Out):
    """An entry that was not carried out as it stands, or a transfer that failed."""

    position: Annotated[int, Field(description="Its place in the statement, from 1.")]
    finding: Finding
    payment_id: int | None
    end_to_end_id: str | None
    amount: MoneyOut | None
    booked_on: date | None
    reason: str | None


class StatementOut(Out):
    paid: Annotated[int, Field(description="Payments that this statement marked as paid.")]
    failed: Annotated[int, Field(description="Payments that it marked as failed.")]
    known: Annotated[int, Field(description="Entries that said nothing new.")]
    unmatched: Annotated[int, Field(description="Entries for a person to look at.")]
    waiting: Annotated[int, Field(description="Payments of the batch that the bank has not told of.")]
    findings: Annotated[list[StatementFindingOut], Field(description="At most 1000.")]
