"""Payments to influencers, and what campaigns cost beside them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Numeric, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import CreatedAt, Imported, Key, LongText, Money, Versioned, enum
from shared.platform.db import Base


class PaymentStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Payment(Base):
    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        Index(None, "campaign_id"),
        Index(None, "influencer_id"),
        Index(None, "date"),
    )

    payment_id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    influencer_id: Mapped[int] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    status: Mapped[PaymentStatus] = mapped_column(enum(PaymentStatus, "payment_status_enum"))
    date: Mapped[date] = mapped_column(Date)


class Expense(Versioned, Imported, Base):
    """A cost of a campaign on a day; one that names no influencer is shared out (analytics.queries.costs)."""

    __tablename__ = "expenses"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("amount >= 0", name="amount"),
        Index(None, "campaign_id"),
        Index(None, "influencer_id"),
        Index(None, "expense_date"),
        Index(None, "created_by"),
    )

    expense_id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    influencer_id: Mapped[int | None] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    cost_category: Mapped[LongText]
    expense_date: Mapped[date]
    amount: Mapped[Money]
    description: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
