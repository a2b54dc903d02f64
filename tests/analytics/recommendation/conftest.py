"""A shop with twelve influencers alike, who sell bags or shoes to different people, and a campaign for bags."""

import pytest
from sqlalchemy import text

from shared.analytics.recommendation.service import measure_influencers
from shared.platform import clock, db

INFLUENCERS = 12
BAGS, SHOES = 1, 2
# Influencers 1 to 6 sell bags, 7 to 12 shoes; customers of odd influencers live in Germany, the others in Austria.
SHOP = (
    """INSERT INTO influencers (influencer_id, influencer_name, platform, follower_count, clicked_number, category,
                                 influencer_mail, still_partner, member_since)
       SELECT n, 'Demo influencer ' || n, 'Instagram', 20000, 0, CASE WHEN n <= 6 THEN 'Bags' ELSE 'Shoes' END,
              'i' || n || '@shop.example', true, '2020-01-01'
       FROM generate_series(1, 12) AS n""",
    """INSERT INTO products (product_id, stock_quantity, category, sales_quantity, product_price, on_sale, title)
       VALUES (1, 0, 'Bags', 0, 1, true, 'Demo bag'), (2, 0, 'Shoes', 0, 1, true, 'Demo shoe')""",
    """INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status)
       SELECT n, 'Demo campaign', CURRENT_DATE + 10, CURRENT_DATE + 39, 1000, 'approved'
       FROM generate_series(1, 2) AS n""",
    """INSERT INTO customers (customer_id, customer_name, customer_mail, customer_phone, customer_address, channel,
                               since, is_account_deleted)
       SELECT 1000 * i + n, 'Demo customer', i || '-' || n || '@shop.example', i || '-' || n,
              'High Street 1, Somewhere, ' || CASE WHEN i % 2 = 1 THEN 'Germany' ELSE 'Austria' END, i,
              '2020-01-01', false
       FROM generate_series(1, 12) AS i, generate_series(1, 40) AS n""",
    # Three in four orders of each are of what it sells, and influencer 2 reaches the people of influencer 1.
    """INSERT INTO bought_by (product_id, customer_id, status, channel, rating, quantity, bought_date, unit_price)
       SELECT CASE WHEN (i <= 6) = (n % 4 > 0) THEN 1 ELSE 2 END, 1000 * CASE i WHEN 2 THEN 1 ELSE i END + n,
              'completed', i, CASE WHEN i % 3 = 0 THEN 5 ELSE 2 END, 1, CURRENT_DATE - n, 50
       FROM generate_series(1, 12) AS i, generate_series(1, 40) AS n""",
    """INSERT INTO influencer_metrics (influencer_id, day, source, impressions, clicks, spend)
       SELECT i, CURRENT_DATE - n, 'test', 1000, 50, 5 + i
       FROM generate_series(1, 12) AS i, generate_series(1, 40) AS n""",
)


@pytest.fixture
def shop(database):
    with db.transaction() as session:
        for statement in SHOP:
            session.execute(text(statement))


def measure():
    with db.transaction() as session:
        measure_influencers(session, clock.today())


@pytest.fixture
def measured(shop):
    measure()


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


def arrange(user, campaign_id, *influencers, product_id=BAGS):
    with db.transaction() as session:
        for influencer_id in influencers:
            session.execute(
                text("""INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
                        VALUES (:product, :influencer, :user, :campaign)"""),
                {"product": product_id, "influencer": influencer_id, "user": user.user_id, "campaign": campaign_id},
            )
