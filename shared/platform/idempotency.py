"""Idempotency keys: the same POST twice does its work once, and both get the same answer.

The key is a row in the transaction of the work itself: a second request with the same key waits for the first to
commit and then reads its answer; when the first fails, nothing of it is left and the second may try.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.platform import clock
from shared.platform.errors import Conflict, Malformed
from shared.platform.models import IdempotencyKey

LIFETIME = timedelta(hours=24)
KEY = re.compile(r"[\x20-\x7e]{1,255}")


class KeyReused(Conflict):
    code = "idempotency_key_reused"


@dataclass(frozen=True)
class Remembered:
    """An answer as it was given."""

    status: int
    body: bytes
    headers: dict[str, str]


def claim(session: Session, user_id: int, key: str, request: bytes) -> Remembered | None:
    """Return the remembered answer of this key, or None when the work is the caller's to do.

    Raises:
        Malformed: the key is too long, or not of printable ASCII characters.
        KeyReused: the key was used for another request.
    """
    if not KEY.fullmatch(key):
        problem = [("Idempotency-Key", "must have 1 to 255 characters of ASCII")]
        raise Malformed("The Idempotency-Key is malformed.", problem)
    request_hash = hashlib.sha256(request).hexdigest()
    mine = session.execute(
        insert(IdempotencyKey)
        .values(user_id=user_id, key=key, request_hash=request_hash)
        .on_conflict_do_update(
            index_elements=["user_id", "key"],
            set_={"request_hash": request_hash, "created_at": clock.now(), "status": None},
            where=IdempotencyKey.created_at < clock.now() - LIFETIME,
        )
        .returning(IdempotencyKey.key)
    ).first()
    return None if mine else _remembered(session, user_id, key, request_hash)


def _remembered(session: Session, user_id: int, key: str, request_hash: str) -> Remembered:
    row = session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
    ).one()
    if row.request_hash != request_hash:
        raise KeyReused("This Idempotency-Key was used for another request.")
    return Remembered(row.status or 200, row.body or b"", dict(row.headers or {}))


def remember(session: Session, user_id: int, key: str, answer: Remembered) -> None:
    session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
        .values(status=answer.status, body=answer.body, headers=answer.headers)
    )


def forget_expired(session: Session) -> int:
    """Delete keys past their lifetime and return how many."""
    result = session.execute(
        delete(IdempotencyKey)
        .where(IdempotencyKey.created_at < clock.now() - LIFETIME)
        .returning(IdempotencyKey.user_id)
    )
    return len(result.all())


def forget(session: Session, location: str) -> None:
    """Drop the answer kept for whoever created what is at `location`: it holds what it was created with."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.headers["Location"].astext == location))
