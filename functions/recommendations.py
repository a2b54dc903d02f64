"""Whom to take for a campaign, with the reasons, and what would be otherwise."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.analytics.recommendation import service
from shared.analytics.recommendation.schemas import (
    RecommendationIn,
    RecommendationQuery,
    RecommendationsOut,
    WhatIfIn,
    WhatIfOut,
)
from shared.permissions import Permission
from shared.platform import clock
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job

bp = func.Blueprint()

MEASURED = ("influencer_profiles", "influencers", "products", "campaigns", "arranges")


@bp.route("campaigns/{campaign_id:int}/recommendations", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=MEASURED)
def list_recommendations(call: Call, campaign_id: int, query: RecommendationQuery) -> RecommendationsOut:
    """List whom to take for a campaign, each with its reasons: an indication, not a promise."""
    return service.for_campaign(call.session, call.actor, campaign_id, query)


@bp.route("recommendations", methods=["POST"])
@endpoint(Permission.ANALYTICS_READ)
def query_recommendations(call: Call, body: RecommendationIn) -> RecommendationsOut:
    """List whom to take for products or categories and a target audience, and the best set under a budget."""
    return service.for_products(call.session, body)


@bp.route("campaigns/{campaign_id:int}/what-if", methods=["POST"])
@endpoint(Permission.ANALYTICS_READ)
def query_what_if(call: Call, campaign_id: int, body: WhatIfIn) -> WhatIfOut:
    """Return what another set, budget or plan of a campaign lets expect, beside what it is now; changes nothing."""
    return service.what_if(call.session, call.actor, campaign_id, body)


@bp.timer_trigger("timer", "30 */5 * * * *")
@job("measure_influencers")
def measure_influencers(session: Session) -> object:
    """Measure all influencers anew once a newer ranking is stored, at most once an hour."""
    return service.follow_rankings(session, clock.today())
