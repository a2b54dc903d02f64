"""Attribution: how the channels of a customer's path share what was bought in the end."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.analytics import service
from shared.analytics.attribution_schemas import AttributionOut, AttributionQuery
from shared.permissions import Permission
from shared.platform import clock
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job

bp = func.Blueprint()

TOUCHED = ("bought_by", "liked_by", "customers", "products", "influencers", "campaigns", "arranges")


@bp.route("attribution", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=(*TOUCHED, "attribution_results"))
def get_attribution(call: Call, query: AttributionQuery) -> AttributionOut:
    """Share out purchases among the channels that customers saw before, under seven models side by side."""
    return service.attribution(call.session, query)


@bp.timer_trigger("timer", "%RANKING_SCHEDULE%")
@job("recompute_attribution")
def recompute_attribution(session: Session) -> object:
    """Store today's attribution of every usual window."""
    return service.store_attribution(session, clock.today())
