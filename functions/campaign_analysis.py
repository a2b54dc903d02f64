"""How campaigns do, what they are meant to reach, and who buys through influencers."""

import azure.functions as func

from shared.analytics.campaigns import service
from shared.analytics.campaigns.audience_schemas import AudienceOut, AudienceOverlapOut, AudienceQuery, OverlapQuery
from shared.analytics.campaigns.schemas import SuccessOut, SuccessQuery, TargetsIn, TargetsOut
from shared.analytics.metrics import TABLES
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint

bp = func.Blueprint()

BOUGHT = ("bought_by", "return_lines", "liked_by", "products", "customers", "influencers", "campaigns", "arranges")


@bp.route("campaigns/{campaign_id:int}/success", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)  # campaigns tell of targets, too: setting one is a new version
def get_campaign_success(call: Call, campaign_id: int, query: SuccessQuery) -> SuccessOut:
    """Return what a campaign brought and cost, against its targets and whatever else it is set against."""
    return service.success(call.session, campaign_id, query)


@bp.route("campaigns/{campaign_id:int}/targets", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def get_campaign_targets(call: Call, campaign_id: int) -> Answer[TargetsOut]:
    """Return what a campaign is meant to reach, by metric."""
    return service.get_targets(call.session, campaign_id)


@bp.route("campaigns/{campaign_id:int}/targets", methods=["PUT"])
@endpoint(Permission.CAMPAIGNS_EDIT)
def set_campaign_targets(call: Call, campaign_id: int, body: TargetsIn) -> Answer[TargetsOut]:
    """Set what a campaign is meant to reach, by metric; If-Match is the campaign's version."""
    return service.set_targets(call.session, call.actor, campaign_id, body=body, check_version=call.check_version)


@bp.route("campaigns/{campaign_id:int}/audience", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=BOUGHT)
def get_campaign_audience(call: Call, campaign_id: int) -> AudienceOut:
    """Return who bought in a campaign, in groups of 5 people or more."""
    return service.campaign_audience(call.session, campaign_id)


@bp.route("audience", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=BOUGHT)
def get_audience(call: Call, query: AudienceQuery) -> AudienceOut:
    """Return who bought through influencers or of products, in groups of 5 people or more."""
    return service.audience(call.session, query)


@bp.route("audience/overlap", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=BOUGHT)
def get_audience_overlap(call: Call, query: OverlapQuery) -> AudienceOverlapOut:
    """Return how much the audiences of influencers have in common: the Jaccard index of each two."""
    return service.overlap(call.session, query)
