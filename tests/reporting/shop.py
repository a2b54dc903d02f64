"""The shop that reports are made of: a busy quarter, two campaigns with targets and budgets, an audience of five."""

from typing import Any

from sqlalchemy import text

from shared.permissions import Role
from shared.platform import db
from tests.analytics.shop import DAYS, a_busy_quarter, customer, open_shop, payment, purchase
from tests.client import make_user

WHOLE = {"from": DAYS[0].isoformat(), "to": DAYS[-1].isoformat()}

# A question to each kind whose answer has every table and draws every chart.
QUESTIONS: dict[str, dict[str, Any]] = {
    "ranking": WHOLE | {"by": "net_revenue"},
    "influencer_performance": WHOLE | {"compare": ["previous"]},
    "campaign_success": {"campaign_id": 2, "against": ["previous", "past", "lift"]},
    "campaign_comparison": WHOLE,
    "returns_by_influencer": WHOLE,
    "sales_by_category": WHOLE,
    "attribution": WHOLE,
    "audience": WHOLE | {"influencer_id": [1, 2]},
    "audience_overlap": WHOLE | {"influencer_id": [1, 2, 3]},
    "audit": {},
    "finance_overview": WHOLE | {"by": "platform", "compare": ["previous", "last_year"]},
    "profitability": WHOLE | {"by": "influencer"},
    "payables": WHOLE,
    "expenses": {"by": "category"},
    "custom": WHOLE | {"metrics": ["net_revenue", "gross_revenue", "orders"], "dimensions": ["category"]},
}


def busy() -> None:
    with db.transaction() as session:
        open_shop(session)
        session.execute(
            text("""INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status)
                    VALUES (2, 'Spring', '2025-02-01', '2025-02-28', 1000, 'completed')""")
        )
        user = make_user(Role.ADMIN).user_id
        for pair in ((1, 1), (2, 2), (1, 2)):
            session.execute(
                text("""INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
                        VALUES (:product, :influencer, :user, 2)"""),
                {"product": pair[1], "influencer": pair[0], "user": user},
            )
        session.execute(text("INSERT INTO budgets (campaign_id, cost_category, planned) VALUES (2, 'gifts', 50)"))
        session.execute(text("INSERT INTO campaign_targets VALUES (2, 'orders', 10), (2, 'net_revenue', 100000)"))
        for number in range(8):
            customer(session, 1, "2024-12-01")
            for influencer_id in (1, 2, 3):
                purchase(session, influencer_id, DAYS[number], customer_id=number + 2, unit_price="10.00", rating=4)
        payment(session, 1, "2025-02-10", "250.00", campaign_id=2)
        a_busy_quarter(session)


def empty() -> None:
    """A campaign, and nothing else."""
    with db.transaction() as session:
        session.execute(
            text("""INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status)
                    VALUES (2, 'Spring', '2025-02-01', '2025-02-28', 1000, 'completed')""")
        )


def one_sale() -> None:
    """The same with one influencer, one product and one purchase."""
    empty()
    with db.transaction() as session:
        session.execute(
            text("""INSERT INTO influencers (influencer_id, influencer_name, platform, follower_count, clicked_number,
                        category, influencer_mail, still_partner, member_since)
                    VALUES (1, 'Anna', 'TikTok', 10, 0, 'Fashion', 'anna@shop.example', true, '2024-01-01');
                    INSERT INTO products (product_id, stock_quantity, category, sales_quantity, product_price, on_sale,
                        title) VALUES (1, 0, 'Bags', 0, 1, true, 'Bag')""")
        )
        customer(session, 1, "2025-01-01")
        purchase(session, 1, "2025-02-03", unit_price="10.00")
        user = make_user(Role.ADMIN).user_id
        session.execute(text("INSERT INTO arranges VALUES (DEFAULT, 1, 1, :user, 2)"), {"user": user})
