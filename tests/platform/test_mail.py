"""Mail leaves after the commit, and is tried again when the server is away."""

from datetime import timedelta

import pytest
from azure.functions import TimerRequest
from sqlalchemy import select, update

from functions.platform import send_mails
from local.stack import Stack
from shared.platform import clock, db, housekeeping, mail
from shared.platform.config import settings
from shared.platform.errors import Malformed
from shared.platform.models import OutgoingMail
from tests.platform.smtp_server import NEXT_MINUTE, TO, Configure, Later, Serve, caught, enqueue, rows

pytestmark = pytest.mark.usefixtures("database")


# --- the ordinary way


def test_a_mail_is_sent_once_in_text_and_html(stack: Stack):
    enqueue("once")

    assert (mail.send_due(), mail.send_due()) == ({"sent": 1}, {})
    (message,) = caught(stack.mail_folder, "once")
    assert (message["To"], message["From"]) == (TO, settings().mail_from)
    assert message["Message-ID"].startswith("<outbox-")
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Grüße", ".", ".end"]
    assert "<p>Grüße</p>" in html.get_content()


def test_what_was_sent_is_erased_at_once_and_forgotten_in_time(later: Later):
    enqueue("erased")
    mail.send_due()
    (row,) = rows()
    assert (row.content, row.last_error) == (None, None)
    assert row.sent_at is not None
    enqueue("waiting")

    later(timedelta(days=31))
    with db.transaction() as session:
        assert housekeeping.clean_up(session)["mails"] == 1
    assert [row.subject for row in rows()] == ["waiting"]


def test_a_mail_of_a_change_that_failed_is_never_sent(stack: Stack):
    def change_that_fails() -> None:
        with db.transaction() as session:
            mail.enqueue(session, TO, subject="never", text="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()

    assert mail.send_due() == {}
    assert caught(stack.mail_folder, "never") == []


def test_without_a_server_mail_waits(configure: Configure):
    enqueue("no server")
    configure(SMTP_HOST="")

    assert mail.send_due() == {}
    assert rows()[0].attempts == 0


def test_the_claim_is_committed_before_the_server_is_given_anything(serve: Serve):
    server = serve()
    enqueue("claimed")

    send_mails.build(None).get_user_function()(TimerRequest(past_due=False))

    (claimed_at,) = server.claims_seen
    assert claimed_at is not None
    assert len(server.accepted) == 1


# --- refusals


def test_a_mail_waits_longer_and_longer_while_the_server_is_away(configure: Configure, later: Later):
    enqueue("later")
    configure(SMTP_PORT=1)
    pauses = []
    for _ in range(7):
        assert mail.send_due() == {"unreachable": 1}
        assert mail.send_due() == {}
        (row,) = rows()
        assert (row.sent_at, row.claimed_at) == (None, None)
        assert row.last_error is not None
        assert "ConnectionRefusedError" in row.last_error
        pauses.append(round((row.not_before - clock.now()) / NEXT_MINUTE))
        later(row.not_before - clock.now())

    assert pauses == [1, 2, 4, 8, 16, 32, 64]
    assert mail.send_due() == {"given_up": 1}
    later(timedelta(days=1))
    assert mail.send_due() == {}
    (row,) = rows()
    assert (row.attempts, row.content, row.sent_at) == (8, None, None)


def test_it_is_sent_when_the_server_is_back(stack: Stack, configure: Configure, later: Later):
    enqueue("back")
    configure(SMTP_PORT=1)
    mail.send_due()
    configure(SMTP_PORT=stack.smtp_port)

    assert mail.send_due() == {}
    later(NEXT_MINUTE)
    assert mail.send_due() == {"sent": 1}
    assert len(caught(stack.mail_folder, "back")) == 1


def test_a_server_that_is_away_is_asked_once_a_run(configure: Configure):
    enqueue("first")
    enqueue("second")
    configure(SMTP_PORT=1)

    assert mail.send_due() == {"unreachable": 1}
    assert [row.attempts for row in rows()] == [1, 0]


@pytest.mark.parametrize("answers", [{"rcpt": "450 Later"}, {"data": "451 Later"}, {"rcpt": "452 Full"}])
def test_a_refusal_for_now_is_tried_again(serve: Serve, later: Later, answers: dict[str, str]):
    server = serve(answers)
    enqueue("put off")
    assert mail.send_due() == {"put_off": 1}
    assert rows()[0].last_error == next(iter(answers.values()))

    server.answers = {}
    later(NEXT_MINUTE)
    assert mail.send_due() == {"sent": 1}
    assert len(server.accepted) == 1


@pytest.mark.parametrize("answers", [{"rcpt": "550 Unknown"}, {"data": "554 No"}, {"rcpt": "599 Odd"}])
def test_a_refusal_for_good_is_final(serve: Serve, later: Later, answers: dict[str, str]):
    server = serve(answers)
    enqueue("refused")
    enqueue("another")

    assert mail.send_due() == {"given_up": 2}
    later(timedelta(days=1))
    server.answers = {}
    assert mail.send_due() == {}
    assert [(row.attempts, row.content) for row in rows()] == [(1, None), (1, None)]


def test_a_server_that_goes_away_before_it_has_the_mail_gets_it_later(serve: Serve, later: Later):
    server = serve({"rcpt": "421 Closing"})
    enqueue("closing")
    assert mail.send_due() == {"unreachable": 1}

    server.answers = {}
    later(NEXT_MINUTE)
    assert mail.send_due() == {"sent": 1}


def test_a_mail_that_cannot_be_opened_holds_up_nobody(stack: Stack):
    enqueue("broken")
    enqueue("missing key")
    enqueue("whole")
    with db.transaction() as session:
        broken, missing, _ = session.scalars(select(OutgoingMail).order_by(OutgoingMail.mail_id))
        session.execute(
            update(OutgoingMail).values(content=missing.content).where(OutgoingMail.mail_id == broken.mail_id)
        )
        missing.content = (missing.content or "").replace("s1.1.", "s1.lost.")

    assert mail.send_due() == {"given_up": 1, "put_off": 1, "sent": 1}
    assert len(caught(stack.mail_folder, "whole")) == 1


# --- what may not be in a header


@pytest.mark.parametrize(
    "to",
    [
        "",
        "anna",
        "anna@shop.example\r\nBcc: eve@evil.example",
        "anna@shop.example, eve@evil.example",
        "anna@shop.example;eve@evil.example",
        "<anna@shop.example>",
        "Anna <anna@shop.example>",
        '"anna eve"@shop.example',
        "anna@shop.example\0",
        "anna@shop@evil.example",
        "anna@shop.example\u2028",
        "anna@[127.0.0.1]",
    ],
)
def test_an_address_is_one_plain_mailbox(to: str):
    with pytest.raises(Malformed):
        enqueue("x", to)
    assert rows() == []


@pytest.mark.parametrize("subject", ["a\nBcc: eve@evil.example", "a\r\n\r\nbody", "a\rb", "a\0", "a\u2028b", "a\x85b"])
def test_a_subject_is_one_line(subject: str):
    with pytest.raises(Malformed):
        enqueue(subject)


def test_a_mail_from_before_that_would_not_pass_is_given_up(serve: Serve):
    server = serve()
    for to, subject in [("anna@shop.example\r\nRCPT TO:<eve@evil.example>", "x"), (TO, "x\r\nBcc: eve@evil.example")]:
        enqueue("fine")
        with db.transaction() as session:
            session.execute(
                update(OutgoingMail).where(OutgoingMail.subject == "fine").values(to_address=to, subject=subject)
            )

    assert mail.send_due() == {"given_up": 2}
    assert server.offered == 0


def test_addresses_in_any_script_arrive(serve: Serve):
    server = serve()
    for to in ("anna@bücher.example", "grüße@shop.example"):
        enqueue("any script", to)

    assert mail.send_due() == {"sent": 2}
    assert [envelope.rcpt_tos for envelope in server.accepted] == [
        ["anna@xn--bcher-kva.example"],
        ["grüße@shop.example"],
    ]


def test_a_server_that_knows_ascii_only_is_not_given_anything_else(serve: Serve):
    serve(enable_SMTPUTF8=False)
    enqueue("ascii only", "grüße@shop.example")

    assert mail.send_due() == {"given_up": 1}
    assert rows()[0].last_error == "The server takes ASCII addresses only."
