"""Campaigns, who shows what in them, and how their budget runs."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.analytics import service as analytics
from shared.analytics.pacing_schemas import PacingOut
from shared.campaigns import answers, jobs, queries, service
from shared.campaigns.schemas import (
    ArrangementIn,
    ArrangementOut,
    ArrangementQuery,
    ArrangementsChanged,
    CampaignDetail,
    CampaignIn,
    CampaignOut,
    CampaignPatch,
    CampaignQuery,
    CloneIn,
)
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("campaigns", methods=["GET"])
@endpoint(Permission.CAMPAIGNS_READ)
def list_campaigns(call: Call, query: CampaignQuery) -> Page[CampaignOut]:
    """List campaigns, sorted by campaign_id, campaign_name, start_date, end_date or budget."""
    return queries.list_campaigns(call.session, query)


@bp.route("campaigns", methods=["POST"])
@endpoint(Permission.CAMPAIGNS_CREATE, status=201)
def create_campaign(call: Call, body: CampaignIn) -> Answer[CampaignDetail]:
    """Create a draft of a campaign."""
    return answers.campaign(call.session, service.create_campaign(call.session, call.actor, body), created=True)


@bp.route("campaigns/{campaign_id:int}", methods=["GET"])
@endpoint(Permission.CAMPAIGNS_READ)
def get_campaign(call: Call, campaign_id: int) -> Answer[CampaignDetail]:
    """Return one campaign and what overlaps it."""
    return answers.campaign(call.session, queries.get_campaign(call.session, campaign_id))


@bp.route("campaigns/{campaign_id:int}", methods=["PATCH"])
@endpoint(Permission.CAMPAIGNS_EDIT)
def update_campaign(call: Call, campaign_id: int, body: CampaignPatch) -> Answer[CampaignDetail]:
    """Change a campaign; its state follows its dates, and the answer says what sales were re-attributed."""
    return analytics.change_campaign(
        call.session,
        campaign_id,
        lambda: service.update_campaign(call.session, call.actor, campaign_id, body, check=call.check_version),
    )


@bp.route("campaigns/{campaign_id:int}", methods=["DELETE"])
@endpoint(Permission.CAMPAIGNS_CREATE)
def delete_campaign(call: Call, campaign_id: int) -> None:
    """Delete a draft with its arrangements."""
    service.delete_campaign(call.session, call.actor, campaign_id)


@bp.route("campaigns/{campaign_id:int}/clone", methods=["POST"])
@endpoint(Permission.CAMPAIGNS_CREATE, status=201)
def clone_campaign(call: Call, campaign_id: int, body: CloneIn) -> Answer[CampaignDetail]:
    """Make a draft like a campaign, as long and with the same arrangements, that begins on another day."""
    copy = service.clone_campaign(call.session, call.actor, campaign_id, body)
    return answers.campaign(call.session, copy, created=True)


@bp.route("campaigns/{campaign_id:int}/approve", methods=["POST"])
@endpoint(Permission.CAMPAIGNS_APPROVE)
def approve_campaign(call: Call, campaign_id: int) -> Answer[CampaignDetail]:
    """Approve a draft whose promised fees fit its budget."""
    return analytics.change_campaign(
        call.session, campaign_id, lambda: service.approve_campaign(call.session, call.actor, campaign_id)
    )


@bp.route("campaigns/{campaign_id:int}/complete", methods=["POST"])
@endpoint(Permission.CAMPAIGNS_APPROVE)
def complete_campaign(call: Call, campaign_id: int) -> Answer[CampaignDetail]:
    """End a running campaign today, before its last day."""
    return analytics.change_campaign(
        call.session, campaign_id, lambda: service.complete_campaign(call.session, call.actor, campaign_id)
    )


@bp.route("campaigns/{campaign_id:int}/cancel", methods=["POST"])
@endpoint(Permission.CAMPAIGNS_APPROVE)
def cancel_campaign(call: Call, campaign_id: int) -> Answer[CampaignDetail]:
    """Cancel a campaign that is not over; what it earned until today stays credited to it."""
    return analytics.change_campaign(
        call.session, campaign_id, lambda: service.cancel_campaign(call.session, call.actor, campaign_id)
    )


@bp.route("campaigns/{campaign_id:int}/arrangements", methods=["GET"])
@endpoint(Permission.CAMPAIGNS_READ)
def list_arrangements(call: Call, campaign_id: int, query: ArrangementQuery) -> Page[ArrangementOut]:
    """List who shows which product in a campaign and who is in charge, sorted by arrangement_id."""
    return queries.list_arrangements(call.session, campaign_id, query)


@bp.route("campaigns/{campaign_id:int}/arrangements", methods=["POST"])
@endpoint(Permission.CAMPAIGNS_EDIT)
def add_arrangements(call: Call, campaign_id: int, body: ArrangementIn) -> ArrangementsChanged:
    """Arrange each influencer with each product; the answer says what sales were re-attributed."""
    return analytics.change_arrangements(
        call.session, campaign_id, lambda: service.add_arrangements(call.session, call.actor, campaign_id, body)
    )


@bp.route("campaigns/{campaign_id:int}/arrangements/{arrangement_id:int}", methods=["DELETE"])
@endpoint(Permission.CAMPAIGNS_EDIT)
def remove_arrangement(call: Call, campaign_id: int, arrangement_id: int) -> ArrangementsChanged:
    """Remove an arrangement; the answer says what sales were re-attributed."""
    return analytics.change_arrangements(
        call.session,
        campaign_id,
        lambda: service.remove_arrangement(call.session, call.actor, campaign_id, arrangement_id),
    )


@bp.route("campaigns/{campaign_id:int}/pacing", methods=["GET"])
@endpoint(Permission.BUDGETS_READ)
def get_pacing(call: Call, campaign_id: int) -> PacingOut:
    """Return what a campaign planned, promised and paid, what a day costs and where that leads: an indication."""
    return analytics.pacing(call.session, campaign_id)


@bp.timer_trigger("timer", "10 2 * * * *")
@job("follow_campaign_dates")
def follow_campaign_dates(session: Session) -> object:
    """Let campaigns begin on their first day and end after their last."""
    return jobs.follow_dates(session)


@bp.timer_trigger("timer", "0 15 5 * * *")
@job("watch_pacing")
def watch_pacing(session: Session) -> object:
    """Tell who is in charge when the projected cost of a campaign leaves the plan, once per crossing."""
    return analytics.watch_pacing(session)
