"""Reports and customers that are there already when their roll-ups come, and when they go."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.influencers import test_feed_rollups as feeds
from tests.sales import test_newcomers as newcomers
from tests.sales.test_rollups_migration import engine, migrate  # noqa: F401 - a fixture


def add_some(session, number):
    feeds.upsert(session, [{**feeds.REPORT, "influencer_id": one, "source": f"{number}"} for one in (1, 2)])
    newcomers.copy(session, [{"channel": one, "since": newcomers.FIRST_DAY} for one in (None, 1, 1)])


def assert_exact(session):
    feeds.assert_exact(session)
    newcomers.assert_exact(session)


def test_what_is_there_is_rolled_up_and_the_way_back_leaves_the_facts(engine):  # noqa: F811 - the fixture
    migrate(engine, "upgrade", "0004")
    with Session(engine) as session:
        feeds.add_influencers_and_campaign(session)
        add_some(session, 1)
        session.commit()

    migrate(engine, "upgrade", "0005")
    with Session(engine) as session:
        assert_exact(session)
        assert session.scalar(text("SELECT sum(new_customers) FROM customers_month_channel")) == 3
        assert session.scalar(text("SELECT sum(clicks) FROM feed_month_influencer")) == 6
        add_some(session, 2)
        assert_exact(session)
        session.commit()

    migrate(engine, "downgrade", "0004")
    with Session(engine) as session:
        add_some(session, 3)
        assert session.scalar(text("SELECT count(*) FROM influencer_metrics")) == 6
        session.commit()

    migrate(engine, "upgrade", "0005")
    with Session(engine) as session:
        assert_exact(session)
