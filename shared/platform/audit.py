"""The audit log: who did what to which record. Rows are only ever appended; the database refuses anything else.

Rows hold ids and changed values, never secrets nor personal data in the clear: erasing a person must not break the
log. `audit_chain.py` seals the rows, so that a change behind the database's back is found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, exists, insert, inspect, select
from sqlalchemy.orm import Session

from shared.platform.db import Base
from shared.platform.identity import Actor
from shared.platform.models import AuditEntry

type Subject = Base | tuple[str, object]

WITHHELD = "withheld"
# Fields of which the log may say that they changed, and never what they were or are. Who records a change leaves them
# out; this holds where somebody forgot.
SECRET = {
    "access_token", "api_key", "challenge", "client_secret", "connection_string", "new_password", "otpauth_uri",
    "password", "private_key", "recovery_code", "recovery_codes", "refresh_token", "secret", "token", "totp_secret",
    "user_password",
}  # fmt: skip
PERSONAL = {
    "account_holder", "bic", "customer_address", "customer_mail", "customer_name", "customer_phone", "iban",
    "influencer_mail", "other_account", "tax_id", "user_mail", "user_name",
}  # fmt: skip


def record(
    session: Session | Connection,
    actor: Actor,
    action: str,
    subject: Subject,
    *,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Append one row in the caller's transaction.

    Args:
        session: the unit of work that makes the change.
        actor: who makes it.
        action: noun and past participle, as in "user.created".
        subject: the record, flushed so that it has its key; or a pair of table and key.
        changes: JSON-able values, `{"field": [before, after]}` or plain facts.
    """
    session.execute(insert(AuditEntry).values(_row(actor, Entry(action, subject, changes or {}))))


@dataclass(frozen=True)
class Entry:
    """What one row tells, as `record` takes it."""

    action: str
    subject: Subject
    changes: Mapping[str, object]


def record_all(session: Session, actor: Actor, entries: Iterable[Entry]) -> None:
    """Write what has changed, then append a row for each, in this order and in one statement."""
    session.flush()
    rows = [_row(actor, entry) for entry in entries]
    if rows:
        session.execute(insert(AuditEntry), rows)


def _row(actor: Actor, entry: Entry) -> dict[str, object]:
    entity, entity_id = _name(entry.subject)
    return {
        "actor_id": actor.user_id,
        "action": entry.action,
        "entity": entity,
        "entity_id": entity_id,
        "changes": {name: _told(name, value) for name, value in entry.changes.items()},
        "request_id": actor.request_id,
        "address": _printable(actor.address),
        "agent": _printable(actor.agent),
    }


def record_once(session: Session, actor: Actor, action: str, subject: Subject) -> None:
    """Append a row unless this actor has one of this action and subject already."""
    entity, entity_id = _name(subject)
    same = select(AuditEntry.audit_id).filter_by(entity=entity, entity_id=entity_id, action=action)
    if not session.scalar(select(exists(same.where(AuditEntry.actor_id.is_not_distinct_from(actor.user_id))))):
        record(session, actor, action, subject)


def _name(subject: Subject) -> tuple[str, str]:
    if isinstance(subject, tuple):
        return subject[0], str(subject[1])
    return subject.__tablename__, "/".join(str(part) for part in inspect(subject).identity or ())


def _told(name: str, value: object) -> object:
    return WITHHELD if name in SECRET | PERSONAL else value


def _printable(text: str) -> str:
    """What a client wrote about itself, on one line and without what a terminal or the database would choke on."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
