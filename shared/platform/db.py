"""The engine, the base of all tables, and the unit of work. The only module that commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from shared.platform.config import settings

ENTRA_DATABASE_SCOPE = "https://ossrdbms-aad.database.windows.net/.default"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


# A client that died must not leave its statement running, a forgotten one must not hold locks.
SESSION_SETTINGS = {
    "timezone": "UTC",
    "client_connection_check_interval": "500ms",
    "idle_in_transaction_session_timeout": "10min",
    "lock_timeout": "30s",
}


def make_engine(url: str, pool_size: int = 10) -> Engine:
    """Return an engine for `url` whose connections carry SESSION_SETTINGS."""
    options = " ".join(f"-c {name}={value}" for name, value in SESSION_SETTINGS.items())
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg2"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 10, "application_name": "influencer-marketing"},
    )


_engine_lock = threading.Lock()


@cache
def _engine() -> Engine:
    configured = make_engine(settings().database_url, settings().database_pool_size)
    if settings().database_auth == "entra":
        event.listen(configured, "do_connect", _inject_entra_token)
    return configured


def engine() -> Engine:
    """Return the process's engine, made at first use."""
    with _engine_lock:
        return _engine()


def _inject_entra_token(
    _dialect: Any, _record: ConnectionPoolEntry, _arguments: list[Any], parameters: dict[str, Any]
) -> None:
    from shared.platform.azure_identity import token  # noqa: PLC0415 - the SDK is slow to import

    parameters["password"] = token(ENTRA_DATABASE_SCOPE)


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: commits when the block ends, rolls back when it raises."""
    with sessionmaker(engine(), expire_on_commit=False).begin() as session:
        yield session


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read many times and see one state of the data; nothing is committed."""
    isolated = engine().execution_options(isolation_level="REPEATABLE READ")
    with Session(isolated) as session:
        yield session
        session.rollback()


@contextmanager
def connection() -> Iterator[Connection]:
    """One unit of work without ORM, for COPY and set-based statements."""
    with engine().begin() as opened:
        yield opened


def dispose() -> None:
    """Close this process's connections; the next use makes a new engine."""
    with _engine_lock:
        if _engine.cache_info().currsize:
            _engine().dispose()
            _engine.cache_clear()
