from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import Session

from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.models import Like
from shared.sales.queries.conditions import among, of_goods, through, within
from shared.sales.schemas.likes import LikeOut, LikeQuery


class LikeMissing(NotFound):
    code = "like_not_found"


def lock_like(session: Session, like_id: int) -> Like:
    like = session.scalars(select(Like).where(Like.like_id == like_id).with_for_update()).one_or_none()
    if like is None:
        raise LikeMissing("There is no such like.")
    return like


def list_likes(session: Session, query: LikeQuery) -> Page[LikeOut]:
    statement = select(Like).where(
        *through(Like.channel, query.influencer_id),
        *of_goods(Like.product_id, query),
        *among(Like.customer_id, query.customer_id),
        *within(Like.liked_date, query),
    )
    if query.sort in {None, "liked_date", "-liked_date"}:
        statement = statement.where(Like.liked_date.is_not(None))
    sorts: dict[str, SQLColumnExpression[object]] = {"liked_date": Like.liked_date, "like_id": Like.like_id}
    return page_of(session, statement, query, sorts=sorts, key=Like.like_id, make=LikeOut)
