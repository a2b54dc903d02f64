"""The roll-up of new customers plus open deltas equals the customers, whatever happened to them."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.analytics.queries import performance
from shared.analytics.windows import Window
from shared.platform import db
from shared.platform.rollups import fold
from shared.sales import jobs
from shared.sales.models import NEW_CUSTOMERS
from shared.sales.queries import newcomer_differences
from shared.sales.service import rebuild_newcomers
from tests.influencers.test_clicked_number import add_influencers

FIRST_DAY = date(2025, 1, 30)  # so that days fall into two months
CAME = ("channel", "since")
FACTS = """
    SELECT date_trunc('month', since)::date, coalesce(channel, -1), count(*) FROM customers
    GROUP BY 1, 2 ORDER BY 1, 2
"""
ROLLED_UP = """
    SELECT month, channel, sum(new_customers) FROM exact_customers_month_channel
    GROUP BY 1, 2 HAVING sum(new_customers) <> 0 ORDER BY 1, 2
"""
numbers = count(1)

newcomers = st.lists(
    st.fixed_dictionaries(
        {
            "channel": st.sampled_from([None, -1, 1, 2]),
            "since": st.sampled_from([FIRST_DAY + timedelta(days=day) for day in range(4)]),
        }
    ),
    min_size=1,
    max_size=6,
)
changes = st.sampled_from(
    ["channel = 2", "channel = NULL", "since = since + 1", "since = since - 40", "customer_name = 'Demo'"]
)
parts = st.integers(0, 3)


def copy(session, rows):
    lines = []
    for row in rows:
        number = next(numbers)
        given = (r"\N" if row[name] is None else str(row[name]) for name in CAME)
        lines.append("\t".join(["Demo", f"{number}@shop.example", str(number), "Nowhere", "f", *given]) + "\n")
    columns = ("customer_name", "customer_mail", "customer_phone", "customer_address", "is_account_deleted", *CAME)
    with session.connection().connection.cursor() as cursor:
        cursor.copy_expert(f"COPY customers ({', '.join(columns)}) FROM STDIN", io.StringIO("".join(lines)))


def upsert(session, rows):
    """One statement each that inserts a customer or changes the one with this phone number."""
    for n, row in enumerate(rows):
        session.execute(
            text("""
            INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, is_account_deleted,
                                   channel, since)
            VALUES ('Demo', :phone || '@again.example', :phone, 'Nowhere', false, :channel, :since)
            ON CONFLICT (customer_phone) DO UPDATE SET channel = excluded.channel, since = excluded.since
            """),
            {**row, "phone": f"again {n}"},
        )


def update(session, change_and_part):
    change, part = change_and_part
    session.execute(text(f"UPDATE customers SET {change} WHERE customer_id % 4 = :part"), {"part": part})


STEPS = {
    "copy": (copy, newcomers),
    "upsert": (upsert, newcomers),
    "update": (update, st.tuples(changes, parts)),
    "delete": (
        lambda session, part: session.execute(text("DELETE FROM customers WHERE customer_id % 4 = :p"), {"p": part}),
        parts,
    ),
    "truncate": (lambda session, _: session.execute(text("TRUNCATE customers CASCADE")), st.none()),
    "fold": (lambda session, _: fold(session, NEW_CUSTOMERS), st.none()),
    "rebuild": (lambda session, _: rebuild_newcomers(session), st.none()),
}
steps = st.one_of(*(st.tuples(st.just(verb), argument) for verb, (_, argument) in STEPS.items()))


def assert_exact(session):
    assert session.execute(text(ROLLED_UP)).all() == session.execute(text(FACTS)).all()
    assert newcomer_differences(session) == []


@settings(
    max_examples=40,
    deadline=None,
    # Every example is rolled back, so the fixture is as good as new.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=1, max_size=12))
def test_exact_after_every_step(database, history):
    with Session(db.engine()) as session:
        for verb, argument in history:
            STEPS[verb][0](session, argument)
            assert_exact(session)
        fold(session, NEW_CUSTOMERS)
        assert_exact(session)
        session.rollback()


def test_a_change_of_nothing_but_the_name_leaves_no_delta(session):
    copy(session, [{"channel": 1, "since": FIRST_DAY}])
    deltas = select(func.count()).select_from(NEW_CUSTOMERS.deltas)
    before = session.scalar(deltas)

    session.execute(text("UPDATE customers SET customer_name = 'Demo customer'"))

    assert session.scalar(deltas) == before == 1


@pytest.mark.parametrize("first", [date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 1)])
@pytest.mark.parametrize("last", [date(2025, 2, 1), date(2025, 2, 28), date(2025, 3, 1)])
def test_whole_months_and_edges_count_each_customer_once(session, first, last):
    add_influencers(session)
    came = [date(2025, 1, 30), date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 2), date(2025, 3, 1)]
    copy(session, [{"channel": 1, "since": day} for day in came])
    fold(session, NEW_CUSTOMERS)
    copy(session, [{"channel": 1, "since": day} for day in came])

    counted = {row.influencer_id: row.values["new_customers"] for row in performance(session, Window(first, last))}

    assert counted == {1: 2 * sum(first <= day <= last for day in came), 2: 0, 3: 0}


@pytest.mark.parametrize("rollup", ["customer_deltas", "customers_month_channel"])
def test_a_wrong_roll_up_is_found_and_mended(session, rollup, caplog):
    copy(session, [{"channel": 1, "since": FIRST_DAY}, {"channel": 2, "since": FIRST_DAY}])
    fold(session, NEW_CUSTOMERS)
    copy(session, [{"channel": 1, "since": FIRST_DAY}])
    session.execute(text(f"UPDATE {rollup} SET new_customers = new_customers + 1 WHERE channel = 1"))

    (wrong,) = newcomer_differences(session)

    assert (wrong.rollup, wrong.key) == ("exact_customers_month_channel", (date(2025, 1, 1), 1))
    assert (wrong.facts, wrong.rolled_up) == ((2,), (3,))
    assert jobs.check_sales_rollups(session) == len(caplog.records) == 1
    rebuild_newcomers(session)
    assert_exact(session)


def test_a_customer_who_was_refused_counts_nowhere(session):
    copy(session, [{"channel": 1, "since": FIRST_DAY}])

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("INSERT INTO customers SELECT * FROM customers"))

    assert_exact(session)


def test_customers_who_come_at_once_wait_neither_for_each_other_nor_for_a_fold(database):
    with Session(db.engine()) as one, Session(db.engine()) as other, Session(db.engine()) as folding:
        copy(one, [{"channel": 1, "since": FIRST_DAY}])
        other.execute(text("SET LOCAL lock_timeout = '1s'"))
        copy(other, [{"channel": 1, "since": FIRST_DAY}])
        other.commit()
        assert fold(folding, NEW_CUSTOMERS) == 1
        one.commit()
        folding.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_many_customers_and_folds_at_once_end_exact(database):
    def work(number):
        for _ in range(10):
            with db.transaction() as session:
                copy(session, [{"channel": number, "since": FIRST_DAY}] * 3)
            if number == 0:
                jobs.fold_newcomers()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    with db.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM customers")) == 4 * 10 * 3
        assert_exact(session)
