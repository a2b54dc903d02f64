"""Roll-ups plus open deltas equal the purchases, whatever happened to them, at every moment."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.platform import db, rollups
from shared.sales.models import SALES, SALES_OF_CHANNELS, SALES_OF_PRODUCTS
from shared.sales.service import rebuild_rollups
from tests.sales.ledger import (
    COLUMNS,
    FIRST_DAY,
    PRODUCTS,
    SALE,
    add_products_and_customer,
    assert_exact,
    copy,
    fold,
    insert,
)

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
        "returned_quantity = coalesce(quantity, 0), returned_date = '2025-02-01'",
        "returned_date = bought_date + 2",
        "returned_date = NULL",
        "product_id = 1, channel = 7, bought_date = '2025-01-31', status = 'completed'",
    ]
)
line_changes = st.sampled_from(
    [
        "quantity = quantity + 1",
        "returned_date = returned_date + 1",
        "reason = 'other'",
        "purchase_id = (SELECT min(purchase_id) FROM bought_by)",
    ]
)
parts = st.integers(0, 3)
return_days = st.sampled_from([FIRST_DAY + timedelta(days=day) for day in range(1, 4)])
steps = st.one_of(
    st.tuples(st.just("insert"), st.lists(cells, min_size=1, max_size=6)),
    st.tuples(st.just("copy"), st.lists(cells, min_size=1, max_size=6)),
    st.tuples(st.just("upsert"), st.lists(cells, min_size=1, max_size=6)),
    st.tuples(st.just("update"), st.tuples(changes, parts)),
    st.tuples(st.just("delete"), parts),
    st.tuples(st.just("return"), st.tuples(parts, st.integers(1, 2), return_days)),
    st.tuples(st.just("change_lines"), st.tuples(line_changes, parts)),
    st.tuples(st.just("delete_lines"), parts),
    st.tuples(st.sampled_from(["truncate", "truncate_lines", "fold", "rebuild"]), st.none()),
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


def give_back(session, part_quantity_and_day):
    """Note lines of returns, for what was returned already or not: the purchases' own figures stay."""
    part, quantity, day = part_quantity_and_day
    session.execute(
        text("""
        INSERT INTO return_lines (purchase_id, quantity, returned_date)
        SELECT purchase_id, :quantity, :day FROM bought_by WHERE purchase_id % 4 = :part
        """),
        {"quantity": quantity, "day": day, "part": part},
    )


def change_lines(session, change_and_part):
    change, part = change_and_part
    session.execute(text(f"UPDATE return_lines SET {change} WHERE return_id % 4 = :part"), {"part": part})


STEPS = {
    "return": give_back,
    "change_lines": change_lines,
    "delete_lines": lambda session, part: session.execute(
        text("DELETE FROM return_lines WHERE return_id % 4 = :part"), {"part": part}
    ),
    "truncate_lines": lambda session, _: session.execute(text("TRUNCATE return_lines")),
    "insert": insert,
    "copy": copy,
    "upsert": upsert,
    "update": update,
    "delete": lambda session, part: session.execute(
        text("DELETE FROM bought_by WHERE purchase_id % 4 = :part"), {"part": part}
    ),
    "truncate": lambda session, _: session.execute(text("TRUNCATE bought_by CASCADE")),
    "fold": lambda session, _: fold(session),
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
        fold(session)
        assert_exact(session)
        session.rollback()


def deltas(session):
    return tuple(session.scalar(select(func.count()).select_from(rollup.deltas)) for rollup in SALES)


def test_a_statement_leaves_one_delta_per_day_and_channel_and_one_per_day_and_product(session):
    add_products_and_customer(session)

    copy(session, [SALE, SALE, {**SALE, "channel": 8}])

    assert deltas(session) == (2, 1)


def test_a_change_that_moves_no_sum_leaves_no_delta(session):
    add_products_and_customer(session)
    insert(session, [SALE])
    before = deltas(session)

    session.execute(text("UPDATE bought_by SET return_reason = 'none', customer_id = 1, status = 'completed'"))

    assert deltas(session) == before


def test_a_change_of_category_moves_nothing(session):
    add_products_and_customer(session)
    insert(session, [SALE])
    before = deltas(session)

    session.execute(text("UPDATE products SET category = 'Other'"))

    assert deltas(session) == before


def test_folding_counts_what_it_folds_and_leaves_nothing_open(session):
    add_products_and_customer(session)
    insert(session, [SALE, SALE])

    assert (rollups.fold(session, SALES_OF_CHANNELS), deltas(session)) == (2, (0, 2))
    assert (rollups.fold(session, SALES_OF_PRODUCTS), deltas(session)) == (2, (0, 0))
    assert rollups.fold(session, SALES_OF_CHANNELS) == 0
    assert_exact(session)


def test_folding_takes_no_more_at_once_than_it_is_told(session):
    add_products_and_customer(session)
    insert(session, [SALE] * 5)

    assert [rollups.fold(session, SALES_OF_CHANNELS, at_most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert_exact(session)


def test_deleting_a_product_takes_its_sales_out_of_the_roll_ups(session):
    add_products_and_customer(session)
    insert(session, [SALE, {**SALE, "product_id": 2}])
    fold(session)

    session.execute(text("DELETE FROM products WHERE product_id = 1"))

    assert_exact(session)


def came_back(session):
    """Return what came back on which day, as the roll-up of channels says it, in units and cents."""
    rows = text("""
        SELECT day, sum(back_units), sum(back_cents) FROM exact_sales_day_channel
        GROUP BY day HAVING sum(back_units) <> 0 ORDER BY day""")
    return [tuple(row) for row in session.execute(rows)]


def test_each_return_counts_on_its_own_day(session):
    add_products_and_customer(session)
    insert(session, [{**SALE, "quantity": 3}])
    for day in (date(2025, 2, 3), date(2025, 2, 5)):
        give_back(session, (session.scalar(text("SELECT purchase_id % 4 FROM bought_by")), 1, day))
        session.execute(
            text("UPDATE bought_by SET returned_quantity = returned_quantity + 1, returned_date = :day"), {"day": day}
        )

    assert came_back(session) == [(date(2025, 2, 3), 1, 1999), (date(2025, 2, 5), 1, 1999)]
    assert_exact(session)


def test_a_return_without_lines_counts_on_the_purchases_day_of_return(session):
    add_products_and_customer(session)
    insert(session, [SALE])

    session.execute(text("UPDATE bought_by SET returned_quantity = 2, returned_date = '2025-02-04'"))

    assert came_back(session) == [(date(2025, 2, 4), 2, 3998)]


def test_a_return_on_an_unknown_day_counts_on_none(session):
    add_products_and_customer(session)
    insert(session, [SALE])

    session.execute(text("UPDATE bought_by SET returned_quantity = 2"))

    assert came_back(session) == []
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
