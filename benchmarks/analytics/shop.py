"""A shop of any size: the same rows in PostgreSQL, loaded by COPY, and in DuckDB, in memory."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import Connection, text

from shared.influencers.service import rebuild_feed_rollups
from shared.platform import clock, db
from shared.sales import service

DAYS, INFLUENCERS, PRODUCTS, CUSTOMERS, CATEGORIES = 730, 2_000, 5_000, 1_000_000, 25
LOADED = ("bought_by", "influencer_metrics", "payment")

# Few influencers and products have most of the sales; a quarter comes direct; one in a hundred is cancelled.
ROWS = {
    "products": """
        SELECT i AS product_id, 'category ' || i % {categories} AS category FROM range(1, {products} + 1) t(i)""",
    "bought_by": """
        SELECT 1 + floor({products} * pow(random(), 2))::INTEGER AS product_id,
               1 + floor({customers} * random())::INTEGER AS customer_id,
               CASE WHEN random() < 0.01 THEN 'cancelled' ELSE 'completed' END AS status,
               CASE WHEN random() < 0.25 THEN -1
                    ELSE 1 + floor({influencers} * pow(random(), 2))::INTEGER END AS channel,
               CASE WHEN random() < 0.2 THEN 1 + floor(5 * random())::INTEGER END AS rating,
               1 + floor(3 * random())::INTEGER AS quantity,
               DATE '{first}' + floor({days} * random())::INTEGER AS bought_date,
               (5 + 95 * random())::DECIMAL(12, 2) AS unit_price,
               (random() < 0.08)::INTEGER AS returned_quantity
        FROM range({rows}) t(i)""",
    "influencer_metrics": """
        SELECT 1 + i // {days} AS influencer_id, DATE '{first}' + (i % {days})::INTEGER AS day, 'bench' AS source,
               floor(400 * random())::INTEGER AS clicks, (9 * random())::DECIMAL(12, 2) AS spend
        FROM range({influencers} * {days}) t(i)""",
    "payment": """
        SELECT 1 + i % {influencers} AS influencer_id, 1 AS campaign_id,
               DATE '{first}' + (i * {days} // ({influencers} * 24))::INTEGER AS date,
               (100 * random())::DECIMAL(12, 2) AS amount, 'paid' AS status
        FROM range({influencers} * 24) t(i)""",
}
PARENTS = (
    """INSERT INTO products (product_id, stock_quantity, category, sales_quantity, product_price, on_sale, title,
                             opening_stock, opening_sales)
       OVERRIDING SYSTEM VALUE
       SELECT n, 1000000, 'category ' || n % :categories, 0, 10, true, 'Demo product ' || n, 1000000, 0
       FROM generate_series(1, :products) AS n""",
    """INSERT INTO customers (customer_id, customer_name, customer_mail, customer_phone, customer_address, since,
                              is_account_deleted) OVERRIDING SYSTEM VALUE
       SELECT n, 'Demo customer ' || n, n || '@shop.example', n, 'Nowhere', '2024-01-01', false
       FROM generate_series(1, :customers) AS n""",
    """INSERT INTO influencers (influencer_id, influencer_name, platform, follower_count, clicked_number, category,
                                influencer_mail, still_partner, member_since) OVERRIDING SYSTEM VALUE
       SELECT n, 'Demo influencer ' || n, 'bench', 0, 0, 'bench', n || '@shop.example', true, '2024-01-01'
       FROM generate_series(1, :influencers) AS n""",
    """INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget) OVERRIDING SYSTEM VALUE
       VALUES (1, 'Demo campaign', '2024-01-01', '2030-01-01', 1)""",
)
INDEXES = text("""
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid = CAST(:of AS regclass) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""")


@dataclass
class Shop:
    duck: duckdb.DuckDBPyConnection
    first: date
    last: date
    seconds: dict[str, float]


def build(rows: int, folder: Path) -> Shop:
    """Fill the empty, migrated database of this process's settings, and DuckDB; tell how long each part took."""
    last = clock.today() - timedelta(days=1)
    shop = Shop(duckdb.connect(), last - timedelta(days=DAYS - 1), last, {})
    sizes = {"products": PRODUCTS, "customers": min(CUSTOMERS, max(rows // 10, 1000)), "influencers": INFLUENCERS}
    sizes |= {"categories": CATEGORIES}
    with _timed(shop, "generate in DuckDB"):
        _generate(shop, rows, sizes)
        for table in LOADED:
            shop.duck.execute(f"COPY {table} TO '{folder / table}.csv' (HEADER false)")
    with _timed(shop, "load by COPY"), db.connection() as connection:
        # A restore of a known shop: neither triggers nor foreign keys; what they would have done is done at the end.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for statement in PARENTS:
            connection.execute(text(statement), sizes)
        for table in LOADED:
            with _without_indexes(connection, table):
                _copy(shop, connection, table, folder / f"{table}.csv")
    with _timed(shop, "rebuild the roll-ups"), db.transaction() as session:
        service.rebuild_rollups(session)
        service.rebuild_newcomers(session)
        rebuild_feed_rollups(session)
    with _timed(shop, "vacuum and analyse"):
        maintain()
    return shop


def maintain() -> None:
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
        connection.execute(text("CHECKPOINT"))


def _generate(shop: Shop, rows: int, sizes: dict[str, int]) -> None:
    shop.duck.execute("SET threads = 1")  # with one, the same random numbers each time
    shop.duck.execute("SELECT setseed(0.5)")
    for table, select in ROWS.items():
        shop.duck.execute(f"CREATE TABLE {table} AS {select.format(rows=rows, days=DAYS, first=shop.first, **sizes)}")
    shop.duck.execute(f"SET threads = {os.cpu_count()}")


def _copy(shop: Shop, connection: Connection, table: str, path: Path) -> None:
    columns = ", ".join(name for name, *_ in shop.duck.execute(f"DESCRIBE {table}").fetchall())
    cursor: Any = connection.connection.cursor()
    with cursor, path.open("rb") as file:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)", file, 1 << 20)
    path.unlink()


@contextmanager
def _without_indexes(connection: Connection, table: str) -> Iterator[None]:
    found = connection.execute(INDEXES, {"of": table}).all()
    for index in found:
        connection.execute(text(f"DROP INDEX {index.name}"))
    yield
    for index in found:
        connection.execute(text(index.definition))


@contextmanager
def _timed(shop: Shop, what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    shop.seconds[what] = time.perf_counter() - began


def median_ms(work: Callable[[], Any], times: int = 7) -> float:
    """Return the median milliseconds of `times` runs after one that warms up."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[times // 2] * 1000
