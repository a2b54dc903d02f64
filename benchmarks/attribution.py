"""`python -m benchmarks.attribution`: what attribution costs, beside plain ways to the same rows.

A shop as in `make bench-analytics`, with likes and customers who came by channels. "Plain GROUP BY" takes the same rows
by customer, day and channel, as the planner likes, and hands its groups over in the same format. "Distinct paths in
SQL" is the other way to do it: an array of channels per purchase, grouped, without their days. Seconds are CPU seconds
of this process and of its one backend.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.analytics import shop
from benchmarks.bench_analytics import server
from shared.analytics.attribution import engine
from shared.analytics.attribution.catalogue import AttributionModel
from shared.analytics.attribution.paths import FIRST_CODE, Journeys, Paths, Touches
from shared.analytics.attribution.scope import Scope
from shared.analytics.attribution.stream import Stream
from shared.analytics.attribution.tally import Tally
from shared.analytics.queries import touches as queries
from shared.analytics.windows import Window
from shared.platform import db
from shared.platform.rollups import WORK_MEMORY

TOUCHED = (
    """INSERT INTO liked_by (customer_id, product_id, channel, liked_date)
       SELECT 1 + floor(:customers * random()), 1 + floor(:products * random()), 1 + floor(:influencers * random() ^ 2),
              CAST(:last AS date) - floor(:days * random())::integer FROM generate_series(1, :likes)
       ON CONFLICT DO NOTHING""",
    """UPDATE customers SET channel = CASE WHEN random() < 0.3 THEN -1 ELSE 1 + floor(:influencers * random() ^ 2) END,
              since = CAST(:last AS date) - floor(:days * random())::integer""",
)
ROWS = """
    SELECT customer_id, bought_date AS day, channel, 1 AS n, (quantity - returned_quantity) * unit_price * 100 AS cents
    FROM bought_by WHERE bought_date BETWEEN :since AND :last AND status <> 'cancelled'
    UNION ALL SELECT customer_id, liked_date, channel, 0, 0 FROM liked_by WHERE liked_date BETWEEN :since AND :last
    UNION ALL SELECT customer_id, since, channel, 0, 0 FROM customers WHERE since BETWEEN :since AND :last"""
PLAIN = f"SELECT customer_id, day, channel, sum(n), sum(cents)::bigint FROM ({ROWS}) r GROUP BY 1, 2, 3"
PATHS = """
    SELECT path, sum(micro), sum(cents) FROM (
        SELECT micro, cents, array_agg(channel) FILTER (WHERE channel <> -1) OVER (
                   PARTITION BY customer_id ORDER BY moment RANGE BETWEEN {reach} PRECEDING AND 1 PRECEDING
               ) || nullif(channel, -1) AS path
        FROM ({touches}) AS touches (customer_id, moment, channel, micro, cents)
    ) AS paths WHERE micro > 0 GROUP BY path"""


class _Clock:
    """CPU seconds of this process and of its backend: on a busy machine they tell more than those on the wall."""

    def __init__(self, session: Session) -> None:
        self._stat = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/stat")

    def now(self) -> float:
        user, system = self._stat.read_text().rpartition(") ")[2].split()[11:13]
        return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def least(self, *works: Callable[[], Any], times: int = 3) -> list[float]:
        """Return the least seconds of each of `works`, which are done by turns."""
        taken = [[self._seconds(work) for work in works] for _ in range(times)]
        return [min(each) for each in zip(*taken, strict=True)]

    def _seconds(self, work: Callable[[], Any]) -> float:
        began = self.now()
        work()
        return self.now() - began


def run(rows: int, days: int) -> Iterator[tuple[str, float | str]]:
    """Yield figures, CPU seconds unless their name says otherwise, of the last `days` days of a shop of 730."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        built = shop.build(rows, Path(folder))
        _add_touches(rows, built)
        scope = Scope(Window(max(built.first, built.last - timedelta(days - 1)), built.last))
        with Session(db.engine()) as session:
            session.execute(text("SELECT set_config('work_mem', :memory, false)"), {"memory": WORK_MEMORY})
            session.execute(text("SET max_parallel_workers_per_gather = 0"))  # their CPU seconds could not be told
            yield from _measured(session, scope)


def _add_touches(rows: int, built: shop.Shop) -> None:
    customers = min(shop.CUSTOMERS, max(rows // 10, 1000))
    values = {"customers": customers, "likes": customers, "days": shop.DAYS, "last": built.last}
    with db.connection() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in TOUCHED:
            connection.execute(text(statement), values | {"products": shop.PRODUCTS, "influencers": shop.INFLUENCERS})
    shop.maintain()


def _measured(session: Session, scope: Scope) -> Iterator[tuple[str, float | str]]:
    reach = {"since": str(scope.since), "last": str(scope.window.last)}
    plain = PLAIN.replace(":since", f"'{reach['since']}'").replace(":last", f"'{reach['last']}'")
    ours = queries.filled(session, queries.touches(scope))
    clock = _Clock(session)
    touched: list[Touches] = []
    grouped, compressed, everything = clock.least(
        lambda: _copy(session, plain),
        lambda: _compressed(session, scope, touched),
        lambda: engine.compute(session, scope, AttributionModel),
    )
    yield "plain GROUP BY", grouped
    yield "our statement, cut into paths", compressed
    yield "ratio to plain GROUP BY", compressed / grouped
    yield "everything, seven models", everything
    yield "memory at most, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    distinct = PATHS.format(touches=ours, reach=2 * scope.lookback + 1)
    yield "distinct paths in SQL", clock.least(lambda: _copy(session, distinct), times=1)[0]
    yield "distinct paths, number", f"{_count(session, distinct):,}"
    yield from _models(_whole(touched), scope, clock)


def _models(touches: Touches, scope: Scope, clock: _Clock) -> Iterator[tuple[str, float | str]]:
    yield "rows handed over", f"{len(touches):,}"
    paths = Journeys(touches, scope.lookback).converting()
    yield "paths", f"{len(paths):,}"
    yield "touches in paths", f"{len(paths.code):,}"
    both = 0.0
    for model in AttributionModel:
        (seconds,) = clock.least(partial(_credited, paths, model))
        both += seconds if model in {AttributionModel.MARKOV, AttributionModel.SHAPLEY} else 0
        yield model, seconds
    yield "Markov and Shapley", both


def _credited(paths: Paths, model: AttributionModel) -> None:
    fresh = Paths(paths.length, paths.code, paths.age, paths.micro, paths.cents)  # nothing remembered
    tally = Tally(shop.INFLUENCERS + FIRST_CODE, [model])
    tally.add(fresh)
    credits_ = tally.credits()[model]
    assert (credits_.micro.sum(), credits_.cents.sum()) == (paths.micro.sum(), paths.cents.sum())


def _compressed(session: Session, scope: Scope, kept: list[Touches]) -> None:
    kept.clear()

    def take(touches: Touches) -> None:
        Journeys(touches, scope.lookback).converting()
        kept.append(touches)

    stream = Stream(np.arange(1, shop.INFLUENCERS + 1), take)
    queries.copy_touches(session, queries.touches(scope), stream)
    stream.close()


def _whole(parts: list[Touches]) -> Touches:
    names = ("customer", "moment", "code", "micro", "cents")
    return Touches(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


class _Nowhere:
    def write(self, data: bytes) -> None: ...


def _copy(session: Session, query: str) -> None:
    cursor: Any = session.connection().connection.cursor()
    with cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", _Nowhere())


def _count(session: Session, query: str) -> int:
    return int(session.connection().exec_driver_sql(f"SELECT count(*) FROM ({query}) AS counted").scalar_one())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="purchases")
    parser.add_argument("--days", type=int, default=90, help="length of the window, at most 730")
    arguments = parser.parse_args()
    for name, value in run(arguments.rows, arguments.days):
        print(f"{name:50}{value if isinstance(value, str) else format(value, '.2f')}", flush=True)


if __name__ == "__main__":
    main()
