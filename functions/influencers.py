"""Influencers."""

import azure.functions as func

from shared.influencers import queries
from shared.influencers.schemas import InfluencerOut, InfluencerQuery
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("influencers", methods=["GET"])
@endpoint(Permission.INFLUENCERS_READ)
def list_influencers(call: Call, query: InfluencerQuery) -> Page[InfluencerOut]:
    """List influencers."""
    return queries.list_influencers(call.session, query)


@bp.route("influencers/{influencer_id:int}", methods=["GET"])
@endpoint(Permission.INFLUENCERS_READ)
def get_influencer(call: Call, influencer_id: int) -> Answer[InfluencerOut]:
    """Return one influencer."""
    influencer = queries.get_influencer(call.session, influencer_id)
    return Answer(InfluencerOut.model_validate(influencer), version=influencer.version)
