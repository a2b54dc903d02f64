"""Requests per second beside FastAPI: one influencer, and a page of 50, each call with its checks of token and role.

Ours is the way of a call on one machine: the local host around Microsoft's worker library, one worker process. The peer
is FastAPI with SQLAlchemy's ORM and psycopg2 under the same uvicorn (h11, asyncio), one process, without our headers,
ETags and logs of invocations. One database; the answers are the same bytes. wrk with 32 connections, by turns; medians
of the rounds. Target: 1.3 times the peer's requests per second at no higher p99.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx
import psutil
import psycopg2

from benchmarks.login_load import PASSWORD, PROJECT, serving
from local import ports

INFLUENCERS, CONNECTIONS = 2_000, 32
# What a call passes through, part by part: the difference to the next line is the next part's.
PARTS = {"ours: the host alone (404)": "nothing/here", "ours: and worker and wrapper (health)": "health"}
PLACES = {"one": "influencers/7", "page": "influencers?limit=50"}
LEAST_RATIO = 1.3
MISSING = "wrk (apt-get install wrk) or FastAPI (`make bench` fetches it) is missing"
SEED = f"""
    INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                             still_partner, member_since)
    SELECT 'Demo influencer ' || n, 'Instagram', n * 700, n, 'Fashion', 'i' || n || '@shop.example', true, '2020-01-01'
    FROM generate_series(1, {INFLUENCERS}) AS n
"""


@dataclass(frozen=True)
class Load:
    """What wrk saw, and the CPU microseconds that one request cost the server's processes and the database's."""

    per_second: float
    p50_ms: float
    p99_ms: float
    server_us: float
    database_us: float
    refused: float


def run(seconds: float = 10, rounds: int = 3) -> dict[str, float | str]:
    """Return both sides' requests per second, latencies and CPU time by endpoint, and the ratios."""
    if find_spec("fastapi") is None or shutil.which("wrk") is None:
        return {"not measured": MISSING}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as url:
        settings = json.loads((Path(folder) / "local.settings.json").read_text())["Values"]
        _seed(settings["DATABASE_URL"])
        with _peer(settings, httpx.get(f"{url}.well-known/jwks.json").json()) as peer:
            token = _token(url)
            for place in PLACES.values():
                _are_the_same(url + place, peer + place, token)
            figures: dict[str, float | str] = {}
            figures |= {name: _cost(load(url + place, token, seconds)) for name, place in PARTS.items()}
            for name, place in PLACES.items():
                figures |= _compared(name, [(url + place, token), (peer + place, token)], seconds, rounds)
    return {**figures, "target_at_least": LEAST_RATIO}


def _compared(name: str, sides: list[tuple[str, str]], seconds: float, rounds: int) -> dict[str, float | str]:
    for side in sides:
        load(*side, 2)  # what only the first ones load
    taken = [[load(*side, seconds) for side in sides] for _ in range(rounds)]
    ours, peers = (_median(column) for column in zip(*taken, strict=True))
    return {
        f"{name}: ours": _shown(ours),
        f"{name}: FastAPI": _shown(peers),
        f"{name}: ratio of requests per second": ours.per_second / peers.per_second,
        f"{name}: ratio of p99": ours.p99_ms / peers.p99_ms,
    }


def _median(column: tuple[Load, ...]) -> Load:
    return Load(*map(statistics.median, zip(*map(astuple, column), strict=True)))


def _shown(one: Load) -> str:
    return (
        f"{one.per_second:,.0f}/s, p50 {one.p50_ms:.1f} ms, p99 {one.p99_ms:.1f} ms; {_cost(one)}; "
        f"{one.refused:.0f} not answered by 2xx"
    )


def _cost(one: Load) -> str:
    return f"{one.server_us:,.0f} µs of CPU in the server, {one.database_us:,.0f} µs in the database"


def load(url: str, token: str, seconds: float) -> Load:
    """Let wrk ask for so long and return what it saw.

    Raises:
        ValueError: wrk said something else than it used to.
    """
    server, database = _server_of(url), _databases()
    before = _cpu(server), _cpu(database)
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds:.0f}s",
        "--latency",
        "-H",
        f"Authorization: Bearer {token}",
    ]
    said = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    after = _cpu(server), _cpu(database)
    requests = int(_found(r"(\d+) requests in", said))
    own, databases = ((late - early) / requests * 1e6 for early, late in zip(before, after, strict=True))
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Load(
        float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        _milliseconds(_found(r"\n +50% +(\S+)", said)),
        _milliseconds(_found(r"\n +99% +(\S+)", said)),
        own,
        databases,
        float(refused[1]) if refused else 0,
    )


def _found(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    if found is None:
        raise ValueError(said)
    return found[1]


def _milliseconds(text: str) -> float:
    factors = {"us": 0.001, "ms": 1, "s": 1000}  # wrk's own units
    return float(_found(r"^([\d.]+)", text)) * factors[_found(r"([a-z]+)$", text)]


def _server_of(url: str) -> list[psutil.Process]:
    """Return the processes that serve this port: whoever listens on it, and their children."""
    port = httpx.URL(url).port
    return [one for one in _children() if not _is_database(one) and _listens(one, port)]


def _databases() -> list[psutil.Process]:
    return [one for one in _children() if _is_database(one)]


def _children() -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process().children(recursive=True)
    return found


def _is_database(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return str(process.name()) == "postgres"
    return True  # connections come and go, servers stay


def _listens(process: psutil.Process, port: int | None) -> bool:
    return any(each.laddr.port == port for each in process.net_connections("inet"))


def _cpu(processes: list[psutil.Process]) -> float:
    spent = 0.0
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            spent += sum(one.cpu_times()[:2])
    return spent


def _token(url: str) -> str:
    body = {"mail": "user1@bench.invalid", "password": PASSWORD, "client": "native"}
    return str(httpx.post(f"{url}auth/login", json=body).raise_for_status().json()["access_token"])


def _are_the_same(ours: str, peers: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answers = [httpx.get(url, headers=headers).raise_for_status().json() for url in (ours, peers)]
    assert answers[0] == answers[1], answers
    for url in (ours, peers):
        assert httpx.get(url).status_code == 401
        assert httpx.get(url, headers={"Authorization": f"Bearer {token[:-9]}AAAAAAAAA"}).status_code == 401


def _seed(url: str) -> None:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(SEED)
    connection.close()


@contextmanager
def _peer(settings: Mapping[str, str], keys: object) -> Iterator[str]:
    port = ports.pick(None)
    command = [sys.executable, "-m", "uvicorn", "benchmarks.peer_fastapi.app:app", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--loop", "asyncio", "--http", "h11"]
    environment = {**os.environ, **settings, "PEER_KEYS": json.dumps(keys)}
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/openapi.json", process)
            yield f"http://127.0.0.1:{port}/api/"
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            httpx.get(url).raise_for_status()
        except httpx.ConnectError:
            if process.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peer_fastapi.compare", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    for name, value in run(arguments.seconds, arguments.rounds).items():
        print(f"{name:40}{value if isinstance(value, str) else f'{value:,.2f}'}")


if __name__ == "__main__":
    main()
