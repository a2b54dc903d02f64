"""Rankings stored long ago are thinned to the last of each month."""

from datetime import date

from shared.analytics import history
from shared.analytics.models import InfluencerRanking
from tests.analytics.shop import open_shop

TODAY = date(2026, 6, 15)
FIRST_KEPT = date(2025, 5, 11)  # 400 days before


def test_of_old_rankings_the_last_of_each_month_is_left(session):
    open_shop(session)
    days = [
        date(2025, 3, 1),
        date(2025, 3, 30),
        date(2025, 4, 2),
        date(2025, 5, 9),
        date(2025, 5, 10),
        FIRST_KEPT,
        TODAY,
    ]
    of = {"window_slug": "30d", "influencer_id": 1, "position": 1, "state": "ranked", "metrics": {}}
    session.add_all(InfluencerRanking(as_of=day, **of) for day in days)
    session.flush()

    assert history.thin_rankings(session, TODAY) == 2
    assert history.thin_rankings(session, TODAY) == 0
    left = session.query(InfluencerRanking.as_of).order_by(InfluencerRanking.as_of)
    assert [row.as_of for row in left] == [days[1], days[2], days[4], FIRST_KEPT, TODAY]
