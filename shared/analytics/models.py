"""Rankings as they were computed."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import CreatedAt, LongText
from shared.platform.db import Base


class InfluencerRanking(Base):
    """One influencer's place in the ranking of a window that ends on `as_of`; `metrics` holds every metric's value."""

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
