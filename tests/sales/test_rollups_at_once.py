"""Writers, readers and folds at the same time: nobody waits, and all ends exact."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform import db, rollups
from shared.sales.models import SALES_OF_CHANNELS, SALES_OF_PRODUCTS
from tests.sales.ledger import SALE, add_products_and_customer, assert_exact, copy, fold, insert


@pytest.fixture
def shop(database):
    with db.transaction() as session:
        add_products_and_customer(session)
        insert(session, [SALE])


def test_a_second_fold_at_the_same_time_steps_aside(shop):
    with Session(db.engine()) as one, Session(db.engine()) as other:
        assert rollups.fold(one, SALES_OF_CHANNELS) == 1
        assert rollups.fold(other, SALES_OF_CHANNELS) == 0
        one.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_channels_and_products_are_folded_apart(shop):
    with Session(db.engine()) as one, Session(db.engine()) as other:
        assert rollups.fold(one, SALES_OF_CHANNELS) == 1
        assert rollups.fold(other, SALES_OF_PRODUCTS) == 1


def test_a_reader_sees_the_same_sums_while_a_fold_is_under_way(shop):
    with Session(db.engine()) as folding, Session(db.engine()) as reading:
        fold(folding)
        assert_exact(reading)
        reading.rollback()
        folding.commit()
        assert_exact(reading)


def test_writers_of_the_same_day_and_channel_do_not_wait_for_each_other(shop):
    with Session(db.engine()) as one, Session(db.engine()) as other:
        insert(one, [SALE])
        other.execute(text("SET LOCAL lock_timeout = '1s'"))
        insert(other, [{**SALE, "product_id": 2}])
        other.commit()
        one.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_a_writer_does_not_wait_for_a_fold(shop):
    with Session(db.engine()) as folding, Session(db.engine()) as writing:
        fold(folding)
        writing.execute(text("SET LOCAL lock_timeout = '1s'"))
        insert(writing, [SALE])
        writing.commit()
        folding.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_many_writers_and_folds_at_once_end_exact(shop):
    """Crosswise products would lock each other out if the trigger took products in any other order than by id."""

    def work(number):
        for turn in range(10):
            with db.transaction() as session:
                order = (1, 2, 3) if (number + turn) % 2 else (3, 2, 1)
                copy(session, [{**SALE, "product_id": product_id, "channel": number} for product_id in order])
            if number == 0:
                with db.transaction() as session:
                    fold(session)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    with db.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM bought_by")) == 1 + 4 * 10 * 3
        assert_exact(session)


@pytest.mark.parametrize("line_first", [True, False])
def test_a_return_and_a_change_of_its_purchase_at_the_same_time_both_count(shop, line_first):
    change = "UPDATE bought_by SET channel = 9, returned_quantity = 1, returned_date = '2025-02-09'"
    line = (
        "INSERT INTO return_lines (purchase_id, quantity, returned_date)"
        " SELECT purchase_id, 1, '2025-02-05' FROM bought_by"
    )
    one, other = (line, change) if line_first else (change, line)

    def later():
        with db.transaction() as session:
            session.execute(text(other))

    with ThreadPoolExecutor(1) as pool, db.transaction() as session:
        session.execute(text(one))
        waiting = pool.submit(later)
        wait_for_a_waiter(session)
        session.commit()
        waiting.result()

    with db.transaction() as session:
        assert_exact(session)


def wait_for_a_waiter(session):
    for _ in range(100):
        if session.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")):
            return
        session.execute(text("SELECT pg_sleep(0.05)"))
    raise AssertionError("nobody waits")
