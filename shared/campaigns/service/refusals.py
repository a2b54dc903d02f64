"""Refusals that several verbs of campaigns share, and who may change what."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from shared.campaigns import queries
from shared.campaigns.models import Campaign
from shared.campaigns.rules import CampaignStatus
from shared.permissions import Permission, Role, allows
from shared.platform.errors import Conflict, Forbidden
from shared.platform.identity import Actor


class DatesReversed(Conflict):
    code = "campaign_ends_before_it_starts"


class CampaignCancelled(Conflict):
    code = "campaign_cancelled"


class CampaignNotADraft(Conflict):
    code = "campaign_not_a_draft"


class OverBudget(Conflict):
    code = "campaign_over_budget"


class BelowPlan(Conflict):
    code = "campaign_budget_below_plan"


class NotInCharge(Forbidden):
    code = "not_in_charge_of_campaign"


class BudgetNeedsApproval(Forbidden):
    code = "budget_needs_approval"


def lock_for_change(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """Return the campaign, locked, for somebody who may change it.

    Raises:
        CampaignMissing: there is none.
        NotInCharge: a campaign manager is not arranged in it.
    """
    campaign = queries.lock_campaign(session, campaign_id)
    refuse_who_is_not_in_charge(session, actor, campaign_id)
    return campaign


def refuse_who_is_not_in_charge(session: Session, actor: Actor, campaign_id: int) -> None:
    """Refuse campaign managers the campaigns in which they are not arranged."""
    unlimited = actor.role is not Role.CAMPAIGN_MANAGER
    if not (unlimited or queries.is_in_charge(session, campaign_id, actor.known_user_id)):
        raise NotInCharge("Campaign managers plan and change only campaigns in which they are arranged.")


def refuse_cancelled(campaign: Campaign) -> None:
    if campaign.status is CampaignStatus.CANCELLED:
        raise CampaignCancelled("A cancelled campaign stays as it is; clone it to go on with it.")


def refuse_reversed(first: date, last: date) -> None:
    if last < first:
        raise DatesReversed("The campaign would end before it starts.", start_date=first, end_date=last)


def refuse_over_budget(session: Session, campaign_id: int, budget: Decimal) -> None:
    committed = queries.committed_amount(session, campaign_id)
    if committed > budget:
        raise OverBudget("The promised fees exceed the budget.", committed=f"{committed:.2f}", budget=f"{budget:.2f}")


def refuse_below_plan(session: Session, campaign_id: int, budget: Decimal) -> None:
    planned = queries.planned_amount(session, campaign_id)
    if planned > budget:
        raise BelowPlan("The cost categories plan more.", planned=f"{planned:.2f}", budget=f"{budget:.2f}")


def refuse_unapproved_budget(actor: Actor) -> None:
    """Refuse who may not approve: what was approved must not grow by an edit."""
    if actor.role is None or not allows(actor.role, Permission.CAMPAIGNS_APPROVE):
        raise BudgetNeedsApproval("The budget of an approved campaign is changed by whoever may approve it.")
