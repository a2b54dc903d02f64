"""What influencers earned, computed into payments; what is open of it."""

import azure.functions as func

from shared.finance.computing import jobs, queries, service
from shared.finance.computing.schemas import BalanceOut, BalanceQuery, ComputeIn, ComputeOut
from shared.permissions import Permission
from shared.platform import clock
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("payments/compute", methods=["POST"])
@endpoint(Permission.PAYMENTS_COMPUTE)
def compute_payments(call: Call, body: ComputeIn) -> ComputeOut:
    """Write the lines that are missing and make payments of what is due; again, it changes nothing."""
    return service.compute(call.session, call.actor, body)


@bp.route("payments/balances", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ, reads=("payment_lines", "terms", "influencers"))
def list_balances(call: Call, query: BalanceQuery) -> Page[BalanceOut]:
    """List what is open, due and carried forward of influencers with open lines, sorted by influencer_id."""
    return queries.balances(call.session, query, clock.today())


@bp.timer_trigger("timer", "0 0 5 * * *")
@job("compute_all_payments")
def compute_all_payments(timer: func.TimerRequest) -> object:
    """Compute for everybody, once a day."""
    return jobs.compute_payments()
