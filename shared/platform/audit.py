"""The audit log: who did what to which record. Rows are only ever appended; the database refuses anything else.

Rows hold ids and changed values, never personal data in the clear: erasing a person must not break the log.
"""

from collections.abc import Mapping

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from shared.platform.db import Base
from shared.platform.identity import Actor
from shared.platform.models import AuditEntry

type Subject = Base | tuple[str, object]


def record(
    session: Session, actor: Actor, action: str, subject: Subject, *, changes: Mapping[str, object] | None = None
) -> None:
    """Append one row in the caller's transaction.

    Args:
        session: the unit of work that makes the change.
        actor: who makes it.
        action: noun and past participle, as in "user.created".
        subject: the record, flushed so that it has its key; or a pair of table and key.
        changes: JSON-able values, `{"field": [before, after]}` or plain facts.
    """
    entity, entity_id = _name(subject)
    session.execute(
        insert(AuditEntry).values(
            actor_id=actor.user_id,
            action=action,
            entity=entity,
            entity_id=entity_id,
            changes=dict(changes or {}),
            request_id=actor.request_id,
            address=actor.address,
            agent=actor.agent,
        )
    )


def _name(subject: Subject) -> tuple[str, str]:
    if isinstance(subject, tuple):
        return subject[0], str(subject[1])
    return subject.__tablename__, "/".join(str(part) for part in inspect(subject).identity or ())
