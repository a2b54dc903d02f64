"""Roll-ups plus open deltas equal the purchases, whatever happened to them, at every moment."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.platform import db
from shared.sales.queries import rollup_differences
from shared.sales.service import fold_sales_deltas, rebuild_rollups
from tests.sales.ledger import COLUMNS, FIRST_DAY, PRODUCTS, SALE, add_products_and_customer, assert_exact, copy, insert

cells = st.fixed_dictionaries(
    {
        "product_id": st.integers(1, PRODUCTS),
        "status": st.sampled_from(["ordered", "completed", "returned", "cancelled"]),
        "channel": st.sampled_from([None, -1, 7, 8]),
        "rating": st.sampled_from([None, 1, 5]),
        "quantity": st.sampled_from([None, 1, 2, 1000]),
        "bought_date": st.sampled_from([None, *(FIRST_DAY + timedelta(days=day) for day in range(4))]),
        "unit_price": st.sampled_from(["0.00", "0.01", "19.99", "9999999999.99"]),
    }
)
changes = st.sampled_from(
    [
        "bought_date = bought_date + 1",
        "bought_date = NULL",
        "channel = 9",
        "channel = NULL",
        "product_id = product_id % 3 + 1",
        "quantity = coalesce(quantity, 0) + 1",
        "unit_price = unit_price / 2",
        "rating = 3",
        "rating = NULL",
        "status = 'cancelled'",
        "status = 'ordered'",
        "returned_quantity = coalesce(quantity, 0)",
        "returned_quantity = 0",
        "return_reason = 'too small'",
        "product_id = 1, channel = 7, bought_date = '2025-01-31', status = 'completed'",
    ]
)
steps = st.one_of(
    st.tuples(st.just("insert"), st.lists(cells, min_size=1, max_size=6)),
    st.tuples(st.just("copy"), st.lists(cells, min_size=1, max_size=6)),
    st.tuples(st.just("upsert"), st.lists(cells, min_size=1, max_size=6)),
    st.tuples(st.just("update"), st.tuples(changes, st.integers(0, 3))),
    st.tuples(st.just("delete"), st.integers(0, 3)),
    st.tuples(st.sampled_from(["truncate", "fold", "rebuild"]), st.none()),
)


def upsert(session, rows):
    """One statement that inserts some purchases and changes others."""
    tuples = ", ".join(
        f"(1, {', '.join(f':{column}_{n}' for column in COLUMNS)}, 'test', '{n}')" for n in range(len(rows))
    )
    session.execute(
        text(f"""
        INSERT INTO bought_by (customer_id, {", ".join(COLUMNS)}, source, external_ref)
        SELECT customer_id, product_id, status::bought_status_enum, channel::int, rating::int, quantity::int,
               bought_date::date, unit_price::numeric, source, external_ref
        FROM (VALUES {tuples}) AS given (customer_id, {", ".join(COLUMNS)}, source, external_ref)
        ON CONFLICT (source, external_ref) DO UPDATE
        SET {", ".join(f"{column} = excluded.{column}" for column in COLUMNS)}, returned_quantity = 0
        """),
        {f"{column}_{n}": row[column] for n, row in enumerate(rows) for column in COLUMNS},
    )


def update(session, change_and_part):
    change, part = change_and_part
    with session.begin_nested() as savepoint:
        try:
            session.execute(text(f"UPDATE bought_by SET {change} WHERE purchase_id % 4 = :part"), {"part": part})
        except IntegrityError:  # a quantity below what was returned, say
            savepoint.rollback()


STEPS = {
    "insert": insert,
    "copy": copy,
    "upsert": upsert,
    "update": update,
    "delete": lambda session, part: session.execute(
        text("DELETE FROM bought_by WHERE purchase_id % 4 = :part"), {"part": part}
    ),
    "truncate": lambda session, _: session.execute(text("TRUNCATE bought_by CASCADE")),
    "fold": lambda session, _: fold_sales_deltas(session),
    "rebuild": lambda session, _: rebuild_rollups(session),
}


@settings(
    max_examples=60,
    deadline=None,
    # Every example is rolled back, so the fixture is as good as new.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=1, max_size=12))
def test_exact_after_every_step(database, history):
    with Session(db.engine()) as session:
        add_products_and_customer(session)
        for verb, argument in history:
            STEPS[verb](session, argument)
            assert_exact(session)
        fold_sales_deltas(session)
        assert_exact(session)
        session.rollback()


def deltas(session):
    return session.scalar(text("SELECT count(*) FROM sales_deltas"))


def test_a_statement_leaves_one_delta_per_day_channel_and_product(session):
    add_products_and_customer(session)

    copy(session, [SALE, SALE, {**SALE, "channel": 8}])

    assert deltas(session) == 2


def test_a_change_that_moves_no_sum_leaves_no_delta(session):
    add_products_and_customer(session)
    insert(session, [SALE])
    before = deltas(session)

    session.execute(text("UPDATE bought_by SET return_reason = 'none', customer_id = 1, status = 'completed'"))

    assert deltas(session) == before


def test_folding_counts_what_it_folds_and_leaves_nothing_open(session):
    add_products_and_customer(session)
    insert(session, [SALE, SALE])

    assert fold_sales_deltas(session) == 2
    assert (deltas(session), fold_sales_deltas(session)) == (0, 0)
    assert_exact(session)


def test_deleting_a_product_takes_its_sales_out_of_the_roll_ups(session):
    add_products_and_customer(session)
    insert(session, [SALE, {**SALE, "product_id": 2}])
    fold_sales_deltas(session)

    session.execute(text("DELETE FROM products WHERE product_id = 1"))

    assert_exact(session)


def test_a_users_edit_of_sales_quantity_stands_and_later_sales_add_to_it(session):
    add_products_and_customer(session)
    session.execute(text("UPDATE products SET sales_quantity = 5 WHERE product_id = 1"))

    insert(session, [SALE])

    assert session.scalar(text("SELECT sales_quantity FROM products WHERE product_id = 1")) == 7


def test_sales_do_not_count_as_edits_of_the_product(session):
    add_products_and_customer(session)

    insert(session, [SALE])

    assert session.scalar(text("SELECT version FROM products WHERE product_id = 1")) == 1


@pytest.mark.parametrize(
    "rollup", ["sales_deltas", "sales_day_channel_product", "sales_day_channel", "sales_month_channel"]
)
def test_a_wrong_roll_up_is_found_and_mended(session, rollup):
    add_products_and_customer(session)
    insert(session, [SALE, {**SALE, "channel": 8}])
    fold_sales_deltas(session)
    insert(session, [SALE])
    session.execute(text(f"UPDATE {rollup} SET gross_cents = gross_cents + 1 WHERE channel = 7"))

    wrong = rollup_differences(session)

    assert {difference.rolled_up[2] - difference.facts[2] for difference in wrong} == {1}
    assert all(difference.key[1] == 7 for difference in wrong)
    assert len(wrong) == (3 if rollup == "sales_deltas" else 1)
    rebuild_rollups(session)
    assert_exact(session)
