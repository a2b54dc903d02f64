"""The measurement of all influencers, stored for recommendations. Twice changes nothing but `computed_at`."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from shared.analytics.models import InfluencerCategory, InfluencerProfile, InfluencerRanking
from shared.analytics.ranking.figures import Figures
from shared.analytics.ranking.placing import listed, read_blocks
from shared.analytics.recommendation.engagement import Engagement, engagements
from shared.analytics.recommendation.expected import expected_revenue
from shared.analytics.recommendation.queries import measuring as queries
from shared.analytics.recommendation.samples import sample
from shared.analytics.windows import Window, named_window

WINDOW = "365d"
DOUBT = 5  # orders at the shop's mean value that an influencer's own mix is blended with
AT_MOST_EACH = "1 hour"
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('influencer_profiles'))")
STORE_PROFILES = text("""
    INSERT INTO influencer_profiles (
        influencer_id, as_of, state, engaged_days, cost_cents, revenue, revenue_cv, orders, likes,
        shown_days, mix_value, people, placed, countries, buyers, returning_buyers, ratings, sample, sample_share)
    SELECT influencer_id, :as_of, state, engaged_days, cost_cents, revenue, revenue_cv, orders, likes,
           shown_days, mix_value, people, placed, countries, buyers, returning_buyers, ratings,
           decode(sample, 'hex'), sample_share
    FROM json_to_recordset(CAST(:rows AS json)) AS given (
        influencer_id integer, state text, engaged_days integer, cost_cents bigint,
        revenue double precision, revenue_cv double precision, orders integer, likes integer, shown_days integer,
        mix_value double precision, people integer, placed integer, countries jsonb, buyers integer,
        returning_buyers integer, ratings integer[], sample text, sample_share double precision)""")
STORE_CATEGORIES = text("""
    INSERT INTO influencer_categories (category, influencer_id, orders, net_cents, likes, shown_days)
    SELECT category, influencer_id, orders, net_cents, likes, shown_days
    FROM json_to_recordset(CAST(:rows AS json)) AS given (
        category text, influencer_id integer, orders integer, net_cents bigint, likes integer, shown_days integer)""")


@dataclass
class Sold:
    orders: int = 0
    net_cents: int = 0
    likes: int = 0


@dataclass
class Audience:
    """What is known of one influencer's buyers and likers."""

    sold: dict[str, Sold] = field(default_factory=lambda: defaultdict(Sold))
    ratings: list[int] = field(default_factory=lambda: [0] * 5)
    countries: dict[str, int] = field(default_factory=dict)
    people: int = 0
    buyers: int = 0
    returning: int = 0
    customers: bytes = b""


def measure_influencers(session: Session, as_of: date) -> dict[str, int]:
    """Store what the 365 days up to `as_of` say of each influencer, in place of what was stored before."""
    session.execute(ONE_AT_A_TIME)
    window = named_window(WINDOW, as_of)
    figures = listed(session, window, read_blocks(session, window)).figures
    audiences = _audiences(session, window)
    active, shown = queries.active_weeks(session, window), queries.shown(session, window)
    engaged = engagements(window, active, shown)
    values = _values(audiences)
    profiles: list[dict[str, Any]] = []
    categories: list[dict[str, Any]] = []
    for known in _expected(figures):
        influencer_id = known["influencer_id"]
        audience, engagement = audiences[influencer_id], engaged.get(influencer_id, Engagement())
        days = {"engaged_days": engagement.days(window)}
        profiles.append({**known, **days, **_profile(audience, engagement, values)})
        categories += _categories(influencer_id, audience, engagement)
    for of in (InfluencerCategory, InfluencerProfile):
        session.execute(delete(of))
    session.execute(STORE_PROFILES, {"as_of": as_of, "rows": json.dumps(profiles, allow_nan=False)})
    session.execute(STORE_CATEGORIES, {"rows": json.dumps(categories, allow_nan=False)})
    return {"influencers": len(profiles), "categories": len(categories)}


def follow_rankings(session: Session, as_of: date) -> dict[str, int] | None:
    """Measure anew if a ranking was stored since the last time, at most once an hour."""
    measured = select(func.max(InfluencerProfile.computed_at)).scalar_subquery()
    due = select(
        func.max(InfluencerRanking.computed_at) > func.coalesce(measured, func.to_timestamp(0)),
        func.coalesce(measured < func.clock_timestamp() - text(f"interval '{AT_MOST_EACH}'"), True),
    )
    return measure_influencers(session, as_of) if all(session.execute(due).one()) else None


def _audiences(session: Session, window: Window) -> dict[int, Audience]:
    found: dict[int, Audience] = defaultdict(Audience)
    for row in queries.sold_by_category(session, window):
        of = found[row.channel]
        of.sold[row.category].orders, of.sold[row.category].net_cents = row.orders, row.net_cents
    for row in queries.liked_by_category(session, window):
        found[row.channel].sold[row.category].likes = row.likes
    for row in queries.buyers(session, window):
        of = found[row.channel]
        of.buyers, of.returning, of.customers, of.ratings = row.buyers, row.returning, bytes(row.people), list(row[4:])
    for row in queries.people_by_country(session, window):
        found[row.channel].people += row.people
        if row.code is not None:
            found[row.channel].countries[row.code] = row.people
    return found


def _expected(figures: Figures) -> Iterator[dict[str, Any]]:
    columns = (figures.influencer_id, np.rint(figures.cost * 100), *expected_revenue(figures))
    for influencer_id, cents, state, revenue, variation in zip(*(each.tolist() for each in columns), strict=True):
        yield {
            "influencer_id": influencer_id,
            "state": state,
            "cost_cents": int(cents),
            "revenue": round(revenue, 4),
            "revenue_cv": round(variation, 6),
        }


def _values(audiences: Mapping[int, Audience]) -> dict[str, float]:
    """Return the net revenue of an order of each category, money, over all influencers; `""` is of all of them."""
    summed: dict[str, Sold] = defaultdict(Sold)
    for audience in audiences.values():
        for category, sold in audience.sold.items():
            for key in ("", category):
                summed[key].orders += sold.orders
                summed[key].net_cents += sold.net_cents
    return {key: sold.net_cents / sold.orders / 100 for key, sold in summed.items() if sold.orders}


def _profile(audience: Audience, engagement: Engagement, values: Mapping[str, float]) -> dict[str, Any]:
    taken = sample(audience.customers)
    orders = sum(each.orders for each in audience.sold.values())
    usual = values.get("", 0.0)
    mix = sum(each.orders * values.get(category, usual) for category, each in audience.sold.items())
    return {
        "orders": orders,
        "likes": sum(each.likes for each in audience.sold.values()),
        "shown_days": sum(engagement.shown.values()),
        "mix_value": round((mix + DOUBT * usual) / (orders + DOUBT), 4),
        "people": audience.people,
        "placed": sum(audience.countries.values()),
        "countries": audience.countries,
        "buyers": audience.buyers,
        "returning_buyers": audience.returning,
        "ratings": audience.ratings,
        "sample": taken.hashes.hex(),
        "sample_share": taken.share,
    }


def _categories(influencer_id: int, audience: Audience, engagement: Engagement) -> Iterator[dict[str, Any]]:
    for category in sorted(audience.sold.keys() | engagement.shown.keys()):
        sold = audience.sold.get(category, Sold())
        yield {
            "influencer_id": influencer_id,
            "category": category,
            "orders": sold.orders,
            "net_cents": sold.net_cents,
            "likes": sold.likes,
            "shown_days": engagement.shown.get(category, 0),
        }
