"""The keys that access tokens are signed with: Ed25519, sealed in the database, rotated with overlap.

A new key is published before it signs, so that every process and every client knows it by then; an old one goes on
verifying until the last token it signed has expired. Only what opens under the secret store's key counts: somebody
who can write to the table alone cannot plant a key.
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from shared.platform import clock, db
from shared.platform.crypto import EncryptionKeyMissing, Place, SealBrokenError, seal, unseal
from shared.platform.errors import Unavailable
from shared.platform.models import SigningKey

if TYPE_CHECKING:
    from jwt import PyJWK

ALGORITHM = "EdDSA"
ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
SIGNS_FOR = timedelta(days=30)
PUBLISHED_AHEAD = timedelta(minutes=10)  # longer than any process remembers keys
CLOCK_SLACK = timedelta(minutes=5)
REMEMBERED_SECONDS, MOST_REMEMBERED_SECONDS = 10.0, 60.0
ASKED_AGAIN_SECONDS = 1.0  # about a key that is not known, or after the database did not answer

log = logging.getLogger(__name__)

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('signing_keys', 0))")


@dataclass(frozen=True)
class Key:
    """A key ready for use; `jwk` holds its private part."""

    kid: str
    jwk: dict[str, str]
    signing: "PyJWK"
    signs_from: datetime


class _Remembered:
    """The keys as last read, shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, Key] = {}
        self._read_at = self._failed_at = float("-inf")

    def keys(self) -> dict[str, Key]:
        """Return the keys, newest first; one thread reads them again in time while the others go on with these."""
        if _is_over(REMEMBERED_SECONDS, self._read_at):
            self._read_once(REMEMBERED_SECONDS, wait=_is_over(MOST_REMEMBERED_SECONDS, self._read_at))
        return self._keys

    def look_again(self) -> dict[str, Key]:
        """Return the keys, at most ASKED_AGAIN_SECONDS old."""
        self._read_once(ASKED_AGAIN_SECONDS, wait=True)
        return self._keys

    def forget(self) -> None:
        """Read the keys again at the next use."""
        with self._lock:
            self._read_at = self._failed_at = float("-inf")

    def _read_once(self, seconds: float, *, wait: bool) -> None:
        if not self._lock.acquire(blocking=wait):
            return
        try:
            if _is_over(seconds, self._read_at):
                self._read()
        finally:
            self._lock.release()

    def _read(self) -> None:
        if not _is_over(ASKED_AGAIN_SECONDS, self._failed_at):  # whoever waited for it need not wait for it once more
            raise Unavailable("The database does not answer; try again shortly.")
        try:
            self._keys = _read()
        except Exception:
            self._failed_at = time.monotonic()
            raise
        self._read_at = time.monotonic()


def _is_over(seconds: float, since: float) -> bool:
    return time.monotonic() - since > seconds


_remembered = _Remembered()
forget = _remembered.forget


def signing_key() -> Key:
    """Return the newest key that signs already; where this machine's clock is behind, the one that comes next."""
    keys = list(_remembered.keys().values())
    return next((key for key in keys if key.signs_from <= clock.now()), keys[-1])


def verifying_key(kid: str) -> Key | None:
    """Return the key of this `kid`, looking again (at most once a second) when it is not known."""
    return _remembered.keys().get(kid) or _remembered.look_again().get(kid)


def public_keys() -> dict[str, Any]:
    """Return the JWK Set of RFC 7517 without private parts."""
    keys = [{name: value for name, value in key.jwk.items() if name != "d"} for key in _remembered.keys().values()]
    return {"keys": keys}


def rotate(session: Session, *, at_once: bool = False) -> dict[str, int]:
    """Add a key when the newest has signed for long enough, remove those no token can need; return how many of each.

    `at_once` is for a key that has leaked: the new one signs immediately, every other is forgotten and the tokens it
    signed with it.
    """
    session.execute(LOCK)
    keys = _opened(_rows(session))
    due = not keys or at_once or keys[0].signs_from < clock.now() - SIGNS_FOR
    removed = _remove(session, datetime.max.replace(tzinfo=UTC) if at_once else _needed_since(keys))
    if due:
        _add(session, clock.now() + (PUBLISHED_AHEAD if keys and not at_once else timedelta()))
    return {"added": int(due), "removed": removed}


def _needed_since(keys: Sequence[Key]) -> datetime:
    """A key is done once its successor has signed for longer than a token lives."""
    successor_since = clock.now() - ACCESS_TOKEN_LIFETIME - CLOCK_SLACK
    return next((key.signs_from for key in keys if key.signs_from <= successor_since), datetime.min.replace(tzinfo=UTC))


def _remove(session: Session, before: datetime) -> int:
    done = delete(SigningKey).where(SigningKey.signs_from < before).returning(SigningKey.kid)
    return len(session.execute(done).all())


def _add(session: Session, signs_from: datetime) -> None:
    kid = uuid.uuid4().hex
    private = seal(json.dumps(_new_jwk(kid)), _place(kid))
    session.execute(insert(SigningKey).values(kid=kid, private_key=private, signs_from=signs_from))


def _new_jwk(kid: str) -> dict[str, str]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - slow to import
    from jwt.algorithms import OKPAlgorithm  # noqa: PLC0415 - the same

    jwk = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)
    return {**jwk, "kid": kid, "alg": ALGORITHM, "use": "sig"}


def _read() -> dict[str, Key]:
    with db.transaction() as session:
        keys = _opened(_rows(session))
        if not keys:
            session.execute(LOCK)
            keys = _opened(_rows(session))
        if not keys:
            _add(session, clock.now())
            keys = _opened(_rows(session))
    return {key.kid: key for key in keys}


def _rows(session: Session) -> Sequence[SigningKey]:
    return session.scalars(select(SigningKey).order_by(SigningKey.signs_from.desc())).all()


def _opened(rows: Sequence[SigningKey]) -> list[Key]:
    """Leave out, but say so, what was not sealed here: it must neither verify anything nor stop everybody."""
    keys = []
    for row in rows:
        try:
            keys.append(_open(row))
        except (SealBrokenError, EncryptionKeyMissing) as failure:
            log.error("the signing key %r is passed over: %s", row.kid, failure)  # noqa: TRY400 - no bug, no stack
    return keys


def _open(row: SigningKey) -> Key:
    import jwt  # noqa: PLC0415 - brings cryptography, slow to import

    jwk = json.loads(unseal(row.private_key, _place(row.kid)))
    return Key(row.kid, jwk, jwt.PyJWK(jwk, algorithm=ALGORITHM), row.signs_from)


def _place(kid: str) -> Place:
    return Place("signing_keys", "private_key", kid)
