"""What is stored of each influencer for recommendations, and when it is measured anew."""

from datetime import timedelta

from sqlalchemy import text

from shared.analytics import jobs
from shared.analytics.recommendation.service import follow_rankings
from shared.permissions import Role
from shared.platform import clock, db
from tests.analytics.recommendation.conftest import arrange, measure
from tests.client import make_user
from tests.sales.shop import execute, rows


def test_measuring_follows_rankings_once_an_hour(shop):
    with db.transaction() as session:
        assert follow_rankings(session, clock.today()) is None  # no ranking yet
        jobs.recompute_rankings(session, clock.today())
        assert follow_rankings(session, clock.today()) == {"influencers": 12, "categories": 24}
    with db.transaction() as session:
        jobs.recompute_rankings(session, clock.today())
        assert follow_rankings(session, clock.today()) is None
        session.execute(text("UPDATE influencer_profiles SET computed_at = computed_at - interval '61 minutes'"))
        assert follow_rankings(session, clock.today()) is not None


def test_what_is_stored_is_what_the_facts_say(measured):
    execute("INSERT INTO liked_by (customer_id, product_id, channel, liked_date) VALUES (3001, 2, 1, CURRENT_DATE)")
    execute("UPDATE bought_by SET status = 'cancelled' WHERE channel = 1 AND customer_id = 1001")
    execute("UPDATE bought_by SET returned_quantity = 1 WHERE channel = 1 AND customer_id = 1002")
    arrange(make_user(Role.ADMIN), 1, 1)
    execute("UPDATE campaigns SET start_date = :first, end_date = :last", first=ago(60), last=ago(51))
    measure()

    ((orders, likes, people, placed, buyers, countries, ratings, shown, engaged),) = rows(
        """SELECT orders, likes, people, placed, buyers, countries, ratings, shown_days, engaged_days
           FROM influencer_profiles WHERE influencer_id = 1"""
    )
    assert (orders, likes, people, placed, buyers) == (39, 1, 40, 40, 39)
    assert (countries, ratings, shown) == ({"DE": 40}, [0, 39, 0, 0, 0], 10)
    assert engaged == 7 * (6 + 2)  # days 0 to 40, and 51 to 60, which are in the weeks 7 and 8
    found = rows("SELECT * FROM influencer_categories WHERE influencer_id = 1 ORDER BY category")
    assert [tuple(row) for row in found] == [("Bags", 1, 29, 28 * 5000, 0, 10), ("Shoes", 1, 10, 10 * 5000, 1, 0)]


def ago(days):
    return clock.today() - timedelta(days=days)
