"""A file of order lines through the import, against the least that can bring it into the same table.

Ours: `jobs.import_blob`, as the blob trigger calls it: decoding, conversion, quarantine, references, repeats, counts,
the run's record. Bare: COPY of the same file into an unlogged table of text columns and one INSERT … SELECT … ON
CONFLICT DO UPDATE that joins the references. Each in a fresh process into a fresh copy of the same database, with the
same keys, indexes, foreign keys and triggers, alternating; medians of seconds. Targets: a speed of at least 0.85 of the
bare one, at most 300 MB of memory. 500 products, 20,000 customers and 200 influencers are there before.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.folder import Folder
from local.postgres import Postgres
from migrations.run import upgrade

PROJECT = Path(__file__).resolve().parents[1]
LEAST_SPEED = 0.85
MOST_MEGABYTES = 300
PRODUCTS, CUSTOMERS, INFLUENCERS = 500, 20_000, 200
FILE = "orders.csv"
SLUG = "bench"
MAPPING = {
    "target": "orders",
    "fields": {
        "external_ref": "order",
        "product": {"column": "product", "lookup": {"missing": "reject"}},
        "customer": {"column": "customer", "lookup": {"missing": "reject"}},
        "channel": {"column": "influencer", "lookup": {"missing": "reject"}},
        "status": "status",
        "quantity": "quantity",
        "bought_date": "day",
        "unit_price": "price",
        "rating": "rating",
    },
}
SEED = f"""
    INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)
    VALUES ('admin', 'bench@shop.example', 'bench', '!', true, '2024-01-01');
    INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title, source, external_ref)
    SELECT 0, 'bench', 0, 10, true, 'Product ' || n, 'bench', 'P' || lpad(n::text, 3, '0')
    FROM generate_series(0, {PRODUCTS - 1}) n;
    INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, since, is_account_deleted,
                           source, external_ref)
    SELECT 'Customer ' || n, n || '@bench.invalid', n, 'nowhere', '2024-01-01', false,
           'bench', 'C' || lpad(n::text, 5, '0')
    FROM generate_series(0, {CUSTOMERS - 1}) n;
    INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                             still_partner, member_since, source, external_ref)
    SELECT 'Influencer ' || n, 'bench', 0, 0, 'bench', n || '@bench.invalid', true, '2024-01-01',
           'bench', 'I' || lpad(n::text, 3, '0')
    FROM generate_series(0, {INFLUENCERS - 1}) n;
    INSERT INTO import_sources (slug, kind, mapping, namespace, owner_id)
    VALUES ('bench', 'blob_folder', %s, 'bench', 1);
"""
STAGING = """
    CREATE UNLOGGED TABLE bare (external_ref text, product text, customer text, channel text, status text,
                                quantity text, bought_date text, unit_price text, rating text)
"""
BARE = """
    INSERT INTO bought_by (source, external_ref, product_id, customer_id, channel, status, quantity, bought_date,
                           unit_price, rating)
    SELECT 'bench', s.external_ref, p.product_id, c.customer_id, i.influencer_id, s.status::bought_status_enum,
           s.quantity::integer, s.bought_date::date, s.unit_price::numeric(12,2), nullif(s.rating, '')::integer
    FROM bare s
    JOIN products p ON p.source = 'bench' AND p.external_ref = s.product
    JOIN customers c ON c.source = 'bench' AND c.external_ref = s.customer
    JOIN influencers i ON i.source = 'bench' AND i.external_ref = s.channel
    ON CONFLICT (source, external_ref) DO UPDATE SET
        product_id = EXCLUDED.product_id, customer_id = EXCLUDED.customer_id, channel = EXCLUDED.channel,
        status = EXCLUDED.status, quantity = EXCLUDED.quantity, bought_date = EXCLUDED.bought_date,
        unit_price = EXCLUDED.unit_price, rating = EXCLUDED.rating
    WHERE (bought_by.product_id, bought_by.customer_id, bought_by.channel, bought_by.status, bought_by.quantity,
           bought_by.bought_date, bought_by.unit_price, bought_by.rating)
          IS DISTINCT FROM
          (EXCLUDED.product_id, EXCLUDED.customer_id, EXCLUDED.channel, EXCLUDED.status, EXCLUDED.quantity,
           EXCLUDED.bought_date, EXCLUDED.unit_price, EXCLUDED.rating)
"""


def write_orders(path: Path, rows: int) -> None:
    """Write a file of order lines, the same at every call."""
    chance = random.Random(7)  # noqa: S311 - sample data
    with path.open("w", encoding="utf-8") as file:
        file.write("order,product,customer,influencer,status,quantity,day,price,rating\n")
        file.writelines(
            f"O{n:07d},P{chance.randrange(PRODUCTS):03d},C{chance.randrange(CUSTOMERS):05d},"
            f"I{chance.randrange(INFLUENCERS):03d},completed,{chance.randint(1, 5)},"
            f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d},{chance.randint(100, 9999) / 100:.2f},"
            f"{chance.choice(('', '4', '5'))}\n"
            for n in range(rows)
        )


def warm_ours() -> Callable[[Path], None]:
    """Load what a worker that has served anything has loaded."""
    from shared.imports import jobs  # noqa: PLC0415 - not in the memory of the bare one
    from shared.platform import config  # noqa: PLC0415 - the same

    config.settings()

    def bring_in(path: Path) -> None:
        jobs.import_blob(Folder(path.parent), f"imports/{SLUG}/{path.name}")

    return bring_in


def warm_bare() -> Callable[[Path], None]:
    return import_bare


def import_bare(path: Path) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection, connection.cursor() as cursor, path.open("rb") as file:
        cursor.execute(STAGING)
        cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv, HEADER)", file, 1 << 16)
        cursor.execute(BARE)
    connection.close()


def warm_help() -> Callable[[Path], None]:
    """Load the same; then help with the first run until it has ended."""
    from shared.imports import jobs, runs  # noqa: PLC0415 - not in the memory of the bare one

    def help_out(path: Path) -> None:
        while runs.under_way(1) is None:
            time.sleep(0.01)
        while runs.under_way(1) is not None:
            jobs.import_blob(Folder(path.parent), "imports/.requests/1/0")
            time.sleep(0.02)

    return help_out


def warm_read() -> Callable[[Path], None]:
    """Load the same; then read a file into staging, the only time at which a worker holds anything of it."""
    from shared.imports import jobs, reading  # noqa: F401, PLC0415 - not in the memory of the bare one
    from shared.imports.mapping import Mapping  # noqa: PLC0415 - the same
    from shared.imports.staging import Origin  # noqa: PLC0415 - the same

    def read(path: Path) -> None:
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        with connection.cursor() as cursor, path.open("rb") as stream:
            piece = reading.Piece(stream, path.name)
            reading.stage_piece(cursor, Mapping.model_validate(MAPPING), Origin(1, SLUG, 1), piece)
        connection.close()  # not committed

    return read


WAYS = {"ours": warm_ours, "bare": warm_bare}
MORE_WAYS = WAYS | {"help": warm_help, "read": warm_read}


def measure(way: str, path: Path) -> dict[str, float]:
    """Import in this process; return seconds, of them those of its CPU, and the most memory it held, in megabytes."""
    bring_in = MORE_WAYS[way]()
    began, cpu = time.perf_counter(), time.process_time()
    bring_in(path)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured_apart(way: str, path: Path, url: str) -> dict[str, float]:
    done = subprocess.run(
        command(way, path), cwd=PROJECT, env=settings(url), check=True, stdout=subprocess.PIPE, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def command(way: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.import_orders", "--way", way, "--file", str(path)]


def settings(url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "AzureWebJobsStorage": "UseDevelopmentStorage=true",
        "SECRETS_FROM": "environment",
        "CURRENCY": "EUR",
        "TOKEN_ISSUER": "https://shop.example",
        "TOKEN_AUDIENCE": "https://shop.example/api",
        "RANKING_SCHEDULE": "0 0 2 * * *",
        "PUBLIC_URL": "https://shop.example",
    }


def landed(url: str) -> tuple[Any, ...]:
    """Return what both ways must agree on, and write out what is left in memory before the next one begins."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(quantity * unit_price), sum(product_id::bigint * 7 + customer_id + channel),"
            " sum(rating), (SELECT sum(gross_cents) FROM exact_sales_day_channel) FROM bought_by"
        )
        totals: tuple[Any, ...] = cursor.fetchone()
        cursor.execute("CHECKPOINT")
    connection.close()
    return totals


def run(rows: int = 1_000_000, rounds: int = 3) -> dict[str, float | str]:
    """Return the median seconds of both ways, the ratio of their speeds, and the memory of the importing process."""
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    memory: dict[str, float] = dict.fromkeys(WAYS, 0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        write_orders(path, rows)
        with server(Path(folder) / "server") as postgres:
            for number in range(rounds):
                totals = set()
                for way in (*WAYS,) if number % 2 else (*reversed(WAYS),):
                    url = postgres.create_database(f"{way}_{number}", template="seeded")
                    figures = measured_apart(way, path, url)
                    seconds[way].append(figures["seconds"])
                    memory[way] = max(memory[way], figures["megabytes"])
                    totals.add(landed(url))
                    postgres.drop_database(f"{way}_{number}")
                assert len(totals) == 1, totals
        size = path.stat().st_size / 1e6
    medians = {way: statistics.median(figures) for way, figures in seconds.items()}
    ratios = [bare / ours for bare, ours in zip(seconds["bare"], seconds["ours"], strict=True)]
    return {
        "rows": rows,
        "file_megabytes": size,
        "ours_seconds": medians["ours"],
        "bare_seconds": medians["bare"],
        "speed_against_bare": statistics.median(ratios),
        "speed_of_each_round": ", ".join(f"{ratio:.2f}" for ratio in ratios),
        "target_at_least": LEAST_SPEED,
        "ours_peak_megabytes": memory["ours"],
        "bare_peak_megabytes": memory["bare"],
        "target_at_most_megabytes": MOST_MEGABYTES,
    }


@contextmanager
def server(state: Path) -> Iterator[Postgres]:
    """A server of its own with a seeded database to copy; it syncs to the disk as in production."""
    state.mkdir()
    postgres = Postgres(state)
    postgres.start()
    try:
        postgres.wait()
        url = postgres.create_database("seeded")
        upgrade(url)
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(SEED, (json.dumps(MAPPING),))
            cursor.execute("VACUUM ANALYZE")
        connection.close()
        yield postgres
    finally:
        postgres.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.import_orders", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=MORE_WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measure(arguments.way, arguments.file)))
        return
    for name, value in run(arguments.rows, arguments.rounds).items():
        print(f"{name.replace('_', ' '):28}{value if isinstance(value, str) else f'{value:,.2f}'}")


if __name__ == "__main__":
    main()
