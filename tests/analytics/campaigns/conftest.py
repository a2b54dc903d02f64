"""Three campaigns that share influencers, products and days; a fourth that is past."""

import pytest
from sqlalchemy import text

from shared.permissions import Role
from shared.platform import db
from tests.analytics.shop import open_shop
from tests.client import make_user

CAMPAIGNS = {
    1: ("2025-01-01", "2025-12-31"),
    2: ("2025-02-01", "2025-02-28"),
    3: ("2025-02-10", "2025-03-10"),
    4: ("2024-12-20", "2025-01-10"),
}
# Campaign, influencer, product.
ARRANGED = [(1, 1, 1), (2, 1, 1), (2, 2, 2), (3, 1, 1), (3, 1, 2), (3, 2, 2), (4, 3, 2)]


def campaign(session, campaign_id, days, status="completed"):
    session.execute(
        text("""INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status)
                VALUES (:id, 'Demo campaign', :start, :end, 1, CAST(:status AS campaign_status_enum))"""),
        {"id": campaign_id, "start": days[0], "end": days[1], "status": status},
    )


def arrange(session, user, campaign_id, pair=(1, 1)):
    """Arrange a pair of influencer and product."""
    session.execute(
        text("""INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
                VALUES (:product, :influencer, :user, :campaign)"""),
        {"product": pair[1], "influencer": pair[0], "user": user, "campaign": campaign_id},
    )


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


@pytest.fixture
def campaigns(database):
    """The shop with its campaigns, one of them arranged by two users, and nothing sold."""
    users = [make_user(Role.ADMIN).user_id, make_user(Role.ADMIN).user_id]
    with db.transaction() as session:
        open_shop(session)
        for campaign_id, days in list(CAMPAIGNS.items())[1:]:
            campaign(session, campaign_id, days)
        for user, (campaign_id, *pair) in [(users[0], each) for each in ARRANGED] + [(users[1], ARRANGED[1])]:
            arrange(session, user, campaign_id, pair)
