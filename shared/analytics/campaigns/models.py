"""What campaigns are meant to reach."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.db import Base


class CampaignTarget(Base):
    """The value that a metric of the catalogue shall reach, or stay below where less is better.

    Whoever changes one counts up the campaign's version: If-Match and ETags go by that.
    """

    __tablename__ = "campaign_targets"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.campaign_id", ondelete="CASCADE"), primary_key=True)
    metric: Mapped[str] = mapped_column(Text, primary_key=True)
    target: Mapped[Decimal] = mapped_column(Numeric(18, 6))
