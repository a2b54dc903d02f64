"""Mail: a row in the outbox, written with the change it tells of; a job sends it after the commit, once or never.

A sender first claims a mail and commits that, then hands it over, then notes what came of it, each in a transaction
of its own. Whoever finds a claim without an outcome cannot know whether the server had the mail when its sender died:
such a mail is not sent again but given up, and the log says so. Content is sealed while it waits and erased after.
"""

import json
import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from shared.platform import clock, db, smtp
from shared.platform.crypto import EncryptionKeyMissing, Place, SealBrokenError, seal, unseal
from shared.platform.errors import Malformed
from shared.platform.models import OutgoingMail

log = logging.getLogger(__name__)

MOST_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_HANDING_OVER = timedelta(minutes=10)
KEPT = timedelta(days=30)
INTERRUPTED = "interrupted while being handed over"
# One plain mailbox. Anything with room for a second recipient or a header is none.
MAILBOX = re.compile(r"""[^\s@,;:<>()\[\]\\"]+@[^\s@,;:<>()\[\]\\"]+""")


@dataclass(frozen=True)
class Claimed:
    """A mail that is this sender's to hand over."""

    mail_id: int
    to_address: str
    subject: str
    content: str
    created_at: datetime
    attempts: int


def enqueue(session: Session, to: str, *, subject: str, text: str, html: str | None = None) -> None:
    """Put a mail into the outbox; it leaves once the caller's transaction is committed.

    Raises:
        Malformed: the address is no single plain one, or the subject is not one line of text.
    """
    if not (MAILBOX.fullmatch(to) and to.isprintable()):
        raise Malformed("This address cannot be written to.", [("", "is no plain mail address")])
    if not subject.isprintable():
        raise Malformed("The subject of a mail must be one line.", [("", "holds line breaks or control characters")])
    mail_id = session.execute(
        insert(OutgoingMail).values(to_address=to, subject=subject).returning(OutgoingMail.mail_id)
    ).scalar_one()
    content = seal(json.dumps({"text": text, "html": html}), _place(mail_id))
    session.execute(update(OutgoingMail).where(OutgoingMail.mail_id == mail_id).values(content=content))


def send_due(limit: int = 50) -> dict[str, int]:
    """Send what is due, in transactions of its own; return how many mails had which outcome.

    Any number of senders may run at once: each mail is claimed by one of them.
    """
    through = smtp.gateway()
    if not through.host:
        return {}
    outcomes = Counter({"interrupted": _give_up_interrupted()})
    for _ in range(limit):
        claimed = _claim()
        if claimed is None:
            break
        outcome = _carry_out(through, claimed)
        outcomes[outcome] += 1
        if outcome == "unreachable":
            break  # it would be for the next one, too
    return dict(+outcomes)


def forget_old(session: Session) -> int:
    """Delete what was sent or given up long ago and return how many mails these were."""
    old = delete(OutgoingMail).where(OutgoingMail.content.is_(None), OutgoingMail.created_at < clock.now() - KEPT)
    return len(session.execute(old.returning(OutgoingMail.mail_id)).all())


def _place(mail_id: int) -> Place:
    return Place("mail_outbox", "content", mail_id)


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return OutgoingMail.sent_at.is_(None), OutgoingMail.content.is_not(None)


def _claim() -> Claimed | None:
    """Take the mail that has waited longest; committed before anything of it leaves."""
    now = clock.now()
    due = (
        select(OutgoingMail.mail_id)
        .where(*_waiting(), OutgoingMail.claimed_at.is_(None), OutgoingMail.not_before <= now)
        .order_by(OutgoingMail.mail_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claim = (
        update(OutgoingMail)
        .where(OutgoingMail.mail_id == due.scalar_subquery())
        .values(claimed_at=now, attempts=OutgoingMail.attempts + 1)
        .returning(
            OutgoingMail.mail_id,
            OutgoingMail.to_address,
            OutgoingMail.subject,
            func.coalesce(OutgoingMail.content, ""),
            OutgoingMail.created_at,
            OutgoingMail.attempts,
        )
    )
    with db.transaction() as session:
        row = session.execute(claim).one_or_none()
    return Claimed(*row) if row else None


def _carry_out(through: smtp.Gateway, mail: Claimed) -> str:
    """Hand one claimed mail over and note what came of it."""
    try:
        smtp.deliver(through, _message(through.sender, mail), mail.to_address)
    except smtp.Unclear as failure:
        _note_given_up(mail, f"{INTERRUPTED}: {failure}")
        return "interrupted"
    except (smtp.Rejected, SealBrokenError, ValueError) as failure:
        _note_given_up(mail, str(failure))
        return "given_up"
    except (smtp.MailFailure, EncryptionKeyMissing) as failure:
        return _put_off(mail, failure)
    _note(mail, sent_at=clock.now(), content=None, last_error=None)
    return "sent"


def _put_off(mail: Claimed, failure: Exception) -> str:
    if mail.attempts >= MOST_TRIES:
        _note_given_up(mail, str(failure))
        return "given_up"
    log.warning("mail %d could not be sent at try %d: %s", mail.mail_id, mail.attempts, type(failure).__name__)
    later = clock.now() + FIRST_PAUSE * 2 ** (mail.attempts - 1)
    _note(mail, claimed_at=None, not_before=later, last_error=str(failure)[: smtp.LONGEST_REASON])
    return "unreachable" if isinstance(failure, smtp.Unreachable) else "put_off"


def _note_given_up(mail: Claimed, reason: str) -> None:
    log.error("mail %d is given up after %d tries", mail.mail_id, mail.attempts)
    _note(mail, content=None, last_error=reason[: smtp.LONGEST_REASON])


def _note(mail: Claimed, **values: object) -> None:
    with db.transaction() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.mail_id == mail.mail_id).values(**values))


def _give_up_interrupted() -> int:
    left_behind = (
        update(OutgoingMail)
        .where(*_waiting(), OutgoingMail.claimed_at < clock.now() - LONGEST_HANDING_OVER)
        .values(content=None, last_error=INTERRUPTED)
        .returning(OutgoingMail.mail_id)
    )
    with db.transaction() as session:
        mail_ids = session.scalars(left_behind).all()
    for mail_id in mail_ids:
        log.error("mail %d was %s: it may have arrived, and is not sent again", mail_id, INTERRUPTED)
    return len(mail_ids)


def _message(sender: str, mail: Claimed) -> EmailMessage:
    content = json.loads(unseal(mail.content, _place(mail.mail_id)))
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<outbox-{mail.mail_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice in return
    message.set_content(content["text"], cte="quoted-printable")  # 7 bit, whatever the servers on the way can do
    if content["html"]:
        message.add_alternative(content["html"], subtype="html", cte="quoted-printable")
    return message
