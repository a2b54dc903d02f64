"""Influencers, what feeds report of them, and the timers that keep the roll-ups of that small and exact."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.finance import leaving
from shared.influencers import answers, jobs, queries, service
from shared.influencers.schemas import (
    InfluencerIn,
    InfluencerOut,
    InfluencerPatch,
    InfluencerQuery,
    ReportedMetricsOut,
    ReportedMetricsQuery,
    SnapshotOut,
    SnapshotQuery,
)
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("influencers", methods=["GET"])
@endpoint(Permission.INFLUENCERS_READ)
def list_influencers(call: Call, query: InfluencerQuery) -> Page[InfluencerOut]:
    """List influencers."""
    return queries.list_influencers(call.session, call.actor, query)


@bp.route("influencers", methods=["POST"])
@endpoint(Permission.INFLUENCERS_MANAGE, status=201)
def create_influencer(call: Call, body: InfluencerIn) -> Answer[InfluencerOut]:
    """Create an influencer."""
    return answers.influencer(call.actor, service.create_influencer(call.session, call.actor, body), created=True)


@bp.route("influencers/{influencer_id:int}", methods=["GET"])
@endpoint(Permission.INFLUENCERS_READ)
def get_influencer(call: Call, influencer_id: int) -> Answer[InfluencerOut]:
    """Return one influencer."""
    return answers.influencer(call.actor, queries.get_influencer(call.session, influencer_id))


@bp.route("influencers/{influencer_id:int}", methods=["PATCH"])
@endpoint(Permission.INFLUENCERS_MANAGE)
def update_influencer(call: Call, influencer_id: int, body: InfluencerPatch) -> Answer[InfluencerOut]:
    """Change an influencer; still_partner false ends the partnership."""
    changed = service.update_influencer(call.session, call.actor, influencer_id, body, check=call.check_version)
    return answers.influencer(call.actor, changed)


@bp.route("influencers/{influencer_id:int}", methods=["DELETE"])
@endpoint(Permission.INFLUENCERS_MANAGE)
def delete_influencer(call: Call, influencer_id: int) -> None:
    """Replace a settled influencer's name and mail by pseudonyms, for good; what was reported, sold and paid stays."""
    leaving.delete_settled_influencer(call.session, call.actor, influencer_id)


@bp.route("influencers/{influencer_id:int}/metrics", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def list_influencer_metrics(call: Call, influencer_id: int, query: ReportedMetricsQuery) -> Page[ReportedMetricsOut]:
    """List what feeds reported for an influencer, sorted by day, impressions, clicks or spend."""
    return queries.list_reports(call.session, influencer_id, query)


@bp.route("influencers/{influencer_id:int}/snapshots", methods=["GET"])
@endpoint(Permission.INFLUENCERS_READ)
def list_influencer_snapshots(call: Call, influencer_id: int, query: SnapshotQuery) -> Page[SnapshotOut]:
    """List an influencer's followers and engagement as they stood day by day."""
    return queries.list_snapshots(call.session, influencer_id, query)


@bp.timer_trigger("timer", "45 * * * * *")
@job("fold_feed")
def fold_feed(timer: func.TimerRequest) -> object:
    """Fold what feeds reported lately into the roll-ups."""
    return jobs.fold_feed()


@bp.timer_trigger("timer", "0 35 3 * * *")
@job("check_feed_rollups")
def check_feed_rollups(session: Session) -> object:
    """Compare the roll-ups with the reports."""
    return jobs.check_feed_rollups(session)
