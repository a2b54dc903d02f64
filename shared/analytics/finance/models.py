"""What is earned day by day and what collaborations bring, as they were reckoned last."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import CreatedAt
from shared.platform.db import Base


class EarnedDay(Base):
    """What sales and clicks of one of the last days earned the influencers of a campaign, held for so many days."""

    __tablename__ = "earned_days"

    # No foreign key: a campaign that goes takes its lines with it, and the next run its days.
    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    occurred_on: Mapped[date] = mapped_column(primary_key=True)
    holding_days: Mapped[int] = mapped_column(Integer, primary_key=True)
    cents: Mapped[int] = mapped_column(BigInteger)


class Collaboration(Base):
    """What an influencer sold in a campaign, by the parts credited to it, on whatever of its days.

    `points` are quantiles of the net revenue to be expected, in money, as float32 (ranking.simulation.RANKED_BY); null
    where nobody sold anything. Recent are the later half of its last 180 days, until it ended, earlier the half before.
    """

    __tablename__ = "collaborations"
    __table_args__ = (Index(None, "influencer_id"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"), primary_key=True)
    influencer_id: Mapped[int] = mapped_column(
        ForeignKey("influencers.influencer_id", ondelete="CASCADE"), primary_key=True
    )
    impressions: Mapped[int] = mapped_column(BigInteger)
    clicks: Mapped[int] = mapped_column(BigInteger)
    orders: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    gross_cents: Mapped[int] = mapped_column(BigInteger)
    returned_cents: Mapped[int] = mapped_column(BigInteger)
    spend_cents: Mapped[int] = mapped_column(BigInteger)
    enough: Mapped[bool]
    expected_cents: Mapped[int | None] = mapped_column(BigInteger)
    points: Mapped[bytes | None]
    recent_first: Mapped[date | None]
    earlier_first: Mapped[date | None]
    recent_orders: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    recent_cents: Mapped[int] = mapped_column(BigInteger)
    earlier_orders: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    earlier_cents: Mapped[int] = mapped_column(BigInteger)
    computed_at: Mapped[CreatedAt]
