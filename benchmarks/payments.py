"""`python -m benchmarks.payments [ROWS]`: a month of conversions under 2,000 terms becomes lines, and again nothing.

Each of 2,000 influencers shows 10 products in one campaign; three in four have a share of revenue, one in four has
marginal tiers, and one in ten of all has a share for each order beside it. 30 days are held, so nothing is due yet:
that is the daily run. Then all of it is paid.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.bench_analytics import server
from shared.finance.computing import service
from shared.finance.computing.schemas import ComputeIn
from shared.platform import db
from shared.platform.identity import SYSTEM

TERMS, PER_CAMPAIGN, PRODUCTS = 2_000, 20, 10

ROWS = (
    """INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                                 still_partner, member_since)
       SELECT 'Demo influencer ' || n, 'Instagram', 10, 0, 'Fashion', 'i' || n || '@shop.example', true, '2020-01-01'
       FROM generate_series(1, :terms) AS n""",
    """INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title, opening_stock,
                              opening_sales)
       SELECT 0, 'category ' || n % 40, 0, 1, true, 'Demo product ' || n, 0, 0
       FROM generate_series(1, 5000) AS n""",
    """INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, channel, since,
                               is_account_deleted)
       SELECT 'Demo customer ' || n, n || '@shop.example', n, 'High St', 1, CURRENT_DATE, false
       FROM generate_series(1, greatest(1, :rows / 4)) AS n""",
    """INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)
       VALUES ('admin', 'one@shop.example', 'one', '!', true, '2024-01-01')""",
    """INSERT INTO campaigns (campaign_name, start_date, end_date, budget, status)
       SELECT 'Demo campaign ' || n, CURRENT_DATE - 60, CURRENT_DATE + 60, 1000, 'running'
       FROM generate_series(1, :terms / :per_campaign) AS n""",
    """INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
       SELECT 1 + (i * 7 + p) % 5000, i, 1, 1 + (i - 1) / :per_campaign
       FROM generate_series(1, :terms) AS i, generate_series(0, :products - 1) AS p""",
    """INSERT INTO terms (campaign_id, influencer_id, term_version, valid_from, rules, holding_days)
       SELECT 1 + (i - 1) / :per_campaign, i, 1, CURRENT_DATE - 60, jsonb_build_object('components',
           jsonb_build_array(CASE WHEN i % 4 = 0
               THEN '{"basis": "revenue_share", "tiers": [{"from": "0", "rate": "0.05"},
                      {"from": "5000", "rate": "0.07"}, {"from": "9000", "rate": "0.09"}]}'::jsonb
               ELSE '{"basis": "revenue_share", "rate": "0.08"}' END)
           || CASE WHEN i % 10 = 0 THEN '[{"basis": "per_order", "rate": "0.25"}]'::jsonb ELSE '[]' END), 30
       FROM generate_series(1, :terms) AS i""",
    """INSERT INTO bought_by (product_id, customer_id, status, channel, quantity, bought_date, unit_price)
       SELECT 1 + (channel * 7 + n % :products) % 5000, 1 + n % greatest(1, :rows / 4), 'completed', channel, 1 + n % 3,
              CURRENT_DATE - n % 30, 1 + n % 100
       FROM (SELECT n, 1 + floor(:terms * random())::integer AS channel
             FROM generate_series(1, :rows) AS n OFFSET 0) AS line""",
)


def fill(rows: int) -> None:
    given = {"terms": TERMS, "rows": rows, "per_campaign": PER_CAMPAIGN, "products": PRODUCTS}
    with db.transaction() as session:
        for statement in ROWS:
            session.execute(text(statement), {key: value for key, value in given.items() if f":{key}" in statement})
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def computed(what: str, **given: Any) -> float:
    """Print and return the seconds that a computation takes, its commit included."""
    start, cpu = time.perf_counter(), time.process_time()
    with db.transaction() as session:
        done = service.compute(session, SYSTEM, ComputeIn.model_validate(given))
    taken = time.perf_counter() - start
    lines = sum(one.lines for one in done.lines)
    print(
        f"{what}: {taken:.1f} s ({time.process_time() - cpu:.1f} s of this process's), {lines} lines,"
        f" {done.payments} payments; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
        flush=True,
    )
    return taken


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        fill(rows)
        computed("a month")
        computed("again")
        with db.transaction() as session:
            session.execute(text("UPDATE bought_by SET returned_quantity = 1 WHERE purchase_id % 100 = 0"))
        computed("one in a hundred returned")
        computed("again")
        with db.transaction() as session:
            session.execute(text("UPDATE payment_lines SET payable_on = payable_on - 60"))
        computed("all of it paid")
        computed("again")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
