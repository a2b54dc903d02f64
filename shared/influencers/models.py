"""Influencers and what is reported about them day by day."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shared.influencers.rules import Tier, tier
from shared.platform.columns import Count, Imported, Key, LongText, MoneyOrZero, Versioned
from shared.platform.db import Base
from shared.platform.rollups import DELTAS, HALF_FULL, Rollup


class Influencer(Versioned, Imported, Base):
    """`clicked_number` is what the row was created with plus the clicks of its metrics; a trigger keeps it so.

    Of a deleted one only the figures are left; another trigger keeps it so.
    """

    __tablename__ = "influencers"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("follower_count >= 0", name="follower_count"),
        CheckConstraint("clicked_number >= 0", name="clicked_number"),
        CheckConstraint("member_since <= CURRENT_DATE", name="member_since"),
    )

    influencer_id: Mapped[int] = mapped_column(primary_key=True)
    influencer_name: Mapped[str] = mapped_column(String(50))
    platform: Mapped[str] = mapped_column(String(50))
    follower_count: Mapped[int]
    clicked_number: Mapped[int]
    category: Mapped[str] = mapped_column(String(100))
    influencer_mail: Mapped[str] = mapped_column(String(255), unique=True)
    still_partner: Mapped[bool]
    member_since: Mapped[date]
    is_deleted: Mapped[bool] = mapped_column(server_default=text("false"))

    @property
    def tier(self) -> Tier:
        return tier(self.follower_count)


COUNTS = ("impressions", "clicks", "likes", "comments", "shares", "saves", "conversions")


class InfluencerMetrics(Base):
    """What a feed reports for one influencer and day, with or without a campaign."""

    __tablename__ = "influencer_metrics"
    __table_args__ = (
        UniqueConstraint(
            "influencer_id",
            "campaign_id",
            "day",
            "source",
            "external_ref",
            name="uq_influencer_metrics_report",
            postgresql_nulls_not_distinct=True,
        ),
        *(CheckConstraint(f"{count} >= 0", name=count) for count in (*COUNTS, "spend", "revenue")),
        Index(None, "campaign_id"),
        Index(None, "day"),
    )

    metric_id: Mapped[Key]
    influencer_id: Mapped[int] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    day: Mapped[date]
    source: Mapped[LongText]
    external_ref: Mapped[LongText] = mapped_column(server_default="")
    impressions: Mapped[Count]
    clicks: Mapped[Count]
    likes: Mapped[Count]
    comments: Mapped[Count]
    shares: Mapped[Count]
    saves: Mapped[Count]
    conversions: Mapped[Count]
    spend: Mapped[MoneyOrZero]
    revenue: Mapped[MoneyOrZero]


class InfluencerSnapshot(Base):
    """Followers and engagement as they stood on a day."""

    __tablename__ = "influencer_snapshots"
    __table_args__ = (CheckConstraint("followers >= 0", name="followers"),)

    influencer_id: Mapped[int] = mapped_column(
        ForeignKey("influencers.influencer_id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    followers: Mapped[int] = mapped_column(BigInteger)
    engagement_rate: Mapped[float | None]
    snapshot_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)


REPORTED = ("impressions", "clicks", "engagements", "reported_conversions", "spend_cents")
FEED_MEASURES = ("reports", *REPORTED)


def _feed(name: str, unit: str, *, key: bool = True, **options: Any) -> Table:
    return Table(
        name,
        Base.metadata,
        Column(unit, Date, primary_key=key, nullable=False),
        Column("influencer_id", Integer, primary_key=key, nullable=False, autoincrement=False),
        *(Column(measure, BigInteger, nullable=False) for measure in FEED_MEASURES),
        **options,
    )


# Sums of InfluencerMetrics, kept by triggers; readers take the views of the same name with `exact_` in front.
FEED = Rollup(
    deltas=_feed("feed_deltas", "day", key=False, postgresql_with=DELTAS),
    days=_feed("feed_day_influencer", "day", postgresql_with=HALF_FULL),
    months=_feed("feed_month_influencer", "month"),
)
