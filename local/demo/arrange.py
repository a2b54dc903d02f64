"""What the demo has and no import brings: who is arranged where, and what was paid before terms were kept."""

from datetime import date
from decimal import Decimal

from sqlalchemy import SQLColumnExpression, insert, select, update
from sqlalchemy.orm import Session

from local.demo import finance
from local.demo.agreements import campaigns_with_terms
from local.demo.data import Shop
from local.demo.mappings import NAMESPACE
from shared.accounts.models import User
from shared.campaigns.models import Arrangement, Campaign, CampaignStatus
from shared.finance.models import Payment, PaymentStatus
from shared.influencers.models import Influencer
from shared.permissions import Role
from shared.sales.models import Product

type Importable = type[Campaign | Influencer | Product]


def is_arranged(session: Session) -> bool:
    return session.scalars(select(Arrangement.arrangement_id).limit(1)).first() is not None


def arrange(session: Session, shop: Shop, *, last_day: date, today: date) -> None:
    """Arrange members and goods in their campaigns, and agree on money; what is long over was paid before that."""
    user_id = session.scalars(select(User.user_id).where(User.user_role == Role.CAMPAIGN_MANAGER).limit(1)).one()
    campaigns = _ids(session, Campaign, Campaign.campaign_id)
    influencers = _ids(session, Influencer, Influencer.influencer_id)
    products = _ids(session, Product, Product.product_id)
    arrangements = [
        {
            "campaign_id": campaigns[f"campaign-{c:02d}"],
            "influencer_id": influencers[f"influencer-{i:03d}"],
            "product_id": products[f"product-{p:03d}"],
            "user_id": user_id,
        }
        for c, (members, goods) in enumerate(zip(shop.members, shop.goods, strict=True))
        for i in members
        for p in goods
    ]
    with_terms = set(campaigns_with_terms(shop, last_day))
    payments = [
        {
            "campaign_id": campaigns[f"campaign-{fee.campaign:02d}"],
            "influencer_id": influencers[f"influencer-{fee.influencer:03d}"],
            "amount": Decimal(fee.amount),
            "status": PaymentStatus.PAID if fee.day < today else PaymentStatus.SCHEDULED,
            "date": fee.day,
        }
        for fee in shop.fees()
        if fee.campaign not in with_terms
    ]
    session.execute(insert(Arrangement), arrangements)
    session.execute(insert(Payment), payments)
    ours = Campaign.source == NAMESPACE
    session.execute(update(Campaign).where(ours).values(status=CampaignStatus.RUNNING))
    session.execute(update(Campaign).where(ours, Campaign.end_date < today).values(status=CampaignStatus.COMPLETED))
    session.execute(update(Campaign).where(ours, Campaign.start_date > today).values(status=CampaignStatus.APPROVED))
    ids = finance.Ids(
        {number: campaigns[f"campaign-{number:02d}"] for number in range(len(shop.members))},
        {number: influencers[f"influencer-{number:03d}"] for number in range(len(shop.followers))},
    )
    finance.agree(session, shop, ids, last_day)


def _ids(session: Session, table: Importable, key: SQLColumnExpression[int]) -> dict[str, int]:
    rows = session.execute(select(table.external_ref, key).where(table.source == NAMESPACE))
    return {str(external_ref): record_id for external_ref, record_id in rows}
