"""Campaigns, and which influencer shows which product in them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import Imported, Key, Versioned, enum
from shared.platform.db import Base


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Campaign(Versioned, Imported, Base):
    """`start_date` and `end_date` are business days, both included."""

    __tablename__ = "campaigns"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("start_date <= end_date", name="dates"),
        CheckConstraint("budget >= 0", name="budget"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True)
    campaign_name: Mapped[str] = mapped_column(String(50))
    start_date: Mapped[date]
    end_date: Mapped[date]
    budget: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    status: Mapped[CampaignStatus] = mapped_column(
        enum(CampaignStatus, "campaign_status_enum"), server_default=CampaignStatus.DRAFT.value
    )


class Arrangement(Base):
    """An influencer shows a product in a campaign; the user arranged it."""

    __tablename__ = "arranges"
    __table_args__ = (
        UniqueConstraint("product_id", "influencer_id", "user_id", "campaign_id"),
        Index(None, "influencer_id"),
        Index(None, "user_id"),
        Index(None, "campaign_id"),
    )

    arrangement_id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("products.product_id", ondelete="CASCADE"))
    influencer_id: Mapped[int] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.user_id", ondelete="CASCADE"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
