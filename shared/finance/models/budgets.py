from datetime import date, datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.finance.kinds import ExpenseStatus
from shared.platform.columns import CreatedAt, Imported, Key, LongText, Money, Versioned, enum
from shared.platform.db import Base


class Budget(Versioned, Base):
    """What a campaign plans to spend in a cost category."""

    __tablename__ = "budgets"
    __table_args__ = (CheckConstraint("planned >= 0", name="planned"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"), primary_key=True)
    cost_category: Mapped[LongText] = mapped_column(primary_key=True)
    planned: Mapped[Money]


class Expense(Versioned, Imported, Base):
    """A cost of a campaign on a day; one that names no influencer is shared out (analytics.queries.costs).

    An imported one was agreed to elsewhere and counts as approved. Who recorded one cannot approve it. `upload_blob` is
    where a receipt may arrive, `receipt_blob` one that was looked into.
    """

    __tablename__ = "expenses"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("decided_by <> created_by", name="separate_duties"),
        Index(None, "campaign_id"),
        Index(None, "influencer_id"),
        Index(None, "expense_date"),
        Index(None, "created_by"),
        Index("ix_expenses_status", "status", "expense_id"),
    )

    expense_id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"))
    influencer_id: Mapped[int | None] = mapped_column(ForeignKey("influencers.influencer_id", ondelete="CASCADE"))
    cost_category: Mapped[LongText]
    expense_date: Mapped[date]
    amount: Mapped[Money]
    description: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))
    created_at: Mapped[CreatedAt]
    status: Mapped[ExpenseStatus] = mapped_column(
        enum(ExpenseStatus, "expense_status_enum"), server_default=ExpenseStatus.APPROVED.value
    )
    receipt_blob: Mapped[str | None] = mapped_column(Text)
    receipt_name: Mapped[str | None] = mapped_column(Text)
    receipt_type: Mapped[str | None] = mapped_column(Text)
    upload_blob: Mapped[str | None] = mapped_column(Text)
    upload_name: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.user_id"))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    paid_on: Mapped[date | None]
    override_reason: Mapped[str | None] = mapped_column(Text)
