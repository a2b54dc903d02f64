"""Likes: one per customer and product."""

from sqlalchemy.orm import Session

from shared.platform import audit
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.sales import queries
from shared.sales.models import Like
from shared.sales.schemas.likes import LikeIn
from shared.sales.service.refusals import Refusals, UnknownProduct, conflicts, day_or_today, hold_customer


class AlreadyLiked(Conflict):
    code = "already_liked"


REFUSALS: Refusals = {
    "uq_liked_by_customer_id_product_id": (AlreadyLiked, "The customer likes this product already."),
    "fk_liked_by_product_id_products": (UnknownProduct, "There is no such product."),
}


def record_like(session: Session, actor: Actor, body: LikeIn) -> Like:
    """Record that a customer likes a product.

    Raises:
        DayInFuture, UnknownCustomer, CustomerDeleted, UnknownProduct: it names what is not there.
        AlreadyLiked: the customer likes it already.
    """
    hold_customer(session, body.customer_id)
    like = Like(**body.model_dump(exclude={"liked_date"}), liked_date=day_or_today(body.liked_date, "/liked_date"))
    session.add(like)
    with conflicts(REFUSALS):
        session.flush()
    audit.record(session, actor, "like.recorded", like)
    return like


def delete_like(session: Session, actor: Actor, like_id: int) -> None:
    session.delete(queries.lock_like(session, like_id))
    session.flush()
    audit.record(session, actor, "like.deleted", ("liked_by", like_id))
