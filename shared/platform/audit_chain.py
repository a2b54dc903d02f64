"""The audit log's hash chain: rows are sealed position by position, and a walk over it finds what was tampered with.

    hash = SHA-256(hash of the position before || canonical JSON of the row and its position)

The first follows 32 zero bytes. A job seals rows in the order in which it finds them committed: a lower audit_id may
become visible after a higher one. What the chain cannot show by itself is that all of it was made anew, by somebody who
may write everything in the database, or that its end was cut off. So each run writes the chain's head into the app's
log, out of the database's reach, and a verification takes such heads as anchors.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    Executable,
    RowMapping,
    Select,
    SQLColumnExpression,
    Text,
    cast,
    delete,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.orm import Session

from shared.platform.models import AuditEntry, AuditSeal, AuditUnsealed

log = logging.getLogger(__name__)

GENESIS = bytes(32)
BATCH = 10_000
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
ROWS_AT_A_TIME = 2_000
MOST_BATCHES = 50  # so that a run ends well within its minute; the next one goes on

# What a hash covers, as text where only the database writes a value to its last digit. A column that is added later
# must leave the hashes of older rows as they are.
COVERED: dict[str, SQLColumnExpression[Any]] = {
    "audit_id": AuditEntry.audit_id,
    "at": func.to_char(func.timezone("UTC", AuditEntry.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    "actor_id": AuditEntry.actor_id,
    "action": AuditEntry.action,
    "entity": AuditEntry.entity,
    "entity_id": AuditEntry.entity_id,
    "changes": cast(AuditEntry.changes, Text),  # jsonb has its keys in one order
    "request_id": AuditEntry.request_id,
    "address": AuditEntry.address,
    "agent": AuditEntry.agent,
}
COLUMNS: list[SQLColumnExpression[Any]] = [column.label(name) for name, column in COVERED.items()]


class Head(NamedTuple):
    """A position and its hash, which vouches for everything before it as well."""

    position: int = 0
    hash: bytes = GENESIS

    def __str__(self) -> str:
        return f"{self.position}:{self.hash.hex()}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """Return the head that was written as POSITION:HASH.

        Raises:
            ValueError: it is none.
        """
        position, _, digest = written.partition(":")
        head = cls(int(position), bytes.fromhex(digest))
        if head.position < 1 or len(head.hash) != len(GENESIS):
            raise ValueError("a head is a position from 1 on, a colon and 64 hexadecimal digits")
        return head

    def follow(self, row: Mapping[str, Any] | RowMapping) -> Self:
        """Return the head after `row`, a mapping with the keys of COVERED, is sealed."""
        covered = {name: row[name] for name in COVERED} | {"position": self.position + 1}
        content = CANONICAL.encode(covered).encode()
        return type(self)(self.position + 1, hashlib.sha256(self.hash + content).digest())


def seal(session: Session) -> dict[str, object]:
    """Seal what awaits it; return how many rows, and the head. No two may do so at once."""
    head, sealed, last = head_of(session), 0, 0
    for _ in range(MOST_BATCHES):
        rows = session.execute(_take(last)).mappings().all()
        if not rows:
            break
        head = _seal(session, head, rows)
        sealed, last = sealed + len(rows), rows[-1]["audit_id"]
    if head.position:
        log.info("the audit log is sealed up to %s", head)
    return {"sealed": sealed, "head": str(head)}


def _take(after: int) -> Select[Any]:
    """Return the next rows that await their seal and remove their marks.

    The mark of a row that is gone stays, and gives the deletion away; that of a row with a seal is only removed.
    Looking behind `after` passes by the marks that this run removed: the index still leads to them.
    """
    waiting = select(AuditUnsealed.audit_id).join(AuditEntry, AuditEntry.audit_id == AuditUnsealed.audit_id)
    first = waiting.where(AuditUnsealed.audit_id > after).order_by(AuditUnsealed.audit_id).limit(BATCH)
    taken = delete(AuditUnsealed).where(AuditUnsealed.audit_id.in_(first)).returning(AuditUnsealed.audit_id).cte()
    return (
        select(*COLUMNS)
        .join(taken, taken.c.audit_id == AuditEntry.audit_id)
        .where(~exists().where(AuditSeal.audit_id == AuditEntry.audit_id))
        .order_by(AuditEntry.audit_id)
    )


def head_of(session: Session) -> Head:
    last = select(AuditSeal.position, AuditSeal.hash).order_by(AuditSeal.position.desc()).limit(1)
    found = session.execute(last).one_or_none()
    return Head(found.position, found.hash) if found else Head()


ADD = text("""
    INSERT INTO audit_seals (position, audit_id, hash)
    SELECT * FROM unnest(CAST(:positions AS bigint[]), CAST(:audit_ids AS bigint[]), CAST(:hashes AS bytea[]))""")


def _seal(session: Session, head: Head, rows: Sequence[RowMapping]) -> Head:
    heads = list(accumulate(rows, Head.follow, initial=head))[1:]
    columns = {
        "positions": [made.position for made in heads],
        "audit_ids": [row["audit_id"] for row in rows],
        "hashes": [made.hash for made in heads],
    }
    session.execute(ADD, columns)
    return heads[-1]


SEALS = (
    select(AuditSeal.position, AuditSeal.hash, AuditSeal.audit_id.label("sealed_id"), *COLUMNS)
    .outerjoin(AuditEntry, AuditEntry.audit_id == AuditSeal.audit_id)
    .order_by(AuditSeal.position)
)
LOOSE = text("""
    SELECT audit_id,
        CASE WHEN audit_log.audit_id IS NULL THEN 'missing, though its seal is awaited'
             WHEN audit_seals.audit_id IS NULL THEN 'neither sealed nor awaiting its seal'
             ELSE 'sealed, and awaiting a second seal' END AS what
    FROM audit_log FULL JOIN audit_unsealed USING (audit_id) LEFT JOIN audit_seals USING (audit_id)
    WHERE audit_log.audit_id IS NULL OR (audit_unsealed.audit_id IS NULL) = (audit_seals.audit_id IS NULL)
    ORDER BY audit_id""")


class Verification:
    """A walk over the whole chain, in bounded memory; its figures stand once `breaches` is exhausted."""

    def __init__(self, session: Session, anchors: Iterable[Head] = ()) -> None:
        """Prepare the walk.

        Args:
            session: a snapshot, so that rows which come and are sealed meanwhile do not look like breaches.
            anchors: heads the chain had once, and so must contain.
        """
        self.head = Head()
        self.sealed = 0
        self.unsealed = 0
        self._session = session
        self._rightful = Head()  # what the last seal should have been; its successor may rest on that
        self._unmet = set(anchors)

    def breaches(self) -> Iterator[str]:
        """Yield one line for each breach."""
        for seal in self._streamed(SEALS):
            yield from self._of_seal(seal)
        for anchor in sorted(self._unmet):
            yield f"position {anchor.position}: the chain does not contain {anchor}; it was cut off or made anew"
        for row in self._streamed(LOOSE):
            yield f"audit_id {row['audit_id']}: {row['what']}"
        self.unsealed = self._session.scalars(select(func.count()).select_from(AuditUnsealed)).one()

    def _streamed(self, statement: Executable) -> Iterable[RowMapping]:
        return self._session.execute(statement, execution_options={"yield_per": ROWS_AT_A_TIME}).mappings()

    def _of_seal(self, seal: RowMapping) -> Iterator[str]:
        found = rightful = Head(seal["position"], bytes(seal["hash"]))
        which = f"audit_id {seal['sealed_id']}"
        if seal["audit_id"] is None:
            yield f"{which}: missing, though sealed at position {found.position}"
        if found.position != self.head.position + 1:
            first, count = self.head.position + 1, found.position - self.head.position - 1
            yield f"{which}: cannot be checked, for seals before it are missing: {count} from position {first} on"
        elif seal["audit_id"] is not None:
            rightful = self.head.follow(seal)
            if found != rightful and found != self._rightful.follow(seal):
                yield f"{which}: changed after it was sealed at position {found.position}, or its seal was"
        self._unmet.discard(found)
        self.head, self._rightful = found, rightful
        self.sealed += 1
