"""What a replica of the database and an ETag are worth to those who ask for analysis, by the routes of the dashboard.

PostgreSQL, a physical standby of it, Azurite and two Functions hosts of one worker process each: one knows the standby
(`DATABASE_REPLICA_URL`), the other does not. While two writers add purchases to the primary at a steady pace and both
hosts' timers fold the roll-ups, eight readers ask one of the hosts for analysis without pause and without ETags, by
turns; medians of the rounds. All of it shares this machine's cores, so a replica cannot bring more answers here; what
it takes off the primary is CPU time of its processes, readers' and writers' together, per answer.

Then, with nobody writing, each question once and again with the ETag of its answer: milliseconds and bytes of 200 and
of 304 (medians over the questions), as one reader sees them. Targets: with the replica less than half of the primary's
CPU for an answer; a 304 in at most half the time of a 200.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import httpx
import psutil
from sqlalchemy import text

from benchmarks.campaign_speed import fill
from benchmarks.load import known_to_us, token_of
from benchmarks.load_people import DASHBOARDS
from benchmarks.login_load import PROJECT
from local import appsettings
from local.postgres import Postgres
from local.stack import HostOptions, Stack
from migrations.run import upgrade
from shared.platform import db

READERS, WRITERS = 8, 2
LINES, PAUSE_SECONDS = 50, 0.25  # of a writer's statement, and after it
INFLUENCERS = 200
WINDOWS = ("30d", "90d", "365d")
QUESTIONS = tuple(one for one in DASHBOARDS if one != "payables")  # what reads by roll-ups, and may be answered by both
MORE = text("""
    INSERT INTO bought_by (product_id, customer_id, status, channel, quantity, bought_date, unit_price)
    SELECT 1 + n, 1 + n, 'completed', 1 + (n + :more) % 200, 1, CURRENT_DATE, 10
    FROM generate_series(1, :lines) AS n""")


@dataclass
class Seen:
    """Of one round: milliseconds of the answers, CPU seconds of both servers, lines written, seconds."""

    milliseconds: list[float]
    primary: float
    standby: float
    written: int
    seconds: float


@dataclass
class Served:
    hosts: dict[str, str]
    primary: Postgres
    standby: Postgres


def run(rows: int = 1_000_000, seconds: float = 30, rounds: int = 5) -> dict[str, str]:
    """Return figures of both hosts while the primary is written to, and of 200 and 304 while it is not."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), rows) as served:
        token = token_of(0)
        clients = {
            name: httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=120)
            for name, url in served.hosts.items()
        }
        for client in clients.values():
            list(map(client.get, asked()))  # warm
        found: dict[str, list[Seen]] = {name: [] for name in clients}
        for name in islice(cycle(clients), rounds * len(clients)):
            found[name].append(measure(clients[name], served, seconds))
        told = {name: busy(seen) for name, seen in found.items()}
        ratio = statistics.median(map(per_answer, found["with"])) / statistics.median(map(per_answer, found["without"]))
        return {
            **{f"{name} the replica": line for name, line in told.items()},
            "primary's CPU for an answer, with to without": f"{ratio:.2f}, target below 0.50",
            **quiet(clients["without"]),
        }


@contextmanager
def serving(folder: Path, rows: int) -> Iterator[Served]:
    """A filled shop, its standby, and a host with and one without it."""
    with Stack(folder) as stack, ExitStack() as started:
        url = stack.postgres.create_database("app")
        upgrade(url)
        settings = folder / "local.settings.json"
        storage, smtp = stack.storage_connection_string, stack.smtp_port
        appsettings.write(settings, database_url=url, storage=storage, smtp_port=smtp, base_url="http://127.0.0.1")
        started.enter_context(known_to_us(folder))
        fill(rows, influencers=INFLUENCERS)
        standby = Postgres(folder / "standby")
        standby.follow(stack.postgres)
        started.callback(standby.stop)
        standby.start()
        standby.wait()
        hosts = {}
        for name, replica in (("with", standby.uri("app")), ("without", "")):
            env = {"DATABASE_REPLICA_URL": replica, "AzureFunctionsWebHost__hostid": name}
            host = stack.start_host(HostOptions(app=PROJECT, settings=settings, env=env, name=name))
            started.callback(stack.stop_host, host)
            hosts[name] = f"{host.url}/api/"
        yield Served(hosts, stack.postgres, standby)


def asked() -> Iterator[str]:
    """Every question over every window, of influencers by turns."""
    for number, question in enumerate(QUESTIONS):
        for window in WINDOWS:
            yield question.format(window=window, influencer=1 + number % INFLUENCERS)


def measure(client: httpx.Client, served: Served, seconds: float) -> Seen:
    stop = threading.Event()
    servers = served.primary, served.standby
    with ThreadPoolExecutor(READERS + WRITERS) as pool:
        before, began = [cpu(server) for server in servers], time.monotonic()
        writers = [pool.submit(write, number, stop) for number in range(WRITERS)]
        readers = [pool.submit(read, client, number, began + seconds) for number in range(READERS)]
        milliseconds = [one for reader in readers for one in reader.result()]
        taken = time.monotonic() - began
        primary, standby = (cpu(server) - was for server, was in zip(servers, before, strict=True))
        stop.set()
        return Seen(milliseconds, primary, standby, sum(writer.result() for writer in writers), taken)


def cpu(server: Postgres) -> float:
    """Return the CPU seconds of a server's processes, of those that have ended, too."""
    parent = psutil.Process(server.child.pid)
    spent = [parent.cpu_times()]
    for process in parent.children(recursive=True):
        try:
            spent.append(process.cpu_times())
        except psutil.NoSuchProcess:
            continue
    return float(sum(one.user + one.system + one.children_user + one.children_system for one in spent))


def write(number: int, stop: threading.Event) -> int:
    """Add purchases at a steady pace until told to stop; return how many."""
    written = 0
    while not stop.wait(PAUSE_SECONDS):
        with db.connection() as connection:
            connection.execute(MORE, {"lines": LINES, "more": written + number})
        written += LINES
    return written


def read(client: httpx.Client, number: int, until: float) -> list[float]:
    """Ask one question after the other until then; return the milliseconds of each answer."""
    questions = list(asked())
    found: list[float] = []
    for question in cycle(questions[number:] + questions[:number]):
        began = time.perf_counter()
        if time.monotonic() >= until:
            return found
        client.get(question).raise_for_status()
        found.append((time.perf_counter() - began) * 1000)
    raise AssertionError


def per_answer(seen: Seen) -> float:
    """Return milliseconds of the primary's CPU for an answer, writers' work among them."""
    return 1000 * seen.primary / len(seen.milliseconds)


def busy(seen: list[Seen]) -> str:
    """Return medians of the rounds in a line."""
    cuts = [statistics.quantiles(one.milliseconds, n=20, method="inclusive") for one in seen]
    figures = {
        "answers a second": [len(one.milliseconds) / one.seconds for one in seen],
        "ms p50": [cut[9] for cut in cuts],
        "ms p95": [cut[18] for cut in cuts],
        "ms of the primary's CPU and": [per_answer(one) for one in seen],
        "of the replica's for an answer": [1000 * one.standby / len(one.milliseconds) for one in seen],
        "lines written a second": [one.written / one.seconds for one in seen],
    }
    return ", ".join(f"{statistics.median(values):,.1f} {name}" for name, values in figures.items())


def quiet(client: httpx.Client) -> dict[str, str]:
    """Ask each question once, and again with its ETag, while nobody writes."""
    known: list[tuple[float, float, int, int]] = []
    for question in asked():
        first, whole = timed(client, question, {})
        again, none = timed(client, question, {"If-None-Match": whole.headers["ETag"]})
        if none.status_code == httpx.codes.NOT_MODIFIED:
            known.append((first, again, size(whole), size(none)))
    asked_for, unchanged, whole_bytes, none_bytes = (statistics.median(each) for each in zip(*known, strict=True))
    share = f"{len(known)} of {len(list(asked()))} questions"
    in_time, in_bytes = unchanged / asked_for, none_bytes / whole_bytes
    return {
        "200": f"{asked_for:,.1f} ms, {whole_bytes:,.0f} bytes with headers",
        "304": f"{unchanged:,.1f} ms, {none_bytes:,.0f} bytes with headers, {share}",
        "304 to 200": f"{in_time:.2f} of the time (target at most 0.50), {in_bytes:.2f} of the bytes",
    }


def timed(client: httpx.Client, question: str, headers: dict[str, str]) -> tuple[float, httpx.Response]:
    began = time.perf_counter()
    answer = client.get(question, headers=headers)
    return (time.perf_counter() - began) * 1000, answer


def size(answer: httpx.Response) -> int:
    """Return the bytes that travel: the body as it was sent, and the headers."""
    return answer.num_bytes_downloaded + sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replica", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="purchases")
    parser.add_argument("--quick", action="store_true", help="one round of 10 seconds over 50,000 purchases")
    arguments = parser.parse_args()
    for name, line in (run(50_000, 10, 1) if arguments.quick else run(arguments.rows)).items():
        print(f"{name}: {line}")


if __name__ == "__main__":
    main()
