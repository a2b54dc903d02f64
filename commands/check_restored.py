"""Whether a restored database and its restored storage belong together and are whole.

    make check-restored EXPECT="POSITION:HASH"

Recomputes the books, walks the audit log's chain, opens every sealed value with the present keys, and looks for every
file that a row names. Changes nothing. One line each. Exit code 0: all well; 1: not (make itself turns 1 into 2).
EXPECT is a head of the audit log that the app's log told before the backup.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from commands.environment import run
from shared.finance.books import service as books
from shared.platform import db, resealing
from shared.platform.audit_chain import Head, Verification
from shared.platform.blobs import PIECE, BlobMissingError, blob_store
from shared.platform.crypto import EncryptionKeyMissing, Place, SealBrokenError, unseal

type Found = tuple[int, list[str]]  # how many were looked at, and what is wrong

FILES = text("""
    SELECT 'reports', blob_name, sha256 FROM reports WHERE state = 'ready'
    UNION ALL SELECT 'receipts', receipt_blob, NULL FROM expenses WHERE receipt_blob IS NOT NULL
    UNION ALL SELECT 'import-rejects', rejects_blob, NULL FROM import_runs WHERE rejects_blob IS NOT NULL""")


def check_books(session: Session) -> Found:
    differing = books.check_books(session)
    return len(differing), [f"{name}: {count} differ" for name, count in differing.items() if count]


def check_audit_log(session: Session) -> Found:
    anchors = [Head.parse(head) for head in os.environ.get("EXPECT", "").split()]
    verification = Verification(session, anchors)
    breaches = [str(breach) for breach in verification.breaches()]
    return verification.sealed, breaches


def check_sealed_values(session: Session) -> Found:
    places = list(_sealed(session))
    return len(places), [str(place) for place, sealed in places if not _opens(sealed, place)]


def _sealed(session: Session) -> Iterator[tuple[Place, str]]:
    for column in resealing.sealed_columns():
        (key,) = column.table.primary_key
        for row, sealed in session.execute(select(key, column).where(column.is_not(None))):
            yield Place(column.table.name, column.name, row), sealed


def _opens(sealed: str, place: Place) -> bool:
    try:
        unseal(sealed, place)
    except (SealBrokenError, EncryptionKeyMissing):
        return False
    return True


def check_files(session: Session) -> Found:
    named = session.execute(FILES).all()
    return len(named), [
        f"{container}/{name}" for container, name, digest in named if not _is_there(container, name, digest)
    ]


def _is_there(container: str, name: str, digest: str | None) -> bool:
    found = hashlib.sha256()
    try:
        with blob_store().open(container, name) as stream:
            while piece := stream.read(PIECE):
                found.update(piece)
    except BlobMissingError:
        return False
    return digest in (None, found.hexdigest())


CHECKS: Mapping[str, Callable[[Session], Found]] = {
    "books": check_books,
    "audit log": check_audit_log,
    "sealed values": check_sealed_values,
    "files": check_files,
}


def check() -> None:
    """Print a line per check and what is wrong under it; end with 1 if anything is."""
    failed = False
    for name, look in CHECKS.items():
        with db.snapshot() as session:  # rolled back: the check of the books would keep what it finds
            count, wrong = look(session)
        sys.stdout.write(f"{name:14}{count:>9} checked, {len(wrong)} wrong\n")
        sys.stdout.writelines(f"    {one}\n" for one in wrong[:100])
        failed = failed or bool(wrong)
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    run(check)
