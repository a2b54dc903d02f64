"""What else imports have to show: files read again, large ones, several workers, workbooks.

Again: the same order lines a second time, under another name, against the first time; target: at least 4 times as fast.
Two workers: a file in pieces of 4 MiB imported by one process and by two; target: at least 1.6 times as fast. Both need
a core each, and the database two more. Memory: the importing process at a file three times as large; it must not grow
with the file, so that 1 GB keeps within 300 MB. Workbook: 100,000 rows of 12 columns, reading and converting against
python-calamine reading alone in the same kind of process; target: at least half as fast.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from benchmarks.import_orders import FILE, PROJECT, command, measured_apart, server, settings, write_orders
from local.postgres import Postgres

LEAST_TIMES_AGAIN, LEAST_TIMES_TWO, LEAST_WORKBOOK, MOST_MEGABYTES = 4, 1.6, 0.5, 300
COLUMNS = 12
CALAMINE = """
import sys, time
import python_calamine
began = time.perf_counter()
sheet = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
rows = sum(1 for _ in sheet.iter_rows())
print(time.perf_counter() - began)
"""
OURS = """
import sys, time
import numpy
from shared.imports.binding import Plan
from shared.imports.mapping import Mapping
from shared.imports.xlsx_reader import read_xlsx
fields = {"external_ref": "c0", "influencer_name": "c1", "category": "c2", "follower_count": "c3"}
mapping = Mapping.model_validate({"target": "influencers", "format": "xlsx", "fields": fields})
began = time.perf_counter()
with open(sys.argv[1], "rb") as stream, read_xlsx(stream) as table:
    plan = Plan(mapping, table.header)
    size = sum(len(plan.copy_text(batch)[0]) for batch in table.batches)
print(time.perf_counter() - began)
"""
PIECES = "from shared.imports import splitting; splitting.PIECE = 4 << 20; "


def run(rows: int = 1_000_000) -> dict[str, float | str]:
    """Return the figures of all of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        write_orders(path, rows)
        with server(Path(folder) / "server") as postgres:
            figures = _again(postgres, path) | _two_workers(postgres, path)
            large = Path(folder) / "large.csv"
            write_orders(large, rows * 3)
            with _database(postgres, "large") as url:
                figures["megabytes_at_three_times_the_file"] = measured_apart("ours", large, url)["megabytes"]
        figures["target_at_most_megabytes"] = MOST_MEGABYTES
        return figures | _workbook(Path(folder), rows // 10)


@contextmanager
def _database(postgres: Postgres, name: str) -> Iterator[str]:
    yield postgres.create_database(name, template="seeded")
    postgres.drop_database(name)


def _again(postgres: Postgres, path: Path) -> dict[str, float | str]:
    second = path.with_name("again.csv")
    second.hardlink_to(path)
    with _database(postgres, "again") as url:
        first, again = (measured_apart("ours", file, url) for file in (path, second))
    return {
        "first_seconds": first["seconds"],
        "again_seconds": again["seconds"],
        "times_as_fast_again": first["seconds"] / again["seconds"],
        "target_times_again": LEAST_TIMES_AGAIN,
        "megabytes": first["megabytes"],
    }


def _two_workers(postgres: Postgres, path: Path) -> dict[str, float | str]:
    seconds = []
    for helpers in (0, 1):
        with _database(postgres, f"workers_{helpers}") as url:
            seconds.append(_by_workers(path, url, helpers))
    one, two = seconds
    return {
        "one_worker_seconds": one,
        "two_workers_seconds": two,
        "times_as_fast_by_two": one / two,
        "target_times_by_two": LEAST_TIMES_TWO,
    }


def _by_workers(path: Path, url: str, helpers: int) -> float:
    """Return how long the run took from its beginning to its end, by the database's clock."""
    workers = [_worker(way, path, url) for way in ("ours", *["help"] * helpers)]
    for worker in workers:
        assert worker.wait() == 0
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM finished_at - started_at)::float8, state FROM import_runs")
        took, state = cursor.fetchone()
    connection.close()
    assert state == "done", state
    return float(took)


def _worker(way: str, path: Path, url: str) -> "subprocess.Popen[bytes]":
    interpreter, _, module, *arguments = command(way, path)
    program = f"{PIECES}import runpy; runpy.run_module({module!r}, run_name='__main__')"
    started = [interpreter, "-c", program, *arguments]
    return subprocess.Popen(started, cwd=PROJECT, env=settings(url), stdout=subprocess.DEVNULL)


def _workbook(folder: Path, rows: int) -> dict[str, float | str]:
    path = folder / "book.xlsx"
    _write_workbook(path, rows)
    interpreter = command("ours", path)[0]
    seconds = {}
    for name, program in (("calamine", CALAMINE), ("ours", OURS)):
        times = [
            float(
                subprocess.run(
                    [interpreter, "-c", program, str(path)], cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
                ).stdout
            )
            for _ in range(3)
        ]
        seconds[name] = min(times)
    return {
        "workbook_rows": rows,
        "workbook_seconds": seconds["ours"],
        "calamine_alone_seconds": seconds["calamine"],
        "workbook_speed_against_calamine": seconds["calamine"] / seconds["ours"],
        "workbook_target_at_least": LEAST_WORKBOOK,
    }


def _write_workbook(path: Path, rows: int) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([f"c{column}" for column in range(COLUMNS)])
    for row in range(rows):
        sheet.append([f"r{row}", f"Name {row}", "Sport", row, *(row * column % 997 for column in range(COLUMNS - 4))])
    book.save(path)


if __name__ == "__main__":
    import sys

    began = time.perf_counter()
    for name, value in run(int(sys.argv[1]) if sys.argv[1:] else 1_000_000).items():
        print(f"{name.replace('_', ' '):34}{value if isinstance(value, str) else f'{value:,.2f}'}")
    print(f"{time.perf_counter() - began:.0f} s")
