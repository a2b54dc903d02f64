"""What waits in the outbox, opened; and what tests of accounts need beside it."""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from statistics import median
from threading import Barrier
from typing import Any

import pyotp
import pytest
from pydantic import SecretStr
from sqlalchemy import event, select

from shared.accounts import passwords
from shared.accounts.models import User
from shared.accounts.service import two_factor
from shared.permissions import Role
from shared.platform import clock, db, signing_keys
from shared.platform.crypto import unseal
from shared.platform.identity import Actor
from shared.platform.mail import _place
from shared.platform.models import OutgoingMail
from tests.client import Client, Reply, functions, make_user

PASSWORD = "eleven blue kettles sing"
OTHER_PASSWORD = "twelve green kettles hum"


def fire(job: str) -> None:
    """Let a timer's job run once."""
    next(one.get_user_function() for one in functions() if one.get_function_name() == job)(timer=None)


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    html: str

    @property
    def token(self) -> str:
        """Return the one that the letter's link carries."""
        found = re.search(r"#token=([\w-]+)$", self.text, re.MULTILINE)
        assert found, f"no token in “{self.subject}”"
        return found[1]


def letters(to: str | None = None) -> list[Letter]:
    """Return what waits in the outbox, all of it or that to one address, oldest first."""
    with db.transaction() as session:
        rows = session.scalars(select(OutgoingMail).order_by(OutgoingMail.mail_id)).all()
    return [_opened(row) for row in rows if to is None or row.to_address == to]


def _opened(row: OutgoingMail) -> Letter:
    content = json.loads(unseal(row.content or "", _place(row.mail_id)))
    return Letter(row.to_address, row.subject, content["text"], content["html"])


def subjects(to: str | None = None) -> list[str]:
    return [letter.subject for letter in letters(to)]


@cache
def _hash(password: str) -> str:
    return passwords.hash_password(password)


def person(role: Role = Role.DATA_ANALYST) -> User:
    """Return a user whose password is PASSWORD."""
    return make_user(role, _hash(PASSWORD))


def give_second_factor(user: User) -> pyotp.TOTP:
    """Return the second factor of `user`, which is on from now on; the present code is used up by that."""
    with db.transaction() as session:
        known = session.get_one(User, user.user_id)
        app = pyotp.TOTP(two_factor.begin(session, known))
        code = SecretStr(app.at(clock.now()))
        two_factor.confirm(session, Actor(user.user_id, user.user_role), known, code)
    return app


def next_code(app: pyotp.TOTP) -> str:
    """Return a code that no step before was used for; a drift of one step is allowed."""
    return app.at(clock.now() + timedelta(seconds=30))


def at_once[T](*calls: Callable[[], T]) -> list[T]:
    """Make the calls at the same instant, each in a thread of its own."""
    ready = Barrier(len(calls))

    def one(call: Callable[[], T]) -> T:
        ready.wait(10)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


def reload(user: User) -> User:
    with db.transaction() as session:
        return session.get_one(User, user.user_id)


def move_clock(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Let the app's clock run ahead by so much (`minutes=30, seconds=-1`) of what it shows now."""
    now, ahead = clock.now, timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: now() + ahead)


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect what is sent to the database in between: how each statement begins, and where transactions end."""
    seen: list[str] = []
    signing_keys.forget()  # they are read every ten seconds: now and not in between
    signing_keys.signing_key()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(" ".join(statement.split())[:60])

    listeners: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", note),
        ("begin", lambda *_: seen.append("BEGIN")),
        ("commit", lambda *_: seen.append("COMMIT")),
        ("rollback", lambda *_: seen.append("ROLLBACK")),
    ]
    for name, listener in listeners:
        event.listen(db.engine(), name, listener)
    try:
        yield seen
    finally:
        for name, listener in listeners:
            event.remove(db.engine(), name, listener)


def alike(statements: list[str]) -> list[str]:
    """Return the statements with both ends of a savepoint called the same: each is one statement."""
    return [re.sub("^(RELEASE|ROLLBACK TO) SAVEPOINT", "END OF SAVEPOINT", one) for one in statements]


def ratio_of_times(ask: Callable[[Client, str, str], Reply], known: Sequence[str], unknown: Sequence[str]) -> float:
    """Return how much longer `ask(api, mail, address)` takes for the known, by medians; asked turn by turn."""
    took = [(_seconds(ask, one), _seconds(ask, other)) for one, other in zip(known, unknown, strict=True)]
    return median(one for one, _ in took) / median(other for _, other in took)


def _seconds(ask: Callable[[Client, str, str], Reply], mail: str) -> float:
    address = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"  # another each time: nothing is throttled
    began = time.perf_counter()
    assert ask(Client(), mail, address).status == 202
    return time.perf_counter() - began
