"""What else imports have to show: files read again, large ones, several workers, workbooks.

Again: the same order lines a second time, under another name, against the first time; target: at least 4 times as fast.
Two workers: a file in pieces imported by one process and by two; target: at least 1.6 times as fast. The database works
beside them, so what they can gain on this machine is bounded by its cores: twice the time of one worker over the CPU
seconds of worker and database together (on two cores), if nothing at all had to be done in turn. Both kinds of seconds
are shown. Memory: what reading holds of a file (`megabytes` of CSV into staging) and what a whole import holds at one
and at three times the rows; it must not grow with the file, so that 1 GB keeps within 300 MB. Workbook: rows of 12
columns, reading and converting against python-calamine reading alone in the same kind of process; target: at least half
as fast. `python -m benchmarks.import_more --part memory --megabytes 1000` reads the gigabyte itself.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg2

from benchmarks.import_orders import FILE, PROJECT, command, measured_apart, server, settings, write_orders
from local.postgres import Postgres

type Figures = dict[str, float | str]

ROWS, MEGABYTES, WORKBOOK_ROWS = 200_000, 100, 100_000
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
PIECES = "from shared.imports import splitting; splitting.PIECE = {bytes}; "
PIECES_OF_FILE = 4


def run(rows: int = ROWS, megabytes: int = MEGABYTES, parts: Sequence[str] = ()) -> Figures:
    """Return the figures of these parts, or of all."""
    figures: Figures = {"rows": rows}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        write_orders(path, rows)
        with server(Path(folder) / "server") as postgres:
            for part in parts or PARTS:
                figures |= PARTS[part](postgres, path, megabytes)
    return figures


@contextmanager
def _database(postgres: Postgres, name: str) -> Iterator[str]:
    yield postgres.create_database(name, template="seeded")
    postgres.drop_database(name)


def _again(postgres: Postgres, path: Path, _megabytes: int) -> Figures:
    second = path.with_name("again.csv")
    second.hardlink_to(path)
    with _database(postgres, "again") as url:
        first, again = (measured_apart("ours", file, url) for file in (path, second))
    return {
        "first_seconds": first["seconds"],
        "again_seconds": again["seconds"],
        "of_which_worker_cpu": again["cpu"],
        "times_as_fast_again": first["seconds"] / again["seconds"],
        "target_times_again": LEAST_TIMES_AGAIN,
    }


def _memory(postgres: Postgres, path: Path, megabytes: int) -> Figures:
    found: Figures = {}
    large = path.with_name("large.csv")
    head, _, body = path.read_bytes().partition(b"\n")
    with large.open("wb") as stream:
        stream.write(head + b"\n")
        stream.writelines([body] * max(1, (megabytes << 20) // len(body)))
    with _database(postgres, "reading") as url:
        found["megabytes_read"] = large.stat().st_size / 1e6
        found["peak_megabytes_reading_it"] = measured_apart("read", large, url)["megabytes"]
    large.unlink()
    larger = path.with_name("larger.csv")
    write_orders(larger, body.count(b"\n") * 3)
    for what, file in (("file", path), ("file_three_times_as_large", larger)):
        with _database(postgres, "memory") as url:
            found[f"peak_megabytes_at_a_{what}"] = measured_apart("ours", file, url)["megabytes"]
    return found | {"target_at_most_megabytes": MOST_MEGABYTES}


def _two_workers(postgres: Postgres, path: Path, _megabytes: int) -> Figures:
    figures: Figures = {}
    seconds = []
    for helpers, name in enumerate(("one_worker", "two_workers")):
        with _database(postgres, name) as url:
            before = _cpu_of(postgres.child.pid)
            took, cpu = _by_workers(path, url, helpers)
            seconds.append(took)
            figures |= {f"{name}_seconds": took, f"{name}_cpu_of_workers": cpu}
            figures[f"{name}_cpu_of_database"] = _cpu_of(postgres.child.pid) - before
    one, two = seconds
    cores = os.cpu_count() or 1
    work = sum(float(figures[f"one_worker_cpu_of_{whom}"]) for whom in ("workers", "database"))
    return figures | {
        "times_as_fast_by_two": one / two,
        "target_times_by_two": LEAST_TIMES_TWO,
        "most_that_the_cores_allow": min(2.0, one * cores / work),
    }


def _cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process, its children that live and those that have ended."""
    process = psutil.Process(pid)
    own = process.cpu_times()
    ended = own.children_user + own.children_system
    alive = 0.0
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # a background process that ended just now
            times = child.cpu_times()
            alive += times.user + times.system
    return float(own.user + own.system + ended + alive)


def _by_workers(path: Path, url: str, helpers: int) -> tuple[float, float]:
    """Return how long the run took by the database's clock, and the CPU seconds of all workers."""
    before = os.times()
    workers = [_worker(way, path, url) for way in ("ours", *["help"] * helpers)]
    for worker in workers:
        assert worker.wait() == 0
    after = os.times()
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM finished_at - started_at)::float8, state FROM import_runs")
        took, state = cursor.fetchone()
    connection.close()
    assert state == "done", state
    return float(took), after.children_user + after.children_system - before.children_user - before.children_system


def _worker(way: str, path: Path, url: str) -> "subprocess.Popen[bytes]":
    interpreter, _, module, *arguments = command(way, path)
    pieces = PIECES.format(bytes=path.stat().st_size // PIECES_OF_FILE)
    program = f"{pieces}import runpy; runpy.run_module({module!r}, run_name='__main__')"
    started = [interpreter, "-c", program, *arguments]
    return subprocess.Popen(started, cwd=PROJECT, env=settings(url), stdout=subprocess.DEVNULL)


def _workbook(_postgres: Postgres, beside: Path, _megabytes: int) -> Figures:
    path = beside.with_name("book.xlsx")
    _write_workbook(path, WORKBOOK_ROWS)
    interpreter = sys.executable
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
        "workbook_rows": WORKBOOK_ROWS,
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


PARTS: dict[str, Callable[[Postgres, Path, int], Figures]] = {
    "again": _again,
    "workers": _two_workers,
    "memory": _memory,
    "workbook": _workbook,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.import_more", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES, help="of CSV that are read for the memory")
    parser.add_argument("--part", choices=PARTS, action="append", default=[])
    arguments = parser.parse_args()
    began = time.perf_counter()
    for name, value in run(arguments.rows, arguments.megabytes, arguments.part).items():
        print(f"{name.replace('_', ' '):44}{value if isinstance(value, str) else f'{value:,.2f}'}")
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
