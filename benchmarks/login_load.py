"""How long `GET /api/health` takes while 20 people sign in at once, over and over, against the same without them.

The real stack: PostgreSQL, Azurite and the Functions host with one worker process and the settings of `make run`. 20
threads of another process sign in without pause, each as a user of its own, by password alone; every password is
checked by argon2id. One client asks for health 50 times a second, before and meanwhile. Target: half of the answers
come within 25 ms and 95 % within 100 ms while people sign in, and every sign-in succeeds.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg2
from argon2 import PasswordHasher

from local import appsettings, ports
from local.stack import HostOptions, Stack
from migrations.run import upgrade
from shared.accounts import passwords

PROJECT = Path(__file__).resolve().parents[1]
USERS = 20
PASSWORD = "a password for one run"
PAUSE_SECONDS = 0.02
MOST_P50_MS, MOST_P95_MS = 25, 100
SEED = f"""
    INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since, activated_at)
    SELECT 'data_analyst', 'user' || n || '@bench.invalid', 'user ' || n, %s, true, '2024-01-01', '2024-01-01'
    FROM generate_series(1, {USERS}) n
"""


def run(seconds: float = 15) -> dict[str, float | str]:
    """Return milliseconds of health without and with sign-ins, their ratio, and how the sign-ins fared."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as url, httpx.Client(base_url=url) as client:
        sign_in(client, 1)  # what only the first one loads
        ask_for_seconds(client, 1)
        idle = ask_for_seconds(client, seconds / 2)
        with signing_in(url) as load:
            time.sleep(1)
            loaded = ask_for_seconds(client, seconds)
    figures = {**percentiles("idle_health", idle), **percentiles("health", loaded)}
    return {
        **figures,
        "ratio_of_p95": figures["health_p95_ms"] / figures["idle_health_p95_ms"],
        "target_at_most_p50_ms": MOST_P50_MS,
        "target_at_most_p95_ms": MOST_P95_MS,
        **percentiles("sign_in", load["milliseconds"]),
        "sign_ins_per_second": len(load["milliseconds"]) / load["seconds"],
        "answers_to_sign_ins": ", ".join(f"{count} of {status}" for status, count in Counter(load["statuses"]).items()),
    }


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The app as `make run` starts it, with 20 users; gives its address."""
    with Stack(folder) as stack:
        url = stack.postgres.create_database("app")
        upgrade(url)
        seed(url)
        port = ports.pick(None)
        settings = folder / "local.settings.json"
        appsettings.write(
            settings,
            database_url=url,
            storage=stack.storage_connection_string,
            smtp_port=stack.smtp_port,
            base_url=f"http://127.0.0.1:{port}",
        )
        yield f"{stack.start_host(HostOptions(app=PROJECT, settings=settings, port=port)).url}/api/"


def seed(url: str) -> None:
    hasher = PasswordHasher(passwords.PASSES, passwords.MEMORY_KIB, passwords.LANES)
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(SEED, (hasher.hash(PASSWORD),))
    connection.close()


def sign_in(client: httpx.Client, number: int) -> int:
    body = {"mail": f"user{number}@bench.invalid", "password": PASSWORD, "client": "native"}
    return client.post("auth/login", json=body).status_code


def ask_for_seconds(client: httpx.Client, seconds: float) -> list[float]:
    """Ask for health again and again and return the milliseconds of each answer."""
    found = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        client.get("health").raise_for_status()
        found.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE_SECONDS)
    return found


def percentiles(name: str, milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {f"{name}_p50_ms": cuts[9], f"{name}_p95_ms": cuts[18]}


@contextmanager
def signing_in(url: str) -> Iterator[dict[str, Any]]:
    """Sign in from another process, whose threads are not in the way of this one; fills what it yields at the end."""
    command = [sys.executable, "-m", "benchmarks.login_load", "--load", url]
    found: dict[str, Any] = {}
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        load.stdout.readline()
        yield found
        found |= json.loads(load.communicate("stop\n")[0])


def load_until_told(url: str) -> dict[str, Any]:
    """Say so when 20 have begun, let them sign in until a line comes, and return how they fared and how long it was."""
    statuses: list[int] = []
    milliseconds: list[float] = []
    stop = threading.Event()

    def again_and_again(number: int) -> None:
        while not stop.is_set():
            began = time.perf_counter()
            statuses.append(sign_in(client, number))
            milliseconds.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    with httpx.Client(base_url=url, timeout=60) as client, ThreadPoolExecutor(USERS) as pool:
        everybody = [pool.submit(again_and_again, number) for number in range(1, USERS + 1)]
        print("begun", flush=True)
        sys.stdin.readline()
        stop.set()
        for one in everybody:
            one.result()
    return {"statuses": statuses, "milliseconds": milliseconds, "seconds": time.perf_counter() - began}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.login_load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--load", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.load:
        print(json.dumps(load_until_told(arguments.load)))
        return
    for name, value in run(arguments.seconds).items():
        print(f"{name.replace('_', ' '):28}{value if isinstance(value, str) else f'{value:,.2f}'}")


if __name__ == "__main__":
    main()
