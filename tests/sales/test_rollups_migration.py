"""Sales that are there already when the roll-ups change their shape."""

import pytest
from alembic import command
from sqlalchemy import create_engine, make_url, pool, text
from sqlalchemy.orm import Session

from migrations import run
from tests.sales.ledger import SALE, add_products_and_customer, assert_exact, insert

BEFORE = """
    SELECT day, channel, product_id, sum(orders), sum(units), sum(gross_cents), sum(returned_units),
           sum(returned_cents),
           sum(ratings), sum(rating_sum)
    FROM exact_sales_day_channel_product GROUP BY 1, 2, 3 HAVING sum(orders) <> 0 ORDER BY 1, 2, 3
"""
LINE = "INSERT INTO return_lines (purchase_id, quantity, returned_date) SELECT max(purchase_id), 1, :day FROM bought_by"


@pytest.fixture
def engine(stack):
    stack.postgres.create_database("rolled_up")
    url = make_url(stack.postgres.uri("rolled_up")).set(drivername="postgresql+psycopg2")
    yield create_engine(url, poolclass=pool.NullPool)
    stack.postgres.drop_database("rolled_up")


def migrate(engine, verb, revision):
    with engine.connect() as connection:
        config = run.config()
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)


def test_sales_of_before_are_rolled_up_on_the_way_forth_and_on_the_way_back(engine):
    migrate(engine, "upgrade", "0003")
    with Session(engine) as session:
        add_products_and_customer(session)
        insert(session, [SALE, {**SALE, "channel": None, "rating": 4}, {**SALE, "bought_date": None}])
        session.execute(text(LINE), {"day": "2025-03-01"})
        session.execute(text("UPDATE bought_by SET returned_quantity = 1, returned_date = '2025-03-02'"))
        before = session.execute(text(BEFORE)).all()
        session.commit()

    migrate(engine, "upgrade", "0004")
    with Session(engine) as session:
        assert_exact(session)
        insert(session, [{**SALE, "channel": 8}])
        assert_exact(session)
        session.rollback()

    migrate(engine, "downgrade", "0003")
    with Session(engine) as session:
        assert session.execute(text(BEFORE)).all() == before
        insert(session, [{**SALE, "channel": 8}])
        assert len(session.execute(text(BEFORE)).all()) == len(before) + 1
