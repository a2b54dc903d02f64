"""Mail leaves after the commit, once, and is tried again when the server is away."""

import email
import email.policy
from pathlib import Path

import pytest
from sqlalchemy import select, update

from local.stack import Stack
from shared.platform import clock, db, mail
from shared.platform.config import settings
from shared.platform.models import OutgoingMail

pytestmark = pytest.mark.usefixtures("database")


def send() -> int:
    with db.transaction() as session:
        return mail.send_due(session)


def caught(folder: Path, subject: str) -> list[email.message.EmailMessage]:
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")
    ]
    return [message for message in messages if message["Subject"] == subject]


def enqueue(subject: str) -> None:
    with db.transaction() as session:
        mail.enqueue(session, "anna@shop.example", subject=subject, text="Grüße", html="<p>Grüße</p>")


def test_a_mail_is_sent_once_in_text_and_html(stack: Stack):
    enqueue("once")

    assert (send(), send()) == (1, 0)
    (message,) = caught(stack.mail_folder, "once")
    assert (message["To"], message["From"]) == ("anna@shop.example", settings().mail_from)
    assert message["Message-ID"].startswith("<outbox-")
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().strip() == "Grüße"
    assert "<p>Grüße</p>" in html.get_content()


def test_a_mail_of_a_change_that_failed_is_never_sent(stack: Stack):
    def change_that_fails() -> None:
        with db.transaction() as session:
            mail.enqueue(session, "anna@shop.example", subject="never", text="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()

    assert send() == 0
    assert caught(stack.mail_folder, "never") == []


def test_a_mail_waits_while_the_server_is_away(stack: Stack, monkeypatch: pytest.MonkeyPatch):
    enqueue("later")
    with monkeypatch.context() as away:
        away.setenv("SMTP_PORT", "1")
        settings.cache_clear()
        assert send() == 0
    settings.cache_clear()

    with db.transaction() as session:
        row = session.scalars(select(OutgoingMail)).one()
        assert (row.attempts, row.sent_at) == (1, None)
        assert row.last_error
        assert row.not_before > clock.now()
    assert send() == 0
    with db.transaction() as session:
        session.execute(update(OutgoingMail).values(not_before=clock.now()))
    assert send() == 1
    assert len(caught(stack.mail_folder, "later")) == 1
