"""What the triggers of influencers answer: records with their version, as the caller may see them."""

from shared.influencers import queries
from shared.influencers.models import Influencer
from shared.influencers.schemas import InfluencerOut
from shared.influencers.service import location_of
from shared.platform.contract import Answer
from shared.platform.identity import Actor


def influencer(actor: Actor, record: Influencer, *, created: bool = False) -> Answer[InfluencerOut]:
    location = location_of(record.influencer_id) if created else None
    shown = queries.shape_for(actor).model_validate(record)
    return Answer(shown, version=record.version, location=location)
