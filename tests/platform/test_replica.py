"""Analysis on a physical standby of the real database: near, late, gone, and never behind the reader's own writes."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from local.postgres import Postgres
from local.stack import Stack
from shared.permissions import Permission
from shared.platform import db, replica, versions
from shared.platform.blobs import BlobStore
from shared.platform.config import settings
from shared.platform.replica import Primary, Replica, is_near_enough
from tests.client import Client, Reply, routes

CUSTOMER = {
    "customer_name": "Somebody",
    "customer_mail": "somebody@shop.example",
    "customer_phone": "+49 30 1234567",
    "customer_address": "Somewhere 1",
}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def standby(stack: Stack, app_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A second server that replays what the first one writes."""
    second = Postgres(tmp_path_factory.mktemp("standby"), durable=False)
    second.follow(stack.postgres)
    second.start()
    second.wait()
    yield second
    second.stop()


class Standby:
    def __init__(self, server: Postgres) -> None:
        self.server = server
        self._engine = create_engine(
            make_url(server.uri("app")).set(drivername="postgresql+psycopg2"), poolclass=NullPool
        )

    def ask(self, statement: str) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(text(statement)).scalar_one()

    def catch_up(self) -> None:
        """Wait until all that is written now is replayed."""
        with db.connection() as primary:
            primary.execute(text("SELECT pg_switch_wal()"))  # so that nothing stays in the primary's buffers
            written = primary.execute(text("SELECT pg_current_wal_flush_lsn()::text")).scalar_one()
        deadline = time.monotonic() + 30
        while not self.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def pause(self) -> None:
        self.ask("SELECT 1 FROM pg_wal_replay_pause()")
        while self.ask("SELECT pg_get_wal_replay_pause_state()") != "paused":
            time.sleep(0.02)

    def resume(self) -> None:
        self.ask("SELECT 1 FROM pg_wal_replay_resume()")


@pytest.fixture
def follower(
    standby: Postgres, database: None, blob_store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Standby]:
    monkeypatch.setenv("DATABASE_REPLICA_URL", standby.uri("app"))
    settings.cache_clear()
    replica.dispose()
    following = Standby(standby)
    following.catch_up()
    yield following
    if standby.child.alive:
        following.resume()
    replica.dispose()
    monkeypatch.undo()
    settings.cache_clear()


def overview(reader: Client) -> Reply:
    return reader.get("metrics/shop", window="30d")


def served_by(reader: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ask for an analysis; return which server answered it."""
    asked: list[bool] = []
    current = versions.current

    def noting(session: Any, topics: Any) -> str:
        asked.append(bool(session.scalar(text("SELECT pg_is_in_recovery()"))))
        return current(session, topics)

    with monkeypatch.context() as patch:
        patch.setattr(versions, "current", noting)
        answer = overview(reader)
    assert answer.status == 200
    return "replica" if asked[-1] else "primary"


def test_analysis_reads_from_a_replica_that_is_near(follower: Standby, monkeypatch):
    reader = Client().as_role("data_analyst")
    follower.catch_up()

    assert served_by(reader, monkeypatch) == "replica"


def test_who_wrote_reads_it_at_once_and_from_the_replica_when_that_knows_it(follower: Standby, monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_MAX_LAG_SECONDS", "600")
    settings.cache_clear()
    writer, other = (Client().as_role("marketing_manager") for _ in range(2))
    follower.catch_up()
    follower.pause()
    made = writer.post("customers", CUSTOMER)

    assert made.status == 201
    assert served_by(writer, monkeypatch) == "primary"
    assert served_by(other, monkeypatch) == "replica"
    follower.resume()
    follower.catch_up()
    assert served_by(writer, monkeypatch) == "replica"


def test_a_replica_too_far_behind_is_passed_by(follower: Standby, monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_MAX_LAG_SECONDS", "0.3")
    settings.cache_clear()
    reader = Client().as_role("data_analyst")
    follower.catch_up()
    follower.pause()
    with db.connection() as connection:
        connection.execute(text("CREATE TABLE later (n integer)"))
        connection.execute(text("DROP TABLE later"))
    time.sleep(0.5)
    late = served_by(reader, monkeypatch)
    part = next(part for part in reader.get("ready").json["parts"] if part["name"] == "replica")
    follower.resume()
    follower.catch_up()

    assert (late, part["state"]) == ("primary", "late")
    assert served_by(reader, monkeypatch) == "replica"


def test_the_tag_names_the_state_of_the_answer_wherever_it_was_read(follower: Standby, monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_MAX_LAG_SECONDS", "600")
    settings.cache_clear()
    reader = Client().as_role("data_analyst")
    follower.catch_up()
    follower.pause()
    before = overview(reader)
    with db.connection() as connection:
        connection.execute(text("INSERT INTO data_changes VALUES ('bought_by', 1)"))
    stale = overview(reader)
    follower.resume()
    follower.catch_up()
    after = overview(reader)

    assert stale.headers["ETag"] == before.headers["ETag"]
    assert after.headers["ETag"] != before.headers["ETag"]
    assert reader.get("metrics/shop", {"If-None-Match": after.headers["ETag"]}, window="30d").status == 304


def test_every_analysis_can_be_answered_by_a_replica(follower: Standby, monkeypatch):
    """A standby refuses whatever writes, temporary tables and locks of rows among it."""
    reader = Client().as_role("admin")
    follower.catch_up()
    passed_by: list[str] = []
    monkeypatch.setattr(replica, "_pass_by", lambda failure: passed_by.append(str(failure)))
    analyses = [
        route
        for route in routes()
        if route.handler.contract.demands.reads and route.handler.contract.permission in replica.ANALYSIS
    ]
    faults = [
        (route.name, answer.status)
        for route in analyses
        for path in (route.template.replace("{campaign_id:int}", "1").replace("{influencer_id:int}", "1"),)
        for answer in (reader.get(path),)
        if answer.status >= 500
    ]

    assert len(analyses) > 15
    assert (faults, passed_by) == ([], [])


@pytest.mark.parametrize(
    ("wrote", "replayed", "seconds_ago", "near"),
    [
        (None, 100, 3600, True),  # all is replayed: an idle primary is no lag
        (None, 99, 5, True),
        (None, 99, 6, False),
        (None, 99, None, False),  # nobody knows
        (100, 99, 0, False),  # the reader's own write is missing, however near
        (99, 99, 5, True),
    ],
)
def test_what_is_near_enough(wrote: int | None, replayed: int, seconds_ago: int | None, near: bool):  # noqa: FBT001
    commit = None if seconds_ago is None else NOW - timedelta(seconds=seconds_ago)
    assert is_near_enough(Primary(wrote, 100, NOW), Replica(replayed, commit), 5) is near


def test_a_server_that_is_no_replica_is_not_asked(follower: Standby, monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_URL", settings().database_url)
    settings.cache_clear()
    replica.dispose()
    assert served_by(Client().as_role("data_analyst"), monkeypatch) == "primary"


def test_a_replica_that_is_gone_costs_one_try_and_no_error(follower: Standby, monkeypatch):
    """The last one: it ends the standby."""
    reader = Client().as_role("data_analyst")
    follower.catch_up()
    assert served_by(reader, monkeypatch) == "replica"
    follower.server.stop()

    assert served_by(reader, monkeypatch) == "primary"
    assert not replica.is_for(Permission.ANALYTICS_READ)
    began = time.monotonic()
    assert served_by(reader, monkeypatch) == "primary"
    assert time.monotonic() - began < replica.CONNECT_TIMEOUT
    answer = reader.get("ready")
    assert (answer.status, answer.json["status"]) == (200, "late")
