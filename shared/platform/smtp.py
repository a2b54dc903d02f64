"""Handing one mail to the SMTP server, so that it is known afterwards whether the server has it.

MailFailure
├── Unreachable  no connection, or no sign-in: the server does not have it, nor would it take another
├── PutOff       refused for now (4xx): the server does not have it
├── Rejected     refused for good (5xx), or a mail no server can take
└── Unclear      the connection ended after the last byte: the server may have it or not
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from shared.platform.config import settings
from shared.platform.secrets import secrets

ANSWER_SECONDS = 20
# How long a server may take over a mail it was given whole. Giving up here leaves it unclear who has the mail.
ACCEPTANCE_SECONDS = 240
LONGEST_REASON = 500

OK, WILL_FORWARD, GO_AHEAD, CLOSING = 250, 251, 354, 421
FIRST_REFUSAL, FIRST_PERMANENT = 400, 500
AT_LINE_START = re.compile(rb"^\.", re.MULTILINE)


class MailFailure(Exception):  # noqa: N818 - which of these it is decides what becomes of the mail
    pass


class Unreachable(MailFailure):
    pass


class PutOff(MailFailure):
    pass


class Rejected(MailFailure):
    pass


class Unclear(MailFailure):
    pass


@dataclass(frozen=True)
class Gateway:
    """The server that takes our mail, and how to sign in there."""

    host: str
    port: int
    encryption: str
    user: str
    password: str
    sender: str


def gateway() -> Gateway:
    """Return the configured server; its `host` is empty when no mail is to be sent.

    Raises:
        MisconfiguredError: there is a user, but no secret `smtp-password`.
    """
    chosen = settings()
    password = secrets().get("smtp-password") if chosen.smtp_user else ""
    host, port = chosen.smtp_host, chosen.smtp_port
    return Gateway(host, port, chosen.mail_encryption, chosen.smtp_user, password, chosen.mail_from)


def deliver(through: Gateway, message: EmailMessage, recipient: str) -> None:
    """Hand a mail over; when this returns, the server has it.

    Raises:
        MailFailure: one of its kinds.
    """
    recipient = _reachable(recipient)
    international = not (recipient + through.sender).isascii()
    content = message.as_bytes(policy=policy.SMTPUTF8 if international else policy.SMTP)
    with _connected(through) as server:
        try:
            _offer(server, through.sender, recipient, international=international)
            server.send(AT_LINE_START.sub(b"..", content) + b".\r\n")
        except OSError as failure:  # smtplib's errors derive from it, too
            raise Unreachable(_said(failure)) from None
        _await_acceptance(server)


def _offer(server: smtplib.SMTP, sender: str, recipient: str, *, international: bool) -> None:
    if international and not server.has_extn("smtputf8"):
        raise Rejected("The server takes ASCII addresses only.")
    _expect(server.mail(sender, ("SMTPUTF8",) if international else ()), OK)
    _expect(server.rcpt(recipient), OK, WILL_FORWARD)
    _expect(server.docmd("DATA"), GO_AHEAD)


def _await_acceptance(server: smtplib.SMTP) -> None:
    try:
        if server.sock is not None:
            server.sock.settimeout(ACCEPTANCE_SECONDS)
        answer = server.getreply()
    except OSError as failure:
        raise Unclear(_said(failure)) from None
    if answer[0] < FIRST_REFUSAL and answer[0] != OK:
        raise Unclear(_answered(answer))
    _expect(answer, OK)


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    code = answer[0]
    if code not in codes:
        kind = Unreachable if code == CLOSING else Rejected if code >= FIRST_PERMANENT else PutOff
        raise kind(_answered(answer))


def _answered(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode(errors='replace')}"[:LONGEST_REASON]


@contextmanager
def _connected(through: Gateway) -> Iterator[smtplib.SMTP]:
    try:
        server = _signed_in(through)
    except OSError as failure:
        raise Unreachable(_said(failure)) from None
    with closing(server):
        yield server
        with suppress(OSError):
            server.quit()


def _signed_in(through: Gateway) -> smtplib.SMTP:
    context = ssl.create_default_context()
    ours = _ascii(through.sender.rpartition("@")[2])
    if through.encryption == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            through.host, through.port, local_hostname=ours, timeout=ANSWER_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(through.host, through.port, local_hostname=ours, timeout=ANSWER_SECONDS)
    try:
        if through.encryption == "starttls":
            server.starttls(context=context)  # raises when the server does not offer it: nothing goes in the clear
        server.ehlo_or_helo_if_needed()
        if through.user:
            server.login(through.user, through.password)
    except BaseException:
        server.close()
        raise
    return server


def _reachable(recipient: str) -> str:
    """Return the address with its domain as the DNS knows it; what stands before the @ is its server's business."""
    local, at, domain = recipient.rpartition("@")
    try:
        return f"{local}{at}{_ascii(domain)}"
    except UnicodeError:
        raise Rejected("The address has no valid domain.") from None


def _ascii(domain: str) -> str:
    return domain if domain.isascii() else domain.encode("idna").decode()


def _said(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"[:LONGEST_REASON]
