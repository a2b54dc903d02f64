"""1, 2 and 4 host processes over one database and one storage; and a day of 1,000 shops, simulated.

Measured: real hosts share the events of one storage account, as instances on Azure do. Four users send files of order
lines at once, each for a shop of its own (files of one shop wait for each other), and then ask for as many reports
each. Lines and reports per second until all are done; fairness between the users is Jain's index of how long their
files and reports took on average (1: all alike); done twice counts files and reports that more than one process
carried out. All processes, the database and the storage share this machine's cores: more hosts than cores cannot bring
more, and what they may not bring is double work.

Simulated, not measured: benchmarks/daily_load.py says what a thousand shops would ask of the same code in a day.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import psycopg2
from azure.storage.blob import BlobServiceClient

from benchmarks import daily_load
from benchmarks.login_load import PASSWORD, seed
from local import appsettings
from local.demo.load import Loader, Upload
from local.demo.mappings import MAPPINGS
from local.stack import HostOptions, Stack
from migrations.run import upgrade
from shared.platform.blobs import CONTAINERS, BlobStore
from shared.reporting.service.requests import MOST_UNFINISHED

PROJECT = Path(__file__).resolve().parents[1]
USERS = 4
HOSTS = (1, 2, 4)
LONGEST_SECONDS = 900
HEADER = "order,product,customer,influencer,quantity,price,day,rating\n"
FIELDS = MAPPINGS["orders"]["fields"] | {"product": "product", "customer": "customer", "channel": "influencer"}
MAPPING = MAPPINGS["orders"] | {"fields": FIELDS}
REPORT = {"kind": "ranking", "filters": {"window": "all", "by": "net_revenue"}}
FORMATS = ("csv", "xlsx", "pdf")
TWICE = """
    SELECT (SELECT count(*) FROM reports WHERE attempts <> 1)
         + (SELECT count(*) - count(DISTINCT (source, external_ref)) FROM bought_by)
         + abs((SELECT coalesce(sum(rows_inserted), 0) FROM import_runs) - (SELECT count(*) FROM bought_by))"""
# Seconds that each user's files, and each user's reports, took on average.
FILES_TOOK = """
    SELECT avg(extract(epoch FROM finished_at - created_at)) FROM import_runs GROUP BY source_id"""
REPORTS_TOOK = """
    SELECT avg(extract(epoch FROM finished_at - created_at)) FROM reports GROUP BY requested_by"""


@dataclass(frozen=True)
class Load:
    """What each user sends: so many files of so many lines, and asks for so many reports."""

    files: int
    lines: int
    reports: int


QUICK, FULL = Load(files=2, lines=5_000, reports=6), Load(files=5, lines=50_000, reports=MOST_UNFINISHED)


def run(load: Load = FULL) -> dict[str, float | str]:
    """Return lines and reports per second by the number of hosts, fairness, double work, and the simulated day."""
    figures: dict[str, float | str] = {}
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        for hosts in HOSTS:
            for name, value in measure(stack, hosts, load).items():
                figures[f"{hosts}_hosts_{name}"] = value
    for what in ("lines", "reports"):
        one = float(figures[f"1_hosts_{what}_per_second"])
        for hosts in HOSTS[1:]:
            figures[f"{what}_{hosts}_hosts_against_one"] = float(figures[f"{hosts}_hosts_{what}_per_second"]) / one
    speed = daily_load.Speed(
        lines_per_second=float(figures["1_hosts_lines_per_second"]),
        reports_per_second=float(figures["1_hosts_reports_per_second"]),
    )
    return figures | daily_load.run(speed)


def measure(stack: Stack, hosts: int, load: Load) -> dict[str, float]:
    with serving(stack, hosts) as (urls, database), ExitStack() as opened:
        clients = [opened.enter_context(signed_in(urls[user % hosts], user)) for user in range(USERS)]
        with ThreadPoolExecutor(USERS) as pool:
            began = time.perf_counter()
            list(pool.map(send_files, clients, range(USERS), [load] * USERS))
            wait(database, "SELECT count(*) FROM import_runs WHERE state = 'done'", load.files * USERS)
            imported = time.perf_counter() - began
            began = time.perf_counter()
            list(pool.map(ask_for_reports, clients, [load] * USERS))
            wait(database, "SELECT count(*) FROM reports WHERE state = 'ready'", load.reports * USERS)
            rendered = time.perf_counter() - began
        return {
            "lines_per_second": load.files * load.lines * USERS / imported,
            "reports_per_second": load.reports * USERS / rendered,
            "fairness_of_files": jain(query(database, FILES_TOOK)),
            "fairness_of_reports": jain(query(database, REPORTS_TOOK)),
            "done_twice": float(query(database, TWICE)[0]),
        }


@contextmanager
def serving(stack: Stack, hosts: int) -> Iterator[tuple[list[str], str]]:
    """So many hosts that share one database and the events of one storage; their addresses and the database's."""
    database = stack.postgres.create_database(f"app_{hosts}")
    upgrade(database)
    seed(database)
    settings = stack.state / f"{hosts}.settings.json"
    values = appsettings.write(
        settings,
        database_url=database,
        storage=stack.storage_connection_string,
        smtp_port=stack.smtp_port,
        base_url="http://127.0.0.1",
    )
    for container in CONTAINERS:
        BlobStore(BlobServiceClient.from_connection_string(values["AzureWebJobsStorage"])).ensure_container(container)
    env = {"AzureFunctionsWebHost__hostid": f"scale-{hosts}"}
    with ExitStack() as started:
        running = []
        for number in range(hosts):
            options = HostOptions(app=PROJECT, settings=settings, env=env, name=f"host-{hosts}-{number}")
            running.append(stack.start_host(options))
            started.callback(stack.stop_host, running[-1])
        yield [host.url for host in running], database


def signed_in(url: str, user: int) -> httpx.Client:
    body = {"mail": f"user{user + 1}@bench.invalid", "password": PASSWORD, "client": "native"}
    answer = httpx.post(f"{url}/api/auth/login", json=body, timeout=60).raise_for_status()
    token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return httpx.Client(base_url=f"{url}/api/", timeout=120, headers=token)


def send_files(client: httpx.Client, user: int, load: Load) -> None:
    loader = Loader(client)
    for file in range(load.files):
        content = orders(user, file, load.lines)
        loader.begin(Upload(f"shop-{user}", "orders.csv", partial(bytes, content), f"shop-{user}", MAPPING))


def orders(user: int, file: int, lines: int) -> bytes:
    rows = (
        f"U{user}F{file}N{n},p{n % 200},c{n % 2000},i{n % 50},{1 + n % 3},{1 + n % 90}.{n % 100:02d},2026-01-15,\n"
        for n in range(lines)
    )
    return (HEADER + "".join(rows)).encode()


def ask_for_reports(client: httpx.Client, load: Load) -> None:
    for number in range(load.reports):
        body = REPORT | {"format": FORMATS[number % len(FORMATS)]}
        client.post("reports", json=body).raise_for_status()


def wait(database: str, statement: str, count: int) -> None:
    """Wait until the statement counts so many."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while (found := query(database, statement)[0]) < count:
        assert time.monotonic() < deadline, f"{found:.0f} of {count} after {LONGEST_SECONDS} s"
        time.sleep(0.1)


def query(database: str, statement: str) -> list[float]:
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return [float(value) for (value,) in cursor.fetchall()]


def jain(shares: list[float]) -> float:
    """Return Jain's index of fairness: (sum of x) squared by n times the sum of the squares; 1/n to 1."""
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_out", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    for name, value in run(QUICK if parser.parse_args().quick else FULL).items():
        print(f"{name.replace('_', ' '):44}{value if isinstance(value, str) else f'{value:,.2f}'}")


if __name__ == "__main__":
    main()
