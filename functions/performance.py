"""How influencers perform: all metrics, beside other periods and peers, over time."""

import azure.functions as func

from shared.analytics import service
from shared.analytics.metrics import TABLES
from shared.analytics.performance_schemas import (
    DataQualityOut,
    DataQualityQuery,
    GroupsOut,
    GroupsQuery,
    InfluencerPerformance,
    InfluencerSeriesQuery,
    PerformanceList,
    PerformanceListQuery,
    PerformanceQuery,
    SeriesOut,
    SeriesQuery,
)
from shared.permissions import Permission
from shared.platform.http import Call, endpoint

bp = func.Blueprint()


@bp.route("performance", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def list_performance(call: Call, query: PerformanceListQuery) -> PerformanceList:
    """List influencers with every metric, beside the period before and the year before if asked for."""
    return service.list_performance(call.session, query)


@bp.route("performance/groups", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def get_group_performance(call: Call, query: GroupsQuery) -> GroupsOut:
    """Return every metric by platform, campaign or product category."""
    return service.group_performance(call.session, query)


@bp.route("performance/series", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def get_series(call: Call, query: SeriesQuery) -> SeriesOut:
    """Return metrics by day, week or month, of the whole shop or of what the filters leave."""
    return service.shop_series(call.session, query)


@bp.route("influencers/{influencer_id:int}/performance", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def get_influencer_performance(call: Call, influencer_id: int, query: PerformanceQuery) -> InfluencerPerformance:
    """Return every metric of one influencer, beside other periods, and where each stands among peers."""
    return service.influencer_performance(call.session, influencer_id, query)


@bp.route("influencers/{influencer_id:int}/series", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def get_influencer_series(call: Call, influencer_id: int, query: InfluencerSeriesQuery) -> SeriesOut:
    """Return metrics of one influencer by day, week or month."""
    return service.influencer_series(call.session, influencer_id, query)


@bp.route("data-quality", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def get_data_quality(call: Call, query: DataQualityQuery) -> DataQualityOut:
    """Return what in the data cannot be, or is hardly so: contradictions, unknown channels, jumps, outliers."""
    return service.data_quality(call.session, query)
