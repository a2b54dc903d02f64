"""Who bought through influencers, in campaigns, or of products: groups of people, never one of them.

Everything is counted in the database; what leaves it are counts, sums, names of countries and of places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from shared.analytics.campaigns.queries.places import places_of
from shared.analytics.queries.cube import chosen_products
from shared.analytics.queries.sums import influencer_conditions
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.campaigns.credits import arranged_days
from shared.campaigns.models import Campaign
from shared.influencers.models import Influencer
from shared.sales.models import Like, Product, Purchase
from shared.sales.rules import PurchaseStatus

QUINTILES = 5


@dataclass(frozen=True)
class AudienceRow:
    """A group of people: `part` names how they are told apart, `key` the group, null where it is unknown.

    `days` is the mean number of days since their last order, `more` the name of a country or a number of ratings.
    """

    part: str
    key: str | None
    more: str | None
    people: int
    orders: int
    net_cents: int
    days: float | None


@dataclass(frozen=True)
class LikesRow:
    """Likes, the people behind them, and how many of both came to a purchase of what was liked."""

    likes: int
    people: int
    bought: int
    buyers: int


def audience(session: Session, window: Window, filters: Filters) -> list[AudienceRow]:
    """Return the groups of those whose orders in the window fit the filters.

    Parts: all, country, place, segment (recency, frequency, money), newness, rating, raters, category (of all they
    bought in the window, whoever it was bought through).
    """
    bought = _bought(window, filters).cte("bought").prefix_with("MATERIALIZED")
    people = _people(bought).cte("people").prefix_with("MATERIALIZED")
    parts = (
        _grouped(people, "all", cast(null(), Text)),
        *_regions(people),
        _segments(people, window),
        _newness(people),
        *_ratings(bought),
        _categories(people, window),
    )
    return [AudienceRow(*row) for row in session.execute(union_all(*parts))]


def likes(session: Session, window: Window, filters: Filters) -> LikesRow:
    """Return the likes of the window that fit the filters, and those after which the same product was bought in it."""
    condition = [Like.liked_date.between(window.first, window.last), *_chosen(Like, Like.liked_date, filters)]
    of = aliased(Purchase)
    bought = exists().where(
        of.customer_id == Like.customer_id,
        of.product_id == Like.product_id,
        of.status != PurchaseStatus.CANCELLED,
        of.bought_date.between(Like.liked_date, window.last),
    )
    liked = select(Like.customer_id, bought.label("bought")).where(*condition).subquery("liked")
    person = func.count(liked.c.customer_id.distinct())
    row = session.execute(
        select(func.count(), person, func.count().filter(liked.c.bought), person.filter(liked.c.bought)).select_from(
            liked
        )
    ).one()
    return LikesRow(*row)


def _chosen(of: Any, day: Any, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.by_influencer:
        conditions.append(of.channel.in_(select(Influencer.influencer_id).where(*influencer_conditions(filters))))
    if filters.by_product:
        conditions.append(of.product_id.in_(chosen_products(filters)))
    if filters.campaign_id:
        days = arranged_days().where(Campaign.campaign_id.in_(filters.campaign_id)).subquery("days")
        in_its_days = exists().where(
            days.c.influencer_id == of.channel,
            days.c.product_id == of.product_id,
            day.between(days.c.start_date, days.c.end_date),
        )
        # The pair as well, which an index finds.
        pairs = select(days.c.influencer_id, days.c.product_id)
        conditions += [tuple_(of.channel, of.product_id).in_(pairs), in_its_days]
    return conditions


def _bought(window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    kept = func.coalesce(Purchase.quantity, 0) - Purchase.returned_quantity
    return select(
        Purchase.customer_id,
        Purchase.bought_date,
        Purchase.rating,
        (kept * cast(Purchase.unit_price * 100, BigInteger)).label("net_cents"),
    ).where(
        Purchase.bought_date.between(window.first, window.last),
        Purchase.status != PurchaseStatus.CANCELLED,
        *_chosen(Purchase, Purchase.bought_date, filters),
    )


def _people(bought: CTE) -> Select[*tuple[Any, ...]]:
    return select(
        bought.c.customer_id,
        func.min(bought.c.bought_date).label("first"),
        func.max(bought.c.bought_date).label("last"),
        func.count().label("orders"),
        cast(func.sum(bought.c.net_cents), BigInteger).label("net_cents"),
    ).group_by(bought.c.customer_id)


def _grouped(
    of: Any, part: str, key: ColumnElement[Any], more: ColumnElement[Any] | None = None, *, days: Any = None
) -> Select[Any]:
    """Return AudienceRow for each key of a subquery that has a row for each person."""
    keys = [key] if more is None else [key, more]
    return select(
        literal(part, Text).label("part"),
        cast(key, Text).label("key"),
        cast(null() if more is None else more, Text).label("more"),
        func.count().label("people"),
        cast(func.coalesce(func.sum(of.c.orders), 0), BigInteger).label("orders"),
        cast(func.coalesce(func.sum(of.c.net_cents), 0), BigInteger).label("net_cents"),
        cast(null() if days is None else days, Numeric).label("days"),
    ).group_by(*keys)


def _regions(people: CTE) -> Sequence[Select[Any]]:
    """Return the countries, and the places in them that addresses name: both null where they are unknown."""
    found = places_of(people)
    return (
        _grouped(found, "country", found.c.code, found.c.country),
        _grouped(found, "place", found.c.place, found.c.country),
    )


def _segments(people: CTE, window: Window) -> Select[Any]:
    def score(value: ColumnElement[Any]) -> ColumnElement[Any]:
        """From 1 to 5 by quintiles of the audience; equal values score alike, by the middle of their places."""
        middle = (func.percent_rank().over(order_by=value) + func.cume_dist().over(order_by=value)) / 2
        return func.least(QUINTILES, 1 + func.floor(QUINTILES * middle))

    scored = select(
        people,
        score(people.c.last).label("recency"),
        ((score(people.c.orders) + score(people.c.net_cents)) / 2).label("worth"),
    ).subquery("scored")
    recent, lately = scored.c.recency >= 4, scored.c.recency == 3  # noqa: PLR2004 - quintiles
    worthy = scored.c.worth >= 3  # noqa: PLR2004 - the same
    segment = case(
        (and_(recent, scored.c.worth >= 4), "champions"),  # noqa: PLR2004 - the same
        (and_(or_(recent, lately), worthy), "loyal"),
        (recent, "recent"),
        (lately, "fading"),
        (worthy, "at_risk"),
        else_="hibernating",
    )
    since = func.avg(literal(window.last, Date) - scored.c.last)
    return _grouped(scored, "segment", segment, days=since)


def _newness(people: CTE) -> Select[Any]:
    of = aliased(Purchase)
    before = exists().where(
        of.customer_id == people.c.customer_id,
        of.bought_date < people.c.first,
        of.status != PurchaseStatus.CANCELLED,
    )
    told = select(people, case((before, "returning"), else_="new").label("newness")).subquery("told")
    return _grouped(told, "newness", told.c.newness)


def _ratings(bought: CTE) -> Sequence[Select[Any]]:
    """Return the ratings (how often each was given as orders) and those who gave any."""
    rated = (
        select(
            bought.c.customer_id,
            bought.c.rating,
            func.count().label("orders"),
            func.sum(bought.c.net_cents).label("net_cents"),
        )
        .where(bought.c.rating.is_not(None))
        .group_by(bought.c.customer_id, bought.c.rating)
        .subquery("rated")
    )
    raters = select(rated.c.customer_id, func.sum(rated.c.orders).label("orders"), literal(0).label("net_cents"))
    each = raters.group_by(rated.c.customer_id).subquery("raters")
    return _grouped(rated, "rating", rated.c.rating), _grouped(each, "raters", cast(null(), Text))


def _categories(people: CTE, window: Window) -> Select[Any]:
    kept = func.coalesce(Purchase.quantity, 0) - Purchase.returned_quantity
    liked = (
        select(
            Product.category,
            Purchase.customer_id,
            func.count().label("orders"),
            func.sum(kept * cast(Purchase.unit_price * 100, BigInteger)).label("net_cents"),
        )
        .join(people, people.c.customer_id == Purchase.customer_id)
        .join(Product, Product.product_id == Purchase.product_id)
        .where(
            Purchase.bought_date.between(window.first, window.last),
            Purchase.status != PurchaseStatus.CANCELLED,
        )
        .group_by(Product.category, Purchase.customer_id)
        .subquery("liked")
    )
    return _grouped(liked, "category", liked.c.category)
