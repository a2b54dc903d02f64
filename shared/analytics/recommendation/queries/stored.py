"""What was measured last, of everybody who may be recommended. A few thousand rows, whatever the shop has sold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, cast, func, or_, select
from sqlalchemy.orm import Session

from shared.analytics.models import InfluencerCategory, InfluencerProfile
from shared.campaigns.models import Arrangement
from shared.influencers.models import Influencer
from shared.sales.models import Product

OF, PART = InfluencerProfile, InfluencerCategory


@dataclass(frozen=True)
class Usual:
    """What all influencers sold in the chosen categories, and out of how many orders."""

    orders: int
    net_cents: int
    of: int


@dataclass(frozen=True)
class Chosen:
    """What is asked about; partners are read, and whoever is named beside them."""

    categories: Sequence[str] = ()
    countries: Sequence[str] = ()
    also: Sequence[int] = field(default=())


def measured_at(session: Session) -> tuple[date | None, datetime | None]:
    """Return up to which day, and when, influencers were measured last."""
    row = session.execute(select(func.max(OF.as_of), func.max(OF.computed_at))).one()
    return row[0], row[1]


def profiles(session: Session, chosen: Chosen) -> Sequence[Any]:
    """Return a row per influencer in the order of their ids: the profile and what is of the chosen categories.

    Columns: those of the profile but for countries and sample; influencer_name, platform, category, follower_count,
    still_partner;
    in_countries; chosen_orders, chosen_likes, chosen_shown.
    """
    parts = (
        select(
            PART.influencer_id,
            *(
                cast(func.sum(each), Integer).label(f"chosen_{name}")
                for name, each in (("orders", PART.orders), ("likes", PART.likes), ("shown", PART.shown_days))
            ),
        )
        .where(PART.category.in_(chosen.categories))
        .group_by(PART.influencer_id)
        .subquery("parts")
    )
    skipped = {"countries", "sample", "computed_at", "as_of"}
    own = [column for column in OF.__table__.c if column.name not in skipped]
    partner = Influencer.still_partner
    named = (Influencer.influencer_name, Influencer.platform, Influencer.category, Influencer.follower_count, partner)
    sums = (
        func.coalesce(parts.c[f"chosen_{name}"], 0).label(f"chosen_{name}") for name in ("orders", "likes", "shown")
    )
    statement = (
        select(*own, *named, _in_countries(chosen.countries).label("in_countries"), *sums)
        .select_from(OF)
        .join(Influencer, Influencer.influencer_id == OF.influencer_id)
        .outerjoin(parts, parts.c.influencer_id == OF.influencer_id)
        .where(or_(partner, OF.influencer_id.in_(chosen.also)))
    )
    return session.execute(statement.order_by(OF.influencer_id)).all()


def usual(session: Session, categories: Sequence[str]) -> Usual:
    in_them = select(
        func.coalesce(func.sum(PART.orders), 0), cast(func.coalesce(func.sum(PART.net_cents), 0), BigInteger)
    )
    row = session.execute(in_them.where(PART.category.in_(categories))).one()
    return Usual(row[0], row[1], session.scalars(select(func.coalesce(func.sum(OF.orders), 0))).one())


def samples(session: Session, influencers: Sequence[int]) -> dict[int, tuple[bytes, float]]:
    """Return hashes and share of the samples."""
    rows = session.execute(
        select(OF.influencer_id, OF.sample, OF.sample_share).where(OF.influencer_id.in_(influencers))
    )
    return {influencer_id: (bytes(sample), share) for influencer_id, sample, share in rows}


def categories_of(session: Session, products: Sequence[int]) -> list[str]:
    statement = select(Product.category).where(Product.product_id.in_(products)).distinct()
    return list(session.scalars(statement.order_by(Product.category)))


def known_products(session: Session, products: Sequence[int]) -> set[int]:
    return set(session.scalars(select(Product.product_id).where(Product.product_id.in_(products))))


def arranged(session: Session, campaign_id: int) -> tuple[list[int], list[int]]:
    """Return the influencers and the products of a campaign."""
    columns = (Arrangement.influencer_id, Arrangement.product_id)
    found = (
        session.scalars(select(each).where(Arrangement.campaign_id == campaign_id).distinct().order_by(each))
        for each in columns
    )
    influencers, products = (list(each) for each in found)
    return influencers, products


def _in_countries(codes: Sequence[str]) -> ColumnElement[Any]:
    counts = (func.coalesce(cast(OF.countries[code].astext, Integer), 0) for code in codes)
    return sum(counts, start=cast(0, Integer))
