"""What sales, payments and expenses come to: the overview, profitability, payables, expenses."""

import azure.functions as func

from shared.analytics.finance import service
from shared.analytics.finance.schemas.payables import PayablesOut, PayablesQuery
from shared.permissions import Permission
from shared.platform.http import Call, endpoint

bp = func.Blueprint()


@bp.route("payables", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ)
def get_payables(call: Call, query: PayablesQuery) -> PayablesOut:
    """Return what is owed to influencers: outstanding, overdue, on hold, and what will fall due."""
    return service.payables(call.session, query)
