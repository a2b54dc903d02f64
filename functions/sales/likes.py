"""Likes."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page
from shared.sales import queries, service
from shared.sales.schemas.likes import LikeIn, LikeOut, LikeQuery

bp = func.Blueprint()


@bp.route("likes", methods=["GET"])
@endpoint(Permission.PURCHASES_READ)
def list_likes(call: Call, query: LikeQuery) -> Page[LikeOut]:
    """List likes, sorted by liked_date (those without a day are left out) or like_id."""
    return queries.list_likes(call.session, query)


@bp.route("likes", methods=["POST"])
@endpoint(Permission.PURCHASES_MANAGE, status=201)
def record_like(call: Call, body: LikeIn) -> LikeOut:
    """Record that a customer likes a product."""
    return LikeOut.model_validate(service.record_like(call.session, call.actor, body))


@bp.route("likes/{like_id:int}", methods=["DELETE"])
@endpoint(Permission.PURCHASES_MANAGE)
def delete_like(call: Call, like_id: int) -> None:
    """Take a like back."""
    service.delete_like(call.session, call.actor, like_id)
