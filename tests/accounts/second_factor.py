"""Somebody with a second factor, for tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import oathtool  # type: ignore[import-untyped]
from sqlalchemy import select

from shared.accounts import passwords
from shared.accounts.models import SignIn, User
from shared.platform import db
from shared.platform.models import OutgoingMail
from tests.client import Client, Reply

PASSWORD = "seven tents by the lake"
SHORT_PASSWORD = "7 tents, lake!"  # 14 characters
WRONG = "not that one, surely"


@cache
def hash_of(password: str) -> str:
    return passwords.hash_password(password)


class Time:
    """The clock of the app, standing still until it is moved."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.now = now - timedelta(seconds=now.timestamp() % 30)  # the beginning of a step

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def step(self) -> int:
        return int(self.now.timestamp()) // 30


@dataclass
class Person:
    """A user in one session, and the secret of the second factor once there is one."""

    user: User
    session_id: UUID
    api: Client
    time: Time
    secret: str = ""
    recovery_codes: tuple[str, ...] = ()

    def begin(self, password: str = PASSWORD) -> Reply:
        return self.api.post("me/two-factor", {"password": password})

    def confirm(self, code: str) -> Reply:
        return self.api.post("me/two-factor/confirm", {"code": code})

    def verify(self, code: str) -> Reply:
        return self.api.post("me/two-factor/verify", {"code": code})

    def switch_off(self, code: str | None, password: str = PASSWORD) -> Reply:
        return self.api.delete("me/two-factor", {"password": password, "code": code})

    def renew(self, code: str | None, password: str = PASSWORD) -> Reply:
        return self.api.post("me/recovery-codes", {"password": password, "code": code})

    def code(self, steps: int = 0) -> str:
        """The code of the present step, or of one so many later, by another implementation than the app's."""
        return str(oathtool.generate_otp(self.secret, self.time.step + steps))

    def enrol(self) -> "Person":
        self.secret = self.begin(self.password).json["secret"]
        self.recovery_codes = tuple(self.confirm(self.code()).json["recovery_codes"])
        self.time.move(30)  # each code is good once
        return self

    @property
    def password(self) -> str:
        return SHORT_PASSWORD if self.user.user_password == hash_of(SHORT_PASSWORD) else PASSWORD

    @property
    def two_factor(self) -> Any:
        return self.api.get("me").json["two_factor"]

    def sign_in(self) -> Any:
        body = {"mail": self.user.user_mail, "password": self.password, "client": "native"}
        return Client().post("auth/login", body).json

    def answer(self, code: str) -> Reply:
        return Client().post("auth/login/two-factor", {"challenge": self.sign_in()["challenge"], "code": code})

    def mails(self) -> list[str]:
        with db.transaction() as session:
            mine = select(OutgoingMail.subject).where(OutgoingMail.to_address == self.user.user_mail)
            return list(session.scalars(mine.order_by(OutgoingMail.mail_id)))


type MakePerson = Callable[..., Person]


def codes_of(*replies: Reply) -> list[tuple[int, str]]:
    return [(reply.status, reply.json["code"] if reply.body and reply.status >= 400 else "") for reply in replies]


def is_open(session_id: UUID) -> bool:
    with db.transaction() as session:
        return session.get_one(SignIn, session_id).ended_at is None


def actions(user: User) -> list[str]:
    rows = Client().as_role("admin").get("audit", entity="users", entity_id=str(user.user_id)).json["items"]
    return [row["action"] for row in rows]
