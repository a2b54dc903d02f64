"""A day's mix of five roles on the real stack: latencies by kind, errors, memory over time, connections.

PostgreSQL, Azurite and the Functions host with one worker process and the settings of `make run`, over the generated
shop. People of all five roles ask from another process (benchmarks/load_people.py): 70 % dashboards, 20 % lists and
details, 8 % edits, 2 % reports and imports, each with a pause. Memory is each process's own (USS); its growth is the
median of the last third against that of the middle third. Targets: no error, no refusal for want of a connection, no
process that grows by more than 5 %.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import text

from benchmarks.campaign_speed import PER_INFLUENCER, fill
from benchmarks.login_load import PROJECT, serving
from shared.analytics import jobs as rankings
from shared.permissions import Role
from shared.platform import clock, db, identity
from shared.platform.blobs import CONTAINERS, blob_store
from shared.platform.config import settings
from shared.platform.secrets import secrets

PEOPLE, ROWS, LEAST_INFLUENCERS = 20, 1_000_000, 200
SAMPLE_SECONDS = 2.0
PERSON = text("""
    WITH person AS (
        INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since, activated_at)
        VALUES (CAST(:role AS user_role_enum), :mail, 'Somebody', '!', true, '2024-01-01', '2024-01-01')
        RETURNING user_id)
    INSERT INTO sessions (user_id, client, expires_at, two_factor_at)
    SELECT user_id, 'native', now() + interval '2 hours', now() FROM person RETURNING user_id, session_id""")
CONNECTIONS = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'influencer-marketing' AND backend_type = 'client backend' AND pid <> pg_backend_pid()""")

type Samples = dict[str, list[float]]


def run(seconds: float = 600, rows: int = ROWS, people: int = PEOPLE) -> dict[str, float | str]:
    """Return latencies by kind, errors, the growth of each process and the most connections at once."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as url, known_to_us(Path(folder)):
        influencers = max(LEAST_INFLUENCERS, rows // PER_INFLUENCER)
        fill(rows, influencers=influencers, campaigns=influencers // 5)
        with db.transaction() as session:
            rankings.recompute_rankings(session, clock.today())
        tokens = [token_of(number) for number in range(people)]
        db.dispose()  # our own connections are not counted
        given = {"url": url, "seconds": seconds, "tokens": tokens, "influencers": influencers}
        seen, samples = _watched(given)
    return {"purchases": f"{rows:,}", "people": people, "seconds": seconds, **_told(seen, seconds), **_grown(samples)}


@contextmanager
def known_to_us(folder: Path) -> Iterator[None]:
    """Use the host's settings in this process, but not its connections' share of the database."""
    values = json.loads((folder / "local.settings.json").read_text())["Values"]
    os.environ |= values
    for cached in (settings, secrets):
        cached.cache_clear()
    for container in CONTAINERS:
        blob_store().ensure_container(container)
    yield
    db.dispose()


def token_of(number: int) -> str:
    role = list(Role)[number % len(Role)]
    with db.transaction() as session:
        made = session.execute(PERSON, {"role": role, "mail": f"person{number}@bench.invalid"}).one()
    return identity.issue_access_token(made.user_id, made.session_id)


def _watched(given: Mapping[str, Any]) -> tuple[dict[str, Any], Samples]:
    """Let the people ask and meanwhile look at the processes every two seconds."""
    samples: Samples = defaultdict(list)
    stop = threading.Event()
    command = [sys.executable, "-m", "benchmarks.load_people"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as people:
        assert people.stdin is not None
        assert people.stdout is not None
        json.dump(given, people.stdin)
        people.stdin.close()
        assert people.stdout.readline() == "begun\n"
        watch = threading.Thread(target=_sample, args=(samples, people.pid, stop))
        watch.start()
        seen: dict[str, Any] = json.loads(people.stdout.read())
        stop.set()
        watch.join()
    return seen, samples


def _sample(samples: Samples, people: int, stop: threading.Event) -> None:
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not stop.wait(SAMPLE_SECONDS):
            samples["connections"].append(connection.scalar(CONNECTIONS) or 0)
            for name, megabytes in _memory(people).items():
                samples[name].append(megabytes)


def _memory(people: int) -> dict[str, float]:
    """Return megabytes by what a process is; the database's together."""
    found: dict[str, float] = defaultdict(float)
    for process in psutil.Process().children(recursive=True):
        try:
            line = " ".join(process.cmdline())
            name = next((name for name, part in PARTS.items() if part in line), None)
            if name is not None and process.pid != people:
                found[name] += process.memory_full_info().uss / 2**20
        except psutil.NoSuchProcess:
            continue
    return found


PARTS = {"worker": "local.host.instance", "azurite": "azurite", "database": "postgres:"}


def _told(seen: Mapping[str, Any], seconds: float) -> dict[str, float | str]:
    every = sum(len(taken) for taken in seen["ms"].values())
    kinds = {kind: _percentiles(taken) for kind, taken in seen["ms"].items() if len(taken) > 1}
    errors = "; ".join(f"{count} of {what}" for what, count in seen["errors"].items()) or "none"
    return {**kinds, "a second": every / seconds, "not changed (304)": seen["unchanged"], "errors": errors}


def _percentiles(taken: list[float]) -> str:
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return f"p50 {cuts[49]:,.0f} ms, p95 {cuts[94]:,.0f} ms, p99 {cuts[98]:,.0f} ms of {len(taken):,}"


def _grown(samples: Samples) -> dict[str, float | str]:
    """Return by how much each grew after its first third, in which it fills its caches and pools."""
    told: dict[str, float | str] = {"connections at most": max(samples.pop("connections"))}
    for name, taken in samples.items():
        third = len(taken) // 3
        middle, last = statistics.median(taken[third : 2 * third]), statistics.median(taken[2 * third :])
        told[f"{name}, MB"] = f"{taken[0]:.0f} at first, {middle:.0f}, {last:.0f} at last: {last / middle - 1:+.1%}"
    return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rows", type=int, default=ROWS, help=f"purchases (default {ROWS:,})")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--quick", action="store_true", help="a minute over 100,000 purchases")
    arguments = parser.parse_args()
    began = time.monotonic()
    found = run(60, 100_000) if arguments.quick else run(arguments.seconds, arguments.rows, arguments.people)
    for name, value in found.items():
        print(f"{name:24}{value if isinstance(value, str) else f'{value:,.1f}'}")
    print(f"{time.monotonic() - began:.0f} s altogether")


if __name__ == "__main__":
    main()
