"""Analysis reads from a replica of the database, when there is one and it is near enough for the reader.

A session's last write is noted by its place in the write-ahead log (bytes since its beginning). A replica that has
replayed so far shows it, whatever its lag. What is read is one snapshot: the version that the ETag names is that of the
answer. A replica that is late, gone, or takes the reader's snapshot away is passed by: the primary answers.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform import db
from shared.platform.config import settings
from shared.platform.watch import Part

log = logging.getLogger(__name__)

ANALYSIS = frozenset({Permission.ANALYTICS_READ, Permission.PROFITABILITY_READ})
PASSED_BY_FOR = 10.0  # seconds after it did not answer
CONNECT_TIMEOUT = 2  # seconds: somebody waits, and the primary would answer

# What a session wrote is durable when its answer is given; what others flushed meanwhile only makes this stricter.
NOTE = text("""
    UPDATE sessions SET wrote_at_wal = pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')
    WHERE session_id = :session_id""")
PRIMARY = text("""
    SELECT (SELECT wrote_at_wal FROM sessions WHERE session_id = :session_id) AS wrote,
        CAST(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0') AS bigint) AS flushed, clock_timestamp() AS now""")
REPLICA = text("""
    SELECT CAST(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') AS bigint) AS replayed,
        pg_last_xact_replay_timestamp() AS last_commit WHERE pg_is_in_recovery()""")


@dataclass(frozen=True)
class Primary:
    wrote: int | None
    flushed: int
    now: datetime  # by the clock that also dates commits


@dataclass(frozen=True)
class Replica:
    replayed: int
    last_commit: datetime | None


def lag(primary: Primary, replica: Replica) -> float:
    """Return how many seconds old the replica's newest state may be; infinite when nobody knows."""
    if replica.replayed >= primary.flushed:
        return 0.0
    if replica.last_commit is None:
        return float("inf")
    return max(0.0, (primary.now - replica.last_commit).total_seconds())


def is_near_enough(primary: Primary, replica: Replica, longest_lag: float) -> bool:
    """Whether the replica shows what this session wrote, and is no more than `longest_lag` seconds behind."""
    if primary.wrote is not None and replica.replayed < primary.wrote:
        return False
    return lag(primary, replica) <= longest_lag


@cache
def _engine() -> Engine:
    chosen = settings()
    return db.configured_engine(chosen.database_replica_url, connect_timeout=CONNECT_TIMEOUT)


_making = threading.Lock()
_passed_by_until = float("-inf")


def is_for(permission: Permission) -> bool:
    """Whether there is a replica that answers those who may do this, and it was not gone just now."""
    return permission in ANALYSIS and bool(settings().database_replica_url) and time.monotonic() >= _passed_by_until


@contextmanager
def near(primary: Session, session_id: UUID | None) -> Iterator[Session | None]:
    """Open one snapshot of the replica; None when it is not near enough.

    Raises:
        OperationalError: the replica does not answer, or took the snapshot away; `is_for` says no for a while.
    """
    here = _primary(primary, session_id)
    try:
        with _replica_engine().connect() as connection:
            there = _replica(connection.execute(REPLICA).one_or_none())
            connection.rollback()  # what is replayed meanwhile is seen, too: the snapshot comes after the question
            if there is None or not is_near_enough(here, there, settings().database_replica_max_lag_seconds):
                yield None
                return
            isolated = connection.execution_options(isolation_level="REPEATABLE READ")
            with Session(isolated) as session:
                yield session
    except OperationalError as failure:
        _pass_by(failure)
        raise


def note_write(session_id: UUID | None) -> None:
    """Remember how far a replica must have come before this session reads from it; after the change is committed."""
    if session_id is not None and settings().database_replica_url:
        with db.transaction() as session:
            session.execute(NOTE, {"session_id": session_id})


def state(primary: Session) -> Part:
    """Return how the replica is; one that is gone is late and no more: the primary answers instead."""
    here = _primary(primary, None)
    try:
        with _replica_engine().connect() as connection:
            there = _replica(connection.execute(REPLICA).one_or_none())
    except DBAPIError:
        return Part("replica", "late", "unreachable", "The replica does not answer: the primary does.")
    if there is None:
        return Part("replica", "late", "no_replica", "DATABASE_REPLICA_URL names a server that is no replica.")
    behind = lag(here, there)
    late = behind > settings().database_replica_max_lag_seconds
    age = None if behind == float("inf") else int(behind)
    return Part("replica", "late" if late else "ok", "late" if late else None, age_seconds=age)


def dispose() -> None:
    """Close this process's connections to the replica, and forget that it was gone."""
    global _passed_by_until  # noqa: PLW0603 - one per process, as the engine is
    with _making:
        if _engine.cache_info().currsize:
            _engine().dispose()
            _engine.cache_clear()
        _passed_by_until = float("-inf")


def _replica_engine() -> Engine:
    with _making:
        return _engine()


def _primary(session: Session, session_id: UUID | None) -> Primary:
    row = session.execute(PRIMARY, {"session_id": session_id}).one()
    return Primary(row.wrote, row.flushed, row.now)


def _replica(row: object) -> Replica | None:
    return None if row is None else Replica(*row)  # type: ignore[misc]


def _pass_by(failure: OperationalError) -> None:
    global _passed_by_until  # noqa: PLW0603 - one per process, as the engine is
    if getattr(failure.orig, "pgcode", None) is None:  # no answer; a conflict with recovery is this reader's alone
        _passed_by_until = time.monotonic() + PASSED_BY_FOR
        log.warning("the replica does not answer: the primary does for %d s", PASSED_BY_FOR)
