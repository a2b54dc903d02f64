from datetime import date, datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.finance.kinds import AccountKind
from shared.platform.columns import CreatedAt, Key
from shared.platform.crypto import SealedText
from shared.platform.db import Base


class PayoutAccount(Base):
    """Where an influencer is paid to, sealed; a change is a new row, and the one without `replaced_at` is current.

    Of a deleted influencer only that there was an account is left; a trigger keeps it so.
    """

    __tablename__ = "payout_accounts"
    __table_args__ = (
        CheckConstraint("kind IN ('iban', 'other')", name="kind"),
        CheckConstraint("num_nonnulls(iban, other_account) <= 1", name="account"),
        Index("uq_payout_accounts_current", "influencer_id", unique=True, postgresql_where=text("replaced_at IS NULL")),
        Index("ix_payout_accounts_influencer_id", "influencer_id", "account_id"),
    )

    account_id: Mapped[Key]
    influencer_id: Mapped[int] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    account_holder: Mapped[str | None] = mapped_column(SealedText)
    iban: Mapped[str | None] = mapped_column(SealedText)
    other_account: Mapped[str | None] = mapped_column(SealedText)
    bic: Mapped[str | None] = mapped_column(SealedText)
    tax_id: Mapped[str | None] = mapped_column(SealedText)
    kind: Mapped[AccountKind] = mapped_column(Text)
    last_four: Mapped[str | None] = mapped_column(Text)
    held_until: Mapped[date | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
    replaced_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
