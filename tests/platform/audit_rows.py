"""Rows of the audit log: left as the app leaves them, sealed, verified, and tampered with."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from shared.platform import audit, audit_chain, db
from shared.platform.audit_chain import Head, Verification
from shared.platform.identity import Actor
from tests.client import functions

SOMEBODY = Actor(7, None, "request-1", "192.0.2.1", "agent/1.0")


def recorded(count: int) -> None:
    """Leave rows as other places do."""
    with db.transaction() as session:
        for number in range(count):
            audit.record(session, SOMEBODY, "thing.changed", ("things", number), changes={"size": [number, "ä\n🇧🇷"]})


def recorded_and_sealed() -> None:
    """Leave ten sealed rows and two that await their seal."""
    recorded(10)
    run_job()
    recorded(2)


def run_job() -> None:
    trigger = next(f.get_user_function() for f in functions() if f.get_function_name() == "seal_audit_log")
    trigger(timer=None)


def verified(*anchors: Head) -> tuple[list[str], Verification]:
    with db.snapshot() as session:
        verification = Verification(session, anchors)
        return list(verification.breaches()), verification


def head() -> Head:
    with db.transaction() as session:
        return audit_chain.head_of(session)


@contextmanager
def as_superuser() -> Iterator[Connection]:
    """Somebody whom no trigger and no foreign key holds back."""
    with db.connection() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def tamper(*statements: str) -> None:
    with as_superuser() as connection:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, statement


def ids(query: str) -> list[int]:
    with db.transaction() as session:
        return list(session.scalars(text(query)))
