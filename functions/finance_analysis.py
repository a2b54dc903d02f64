"""What sales, payments and expenses come to: the overview, profitability, payables, expenses."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.analytics.finance import jobs, service
from shared.analytics.finance.schemas.overview import (
    ExpenseReportOut,
    ExpenseReportQuery,
    OverviewOut,
    OverviewQuery,
)
from shared.analytics.finance.schemas.payables import PayablesOut, PayablesQuery
from shared.analytics.finance.schemas.profitability import ProfitabilityOut, ProfitabilityQuery
from shared.analytics.metrics import TABLES
from shared.permissions import Permission
from shared.platform import clock
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job

bp = func.Blueprint()


@bp.route("finance/overview", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def get_finance_overview(call: Call, query: OverviewQuery) -> OverviewOut:
    """Return sales, returns, cost and what is left, by day, week, month, campaign, category or platform."""
    return service.overview(call.session, query)


@bp.route("expenses/report", methods=["GET"])
@endpoint(Permission.BUDGETS_READ)
def get_expense_report(call: Call, query: ExpenseReportQuery) -> ExpenseReportOut:
    """Return what was planned, committed, incurred and paid, by campaign, category, month or state."""
    return service.expense_report(call.session, query)


@bp.route("payables", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ)
def get_payables(call: Call, query: PayablesQuery) -> PayablesOut:
    """Return what is owed to influencers: outstanding, overdue, on hold, and what will fall due."""
    return service.payables(call.session, query)


@bp.route("profitability", methods=["GET"])
@endpoint(Permission.PROFITABILITY_READ, reads=(*TABLES, "influencer_rankings", "collaborations"))
def get_profitability(call: Call, query: ProfitabilityQuery) -> ProfitabilityOut:
    """Return which collaborations or influencers earn more than they cost, how sure that is, and whether to go on."""
    return service.profitability(call.session, query)


@bp.timer_trigger("timer", "0 20 * * * *")
@job("recompute_profitability")
def recompute_profitability(session: Session) -> object:
    """Store what collaborations can be expected to bring, and what was earned in the last weeks."""
    return jobs.recompute_profitability(session, clock.today())
