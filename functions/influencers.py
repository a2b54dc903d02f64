"""Influencers, and the timers that keep the roll-ups of what feeds report small and exact."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.influencers import jobs, queries
from shared.influencers.schemas import InfluencerOut, InfluencerQuery
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
    return queries.list_influencers(call.session, query)


@bp.route("influencers/{influencer_id:int}", methods=["GET"])
@endpoint(Permission.INFLUENCERS_READ)
def get_influencer(call: Call, influencer_id: int) -> Answer[InfluencerOut]:
    """Return one influencer."""
    influencer = queries.get_influencer(call.session, influencer_id)
    return Answer(InfluencerOut.model_validate(influencer), version=influencer.version)


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
