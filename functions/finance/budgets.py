"""Budgets of campaigns by cost category."""

import azure.functions as func

from shared.finance.budgets import service
from shared.finance.budgets.schemas import BudgetIn, BudgetOut, BudgetQuery
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("budgets", methods=["GET"])
@endpoint(Permission.BUDGETS_READ)
def list_budgets(call: Call, query: BudgetQuery) -> Page[BudgetOut]:
    """List what campaigns planned, promised, incurred and paid, sorted by campaign_id, campaign_name or start_date."""
    return service.list_budgets(call.session, query)


@bp.route("budgets/{campaign_id:int}", methods=["GET"])
@endpoint(Permission.BUDGETS_READ)
def get_budget(call: Call, campaign_id: int) -> Answer[BudgetOut]:
    """Return what a campaign planned, promised, incurred and paid, by cost category."""
    return service.get_budget(call.session, campaign_id)


@bp.route("budgets/{campaign_id:int}", methods=["PUT"])
@endpoint(Permission.BUDGETS_MANAGE)
def plan_budget(call: Call, campaign_id: int, body: BudgetIn) -> Answer[BudgetOut]:
    """Plan a campaign's budget by cost category, within the budget of the campaign."""
    return service.plan(call.session, call.actor, campaign_id, body=body, check=call.check_version)
