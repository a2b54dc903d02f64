"""How the mail server is signed in to: never without encryption, never where a stranger answers."""

import ssl
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from shared.platform import mail
from shared.platform.config import MisconfiguredError, settings
from tests.platform.certificates import self_signed
from tests.platform.smtp_server import Configure, Serve, enqueue, rows

pytestmark = pytest.mark.usefixtures("database")

PASSWORD = "the password of the mail server"


@pytest.fixture
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of 127.0.0.1 that this process trusts."""
    file = self_signed(tmp_path / "smtp.pem", "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"outbox", PASSWORD.encode()), handled=False)


SIGNED_IN: dict[str, Any] = {"authenticator": authenticate, "auth_required": True}


def test_the_password_goes_through_starttls(serve: Serve, configure: Configure, identity: ssl.SSLContext):
    server = serve(tls_context=identity, require_starttls=True, **SIGNED_IN)
    configure(SMTP_USER="outbox", SECRET_SMTP_PASSWORD=PASSWORD)
    enqueue("starttls")

    assert mail.send_due() == {"sent": 1}
    assert len(server.accepted) == 1


def test_the_connection_may_be_tls_from_the_start(serve: Serve, configure: Configure, identity: ssl.SSLContext):
    heard = []

    def listen(_server: SMTP, session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        heard.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)

    server = serve(ssl_context=identity, auth_require_tls=False, authenticator=listen)
    configure(SMTP_USER="outbox", SECRET_SMTP_PASSWORD=PASSWORD, SMTP_SECURITY="tls")
    enqueue("tls")

    assert mail.send_due() == {"sent": 1}
    assert (heard, len(server.accepted)) == ([("outbox", PASSWORD)], 1)


def test_a_server_that_does_not_encrypt_never_hears_the_password(serve: Serve, configure: Configure):
    heard: list[object] = []

    def listen(*arguments: Any) -> AuthResult:
        heard.append(arguments)
        return AuthResult(success=True)

    server = serve(authenticator=listen, auth_require_tls=False)
    configure(SMTP_USER="outbox", SECRET_SMTP_PASSWORD=PASSWORD)
    enqueue("in the clear")

    assert mail.send_due() == {"unreachable": 1}
    assert (heard, server.offered) == ([], 0)


def test_a_server_with_another_certificate_is_not_talked_to(
    serve: Serve, configure: Configure, identity: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
):
    serve(tls_context=identity, require_starttls=True, **SIGNED_IN)
    configure(SMTP_USER="outbox", SECRET_SMTP_PASSWORD=PASSWORD)
    monkeypatch.delenv("SSL_CERT_FILE")
    enqueue("stranger")

    assert mail.send_due() == {"unreachable": 1}
    assert "CERTIFICATE_VERIFY_FAILED" in (rows()[0].last_error or "")


def test_a_wrong_password_is_tried_again_later_and_told_nowhere(
    serve: Serve, configure: Configure, identity: ssl.SSLContext, caplog: pytest.LogCaptureFixture
):
    serve(tls_context=identity, require_starttls=True, **SIGNED_IN)
    configure(SMTP_USER="outbox", SECRET_SMTP_PASSWORD=f"{PASSWORD}, but wrong")
    enqueue("wrong password")

    assert mail.send_due() == {"unreachable": 1}
    (row,) = rows()
    assert "535" in (row.last_error or "")
    assert PASSWORD not in f"{row.last_error}{caplog.text}"


def test_a_user_without_a_password_is_named_before_any_mail_is_claimed(configure: Configure):
    configure(SMTP_USER="outbox")
    enqueue("no password")

    with pytest.raises(MisconfiguredError, match="SECRET_SMTP_PASSWORD is missing"):
        mail.send_due()
    assert rows()[0].attempts == 0


def test_a_password_cannot_be_set_up_to_go_in_the_clear(configure: Configure):
    configure(SMTP_USER="outbox", SMTP_SECURITY="none")

    with pytest.raises(MisconfiguredError, match="SMTP_SECURITY must not be none"):
        settings()
