"""`make bench-analytics`: our questions against the facts in SQL and DuckDB in memory, and what the roll-ups cost.

A shop of 730 days, 2,000 influencers, 5,000 products and up to a million customers is made in DuckDB and loaded into a
server of its own by COPY. Every answer is asserted to be the same three ways, to the cent; medians of seven.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.analytics import shop, upkeep, ways
from local.postgres import Postgres
from migrations.run import upgrade
from shared.platform import db
from shared.platform.config import settings
from shared.platform.crypto import new_key

ROWS = 10_000_000
PARTS = ("questions", "upkeep")


def run(rows: int, parts: tuple[str, ...] = PARTS) -> Iterator[dict[str, Any]]:
    """Yield a record per figure or question, of one size of the shop."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        built = shop.build(rows, Path(folder))
        yield {"part": "build", "purchases": rows, **built.seconds, "seconds": sum(built.seconds.values())}
        if "questions" in parts:
            yield from ({"part": "questions", "purchases": rows, **result} for result in ways.compare(built))
        if "upkeep" in parts:
            yield from ({"part": "upkeep", "purchases": rows, **result} for result in upkeep.measure(built))


@contextmanager
def server(folder: Path) -> Iterator[None]:
    """A server of its own with an empty, migrated database, known to this process by its settings."""
    postgres = Postgres(folder)
    postgres.start()
    try:
        postgres.wait()
        url = postgres.create_database("bench")
        upgrade(url)
        os.environ |= {
            "DATABASE_URL": url,
            "DATABASE_POOL_SIZE": "60",
            "AzureWebJobsStorage": "UseDevelopmentStorage=true",
            "SECRETS_FROM": "environment",
            "CURRENCY": "EUR",
            "TOKEN_ISSUER": "https://shop.example",
            "TOKEN_AUDIENCE": "https://shop.example/api",
            "RANKING_SCHEDULE": "0 0 2 * * *",
            "PUBLIC_URL": "https://shop.example",
            "SECRET_ENCRYPTION_KEYS": json.dumps({"keys": [new_key("1")]}),
        }
        settings.cache_clear()
        yield
    finally:
        db.dispose()
        postgres.stop()


def shown(record: Mapping[str, Any]) -> str:
    def figure(value: object) -> str:
        return f"{value:,.2f}" if isinstance(value, float) else str(value)

    return "  ".join(f"{name} {figure(value)}" for name, value in record.items())


def figures(rows: int) -> dict[str, float | str]:
    """Return the records of one size as lines of docs/benchmarks.md."""
    return dict(map(_line, run(rows)))


def _line(record: Mapping[str, Any]) -> tuple[str, float | str]:
    match record:
        case {"question": str(name), "ours": ours, "duckdb": duck, "facts": facts}:
            figure = f"{ours:,.3g} ms; DuckDB {duck:,.0f} ms, ratio {record['ours_to_duckdb']:.2f}"
            return name, f"{figure}; facts in SQL {facts:,.0f} ms, {record['facts_to_ours']:.0f} times as long"
        case {"figure": str(name), "ratio": ratio}:
            return name, f"{record['with']:,.3g} with, {record['without']:,.3g} without, ratio {ratio:.2f}"
        case {"figure": str(name), "seconds": seconds}:
            writing, otherwise = record["p95_ms_writing"], record["p95_ms_writing_otherwise"]
            return name, f"{seconds:.1f}; writers meanwhile p95 {writing:.0f} ms, otherwise {otherwise:.0f} ms"
        case _:
            return f"building {record['purchases']:,} purchases, s", float(record["seconds"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-analytics", description=__doc__)
    parser.add_argument("--rows", type=int, action="append", help=f"purchases; several make a table (default {ROWS:,})")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    arguments = parser.parse_args()
    for rows in arguments.rows or [ROWS]:
        for record in run(rows, tuple(arguments.part or PARTS)):
            print(json.dumps(record) if arguments.json else shown(record), flush=True)


if __name__ == "__main__":
    main()
