"""An SMTP server that answers as it is told to, and what tests of the outbox do."""

import asyncio
import email
import email.policy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from local import ports
from local.mailcatcher import MailCatcher
from shared.platform import clock, db, mail
from shared.platform.config import settings
from shared.platform.models import OutgoingMail
from shared.platform.secrets import secrets

TO = "anna@shop.example"
NEXT_MINUTE = timedelta(minutes=1)

type Messages = list[email.message.EmailMessage]
type Configure = Callable[..., None]
type Later = Callable[[timedelta], None]


class Server:
    """An SMTP server that answers as it is told to, and keeps what it accepted."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.accepted: list[Envelope] = []
        self.offered = 0
        self.claims_seen: list[datetime | None] = []

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(to)
        return self.answers.get("rcpt", "250 OK")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.offered += 1
        self.claims_seen = await asyncio.to_thread(lambda: [row.claimed_at for row in rows()])
        answer = self.answers.get("data", "250 OK")
        if answer.startswith("250"):
            self.accepted.append(envelope)
        if answer == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


type Serve = Callable[..., Server]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Called with settings: they hold until the end of the test."""

    def use(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))
        for cached in (settings, secrets):
            cached.cache_clear()

    yield use
    monkeypatch.undo()
    use()


@pytest.fixture
def serve(configure: Configure) -> Iterator[Serve]:
    """Called with a server's answers and aiosmtpd's options: our mail goes there."""
    with ExitStack() as running:

        def start(answers: dict[str, str] | None = None, **options: Any) -> Server:
            server = Server(**(answers or {}))
            controller = Controller(server, hostname="127.0.0.1", port=ports.pick(None), ready_timeout=10, **options)
            controller.start()
            running.callback(controller.stop)
            configure(SMTP_PORT=controller.port)
            return server

        yield start


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Called with how far the clock goes on."""
    shift = timedelta(0)

    def go_on(by: timedelta) -> None:
        nonlocal shift
        shift += by

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + shift)
    return go_on


def enqueue(subject: str, to: str = TO) -> None:
    with db.transaction() as session:
        mail.enqueue(session, to, subject=subject, text="Grüße\n.\n.end", html="<p>Grüße</p>")


def rows() -> list[OutgoingMail]:
    with db.transaction() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.mail_id)))


def all_caught(folder: Path) -> Messages:
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]


def caught(folder: Path, subject: str) -> Messages:
    return [message for message in all_caught(folder) if message["Subject"] == subject]


def times_caught(folder: Path, subjects: list[str]) -> dict[str, int]:
    counted = Counter(str(message["Subject"]) for message in all_caught(folder))
    return {subject: counted[subject] for subject in subjects}


class SlowToSayYes(MailCatcher):
    """Keeps a mail, and lets its sender wait for the answer."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.1)
        return answer


@pytest.fixture
def slow_catcher(tmp_path: Path, configure: Configure) -> Iterator[SlowToSayYes]:
    catcher = SlowToSayYes(tmp_path / "mail", ports.pick(None))
    catcher.start()
    configure(SMTP_PORT=catcher.port)
    yield catcher
    catcher.stop()
