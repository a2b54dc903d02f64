"""Who bought through, or liked through, each of several influencers: as many numbers as there are people."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from shared.analytics.queries.sums import OF_CHANNELS, sold
from shared.analytics.windows import Window
from shared.influencers.models import Influencer
from shared.sales.models import Like, Purchase
from shared.sales.rules import PurchaseStatus


def busiest_influencers(
    session: Session, window: Window, influencers: Sequence[int], limit: int
) -> list[Row[int, str, str]]:
    """Return id, name and platform of those with the most orders in the window, or of the influencers given."""
    named = select(Influencer.influencer_id, Influencer.influencer_name, Influencer.platform)
    if influencers:
        chosen = named.where(Influencer.influencer_id.in_(influencers)).order_by(Influencer.influencer_id)
        return list(session.execute(chosen))
    part = sold(window, OF_CHANNELS).subquery("part")
    orders = select(part.c.channel, func.sum(part.c.orders).label("orders")).group_by(part.c.channel).subquery("orders")
    busiest = (
        named.join(orders, orders.c.channel == Influencer.influencer_id)
        .where(orders.c.orders > 0)
        .order_by(orders.c.orders.desc(), Influencer.influencer_id)
    )
    return list(session.execute(busiest.limit(limit)))


def audiences(session: Session, influencers: Sequence[int], window: Window, *, likers: bool) -> dict[int, bytes]:
    """Return the customers of each influencer, with repetitions: big-endian integers of four bytes in a row.

    Sent like this a million of them take a tenth of the time that rows take. An influencer without any is left out.
    """
    of: Any = Like if likers else Purchase
    day = Like.liked_date if likers else Purchase.bought_date
    statement = (
        select(of.channel, func.string_agg(func.int4send(of.customer_id), b""))
        .where(of.channel.in_(influencers), day.between(window.first, window.last))
        .group_by(of.channel)
    )
    if not likers:
        statement = statement.where(Purchase.status != PurchaseStatus.CANCELLED)
    return {channel: bytes(people) for channel, people in session.execute(statement)}
