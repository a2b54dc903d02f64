"""Campaigns, and which influencer shows which product in them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.campaigns.rules import CampaignStatus, Course, PacingAlertKind
from shared.platform.columns import Imported, Key, Money, Versioned, enum
from shared.platform.db import Base

__all__ = ["Arrangement", "Campaign", "CampaignStatus", "PacingAlert", "PacingAlertKind"]


class Campaign(Versioned, Imported, Base):
    """`start_date` and `end_date` are business days, both included.

    `ended_on` is the last day that counts where somebody ended it early; before `start_date` where it never ran.
    """

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
    ended_on: Mapped[date | None]

    @property
    def course(self) -> Course:
        return Course(self.status, self.start_date, self.end_date, self.ended_on)


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


class PacingAlert(Base):
    """The projected cost of a campaign left what was planned; until it is back (`cleared_on`) nobody is told again."""

    __tablename__ = "pacing_alerts"
    __table_args__ = (
        Index("uq_pacing_alerts_open", "campaign_id", unique=True, postgresql_where=text("cleared_on IS NULL")),
        Index(None, "campaign_id"),
    )

    alert_id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    kind: Mapped[PacingAlertKind] = mapped_column(enum(PacingAlertKind, "pacing_alert_enum"))
    raised_on: Mapped[date]
    projected: Mapped[Money]
    budget: Mapped[Money]
    cleared_on: Mapped[date | None]
