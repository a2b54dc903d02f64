"""A small shop, and its metrics computed a second way: plain SQL over the facts, fractions for the rest."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.analytics.windows import Window
from shared.platform import rollups
from shared.sales.models import SALES

INFLUENCERS = {
    1: ("Instagram", True),
    2: ("TikTok", True),
    3: ("Instagram", False),
    4: ("Instagram", True),
}
CATEGORIES = {1: "Bags", 2: "Shoes"}
UNKNOWN = 99


def open_shop(session: Session) -> None:
    for influencer_id, (platform, partner) in INFLUENCERS.items():
        _insert(
            session,
            "influencers",
            influencer_id=influencer_id,
            influencer_name=f"Demo influencer {influencer_id}",
            platform=platform,
            follower_count=10,
            clicked_number=0,
            category="Fashion",
            influencer_mail=f"influencer-{influencer_id}@shop.example",
            still_partner=partner,
            member_since="2020-01-01",
        )
    for product_id, category in CATEGORIES.items():
        _insert(
            session,
            "products",
            product_id=product_id,
            stock_quantity=0,
            category=category,
            sales_quantity=0,
            product_price=1,
            on_sale=True,
            title=f"Demo product {product_id}",
        )
    _insert(
        session,
        "campaigns",
        campaign_id=1,
        campaign_name="Demo campaign 1",
        start_date="2025-01-01",
        end_date="2025-12-31",
        budget=100,
        status="completed",
    )
    customer(session, None, "2020-01-01")


def customer(session: Session, channel: int | None, since: date | str) -> None:
    number = session.scalars(text("SELECT count(*) + 1 FROM customers")).one()
    _insert(
        session,
        "customers",
        customer_id=number,
        customer_name=f"Demo customer {number}",
        customer_mail=f"customer-{number}@shop.example",
        customer_phone=str(number),
        customer_address="Nowhere",
        channel=channel,
        since=since,
        is_account_deleted=False,
    )


def purchase(session: Session, channel: int | None, day: date | str | None, **values: Any) -> None:
    standard = {"product_id": 1, "customer_id": 1, "status": "completed", "quantity": 1, "unit_price": "1.00"}
    _insert(session, "bought_by", channel=channel, bought_date=day, **{**standard, **values})


def report(session: Session, influencer_id: int, day: date | str, **values: Any) -> None:
    number = session.scalars(text("SELECT count(*) FROM influencer_metrics")).one()
    standard = {"source": "test", "external_ref": str(number)}
    _insert(session, "influencer_metrics", influencer_id=influencer_id, day=day, **{**standard, **values})


def payment(session: Session, influencer_id: int, day: date | str, amount: str, **values: Any) -> None:
    standard = {"campaign_id": 1, "status": "paid"}
    _insert(session, "payment", influencer_id=influencer_id, date=day, amount=amount, **{**standard, **values})


def _insert(session: Session, table: str, **values: Any) -> None:
    names = ", ".join(values)
    session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values)


DAYS = [date(2024, 12, 20) + timedelta(days=n) for n in range(110)]


def a_busy_quarter(session: Session) -> None:
    """Sales, reports, payments and customers at random (the same each time), about two thirds of it folded."""
    chance = random.Random(7)  # noqa: S311 - test data
    for number in range(300):
        quantity = chance.choice([None, 1, 2, 7])
        purchase(
            session,
            chance.choice([None, -1, 1, 1, 2, 3, UNKNOWN]),
            chance.choice([None, *DAYS]),
            product_id=chance.choice(list(CATEGORIES)),
            status=chance.choice(["completed", "completed", "cancelled", "returned"]),
            quantity=quantity,
            returned_quantity=chance.randint(0, quantity or 0),
            rating=chance.choice([None, 1, 4]),
            unit_price=f"{chance.randint(0, 99999)}.{chance.randint(0, 99):02}",
        )
        if number % 4 == 0:
            day, influencer_id = chance.choice(DAYS), chance.choice([1, 2])
            report(session, influencer_id, day, impressions=chance.randint(0, 99), clicks=chance.randint(0, 9))
            amount, status = f"{chance.randint(0, 999)}.10", chance.choice(["paid", "failed"])
            payment(session, influencer_id, day, amount, status=status)
            customer(session, chance.choice([None, -1, 1, 2]), day)
        if number == 200:
            for rollup in SALES:
                rollups.fold(session, rollup)


SUMS = text("""
    WITH sold AS (
        SELECT * FROM bought_by
        WHERE bought_date BETWEEN :first AND :last AND status <> 'cancelled'
          AND (:everybody OR channel = ANY (:influencers))
          AND (:every_product OR product_id = ANY (:products))
    ), reported AS (
        SELECT * FROM influencer_metrics
        WHERE day BETWEEN :first AND :last AND (:everybody OR influencer_id = ANY (:influencers))
    )
    SELECT (SELECT count(*) FROM sold) AS orders,
           (SELECT sum(quantity) FROM sold) AS units,
           (SELECT sum(quantity * unit_price) FROM sold) AS gross_revenue,
           (SELECT sum(returned_quantity) FROM sold) AS returned_units,
           (SELECT sum(returned_quantity * unit_price) FROM sold) AS returned_revenue,
           (SELECT avg(rating) FROM sold) AS average_rating,
           (SELECT sum(impressions) FROM reported) AS impressions,
           (SELECT sum(clicks) FROM reported) AS clicks,
           (SELECT sum(likes) + sum(comments) + sum(shares) + sum(saves) FROM reported) AS engagements,
           (SELECT sum(conversions) FROM reported) AS reported_conversions,
           (SELECT sum(spend) FROM reported) AS spend,
           (SELECT sum(amount) FROM payment
            WHERE date BETWEEN :first AND :last AND (:everybody OR influencer_id = ANY (:influencers))
              AND status NOT IN ('failed', 'cancelled')) AS paid,
           (SELECT count(*) FROM customers
            WHERE since BETWEEN :first AND :last AND (:everybody OR channel = ANY (:influencers))) AS new_customers,
           (SELECT sum((quantity - returned_quantity) * unit_price) FROM bought_by
            WHERE bought_date BETWEEN :first AND :last AND status <> 'cancelled') AS shop_net
""")


def expected(
    session: Session,
    window: Window,
    influencers: Iterable[int] | None = None,
    products: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Return every metric by slug: money as Decimal, ratios as Fraction, what is unknown as None."""
    row = session.execute(
        SUMS,
        {
            "first": window.first,
            "last": window.last,
            "everybody": influencers is None,
            "influencers": list(influencers or [0]),
            "every_product": products is None,
            "products": list(products or [0]),
        },
    ).one()
    known = {name: Fraction(value or 0) for name, value in row._mapping.items()}
    values = _metrics(known, row.average_rating)
    return values if products is None else {**values, **dict.fromkeys(NOT_PER_PRODUCT)}


NOT_PER_PRODUCT = (
    *("impressions", "clicks", "engagements", "reported_conversions", "ctr", "engagement_rate", "cvr"),
    *("cost", "net_contribution", "roi", "roas", "new_customers", "cac", "epc"),
)


def _metrics(known: dict[str, Fraction], average_rating: Decimal | None) -> dict[str, Any]:
    net = known["gross_revenue"] - known["returned_revenue"]
    cost = known["paid"] + known["spend"]
    counts = ("impressions", "clicks", "engagements", "reported_conversions", "orders", "units", "new_customers")
    return {
        **{name: int(known[name]) for name in counts},
        "ctr": over(known["clicks"], known["impressions"]),
        "engagement_rate": over(known["engagements"], known["impressions"]),
        "gross_revenue": money(known["gross_revenue"]),
        "returned_revenue": money(known["returned_revenue"]),
        "net_revenue": money(net),
        "return_rate": over(known["returned_units"], known["units"]),
        "cvr": over(known["orders"], known["clicks"]) if known["orders"] <= known["clicks"] else None,
        "aov": money(over(known["gross_revenue"], known["orders"])),
        "cost": money(cost),
        "net_contribution": money(net - cost),
        "roi": over(net - cost, cost),
        "roas": over(net, cost),
        "revenue_contribution": over(net, known["shop_net"]),
        "cac": money(over(cost, known["new_customers"])),
        "epc": money(over(net, known["clicks"])),
        "average_rating": average_rating,
    }


def over(numerator: Fraction, denominator: Fraction) -> Fraction | None:
    return numerator / denominator if denominator else None


def money(amount: Fraction | None) -> Decimal | None:
    """Half a cent goes away from zero."""
    if amount is None:
        return None
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def assert_same(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert set(found) == set(wanted)
    for slug, value in wanted.items():
        if isinstance(value, Fraction):
            assert found[slug] is not None, slug
            assert abs(Fraction(found[slug]) - value) <= abs(value) * Fraction(1, 10**12), (slug, found[slug], value)
        else:
            assert found[slug] == value, slug
