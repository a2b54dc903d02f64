"""Payments to influencers."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import Key, enum
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
