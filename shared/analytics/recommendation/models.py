"""What is known of each influencer's sales and audience over the last 365 days, as it was last measured."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import EMPTY_OBJECT, CreatedAt, LongText
from shared.platform.db import Base


class InfluencerProfile(Base):
    """Counts and sums, nobody's data: `sample` holds hashes of some buyers, which only tell how many two share.

    Attributes:
        state: of the ranking by score over 365 days.
        engaged_days: days of the weeks in which anything was sold, reported or arranged.
        revenue: the net revenue to be expected of what was shown (money), with its coefficient of variation.
        shown_days: product-days in campaigns.
        mix_value: net revenue of an order at the shop's values of the categories that are sold.
        people: who bought or liked; `placed` of them live in a country that is known, `countries` says where.
        ratings: how many buyers rate by 1, 2, 3, 4 and 5, in the mean of each.
        sample: the smallest hashes of buyers, four bytes each; `sample_share` says which share of all hashes that is.
    """

    __tablename__ = "influencer_profiles"
    __table_args__ = (CheckConstraint("engaged_days >= 0", name="engaged_days"),)

    influencer_id: Mapped[int] = mapped_column(
        ForeignKey("influencers.influencer_id", ondelete="CASCADE"), primary_key=True
    )
    as_of: Mapped[date]
    state: Mapped[LongText]
    engaged_days: Mapped[int]
    cost_cents: Mapped[int] = mapped_column(BigInteger)
    revenue: Mapped[float]
    revenue_cv: Mapped[float]
    orders: Mapped[int]
    likes: Mapped[int]
    shown_days: Mapped[int]
    mix_value: Mapped[float]
    people: Mapped[int]
    placed: Mapped[int]
    countries: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    buyers: Mapped[int]
    returning_buyers: Mapped[int]
    ratings: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    sample: Mapped[bytes] = mapped_column(LargeBinary)
    sample_share: Mapped[float]
    computed_at: Mapped[CreatedAt]


class InfluencerCategory(Base):
    """What an influencer sold and had liked of a category, and on how many product-days campaigns showed it."""

    __tablename__ = "influencer_categories"
    __table_args__ = (Index(None, "influencer_id"),)

    category: Mapped[str] = mapped_column(Text, primary_key=True)
    influencer_id: Mapped[int] = mapped_column(
        ForeignKey("influencers.influencer_id", ondelete="CASCADE"), primary_key=True
    )
    orders: Mapped[int]
    net_cents: Mapped[int] = mapped_column(BigInteger)
    likes: Mapped[int]
    shown_days: Mapped[int]
