"""`influencers.clicked_number` is what the row was created with plus the clicks that feeds report."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform import db

OPENING = 50


def add_influencers(session):
    session.execute(
        text("""
        INSERT INTO influencers (influencer_id, influencer_name, platform, follower_count, clicked_number, category,
                                 influencer_mail, still_partner, member_since)
        SELECT number, 'Demo influencer ' || number, 'Instagram', 10, :opening, 'Demo',
               'influencer-' || number || '@shop.example', true, CURRENT_DATE
        FROM generate_series(1, 3) AS number
        """),
        {"opening": OPENING},
    )


def assert_exact(session):
    wrong = session.execute(
        text("""
        SELECT influencer_id, clicked_number FROM influencers
        WHERE clicked_number <> :opening + (
            SELECT coalesce(sum(clicks), 0) FROM influencer_metrics
            WHERE influencer_metrics.influencer_id = influencers.influencer_id)
        """),
        {"opening": OPENING},
    )
    assert wrong.all() == []


STATEMENTS = {
    "report": """
        INSERT INTO influencer_metrics (influencer_id, day, source, clicks)
        SELECT 1 + number % 3, DATE '2025-01-01' + :n, 'test-' || number, number * :n
        FROM generate_series(1, 5) AS number
        ON CONFLICT ON CONSTRAINT uq_influencer_metrics_report DO UPDATE SET clicks = excluded.clicks + 1""",
    "correct": "UPDATE influencer_metrics SET clicks = :n WHERE metric_id % 4 = :n % 4",
    "move": "UPDATE influencer_metrics SET influencer_id = influencer_id % 3 + 1, source = source || 'x' WHERE :n = 0",
    "take back": "DELETE FROM influencer_metrics WHERE metric_id % 3 = :n % 3",
    "empty": "TRUNCATE influencer_metrics",
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(STATEMENTS)), st.integers(0, 4)), min_size=1, max_size=10))
def test_exact_after_every_statement(database, history):
    with Session(db.engine()) as session:
        add_influencers(session)
        for what, n in history:
            session.execute(text(STATEMENTS[what]), {"n": n})
            assert_exact(session)
        session.rollback()


@pytest.mark.parametrize("campaign", ["NULL", "1"])
def test_a_report_of_the_same_day_and_source_is_there_once(session, campaign):
    add_influencers(session)
    session.execute(
        text("""
        INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget)
        VALUES (1, 'Demo campaign 1', '2025-01-01', '2025-01-31', 100)
        """)
    )
    report = text(f"""
        INSERT INTO influencer_metrics (influencer_id, campaign_id, day, source, clicks)
        VALUES (1, {campaign}, '2025-01-01', 'test', 3)
        ON CONFLICT ON CONSTRAINT uq_influencer_metrics_report DO UPDATE SET clicks = excluded.clicks
        """)

    session.execute(report)
    session.execute(report)

    assert session.scalar(text("SELECT clicked_number FROM influencers WHERE influencer_id = 1")) == OPENING + 3
