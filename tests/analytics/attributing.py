"""Touches to be credited, and what the answer credits them with."""

import random
from datetime import date, timedelta

from sqlalchemy import text

from shared.analytics import service
from shared.analytics.attribution.catalogue import AttributionModel
from shared.analytics.attribution_schemas import AttributionQuery
from tests.analytics.shop import UNKNOWN, _insert, customer, purchase

FIRST, LAST = date(2025, 1, 1), date(2025, 3, 31)
LOOKBACK = 90


def like(session, customer_id, channel, day, *, product_id=1):
    _insert(session, "liked_by", customer_id=customer_id, product_id=product_id, channel=channel, liked_date=day)


def asked(session, **query):
    return service.attribution(session, AttributionQuery(**{"first": FIRST, "last": LAST, "limit": 200} | query))


def credited(answer, model="last_touch"):
    """Conversions and revenue by influencer_id: -1 direct, None unknown."""
    found = {each.influencer_id: each.credits[AttributionModel(model)] for each in answer.items}
    return {key: (credit.conversions, credit.revenue) for key, credit in found.items() if credit.conversions}


def a_busy_shop(session):
    chance = random.Random(11)  # noqa: S311 - test data
    days = [FIRST - timedelta(days=120) + timedelta(days=n) for n in range(220)]
    channels = [None, -1, 1, 1, 2, 3, UNKNOWN, UNKNOWN + 1]
    for _ in range(25):
        customer(session, chance.choice(channels), chance.choice(days))
    for customer_id in range(1, 27):
        for product_id in (1, 2):
            if chance.random() < 0.6:
                like(session, customer_id, chance.choice(channels), chance.choice([None, *days]), product_id=product_id)
    for _ in range(150):
        purchase(
            session,
            chance.choice(channels),
            chance.choice([None, *days]),
            customer_id=chance.randint(2, 22),
            product_id=chance.choice([1, 2]),
            status=chance.choice(["completed", "completed", "cancelled"]),
            quantity=chance.choice([None, 1, 3]),
            unit_price=f"{chance.randint(0, 999)}.{chance.randint(0, 99):02}",
        )


TOUCHED = text("""
    SELECT customer_id, since AS day, 0 AS bought, coalesce(channel, -1) AS channel FROM customers
    UNION SELECT customer_id, liked_date, 0, coalesce(channel, -1) FROM liked_by
    UNION SELECT customer_id, bought_date, 1, coalesce(channel, -1) FROM bought_by WHERE status <> 'cancelled'""")
BOUGHT = text("""
    SELECT customer_id, bought_date AS day, coalesce(channel, -1) AS channel,
           coalesce(quantity, 0) * unit_price AS revenue
    FROM bought_by WHERE status <> 'cancelled' AND bought_date BETWEEN :first AND :last""")
