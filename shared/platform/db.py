"""The engine, the base of all tables, and the unit of work. The only module that commits."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from typing import Any

import psycopg2
import psycopg2.extensions
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from shared.platform.config import settings

RESTED_SECONDS = 1.0
ENTRA_DATABASE_SCOPE = "https://ossrdbms-aad.database.windows.net/.default"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class NoTokenForDatabaseError(psycopg2.OperationalError):  # type: ignore[misc]  # the driver has no types
    """There is no token to sign in to the database with; to whoever asks it is a database that cannot be reached."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


# A client that died must not leave its statement running, a forgotten one must not hold locks. Beside these, the
# session's time zone is the shop's, so that CURRENT_DATE is the business day.
SESSION_SETTINGS = {
    "client_connection_check_interval": "500ms",
    "idle_in_transaction_session_timeout": "10min",
    "lock_timeout": "30s",
}


def make_engine(url: str, pool_size: int = 10, time_zone: str = "UTC", connect_timeout: int = 10) -> Engine:
    """Return an engine for `url` whose connections carry SESSION_SETTINGS and give instants in UTC."""
    options = " ".join(f"-c {name}={value}" for name, value in {**SESSION_SETTINGS, "timezone": time_zone}.items())
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg2"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,  # an error that is logged quotes no values: they may be secrets
        connect_args={
            "options": options,
            "connect_timeout": connect_timeout,
            "application_name": "influencer-marketing",
        },
    )
    event.listen(engine, "connect", _give_instants_in_utc)
    for moment in ("connect", "checkin"):
        event.listen(engine, moment, _note_when)
    event.listen(engine, "checkout", partial(_ping_the_rested, engine))
    return engine


def _note_when(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = time.monotonic()


def _ping_the_rested(engine: Engine, connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask a connection that has rested whether it still is one, which costs as much as a small query.

    One in use a moment ago is taken as it is; should it have been cut since, its request is tried again (http.py).
    """
    if time.monotonic() - record.info.get("used_at", float("-inf")) < RESTED_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as failure:
        raise InvalidatePoolError(str(failure)) from None


def _in_utc(value: str | None, cursor: Any) -> datetime | None:
    instant: datetime | None = psycopg2.extensions.PYDATETIMETZ(value, cursor)
    # "infinity" and days beyond Python's calendar have no offset and stay as they are.
    return instant if instant is None or instant.tzinfo is None else instant.astimezone(UTC)


def _give_instants_in_utc(connection: Any, _record: ConnectionPoolEntry) -> None:
    kind = psycopg2.extensions.new_type(psycopg2.extensions.PYDATETIMETZ.values, "INSTANT_IN_UTC", _in_utc)
    psycopg2.extensions.register_type(kind, connection)


_engine_lock = threading.Lock()


def configured_engine(url: str, connect_timeout: int = 10) -> Engine:
    """Return an engine for `url` with the pool, the time zone and the login that the settings ask for."""
    chosen = settings()
    configured = make_engine(url, chosen.database_pool_size, chosen.business_time_zone, connect_timeout)
    if chosen.database_auth == "entra":
        event.listen(configured, "do_connect", _inject_entra_token)
    return configured


@cache
def _engine() -> Engine:
    return configured_engine(settings().database_url)


def engine() -> Engine:
    """Return the process's engine, made at first use."""
    with _engine_lock:
        return _engine()


def _inject_entra_token(
    _dialect: Any, _record: ConnectionPoolEntry, _arguments: list[Any], parameters: dict[str, Any]
) -> None:
    """Sign in with a token; the server looks at it only then, so connections outlive theirs."""
    from shared.platform.azure_identity import NoTokenError, token  # noqa: PLC0415 - the SDK is slow to import

    try:
        parameters["password"] = token(ENTRA_DATABASE_SCOPE)
    except NoTokenError:
        raise NoTokenForDatabaseError("no token of the app's identity") from None


@contextmanager
def transaction(*, one_state: bool = False) -> Iterator[Session]:
    """One unit of work: commits when the block ends, rolls back when it raises.

    With `one_state` all its statements see the data as the first one does (REPEATABLE READ).
    """
    bound = _one_state() if one_state else engine()
    with Session(bound, expire_on_commit=False) as session:
        yield session
        session.commit()


def _one_state() -> Engine:
    """Return the process's engine, with its pool, for transactions that see one state; made once, it is not cheap."""
    return _with_one_state(engine())


@lru_cache(maxsize=1)
def _with_one_state(bound: Engine) -> Engine:
    return bound.execution_options(isolation_level="REPEATABLE READ")


def give_back(session: Session) -> None:
    """Give the connection back while something slow is done; the next statement begins another transaction.

    Only for a unit of work that has changed nothing yet: whoever holds a connection and waits for a second one, as
    many do at once, waits for all the others.
    """
    written = session.scalar(text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL"))
    if written or session.new or session.dirty or session.deleted:
        raise RuntimeError("This unit of work has changed something already.")
    session.commit()


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read many times and see one state of the data; nothing is committed."""
    with Session(_one_state()) as session:
        yield session
        session.rollback()


@contextmanager
def connection() -> Iterator[Connection]:
    """One unit of work without ORM, for COPY and set-based statements."""
    with engine().begin() as opened:
        yield opened


def pool_use() -> tuple[int, int]:
    """Return how many connections of this process's pool are in use, and how many it may have."""
    with _engine_lock:
        used: int = _engine().pool.checkedout() if _engine.cache_info().currsize else 0  # type: ignore[attr-defined]
    return used, settings().database_pool_size


def dispose() -> None:
    """Close this process's connections; the next use makes a new engine."""
    with _engine_lock:
        if _engine.cache_info().currsize:
            _engine().dispose()
            _engine.cache_clear()
