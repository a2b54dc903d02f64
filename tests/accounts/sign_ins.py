"""Signing in, for tests."""

import threading
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text, update

from shared.accounts import passwords
from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import db
from tests.accounts.second_factor import PASSWORD, hash_of
from tests.client import Client, Reply, make_user

WRONG = "not this one, surely"
HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def somebody(role: Role = Role.DATA_ANALYST, password: str = PASSWORD) -> User:
    return make_user(role, hash_of(password))


def sign_in(mail: str | User, password: str = PASSWORD, address: str = HOME) -> Reply:
    body = {"mail": mail if isinstance(mail, str) else mail.user_mail, "password": password, "client": "native"}
    return Client().post("auth/login", body, headers={"X-Forwarded-For": address})


def answer(challenge: str, code: str, address: str = HOME) -> Reply:
    body = {"challenge": challenge, "code": code}
    return Client().post("auth/login/two-factor", body, headers={"X-Forwarded-For": address})


def change(user: User, **values: object) -> None:
    with db.transaction() as session:
        session.execute(update(User).where(User.user_id == user.user_id).values(**values))


def forget_failures() -> None:
    with db.transaction() as session:
        session.execute(text("DELETE FROM throttles"))


def audit_rows(action: str) -> list[Any]:
    with db.transaction() as session:
        found = session.execute(
            text("SELECT * FROM audit_log WHERE action = :action ORDER BY audit_id"), {"action": action}
        )
        return [row._asdict() for row in found]


@contextmanager
def no_turns() -> Iterator[None]:
    """Whoever wants a password checked waits in vain, and not for long."""
    over = threading.Event()
    occupied = [passwords._hands.submit(over.wait, 60) for _ in range(passwords.AT_ONCE)]
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(passwords, "LONGEST_WAIT_SECONDS", 0.02)
            yield
    finally:
        over.set()
        wait(occupied)
