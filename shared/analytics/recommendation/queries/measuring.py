"""What the nightly measurement reads: every purchase and like of a window, once. No request does so."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Row,
    cast,
    func,
    literal,
    select,
    union,
)
from sqlalchemy.orm import Session

from shared.analytics.campaigns.queries.places import countries_of
from shared.analytics.recommendation.engagement import WEEK
from shared.analytics.windows import Window
from shared.campaigns.credits import arranged_days
from shared.influencers import queries as influencers
from shared.influencers.models import Influencer
from shared.sales import queries as sales
from shared.sales.models import Like, Product, Purchase
from shared.sales.rules import PurchaseStatus

RATINGS = range(1, 6)
WORK_MEMORY = "128MB"


def sold_by_category(session: Session, window: Window) -> Sequence[Any]:
    """Return channel, category, orders and net_cents: what influencers sold."""
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    kept = func.coalesce(Purchase.quantity, 0) - Purchase.returned_quantity
    net = cast(func.sum(kept * cast(Purchase.unit_price * 100, BigInteger)), BigInteger)
    by_product = (
        select(
            Purchase.channel,
            Purchase.product_id,
            func.count().label("orders"),
            net.label("net_cents"),
        )
        .where(*_bought(window))
        .group_by(Purchase.channel, Purchase.product_id)
        .subquery("by_product")
    )
    names = ("orders", "net_cents")
    keys = (by_product.c.channel, Product.category)
    statement = (
        select(*keys, *(cast(func.sum(by_product.c[name]), BigInteger).label(name) for name in names))
        .join(Product, Product.product_id == by_product.c.product_id)
        .group_by(*keys)
        .order_by(*keys)
    )
    return session.execute(statement).all()


def liked_by_category(session: Session, window: Window) -> Sequence[Any]:
    """Return channel, category and likes."""
    keys = (Like.channel, Product.category)
    statement = (
        select(*keys, func.count().label("likes"))
        .join(Product, Product.product_id == Like.product_id)
        .where(*_liked(window))
        .group_by(*keys)
    )
    return session.execute(statement.order_by(*keys)).all()


def buyers(session: Session, window: Window) -> Sequence[Any]:
    """Return channel, buyers, returning (they had bought in the shop before), people and rated_1 to rated_5.

    `people` has four bytes for each buyer; who rated counts once, by the mean of the ratings.
    """
    here, rating = func.min(Purchase.bought_date).label("first"), func.round(func.avg(Purchase.rating)).label("rating")
    keys = (Purchase.channel, Purchase.customer_id)
    met = select(*keys, here, rating).where(*_bought(window)).group_by(*keys).subquery("met")
    ever = (
        select(Purchase.customer_id, func.min(Purchase.bought_date).label("first"))
        .where(Purchase.status != PurchaseStatus.CANCELLED)
        .group_by(Purchase.customer_id)
        .subquery("ever")
    )
    statement = (
        select(
            met.c.channel,
            func.count().label("buyers"),
            func.count().filter(ever.c.first < met.c.first).label("returning"),
            func.string_agg(func.int4send(met.c.customer_id), b"").label("people"),
            *(func.count().filter(met.c.rating == each).label(f"rated_{each}") for each in RATINGS),
        )
        .join(ever, ever.c.customer_id == met.c.customer_id)
        .group_by(met.c.channel)
    )
    return session.execute(statement.order_by(met.c.channel)).all()


def people_by_country(session: Session, window: Window) -> Sequence[Any]:
    """Return channel, code (null: unknown) and people: who bought or liked, each once."""
    pairs = union(
        select(Purchase.channel, Purchase.customer_id).where(*_bought(window)),
        select(Like.channel, Like.customer_id).where(*_liked(window)),
    ).cte("pairs")
    people: CTE = select(pairs.c.customer_id).distinct().cte("people")
    where = countries_of(people)
    keys = (pairs.c.channel, where.c.code)
    statement = select(*keys, func.count().label("people")).join(where, where.c.customer_id == pairs.c.customer_id)
    return session.execute(statement.group_by(*keys).order_by(*keys)).all()


def shown(session: Session, window: Window) -> Sequence[Any]:
    """Return influencer_id, category, first and last day of each product in each campaign, within the window."""
    days = arranged_days().subquery("days")
    first = func.greatest(days.c.start_date, window.first, type_=Date)
    last = func.least(days.c.end_date, window.last, type_=Date)
    statement = (
        select(days.c.influencer_id, Product.category, first.label("first"), last.label("last"))
        .join(Product, Product.product_id == days.c.product_id)
        .where(first <= last)
        .order_by(days.c.influencer_id, Product.category, days.c.start_date, days.c.product_id, days.c.campaign_id)
    )
    return session.execute(statement).all()


def active_weeks(session: Session, window: Window) -> Sequence[Row[int, int]]:
    """Return channel and week (0 is the last) in which anything was sold through it or reported of it."""
    sold, told = sales.exact_sales_day_channel, influencers.exact_feed_day_influencer
    weeks = union(
        *(
            select(key, (cast(literal(window.last) - of.c.day, Integer) // WEEK).label("week")).where(
                of.c.day.between(window.first, window.last)
            )
            for of, key in ((sold, sold.c.channel.label("channel")), (told, told.c.influencer_id.label("channel")))
        )
    ).subquery("weeks")
    return session.execute(select(weeks.c.channel, weeks.c.week)).all()


def _bought(window: Window) -> list[ColumnElement[bool]]:
    return [
        Purchase.bought_date.between(window.first, window.last),
        Purchase.status != PurchaseStatus.CANCELLED,
        Purchase.channel.in_(_influencers()),
    ]


def _liked(window: Window) -> list[ColumnElement[bool]]:
    return [Like.liked_date.between(window.first, window.last), Like.channel.in_(_influencers())]


def _influencers() -> Any:
    return select(cast(Influencer.influencer_id, Integer))
