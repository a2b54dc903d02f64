from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import CreatedAt, Key, LongText, MoneyOrZero
from shared.platform.db import Base


class Term(Base):
    """One version of what is agreed with an influencer in a campaign, in force until the next one's `valid_from`.

    `rules` holds the components (shared.finance.terms.rules); a version without any ends what was agreed. The database
    refuses every UPDATE.
    """

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("campaign_id", "influencer_id", "term_version"),
        UniqueConstraint("campaign_id", "influencer_id", "valid_from"),
        UniqueConstraint("term_id", "campaign_id", "influencer_id"),
        CheckConstraint("holding_days BETWEEN 0 AND 365", name="holding_days"),
        CheckConstraint("minimum_payout >= 0", name="minimum_payout"),
        CheckConstraint("term_version > 0", name="term_version"),
        Index(None, "influencer_id"),
    )

    term_id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    influencer_id: Mapped[int] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    term_version: Mapped[int]
    valid_from: Mapped[date]
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB)
    holding_days: Mapped[int]
    minimum_payout: Mapped[MoneyOrZero]
    note: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
    override_reason: Mapped[str | None] = mapped_column(Text)  # why what it promises may pass the budget


class Deliverable(Base):
    """What was promised for a fixed fee was delivered on a day; `term_id` is the version in force that day."""

    __tablename__ = "deliverables"
    __table_args__ = (
        ForeignKeyConstraint(
            ["term_id", "campaign_id", "influencer_id"],
            ["terms.term_id", "terms.campaign_id", "terms.influencer_id"],
            name="fk_deliverables_terms",
            ondelete="CASCADE",
        ),
        Index("ix_deliverables_term_id", "term_id", "campaign_id", "influencer_id"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True)
    influencer_id: Mapped[int] = mapped_column(primary_key=True)
    deliverable: Mapped[LongText] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(BigInteger)
    delivered_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    confirmed_at: Mapped[CreatedAt]
