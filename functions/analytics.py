"""The catalogue of metrics, rankings, and the timers that keep them and the roll-ups."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.analytics import answers, history, jobs
from shared.analytics.metrics import TABLES
from shared.analytics.schemas import CatalogueOut, Ranking, RankingQuery, ShopOut, ShopQuery
from shared.analytics.score_schemas import ExplanationOut, ExplanationQuery, HistoryOut, HistoryQuery
from shared.permissions import Permission
from shared.platform import clock
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job

bp = func.Blueprint()


@bp.route("metrics", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def list_metrics(call: Call) -> CatalogueOut:
    """List every metric with its unit and formula."""
    return answers.catalogue()


@bp.route("rankings", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=(*TABLES, "influencer_rankings"))
def get_ranking(call: Call, query: RankingQuery) -> Ranking:
    """Rank influencers by score or by a metric over a window of business days, a page at a time."""
    return answers.ranking_page(call.session, query)


@bp.route("rankings/{influencer_id:int}/history", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=("influencers", "influencer_rankings"))
def get_ranking_history(call: Call, influencer_id: int, query: HistoryQuery) -> HistoryOut:
    """Return the places by score of one influencer, day by day as they were stored."""
    return answers.history(call.session, influencer_id, query)


@bp.route("rankings/{influencer_id:int}/explanation", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=(*TABLES, "influencer_rankings"))
def get_ranking_explanation(call: Call, influencer_id: int, query: ExplanationQuery) -> ExplanationOut:
    """Tell in words and numbers what an influencer's place by score is made of."""
    return answers.explanation(call.session, influencer_id, query)


@bp.route("metrics/shop", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=TABLES)
def get_shop_metrics(call: Call, query: ShopQuery) -> ShopOut:
    """Return every metric of the whole shop, and where its sales came from."""
    return answers.shop(call.session, query)


@bp.timer_trigger("timer", "%RANKING_SCHEDULE%")
@job("recompute_rankings")
def recompute_rankings(session: Session) -> object:
    """Store today's ranking of every window."""
    return jobs.recompute_rankings(session, clock.today())


@bp.timer_trigger("timer", "0 50 3 * * *")
@job("thin_rankings")
def thin_rankings(session: Session) -> object:
    """Of rankings stored long ago keep the last of each month."""
    return history.thin_rankings(session, clock.today())


@bp.timer_trigger("timer", "0 */5 * * * *")
@job("refresh_rankings")
def refresh_rankings(session: Session) -> object:
    """Store today's ranking anew if an import changed facts since the last one."""
    return jobs.refresh_rankings(session, clock.today())
