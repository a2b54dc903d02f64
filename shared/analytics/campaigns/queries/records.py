"""The targets of campaigns, and past campaigns alike."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.analytics.campaigns.models import CampaignTarget
from shared.campaigns.models import Arrangement, Campaign, CampaignStatus
from shared.sales.models import Product

NEVER_RAN = (CampaignStatus.DRAFT, CampaignStatus.CANCELLED)
MOST_PAST = 20


def targets_of(session: Session, campaign_id: int) -> dict[str, Decimal]:
    """Return the targets by metric."""
    targets = select(CampaignTarget.metric, CampaignTarget.target).filter_by(campaign_id=campaign_id)
    return {metric: target for metric, target in session.execute(targets)}  # noqa: C416 - mypy knows no Row as a pair


def past_alike(session: Session, campaign: Campaign) -> list[int]:
    """Return campaigns over before this one began that showed a product of one of its categories, the latest first."""
    shown = select(Product.category).join(Arrangement).where(Arrangement.campaign_id == campaign.campaign_id)
    alike = select(Arrangement.campaign_id).join(Product).where(Product.category.in_(shown))
    past = (
        select(Campaign.campaign_id)
        .where(
            Campaign.end_date < campaign.start_date,
            Campaign.status.not_in(NEVER_RAN),
            Campaign.campaign_id.in_(alike),
        )
        .order_by(Campaign.end_date.desc(), Campaign.campaign_id.desc())
        .limit(MOST_PAST)
    )
    return list(session.scalars(past))
