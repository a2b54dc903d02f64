"""Writers, readers and folds at the same time: nobody waits, and all ends exact."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform import db
from shared.sales.service import fold_sales_deltas
from tests.sales.ledger import SALE, add_products_and_customer, assert_exact, copy, insert


@pytest.fixture
def shop(database):
    with db.transaction() as session:
        add_products_and_customer(session)
        insert(session, [SALE])


def test_a_second_fold_at_the_same_time_steps_aside(shop):
    with Session(db.engine()) as one, Session(db.engine()) as other:
        assert fold_sales_deltas(one) == 1
        assert fold_sales_deltas(other) == 0
        one.commit()
    with db.transaction() as session:
        assert_exact(session)


def test_a_reader_sees_the_same_sums_while_a_fold_is_under_way(shop):
    with Session(db.engine()) as folding, Session(db.engine()) as reading:
        fold_sales_deltas(folding)
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
        fold_sales_deltas(folding)
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
                    fold_sales_deltas(session)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    with db.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM bought_by")) == 1 + 4 * 10 * 3
        assert_exact(session)
