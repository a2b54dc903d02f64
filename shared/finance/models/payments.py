import datetime as dt
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shared.finance.kinds import Basis, BatchOutcome, Entry, PaymentStatus
from shared.platform.columns import CreatedAt, Key, LongText, Money, Versioned, enum
from shared.platform.db import Base

ONE = text("1")
SOURCE = """
CASE basis WHEN 'fixed_fee' THEN reference IS NOT NULL AND purchase_id IS NULL
           WHEN 'per_click' THEN reference IS NULL AND purchase_id IS NULL
           ELSE reference IS NULL AND purchase_id IS NOT NULL END"""


class Payment(Versioned, Base):
    """What one influencer gets for one campaign; the sum of its lines where it `is_computed`.

    `date` is the day it counts as a cost: when it falls due, then when it was paid.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("approved_by <> computed_by", name="separate_duties"),
        Index(None, "campaign_id"),
        Index(None, "influencer_id"),
        Index(None, "date"),
        Index("ix_payment_status", "status", "payment_id"),
    )

    payment_id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    influencer_id: Mapped[int] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    status: Mapped[PaymentStatus] = mapped_column(enum(PaymentStatus, "payment_status_enum"))
    date: Mapped[date] = mapped_column(Date)
    is_computed: Mapped[bool] = mapped_column(server_default=text("false"))
    computed_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))
    computed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))
    approved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    scheduled_for: Mapped[dt.date | None] = mapped_column(Date)
    paid_on: Mapped[dt.date | None] = mapped_column(Date)
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    status_reason: Mapped[str | None] = mapped_column(Text)


class PaymentLine(Base):
    """One amount earned or taken back, with what explains it; open while it is in no payment.

    `base` is clicks, orders or revenue (below zero where taken back), `part` of `parts` says which share of a purchase
    is this campaign's, `sequence` counts the lines of one source: the database refuses a second first one. Triggers
    keep its terms, its purchase and its payment there, for all lines of a statement at once (migrations/sql/0025).
    """

    __tablename__ = "payment_lines"
    __table_args__ = (
        CheckConstraint("part BETWEEN 1 AND parts", name="part"),
        CheckConstraint(SOURCE, name="source"),
        Index(
            "uq_payment_lines_purchase",
            *("purchase_id", "basis", "part", "sequence"),
            unique=True,
            postgresql_where=text("purchase_id IS NOT NULL"),
        ),
        Index(
            "uq_payment_lines_clicks",
            *("campaign_id", "influencer_id", "occurred_on", "sequence"),
            unique=True,
            postgresql_where=text("basis = 'per_click'"),
        ),
        Index(
            "uq_payment_lines_fee",
            *("campaign_id", "influencer_id", "reference", "sequence"),
            unique=True,
            postgresql_where=text("basis = 'fixed_fee'"),
        ),
        Index(
            "ix_payment_lines_open",
            *("influencer_id", "campaign_id", "payable_on"),
            postgresql_include=["amount"],
            postgresql_where=text("payment_id IS NULL"),
        ),
        Index("ix_payment_lines_payment_id", "payment_id", postgresql_where=text("payment_id IS NOT NULL")),
        Index("ix_payment_lines_term_id", "term_id", "campaign_id", "influencer_id", "occurred_on"),
    )

    line_id: Mapped[Key]
    term_id: Mapped[int] = mapped_column(BigInteger)
    campaign_id: Mapped[int]
    influencer_id: Mapped[int]
    component: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[Basis] = mapped_column(enum(Basis, "earning_basis_enum"))
    entry: Mapped[Entry] = mapped_column(enum(Entry, "payment_entry_enum"))
    purchase_id: Mapped[int | None] = mapped_column(BigInteger)
    part: Mapped[int] = mapped_column(SmallInteger, server_default=ONE)
    parts: Mapped[int] = mapped_column(SmallInteger, server_default=ONE)
    reference: Mapped[str | None] = mapped_column(Text)
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    occurred_on: Mapped[date]
    payable_on: Mapped[date]
    base: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    rate: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    amount: Mapped[Money]
    reason: Mapped[str | None] = mapped_column(Text)
    payment_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[CreatedAt]


# The lines that a cancelled payment had: they are open again, and it still explains itself.
released_lines = Table(
    "released_lines",
    Base.metadata,
    Column("payment_id", ForeignKey("payment.payment_id"), primary_key=True),
    Column("line_id", ForeignKey("payment_lines.line_id"), primary_key=True),
    Index(None, "line_id"),
)


class Batch(Versioned, Base):
    """A chosen set of payments that goes to the bank as one message."""

    __tablename__ = "payment_batches"
    __table_args__ = (UniqueConstraint("message_id"),)

    batch_id: Mapped[Key]
    message_id: Mapped[LongText]
    execution_date: Mapped[date]
    total: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    payments: Mapped[int]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
    exported_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class BatchItem(Base):
    """A payment in a batch, and what the bank said of it; on its way or paid in one batch at most.

    `booked_on` and `returned_on` are days of entries of the bank; an outcome set by hand has none.
    """

    __tablename__ = "payment_batch_items"
    __table_args__ = (
        UniqueConstraint("end_to_end_id"),
        CheckConstraint("amount > 0", name="amount"),
        Index(
            "uq_payment_batch_items_once",
            "payment_id",
            unique=True,
            postgresql_where=text("outcome IN ('waiting', 'paid')"),
        ),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batches.batch_id"), primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.payment_id"), primary_key=True)
    end_to_end_id: Mapped[LongText]
    amount: Mapped[Money]
    outcome: Mapped[BatchOutcome] = mapped_column(
        enum(BatchOutcome, "batch_outcome_enum"), server_default=BatchOutcome.WAITING.value
    )
    outcome_reason: Mapped[str | None] = mapped_column(Text)
    outcome_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    booked_on: Mapped[date | None]
    returned_on: Mapped[date | None]
