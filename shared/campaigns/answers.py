"""What the triggers of campaigns answer: records with their version and what overlaps them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from shared.campaigns import queries
from shared.campaigns.models import Campaign
from shared.campaigns.schemas import ArrangementOut, ArrangementsChanged, CampaignDetail, CampaignOut, MovedOut
from shared.platform.contract import Answer


def campaign(
    session: Session, record: Campaign, *, moved: Sequence[MovedOut] = (), created: bool = False
) -> Answer[CampaignDetail]:
    location = f"/api/campaigns/{record.campaign_id}" if created else None
    shown = CampaignOut.model_validate(record).model_dump()
    detail = CampaignDetail(**shown, overlaps=queries.overlaps(session, record.campaign_id), moved=[*moved])
    return Answer(detail, version=record.version, location=location)


def arrangements(
    session: Session, campaign_id: int, items: list[ArrangementOut], moved: list[MovedOut]
) -> ArrangementsChanged:
    return ArrangementsChanged(items=items, overlaps=queries.overlaps(session, campaign_id), moved=moved)
