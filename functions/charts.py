"""Charts by themselves, for the dashboard and whoever wants a picture."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform.contract import Raw
from shared.platform.http import Call, endpoint
from shared.reporting import chart_answers
from shared.reporting.chart_schemas import ChartQuery
from shared.reporting.schemas import ChartOut

bp = func.Blueprint()


@bp.route("charts/{slug}", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def get_chart(call: Call, slug: str, query: ChartQuery) -> ChartOut:
    """Return a chart as a Vega-Lite specification with its data."""
    return chart_answers.chart(call.session, call.actor, slug, query)


@bp.route("charts/{slug}/svg", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def get_chart_as_svg(call: Call, slug: str, query: ChartQuery) -> Raw:
    """Return a chart as an SVG image with its words in it."""
    return chart_answers.svg(call.session, call.actor, slug, query)


@bp.route("charts/{slug}/png", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def get_chart_as_png(call: Call, slug: str, query: ChartQuery) -> Raw:
    """Return a chart as a PNG image, two pixels to a point."""
    return chart_answers.png(call.session, call.actor, slug, query)
