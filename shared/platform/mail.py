"""Mail: a row in the outbox, written with the change it tells of; a job sends it after the commit.

A message keeps one Message-ID through all its tries, so that a repeat after a crash is recognised as such.
"""

import logging
import smtplib
from datetime import timedelta
from email.message import EmailMessage

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from shared.platform import clock
from shared.platform.config import settings
from shared.platform.models import OutgoingMail

log = logging.getLogger(__name__)

MOST_TRIES = 8


def enqueue(session: Session, to: str, *, subject: str, text: str, html: str | None = None) -> None:
    """Put a mail into the outbox; it leaves once the caller's transaction is committed."""
    session.execute(insert(OutgoingMail).values(to_address=to, subject=subject, text_body=text, html_body=html))


def send_due(session: Session, limit: int = 50) -> int:
    """Send what is due and return how many went out. Rows others are sending are passed over."""
    if not settings().smtp_host:
        return 0
    due = session.scalars(
        select(OutgoingMail)
        .where(
            OutgoingMail.sent_at.is_(None), OutgoingMail.not_before <= func.now(), OutgoingMail.attempts < MOST_TRIES
        )
        .order_by(OutgoingMail.mail_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return sum(_try_to_send(mail) for mail in due)


def _try_to_send(mail: OutgoingMail) -> bool:
    mail.attempts += 1
    try:
        with smtplib.SMTP(settings().smtp_host, settings().smtp_port, timeout=20) as server:
            server.send_message(_message(mail))
    except OSError as failure:  # smtplib's errors derive from it, too
        mail.last_error = str(failure)[:500]
        mail.not_before = clock.now() + timedelta(seconds=30 * 2**mail.attempts)
        log.warning("mail %s could not be sent: %s", mail.mail_id, type(failure).__name__)
        return False
    mail.sent_at = clock.now()
    return True


def _message(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<outbox-{mail.mail_id}@{settings().mail_from.rpartition('@')[2]}>"
    message.set_content(mail.text_body)
    if mail.html_body:
        message.add_alternative(mail.html_body, subtype="html")
    return message
