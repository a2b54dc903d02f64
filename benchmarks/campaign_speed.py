"""`python -m benchmarks.campaign_speed [ROWS]`: a campaign's success, the overlap of 200 audiences, recommendations.

A shop in which each influencer has 5,000 purchases over two years, as 2,000 of them have at 10 million: with the
default of a million rows there are 200 influencers, which is what the matrix reads of either. Each sells 20 products
and shows 5 of them in a campaign of 20 influencers and 30 days, which so has about 1,000 purchases; at 10 million there
are 400 campaigns. Recommendations read what was measured of each influencer and no purchases: for them, the
influencers and what was measured of them are there ten times over.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.bench_analytics import server
from shared.analytics.campaigns import service
from shared.analytics.campaigns.audience_schemas import AudienceQuery, OverlapQuery
from shared.analytics.campaigns.schemas import Against, SuccessQuery
from shared.analytics.recommendation import service as recommending
from shared.analytics.recommendation.schemas import RecommendationIn, TargetCustomers, TargetIn
from shared.analytics.recommendation.service import measure_influencers
from shared.platform import clock, db
from shared.sales.service import rebuild_rollups

DAYS, PER_INFLUENCER, PRODUCTS, PER_CAMPAIGN = 730, 5_000, 5_000, 25_000
ROUNDS = 5

ROWS = (
    """INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                                 still_partner, member_since)
       SELECT 'Demo influencer ' || n, 'Instagram', 10, 0, 'Fashion', 'i' || n || '@shop.example', true, '2020-01-01'
       FROM generate_series(1, :influencers) AS n""",
    """INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title, opening_stock,
                              opening_sales)
       SELECT 0, 'category ' || n % 40, 0, 1, true, 'Demo product ' || n, 0, 0
       FROM generate_series(1, :products) AS n""",
    """INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, channel, since,
                               is_account_deleted)
       SELECT 'Demo customer ' || n, n || '@shop.example', n, n || ' High St, Leeds, United Kingdom',
              1 + n % :influencers, CURRENT_DATE - n % :days, false
       FROM generate_series(1, :rows / 4) AS n""",
    """INSERT INTO bought_by (product_id, customer_id, status, channel, rating, quantity, bought_date, unit_price)
       SELECT 1 + (channel * 7 + floor(20 * random())::integer) % :products, 1 + floor((:rows / 4) * random()),
              'completed', channel, CASE WHEN n % 4 = 0 THEN 1 + n % 5 END, 1 + n % 3,
              CURRENT_DATE - :days + (n::bigint * :days / :rows)::integer, 1 + n % 100
       FROM (SELECT n, 1 + floor(:influencers * random())::integer AS channel
             FROM generate_series(1, :rows) AS n OFFSET 0) AS line""",
    """INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)
       VALUES ('admin', 'one@shop.example', 'one', '!', true, '2024-01-01')""",
    """INSERT INTO campaigns (campaign_name, start_date, end_date, budget, status)
       SELECT 'Demo campaign ' || n, CURRENT_DATE - 30 - n % 600, CURRENT_DATE - 1 - n % 600, 1000, 'completed'
       FROM generate_series(1, :campaigns) AS n""",
    """INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
       SELECT DISTINCT 1 + (influencer * 7 + p) % :products, influencer, 1, c
       FROM generate_series(1, :campaigns) AS c, generate_series(1, 20) AS i, generate_series(1, 5) AS p,
            LATERAL (SELECT 1 + (c * 7 + i) % :influencers AS influencer) AS chosen""",
)
TIMES_OVER = (
    """INSERT INTO influencers (influencer_id, influencer_name, platform, follower_count, clicked_number, category,
                                 influencer_mail, still_partner, member_since)
       SELECT influencer_id + k * :influencers, influencer_name, platform, follower_count, clicked_number, category,
              k || influencer_mail, true, member_since
       FROM influencers, generate_series(1, :more) AS k""",
    """INSERT INTO influencer_profiles
       SELECT (jsonb_populate_record(profile, jsonb_build_object(
           'influencer_id', influencer_id + k * :influencers,
           'cost_cents', 10000 + influencer_id * 7919 % 90000 + k))).*
       FROM influencer_profiles AS profile, generate_series(1, :more) AS k""",
    """INSERT INTO influencer_categories
       SELECT category, influencer_id + k * :influencers, orders, net_cents, likes, shown_days
       FROM influencer_categories, generate_series(1, :more) AS k""",
)
INFLUENCERS = 2_000
INDEXES = text("""
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid IN ('bought_by'::regclass, 'customers'::regclass)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""")


def fill(rows: int, **other: int) -> None:
    given = {
        "influencers": rows // PER_INFLUENCER,
        "products": PRODUCTS,
        "rows": rows,
        "days": DAYS,
        "campaigns": rows // PER_CAMPAIGN,
    } | other
    with db.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        found = session.execute(INDEXES).all()
        for index in found:
            session.execute(text(f"DROP INDEX {index.name}"))
        for statement in ROWS:
            session.execute(text(statement), {key: value for key, value in given.items() if f":{key}" in statement})
        for index in found:
            session.execute(text(index.definition))
    with db.transaction() as session:
        rebuild_rollups(session)
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def measure(rows: int) -> float:
    """Measure the influencers there are and multiply them to 2,000; return how long the measurement took."""
    start = time.perf_counter()
    with db.transaction() as session:
        measure_influencers(session, clock.today())
    taken = time.perf_counter() - start
    given = {"influencers": rows // PER_INFLUENCER, "more": INFLUENCERS * PER_INFLUENCER // rows - 1}
    with db.transaction() as session:
        for statement in TIMES_OVER:
            session.execute(text(statement), {key: each for key, each in given.items() if f":{key}" in statement})
        session.execute(text("ANALYZE"))
    return taken


def seconds(deed: Callable[[Any], object]) -> tuple[float, float]:
    """Return the time of the first call and the median of the next ones."""
    taken = []
    for _ in range(1 + ROUNDS):
        with db.transaction() as session:
            start = time.perf_counter()
            deed(session)
            taken.append(time.perf_counter() - start)
    return taken[0], statistics.median(taken[1:])


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        fill(rows)
        first = clock.today() - timedelta(days=DAYS)
        against = SuccessQuery(against=tuple(Against))
        ever = {"first": first, "last": clock.today()}
        deeds: dict[str, Callable[[Any], object]] = {
            "success": lambda session: service.success(session, 7, SuccessQuery()),
            "success against all three": lambda session: service.success(session, 7, against),
            "audience of a campaign": lambda session: service.campaign_audience(session, 7),
            "audience of an influencer, 90 days": lambda session: service.audience(
                session, AudienceQuery(influencer_id=(7,))
            ),
            "audience of an influencer, two years": lambda session: service.audience(
                session, AudienceQuery(influencer_id=(7,), **ever)
            ),
            "audience of a category, two years": lambda session: service.audience(
                session, AudienceQuery(category=("category 7",), **ever)
            ),
            "overlap of 200 influencers, 90 days": lambda session: service.overlap(session, OverlapQuery(limit=200)),
            "overlap of 200 influencers, two years": lambda session: service.overlap(
                session, OverlapQuery(limit=200, **ever)
            ),
        }
        for name, deed in deeds.items():
            cold, warm = seconds(deed)
            print(f"{name}: {warm * 1000:.0f} ms (first {cold * 1000:.0f} ms)", flush=True)
        print(f"measuring influencers: {measure(rows):.1f} s", flush=True)
        for name, deed in recommendations().items():
            cold, warm = seconds(deed)
            print(f"{name}: {warm * 1000:.0f} ms (first {cold * 1000:.0f} ms)", flush=True)


def recommendations() -> dict[str, Callable[[Any], object]]:
    plain = RecommendationIn(category=("category 7", "category 11"), best_set=False)
    target = TargetIn(country=("GB",), min_rating=4, customers=TargetCustomers.NEW)
    aimed = plain.model_copy(update={"target": target})
    chosen = plain.model_copy(update={"best_set": True, "budget": Decimal(50_000)})
    return {
        "recommendations, 2,000 influencers": lambda session: recommending.for_products(session, plain),
        "recommendations for an audience": lambda session: recommending.for_products(session, aimed),
        "with the best set of 500": lambda session: recommending.for_products(session, chosen),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
