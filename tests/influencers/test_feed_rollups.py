"""Roll-ups of feeds plus open deltas equal the reports, whatever happened to them, at every moment."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.influencers import jobs
from shared.influencers.models import FEED, FEED_MEASURES
from shared.influencers.queries import feed_rollup_differences
from shared.influencers.service import rebuild_feed_rollups
from shared.platform import db
from shared.platform.rollups import fold
from tests.influencers.test_clicked_number import add_influencers

UNITS = {"day": "day", "month": "to_char(day, 'YYYY-MM-01')::date"}
COLUMNS = ("influencer_id", "campaign_id", "day", "source", "clicks", "likes", "shares", "conversions", "spend")
FACTS = """
    SELECT {unit}, influencer_id, count(*), sum(impressions), sum(clicks),
           sum(likes) + sum(comments) + sum(shares) + sum(saves),
           sum(conversions), sum(spend * 100)
    FROM influencer_metrics GROUP BY 1, 2 ORDER BY 1, 2
"""


def add_influencers_and_campaign(session):
    add_influencers(session)
    session.execute(
        text("""
        INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget)
        VALUES (1, 'Demo campaign 1', '2025-01-01', '2025-03-31', 100)
        """)
    )


def assert_exact(session):
    sums = ", ".join(f"sum({measure})" for measure in FEED_MEASURES)
    some = " OR ".join(f"sum({measure}) <> 0" for measure in FEED_MEASURES)
    for unit, of_day in UNITS.items():
        rolled_up = text(
            f"SELECT {unit}, influencer_id, {sums} FROM exact_feed_{unit}_influencer"
            f" GROUP BY 1, 2 HAVING {some} ORDER BY 1, 2"
        )
        assert session.execute(rolled_up).all() == session.execute(text(FACTS.format(unit=of_day))).all(), unit
    assert feed_rollup_differences(session) == []


REPORT = {
    "influencer_id": 1,
    "campaign_id": None,
    "day": date(2025, 1, 31),
    "source": "test",
    "clicks": 3,
    "likes": 2,
    "shares": 1,
    "conversions": 1,
    "spend": "0.29",
}
reports = st.fixed_dictionaries(
    {
        "influencer_id": st.integers(1, 3),
        "campaign_id": st.sampled_from([None, 1]),
        "day": st.sampled_from([date(2025, 1, 30), date(2025, 1, 31), date(2025, 2, 1)]),
        "source": st.sampled_from(["test", "other"]),
        "clicks": st.integers(0, 3),
        "likes": st.sampled_from([0, 1, 10_000_000_000]),
        "shares": st.integers(0, 3),
        "conversions": st.integers(0, 2),
        "spend": st.sampled_from(["0.00", "0.01", "19.99", "9999999999.99"]),
    }
)
several = st.lists(reports, min_size=1, max_size=6)
changes = st.sampled_from(
    [
        "clicks = clicks + 1",
        "spend = spend / 2",
        "saves = 4, comments = 1, impressions = 1000",
        "revenue = 5",
        "day = day + 40",
        "influencer_id = influencer_id % 3 + 1, source = source || 'x'",
        "campaign_id = NULL, source = source || metric_id",
        "clicks = 0, likes = 0, shares = 0, conversions = 0, spend = 0",
    ]
)
parts = st.integers(0, 3)


def distinct(rows):
    return list({tuple(row[key] for key in COLUMNS[:4]): row for row in rows}.values())


def upsert(session, rows):
    """One statement that inserts some reports and changes others."""
    rows = distinct(rows)
    tuples = ", ".join(f"({', '.join(f':{column}_{n}' for column in COLUMNS)})" for n in range(len(rows)))
    session.execute(
        text(f"""
        INSERT INTO influencer_metrics ({", ".join(COLUMNS)})
        SELECT influencer_id, campaign_id::int, day::date, source, clicks, likes, shares, conversions, spend::numeric
        FROM (VALUES {tuples}) AS given ({", ".join(COLUMNS)})
        ON CONFLICT ON CONSTRAINT uq_influencer_metrics_report DO UPDATE
        SET {", ".join(f"{column} = excluded.{column}" for column in COLUMNS[4:])}
        """),
        {f"{column}_{n}": row[column] for n, row in enumerate(rows) for column in COLUMNS},
    )


def copy(session, rows):
    """COPY, each file from another source: a report that is there already would refuse it."""
    number = session.scalar(text("SELECT count(*) FROM influencer_metrics"))
    lines = "".join(
        "\t".join(r"\N" if row[c] is None else str(row[c]) for c in COLUMNS) + "\n"
        for row in distinct({**row, "source": f"file {number}"} for row in rows)
    )
    with session.connection().connection.cursor() as cursor:
        cursor.execute("DELETE FROM influencer_metrics WHERE source = %s", (f"file {number}",))
        cursor.copy_expert(f"COPY influencer_metrics ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(lines))


def of_part(statement):
    return lambda session, part: session.execute(text(statement), {"part": part})


def update(session, change_and_part):
    change, part = change_and_part
    with session.begin_nested() as savepoint:
        try:
            session.execute(text(f"UPDATE influencer_metrics SET {change} WHERE metric_id % 4 = :part"), {"part": part})
        except IntegrityError:  # two reports would become one
            savepoint.rollback()


STEPS = {
    "upsert": (upsert, several),
    "copy": (copy, several),
    "update": (update, st.tuples(changes, parts)),
    "delete": (of_part("DELETE FROM influencer_metrics WHERE metric_id % 4 = :part"), parts),
    "delete influencers": (of_part("DELETE FROM influencers WHERE influencer_id = 3 AND :part = 3"), parts),
    "move to no campaign": (of_part("DELETE FROM campaigns WHERE :part = 3"), parts),
    "truncate": (lambda session, _: session.execute(text("TRUNCATE influencer_metrics")), st.none()),
    "fold": (lambda session, _: fold(session, FEED), st.none()),
    "fold one": (lambda session, _: fold(session, FEED, at_most=1), st.none()),
    "rebuild": (lambda session, _: rebuild_feed_rollups(session), st.none()),
}
steps = st.one_of(*(st.tuples(st.just(verb), argument) for verb, (_, argument) in STEPS.items()))


@settings(
    max_examples=60,
    deadline=None,
    # Every example is rolled back, so the fixture is as good as new.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=1, max_size=12))
def test_exact_after_every_step(database, history):
    with Session(db.engine()) as session:
        add_influencers_and_campaign(session)
        for verb, argument in history:
            rows = argument if verb in {"upsert", "copy"} else None
            STEPS[verb][0](session, known(session, rows) if rows else argument)
            assert_exact(session)
        fold(session, FEED)
        assert_exact(session)
        session.rollback()


def known(session, rows):
    """Leave out whom and what a step before has deleted."""
    influencers = set(session.scalars(text("SELECT influencer_id FROM influencers")))
    campaigns = {None, *session.scalars(text("SELECT campaign_id FROM campaigns"))}
    kept = [row for row in rows if row["influencer_id"] in influencers and row["campaign_id"] in campaigns]
    return kept or [REPORT]


def deltas(session):
    return session.scalar(select(func.count()).select_from(FEED.deltas))


def test_a_statement_leaves_one_delta_per_day_and_influencer(session):
    add_influencers_and_campaign(session)

    copy(session, [REPORT, {**REPORT, "campaign_id": 1}, {**REPORT, "influencer_id": 2}])

    assert deltas(session) == 2


def test_a_change_that_moves_no_sum_leaves_no_delta(session):
    add_influencers_and_campaign(session)
    upsert(session, [REPORT])
    before = deltas(session)

    session.execute(text("UPDATE influencer_metrics SET revenue = 7, likes = shares, shares = likes"))

    assert deltas(session) == before


def test_folding_takes_no_more_at_once_than_it_is_told(session):
    add_influencers_and_campaign(session)
    for clicks in range(5):
        upsert(session, [{**REPORT, "clicks": clicks}])

    assert [fold(session, FEED, at_most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert_exact(session)


WRONG = {
    "feed_deltas": {"exact_feed_day_influencer", "exact_feed_month_influencer"},
    "feed_day_influencer": {"exact_feed_day_influencer"},
    "feed_month_influencer": {"exact_feed_month_influencer"},
}


@pytest.mark.parametrize("measure", FEED_MEASURES)
@pytest.mark.parametrize("rollup", WRONG)
def test_a_wrong_roll_up_is_found_and_mended(session, rollup, measure, caplog):
    add_influencers_and_campaign(session)
    upsert(session, [REPORT, {**REPORT, "influencer_id": 2}])
    fold(session, FEED)
    upsert(session, [{**REPORT, "source": "other"}])
    session.execute(text(f"UPDATE {rollup} SET {measure} = {measure} + 1 WHERE influencer_id = 1"))

    wrong = feed_rollup_differences(session)

    place = FEED_MEASURES.index(measure)
    assert {difference.rolled_up[place] - difference.facts[place] for difference in wrong} == {1}
    assert {difference.rollup for difference in wrong} == WRONG[rollup]
    assert {difference.key[1] for difference in wrong} == {1}
    assert jobs.check_feed_rollups(session) == len(wrong) == len(caplog.records)
    rebuild_feed_rollups(session)
    assert_exact(session)


@pytest.fixture
def reported(database):
    with db.transaction() as session:
        add_influencers_and_campaign(session)
        upsert(session, [REPORT])


def test_a_second_fold_at_the_same_time_steps_aside(reported):
    with Session(db.engine()) as one, Session(db.engine()) as other:
        assert fold(one, FEED) == 1
        assert fold(other, FEED) == 0
        one.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_a_reader_sees_the_same_sums_while_a_fold_is_under_way(reported):
    with Session(db.engine()) as folding, Session(db.engine()) as reading:
        fold(folding, FEED)
        assert_exact(reading)
        reading.rollback()
        folding.commit()
        assert_exact(reading)


def test_a_feed_does_not_wait_for_a_fold(reported):
    with Session(db.engine()) as folding, Session(db.engine()) as writing:
        fold(folding, FEED)
        writing.execute(text("SET LOCAL lock_timeout = '1s'"))
        upsert(writing, [{**REPORT, "source": "other"}])
        writing.commit()
        folding.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_many_feeds_and_folds_at_once_end_exact(reported):
    def work(number):
        for turn in range(10):
            with db.transaction() as session:
                rows = [{**REPORT, "influencer_id": one, "clicks": turn, "source": f"{number}"} for one in (3, 1, 2)]
                upsert(session, rows)
            if number == 0:
                jobs.fold_feed()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    with db.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM influencer_metrics")) == 1 + 4 * 3
        assert_exact(session)
