"""Rankings, attribution and profiles as they were computed, and the targets of campaigns."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Numeric, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.analytics.campaigns.models import CampaignTarget
from shared.analytics.finance.models import Collaboration, EarnedDay
from shared.analytics.recommendation.models import InfluencerCategory, InfluencerProfile
from shared.platform.columns import EMPTY_OBJECT, NOW, CreatedAt, Key, LongText
from shared.platform.db import Base

__all__ = [
    "AttributionResult",
    "CampaignTarget",
    "Collaboration",
    "EarnedDay",
    "InfluencerCategory",
    "InfluencerProfile",
    "InfluencerRanking",
]


class InfluencerRanking(Base):
    """One influencer's place in the ranking by score of a window that ends on `as_of`.

    `metrics` holds every metric's value, `parts` what the score is made of. Positions count within the list that
    `state` belongs to: what cost nothing has one of its own. ranking.model.Scored tells what the figures are.
    """

    __tablename__ = "influencer_rankings"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        Index(None, "influencer_id", "window_slug", "as_of"),
    )

    as_of: Mapped[date] = mapped_column(primary_key=True)
    window_slug: Mapped[str] = mapped_column(Text, primary_key=True)
    influencer_id: Mapped[int] = mapped_column(
        ForeignKey("influencers.influencer_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int]
    state: Mapped[LongText]
    score: Mapped[float | None]
    metrics: Mapped[dict[str, Any]] = mapped_column(JSONB)
    computed_at: Mapped[CreatedAt]
    roi: Mapped[float | None]
    roi_low: Mapped[float | None]
    roi_high: Mapped[float | None]
    probability_positive: Mapped[float | None]
    expected_rank: Mapped[float | None]
    parts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)


# A row for each import that changed facts since the last ranking; a trigger writes it.
ranking_requests = Table(
    "ranking_requests",
    Base.metadata,
    Column("requested_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)


class AttributionResult(Base):
    """What a model credited a channel with, in the window that ends on `as_of`; of each window the latest only.

    `channel` is null for all channels that named no influencer. It is no foreign key: what is shared out adds up even
    if an influencer is deleted.
    """

    __tablename__ = "attribution_results"
    __table_args__ = (
        UniqueConstraint("window_slug", "model", "channel", postgresql_nulls_not_distinct=True),
        CheckConstraint("conversions >= 0", name="conversions"),
        CheckConstraint("revenue >= 0", name="revenue"),
    )

    result_id: Mapped[Key]
    window_slug: Mapped[LongText]
    model: Mapped[LongText]
    channel: Mapped[int | None]
    as_of: Mapped[date]
    conversions: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    revenue: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    computed_at: Mapped[CreatedAt]
