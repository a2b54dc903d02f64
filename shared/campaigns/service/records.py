"""Campaigns themselves: create a draft, edit, clone, delete a draft."""

from collections.abc import Callable
from datetime import MAXYEAR, date
from typing import Any

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.campaigns import queries
from shared.campaigns.models import Arrangement, Campaign
from shared.campaigns.rules import CampaignStatus, followed
from shared.campaigns.schemas import CampaignIn, CampaignPatch, CloneIn
from shared.campaigns.service.refusals import (
    CampaignNotADraft,
    lock_for_change,
    refuse_below_plan,
    refuse_cancelled,
    refuse_over_budget,
    refuse_reversed,
    refuse_unapproved_budget,
)
from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor

LONGEST_NAME = 50
COPY = " (copy)"


class CampaignInUse(Conflict):
    code = "campaign_in_use"


class BeyondCalendar(Conflict):
    code = "beyond_calendar"


def create_campaign(session: Session, actor: Actor, body: CampaignIn) -> Campaign:
    """Create a draft.

    Raises:
        DatesReversed: it would end before it starts.
    """
    refuse_reversed(body.start_date, body.end_date)
    campaign = Campaign(**body.model_dump(), status=CampaignStatus.DRAFT)
    session.add(campaign)
    session.flush()
    audit.record(session, actor, "campaign.created", campaign)
    return campaign


def update_campaign(
    session: Session, actor: Actor, campaign_id: int, body: CampaignPatch, *, check: Callable[[int], None]
) -> Campaign:
    """Change what is given; `check` refuses a stale version. The state follows changed dates.

    Raises:
        NotInCharge: a campaign manager is not arranged in it.
        CampaignCancelled: it stays as it is.
        DatesReversed: it would end before it starts.
        BudgetNeedsApproval: it is approved, and the actor may not approve.
        BelowPlan: the cost categories plan more than the new budget.
        OverBudget: it is approved, and more than the new budget is promised.
    """
    campaign = lock_for_change(session, actor, campaign_id)
    check(campaign.version)
    refuse_cancelled(campaign)
    changes = _changes(campaign, body)
    if not changes:
        return campaign
    refuse_reversed(changes.get("start_date", campaign.start_date), changes.get("end_date", campaign.end_date))
    if "budget" in changes:
        refuse_below_plan(session, campaign_id, changes["budget"])
    if "budget" in changes and campaign.status is not CampaignStatus.DRAFT:
        refuse_unapproved_budget(actor)
        refuse_over_budget(session, campaign_id, changes["budget"])

    told = {name: [str(getattr(campaign, name)), str(value)] for name, value in changes.items()}
    for name, value in changes.items():
        setattr(campaign, name, value)
    campaign.status = followed(campaign.course, clock.today())
    session.flush()
    audit.record(session, actor, "campaign.updated", campaign, changes=told)
    return campaign


def _changes(campaign: Campaign, body: CampaignPatch) -> dict[str, Any]:
    given = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    return {name: value for name, value in given.items() if getattr(campaign, name) != value}


def clone_campaign(session: Session, actor: Actor, campaign_id: int, body: CloneIn) -> Campaign:
    """Make a draft like this campaign, as long and with the same arrangements, that begins on another day.

    Whoever is in charge and no longer active is followed by the actor.

    Raises:
        BeyondCalendar: it would end after the last day there is.
    """
    original = queries.lock_campaign(session, campaign_id)
    campaign = Campaign(
        campaign_name=body.campaign_name or original.campaign_name[: LONGEST_NAME - len(COPY)] + COPY,
        start_date=body.start_date,
        end_date=_moved(original, body.start_date),
        budget=original.budget,
        status=CampaignStatus.DRAFT,
    )
    session.add(campaign)
    session.flush()
    _copy_arrangements(session, actor, campaign_id, campaign.campaign_id)
    audit.record(session, actor, "campaign.cloned", campaign, changes={"from_campaign_id": campaign_id})
    return campaign


def _moved(original: Campaign, first: date) -> date:
    try:
        return first + (original.end_date - original.start_date)
    except OverflowError:
        raise BeyondCalendar(f"The copy would end after the year {MAXYEAR}.") from None


def _copy_arrangements(session: Session, actor: Actor, from_id: int, to_id: int) -> None:
    active = select(User.user_id).where(User.is_active)
    in_charge = func.coalesce(
        active.where(User.user_id == Arrangement.user_id).correlate(Arrangement).scalar_subquery(),
        actor.known_user_id,
    )
    copied = (
        select(Arrangement.product_id, Arrangement.influencer_id, in_charge, literal(to_id))
        .where(Arrangement.campaign_id == from_id)
        .distinct()
    )
    columns = ["product_id", "influencer_id", "user_id", "campaign_id"]
    session.execute(insert(Arrangement).from_select(columns, copied))


def delete_campaign(session: Session, actor: Actor, campaign_id: int) -> None:
    """Delete a draft with its arrangements.

    Raises:
        CampaignNotADraft: it is part of the records; cancel it instead.
        CampaignInUse: payments or metrics would go with it.
    """
    campaign = queries.lock_campaign(session, campaign_id)
    if campaign.status is not CampaignStatus.DRAFT:
        raise CampaignNotADraft("Only a draft can be deleted; cancel it instead.", campaign_status=campaign.status)
    uses = queries.uses_of_campaign(session, campaign_id)
    if uses:
        raise CampaignInUse(f"The campaign has {', '.join(uses)}, which would go with it.", used_by=uses)
    session.delete(campaign)
    session.flush()
    audit.record(session, actor, "campaign.deleted", ("campaigns", campaign_id))
