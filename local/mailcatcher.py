"""An SMTP server that delivers nothing: every mail becomes two files in STATE/mail, as it was sent and to be read."""

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from local import ports
from local.errors import full_disk_is_named


class MailCatcher:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._numbers = count(1)
        self._controller: Controller | None = None

    def start(self) -> None:
        with full_disk_is_named(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._controller = Controller(self, hostname=ports.HOST, port=self.port, ready_timeout=10)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def mails(self) -> list[Path]:
        """Oldest first."""
        return sorted(self.folder.glob("*.eml"))

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{next(self._numbers):04}"
        fresh = self.folder / f".{name}"
        sent = _as_sent(envelope)
        (self.folder / f"{name}.txt").write_text(_to_read(sent), encoding="utf-8")
        fresh.write_bytes(sent)
        fresh.rename(self.folder / f"{name}.eml")  # a reader never sees half a mail
        return "250 Kept"


def _as_sent(envelope: Envelope) -> bytes:
    """The mail under the addresses of its envelope, which alone name the blind copies."""
    recipients = ", ".join(envelope.rcpt_tos)
    head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {recipients}\r\n".encode()
    return head + (envelope.original_content or b"")


def _to_read(sent: bytes) -> str:
    """Whom it went to and its text, decoded: as sent, a long link is cut into lines and cannot be copied."""
    mail = email.message_from_bytes(sent, _class=EmailMessage, policy=default)
    text = mail.get_body(("plain",))
    head = "".join(f"{name}: {mail.get(name, '')}\n" for name in ("To", "Subject", "Date"))
    return f"{head}\n{text.get_content() if text else ''}"
