"""What keeping the roll-ups exact costs those who write, and what open deltas cost those who read."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Event
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from benchmarks.analytics import ways
from benchmarks.analytics.shop import DAYS, Shop, maintain, median_ms
from shared.analytics.windows import Window, named_window
from shared.permissions import Role
from shared.platform import db, rollups
from shared.platform.rollups import Rollup
from shared.sales.models import SALES
from tests.client import Client

# Random sales over all days, or all of one day and channel.
INSERT = text("""
    INSERT INTO bought_by (product_id, customer_id, status, channel, rating, quantity, bought_date, unit_price)
    SELECT 1 + floor(5000 * random()), 1 + floor(1000 * random()), 'completed',
           CASE WHEN :spread THEN 1 + floor(2000 * random()) ELSE 7 END, 5, 2,
           CAST(:last AS date) - CASE WHEN :spread THEN floor(:days * random())::integer ELSE 0 END, 19.99
    FROM generate_series(1, :rows)""")
WITHOUT = """
    ALTER TABLE bought_by DISABLE TRIGGER note_sales_insert;
    ALTER TABLE bought_by DISABLE TRIGGER note_data_change;
    ALTER TABLE products DISABLE TRIGGER note_data_change;
"""
# What keeps products.sales_quantity is no roll-up: it stays when the roll-ups go.
ONLY_QUANTITIES = """
    CREATE OR REPLACE FUNCTION only_quantities() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        moved_products integer[];
        moved_units bigint[];
    BEGIN
        WITH moved AS (
            SELECT product_id, sum(coalesce(quantity, 0) - returned_quantity)::bigint AS units
            FROM came WHERE status <> 'cancelled' GROUP BY product_id
        )
        SELECT array_agg(product_id), array_agg(units) INTO moved_products, moved_units FROM moved;
        IF moved_products IS NOT NULL THEN
            PERFORM FROM products WHERE product_id = ANY (moved_products) ORDER BY product_id FOR NO KEY UPDATE;
            UPDATE products SET sales_quantity = products.sales_quantity + moved.units
            FROM unnest(moved_products, moved_units) AS moved (product_id, units)
            WHERE moved.product_id = products.product_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER only_quantities AFTER INSERT ON bought_by REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION only_quantities();
"""
WITH_AGAIN = """
    DROP TRIGGER only_quantities ON bought_by;
    DROP FUNCTION only_quantities;
    ALTER TABLE bought_by ENABLE TRIGGER note_sales_insert;
    ALTER TABLE bought_by ENABLE TRIGGER note_data_change;
    ALTER TABLE products ENABLE TRIGGER note_data_change;
"""
# One import leaves so many; here they come from nowhere, and are folded in and rebuilt away.
OPEN_DELTAS = """
    INSERT INTO {table} (day, {key}, orders, units, returned_units, ratings, rating_sum, back_units, gross_cents,
                         returned_cents, back_cents)
    SELECT CAST(:last AS date) - floor(:days * random())::integer, 1 + floor(:keys * random()),
           1, 2, 0, 0, 0, 0, 3998, 0, 0
    FROM generate_series(1, :rows)"""

WRITERS, SECONDS, IMPORTING_SECONDS = 50, 8, 60
AT_ONCE = 50_000  # rows of an import in one transaction


def measure(shop: Shop, times: int = 7) -> Iterator[dict[str, Any]]:
    yield bulk_insert(shop, times)
    yield from single_purchases(shop)
    yield from writers(shop)
    yield from open_deltas(shop)


@contextmanager
def without_rollups() -> Iterator[None]:
    with db.connection() as connection:
        connection.execute(text(WITHOUT + ONLY_QUANTITIES))
    yield
    with db.connection() as connection:
        connection.execute(text(WITH_AGAIN))


def bulk_insert(shop: Shop, times: int, rows: int = 100_000) -> dict[str, Any]:
    """Insert and roll back, with and without by turns; the seconds are of the statement alone."""
    taken: dict[str, list[float]] = {"with": [], "without": []}
    for _ in range(times):
        taken["with"].append(_seconds(lambda c: c.execute(INSERT, _values(shop, rows, spread=True))))
        with without_rollups():
            taken["without"].append(_seconds(lambda c: c.execute(INSERT, _values(shop, rows, spread=True))))
    return _ratio("insert of 100,000 rows, s", taken)


def single_purchases(shop: Shop, rows: int = 600) -> Iterator[dict[str, Any]]:
    """One purchase per transaction: bare in SQL, and recorded by a manager through the API."""
    manager = Client().as_role(Role.MARKETING_MANAGER)
    body = {"product_id": 1, "customer_id": 1, "quantity": 1}

    def record() -> None:
        assert manager.post("purchases", body).status == 201

    def insert() -> None:
        _buy(shop.last)

    for name, buy in (("in SQL", insert), ("through the API", record)):
        taken: dict[str, list[float]] = {"with": [], "without": []}
        for _ in range(6):
            for way, times in taken.items():
                with without_rollups() if way == "without" else _nothing():
                    buy()
                    times += [_milliseconds(buy) for _each in range(rows // 6)]
        yield _ratio(f"single purchase {name}, ms", taken)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def writers(shop: Shop) -> Iterator[dict[str, Any]]:
    """WRITERS at once, each buying one thing after another of the same day and channel."""
    for importing in (False, True):
        reached: dict[str, list[float]] = {"with": [], "without": []}
        for way in ("with", "without") * (1 if importing else 2):
            with without_rollups() if way == "without" else _nothing():
                reached[way].append(_purchases_per_second(shop, importing=importing))
        name = f"{WRITERS} writers of one day and channel, purchases per second"
        yield _ratio(name + (", while an import brings more" if importing else ""), reached)


def open_deltas(shop: Shop, rows: int = 1_000_000) -> Iterator[dict[str, Any]]:
    windows = {
        "leaderboard, 90 days": ways.leaderboard(Window(date.fromordinal(shop.last.toordinal() - 89), shop.last)),
        "leaderboard, all time": ways.leaderboard(named_window("all", shop.last)),
    }
    for rollup in SALES:
        rollups.fold_all(rollup)
    maintain()
    before = {name: _read(question) for name, question in windows.items()}
    for rollup, keys in zip(SALES, (2000, 5000), strict=True):
        with db.connection() as connection:
            statement = OPEN_DELTAS.format(table=rollup.deltas.name, key=rollup.deltas.c[1].name)
            connection.execute(text(statement), {"last": shop.last, "days": DAYS, "keys": keys, "rows": rows})
    maintain()
    for name, question in windows.items():
        after = _read(question)
        yield {"figure": f"{name}, ms, {rows:,} open deltas", "with": after, "without": before[name]} | {
            "ratio": after / before[name]
        }
    for rollup in SALES:
        yield _fold_while_writing(shop, rollup)


def _fold_while_writing(shop: Shop, rollup: Rollup) -> dict[str, Any]:
    quiet = _latencies(shop, lambda: time.sleep(3))
    began = time.perf_counter()
    busy = _latencies(shop, lambda: rollups.fold_all(rollup))
    seconds = time.perf_counter() - began
    percentile = {"p95_ms_writing": _p95(busy), "p95_ms_writing_otherwise": _p95(quiet)}
    return {"figure": f"fold {rollup.deltas.name}, s", "seconds": seconds, **percentile}


def _latencies(shop: Shop, meanwhile: Callable[[], object]) -> list[float]:
    done, taken = Event(), []

    def write() -> None:
        while not done.is_set():
            began = time.perf_counter()
            _buy(shop.last)
            taken.append((time.perf_counter() - began) * 1000)

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(write) for _ in range(4)]
        meanwhile()
        done.set()
        for future in futures:
            future.result()
    return taken


def _purchases_per_second(shop: Shop, *, importing: bool) -> float:
    """Return what the writers reach in SECONDS, or in IMPORTING_SECONDS of an import in pieces, as ours go."""
    done = Event()

    def write() -> int:
        written = 0
        while not done.is_set():
            _buy(shop.last)
            written += 1
        return written

    def bring() -> None:
        while not done.is_set():
            _seconds(lambda c: c.execute(INSERT, _values(shop, AT_ONCE, spread=False)))

    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        writing = [pool.submit(write) for _ in range(WRITERS)]
        if importing:
            pool.submit(bring)
        time.sleep(IMPORTING_SECONDS if importing else SECONDS)
        done.set()
        total = sum(each.result() for each in writing)
        elapsed = time.perf_counter() - began
    return total / elapsed


def _buy(day: date) -> None:
    with db.connection() as connection:
        connection.execute(INSERT, {"rows": 1, "spread": False, "last": day, "days": 1})


def _values(shop: Shop, rows: int, *, spread: bool) -> dict[str, Any]:
    return {"rows": rows, "spread": spread, "last": shop.last, "days": DAYS}


def _seconds(work: Callable[[Connection], object]) -> float:
    with db.engine().connect() as connection:
        began = time.perf_counter()
        work(connection)
        taken = time.perf_counter() - began
        connection.rollback()
    return taken


def _read(question: Any) -> float:
    with Session(db.engine()) as session:
        return median_ms(lambda: session.execute(question).all())


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _ratio(figure: str, taken: dict[str, list[float]]) -> dict[str, Any]:
    medians = {way: sorted(values)[len(values) // 2] for way, values in taken.items()}
    return {"figure": figure, **medians, "ratio": medians["with"] / medians["without"]}


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]
