"""A shop whose reports have 10,000 rows, names of every length among them."""

import os

from sqlalchemy import text

from shared.analytics.finance import jobs
from shared.permissions import Role
from shared.platform import db
from shared.sales.service import rebuild_rollups
from tests.client import make_user
from tests.reporting.money import TODAY

ROWS = int(os.environ.get("ROWS", "10000"))

_NAME = """CASE n % 7 WHEN 0 THEN 'Demo influencer of a long long name, number ' || n
    WHEN 1 THEN 'دوست ' || n WHEN 2 THEN '演示 ' || n WHEN 3 THEN '=1+' || n ELSE 'Demo influencer ' || n END"""
_PLATFORM = "(ARRAY['TikTok', 'Instagram', 'YouTube', 'Blog', 'Podcast', 'Twitch', 'Pinterest', 'X'])[1 + n % 8]"
_DAY = "DATE '2024-12-20' + (n % 110)::integer"

_STATEMENTS = (
    f"""INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                                 still_partner, member_since)
        SELECT {_NAME}, {_PLATFORM}, n * 37, 0, 'Fashion', 'i' || n || '@shop.example', true, '2020-01-01'
        FROM generate_series(1, :rows) AS n""",
    """INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title)
        SELECT 0, 'Category ' || n, 0, 1, true, 'Demo product ' || n FROM generate_series(1, :rows) AS n""",
    """INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, channel, since,
                               is_account_deleted)
        SELECT 'Demo customer ' || n, n || '@shop.example', n, n || ' High St, Leeds, United Kingdom', 1 + n % :rows,
               DATE '2025-01-01' + n % 90, false FROM generate_series(1, :rows) AS n""",
    f"""INSERT INTO bought_by (product_id, customer_id, status, channel, rating, quantity, bought_date, unit_price,
                               returned_quantity, returned_date, return_reason)
        SELECT 1 + n % :rows, 1 + n * 7 % :rows, CASE WHEN n % 9 = 0 THEN 'partially_returned' ELSE 'completed' END
                   ::bought_status_enum,
               1 + n % :rows, 1 + n % 5, 2, {_DAY}, n % 977 + 0.99, (n % 9 = 0)::integer,
               CASE WHEN n % 9 = 0 THEN {_DAY} + 3 END, CASE WHEN n % 9 = 0 THEN 'did not fit' END
        FROM generate_series(1, 2 * :rows) AS n""",
    f"""INSERT INTO influencer_metrics (influencer_id, day, source, external_ref, impressions, clicks, spend)
        SELECT n, {_DAY}, 'demo', n::text, n * 100, n % 900, n % 50 + 0.25 FROM generate_series(1, :rows) AS n""",
    """INSERT INTO campaigns (campaign_name, start_date, end_date, budget, status)
        SELECT 'Demo campaign ' || n, '2025-01-01', '2025-03-31', 100000 + n, 'completed'
        FROM generate_series(1, 200) AS n""",
    """INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
        SELECT n, n, :user, 1 + n % 200 FROM generate_series(1, :rows) AS n""",
    """INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
        SELECT n, n, :user, 2 FROM generate_series(1, 1000) AS n WHERE n % 200 <> 1""",
    """INSERT INTO terms (campaign_id, influencer_id, term_version, valid_from, holding_days, rules)
        SELECT 1 + n % 200, n, 1, '2025-01-01', 30, '{"components": [{"basis": "revenue_share", "rate": "0.1"}],
            "cap": null}' FROM generate_series(1, :rows) AS n""",
    f"""INSERT INTO payment (campaign_id, influencer_id, amount, status, date, is_computed)
        SELECT 1 + n % 200, n, n % 977 + 0.01, (ARRAY['pending', 'approved', 'scheduled', 'paid'])[1 + n % 4]
            ::payment_status_enum, {_DAY}, true FROM generate_series(1, :rows) AS n""",
    f"""INSERT INTO payment_lines (term_id, campaign_id, influencer_id, amount, component, basis, entry, occurred_on,
                                   payable_on, base, rate, payment_id)
        SELECT term_id, campaign_id, influencer_id, 1.25, 0, 'per_click', 'earning', {_DAY}, {_DAY} + 30, 12.5, 0.1,
               payment_id FROM (SELECT row_number() OVER (ORDER BY payment_id) AS n, t.*, payment_id
                                FROM terms AS t JOIN payment USING (campaign_id, influencer_id)) AS each""",
    f"""INSERT INTO expenses (campaign_id, cost_category, expense_date, amount, status)
        SELECT 1 + n % 200, 'Category ' || n, {_DAY}, n % 977 + 0.01, 'approved' FROM generate_series(1, :rows) AS n""",
    """INSERT INTO campaign_targets VALUES (2, 'orders', 10), (2, 'net_revenue', 100000)""",
    f"""INSERT INTO audit_log (at, action, entity, entity_id, changes)
        SELECT {_DAY}, 'product.updated', 'products', n, '{{"title": ["a", "b"]}}'
        FROM generate_series(1, :rows) AS n""",
)


def plant() -> None:
    user = make_user(Role.ADMIN).user_id
    with db.transaction() as session:
        for statement in _STATEMENTS:
            given = {"rows": ROWS, "user": user}
            session.execute(text(statement), {key: each for key, each in given.items() if f":{key}" in statement})
    with db.transaction() as session:
        rebuild_rollups(session)
        jobs.recompute_profitability(session, TODAY)
    _analyse()


def _analyse() -> None:
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
