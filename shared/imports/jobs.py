"""What blobs and timers set off: a dropped or uploaded file is read, a missed or interrupted one is made up for.

Blobs arrive at least once and sometimes twice, and a process may die at any moment. So a run is unique by blob and
ETag; all of its rows land in one transaction that also ends it, under a lock that dies with the connection; and
whoever comes next tries again what was begun and not ended.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from datetime import timedelta
from typing import Protocol

from pydantic import ValidationError
from sqlalchemy import Connection, Select, select, text, update

from shared.imports import runs
from shared.imports.mapping import Mapping
from shared.imports.models import ImportRun, ImportSource
from shared.imports.reading import Outcome, import_file
from shared.imports.rows import FileRefusedError
from shared.imports.runs import CONTAINER, Begun, Watched
from shared.imports.schedule import Schedule
from shared.imports.staging import Origin
from shared.imports.states import RunState, SourceKind
from shared.platform import clock, db
from shared.platform.blobs import BlobMissingError, BlobProperties, Readable

log = logging.getLogger(__name__)

REPLACED = "The file was replaced before it was read; what replaced it has a run of its own."
GONE = "The file was deleted before it was read."
NEVER_UPLOADED = "Nothing was uploaded within a day."
MOST_BYTES = 2 << 30
TOO_LARGE = f"The file is larger than {MOST_BYTES >> 30} GiB; send it in parts."
PATIENCE = timedelta(days=1)

# Files of one namespace land one after the other: a cancellation finds the orders of the file before. Nobody holds
# a connection while waiting for that: a run steps aside and the one before it takes it up.
TRY_NAMESPACE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('import namespace ' || :namespace, 0))")


class _BusyError(Exception):
    """Another run is importing into the namespace."""


class Blobs(Protocol):
    """What is asked of blob storage; `shared.platform.blobs.BlobStore` does it."""

    def open(self, container: str, name: str) -> AbstractContextManager[Readable]: ...
    def properties(self, container: str, name: str) -> BlobProperties: ...
    def list(self, container: str, prefix: str = "") -> Iterator[BlobProperties]: ...


def import_blob(blobs: Blobs, blob_name: str, etag: str | None = None) -> int | None:
    """Read one file, however often it is delivered; return its run, None if no source reads it.

    Args:
        blobs: where it is.
        blob_name: container/slug/…, as triggers name it.
        etag: which state of it; None for the present one.

    Raises:
        Exception: anything unforeseen, so that the delivery is repeated; after the fifth time the run has failed.
    """
    if etag is None:
        try:
            etag = blobs.properties(CONTAINER, blob_name.removeprefix(f"{CONTAINER}/")).etag
        except BlobMissingError:
            log.warning("%r was deleted before it was read", blob_name)
            return None
    run_id = runs.find_or_make(blob_name, etag.strip('"'))
    if run_id is not None:
        _carry_out(blobs, run_id)
    return run_id


def _carry_out(blobs: Blobs, run_id: int) -> None:
    """Try one run, and then those of its namespace that stepped aside meanwhile."""
    if not _try(blobs, run_id):
        return
    while (behind := runs.next_waiting(run_id)) is not None:
        try:
            if not _try(blobs, behind):
                return
        except Exception:
            log.exception("import run %d, which waited behind run %d, failed", behind, run_id)


def _try(blobs: Blobs, run_id: int) -> bool:
    """Try a run; False if somebody else is at it, or at its namespace so that it has to wait."""
    for _ in range(2):
        begun = runs.begin(run_id)
        if begun is None:
            return False
        try:
            _read_or_fail(blobs, begun)
        except _BusyError:
            # Noted as waiting before it is tried again: whoever was at it then either has left, or will see it.
            runs.step_aside(run_id)
        else:
            return True
    return False


def _read_or_fail(blobs: Blobs, begun: Begun) -> None:
    try:
        _read(blobs, begun)
    except FileRefusedError as refusal:
        runs.fail(begun.run_id, str(refusal))
    except BlobMissingError:
        runs.fail(begun.run_id, GONE)
    except _BusyError:
        raise
    except Exception:
        log.exception("import run %d failed at try %d", begun.run_id, begun.attempts)
        if begun.attempts >= runs.MOST_TRIES:
            runs.fail(begun.run_id, runs.GAVE_UP)
        raise


def _read(blobs: Blobs, begun: Begun) -> None:
    """Land the file's rows and end the run, in one transaction."""
    with db.connection() as connection:
        if not runs.lock(connection, begun.run_id):
            return
        state = select(ImportRun.state).where(ImportRun.run_id == begun.run_id)
        if connection.execute(state).scalar_one() is not RunState.RUNNING:
            return
        source = connection.execute(_source_of(begun.run_id)).one()
        if not connection.execute(TRY_NAMESPACE, {"namespace": source.namespace}).scalar_one():
            raise _BusyError
        origin = Origin(begun.run_id, source.namespace, source.owner_id)
        outcome, file_hash = _land(blobs, begun, connection, (_declared(source.mapping), origin, source.file_name))
        runs.done(connection, begun.run_id, outcome, file_hash)


def _land(blobs: Blobs, begun: Begun, connection: Connection, what: tuple[Mapping, Origin, str]) -> tuple[Outcome, str]:
    mapping, origin, file_name = what
    name = begun.name_in_container
    properties = blobs.properties(CONTAINER, name)
    if properties.etag.strip('"') != begun.blob_etag:
        raise FileRefusedError(REPLACED)
    if properties.size > MOST_BYTES:
        raise FileRefusedError(TOO_LARGE)
    with blobs.open(CONTAINER, name) as stream, closing(connection.connection.cursor()) as cursor:
        watched = Watched(stream, properties.size, begun.run_id)
        outcome = import_file(cursor, mapping, origin, stream=watched, file_name=file_name)
        return outcome, watched.sha256


def _source_of(run_id: int) -> Select[tuple[dict[str, object], str, int, str]]:
    return (
        select(ImportSource.mapping, ImportSource.namespace, ImportSource.owner_id, ImportRun.file_name)
        .join(ImportRun, ImportRun.source_id == ImportSource.source_id)
        .where(ImportRun.run_id == run_id)
    )


def _declared(stored: dict[str, object]) -> Mapping:
    try:
        return Mapping.model_validate(stored)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise FileRefusedError(f"The source's mapping is not valid: {place} {first['msg']}.") from None


def pull_sources(blobs: Blobs) -> dict[str, int]:
    """Read what was dropped into the folders of all sources that are due and was missed; return how many files each.

    One source that fails does not hold up the others: its count is -1 and the log says why.
    """
    pulled = {}
    for source_id, slug in _due():
        try:
            pulled[slug] = len(pull_source(blobs, source_id))
        except Exception:
            log.exception("pulling %s failed", slug)
            pulled[slug] = -1
    return pulled


def _due() -> list[tuple[int, str]]:
    """Return the enabled folder sources whose schedule has come, and note that they are being looked at."""
    now = clock.now()
    with db.transaction() as session:
        statement = (
            select(ImportSource)
            .where(ImportSource.enabled, ImportSource.kind == SourceKind.BLOB_FOLDER)
            .order_by(ImportSource.source_id)
        )
        due = [
            source
            for source in session.scalars(statement)
            if source.schedule is None
            or source.last_pulled_at is None
            or Schedule.parse(source.schedule).due(source.last_pulled_at, now)
        ]
        ids = [source.source_id for source in due]
        # A statement and not an edit of the objects, which would count as a new version of the source.
        pulled = update(ImportSource).where(ImportSource.source_id.in_(ids)).values(last_pulled_at=now)
        session.execute(pulled, execution_options={"synchronize_session": False})
        return [(source.source_id, source.slug) for source in due]


def pull_source(blobs: Blobs, source_id: int) -> list[int]:
    """Read the files in one source's folder that no run has read, in the order of their names; return the runs.

    A file that fails unforeseen does not hold up those after it; its error is raised in the end.
    """
    with db.transaction() as session:
        slug = session.scalars(select(ImportSource.slug).where(ImportSource.source_id == source_id)).one()
        known = select(ImportRun.blob_name, ImportRun.blob_etag).where(ImportRun.source_id == source_id)
        read = {(name, etag) for name, etag in session.execute(known)}
    found = [(f"{CONTAINER}/{blob.name}", blob.etag.strip('"')) for blob in blobs.list(CONTAINER, f"{slug}/")]
    return _each(blobs, [blob for blob in sorted(found) if blob not in read])


def resume_imports(blobs: Blobs) -> list[int]:
    """Take up again what a dead process began or never got to; return the runs that were tried."""
    with db.transaction() as session:
        open_runs = session.execute(
            select(ImportRun.blob_name, ImportRun.blob_etag)
            .where(ImportRun.state.in_((RunState.WAITING, RunState.RUNNING)), ImportRun.blob_etag.is_not(None))
            .order_by(ImportRun.run_id)
        )
        begun = [(name, etag) for name, etag in open_runs if name and etag]
    _give_up_uploads()
    return _each(blobs, begun + _arrived_uploads(blobs))


def _arrived_uploads(blobs: Blobs) -> list[tuple[str, str]]:
    """Return the files of uploads whose arrival nobody told us of."""
    waiting = (ImportRun.state == RunState.WAITING, ImportRun.blob_etag.is_(None))
    with db.transaction() as session:
        names = [name for name in session.scalars(select(ImportRun.blob_name).where(*waiting)) if name]
    arrived = []
    for name in names:
        try:
            arrived.append((name, blobs.properties(CONTAINER, name.removeprefix(f"{CONTAINER}/")).etag))
        except BlobMissingError:
            continue
    return arrived


def _give_up_uploads() -> None:
    waiting = (ImportRun.state == RunState.WAITING, ImportRun.blob_etag.is_(None))
    with db.transaction() as session:
        session.execute(
            update(ImportRun)
            .where(*waiting, ImportRun.created_at < clock.now() - PATIENCE)
            .values(state=RunState.FAILED, error=NEVER_UPLOADED, finished_at=clock.now())
        )


def _each(blobs: Blobs, wanted: list[tuple[str, str]]) -> list[int]:
    tried: list[int | None] = []
    failures = []
    for name, etag in wanted:
        try:
            tried.append(import_blob(blobs, name, etag))
        except Exception as failure:  # noqa: BLE001 - raised below, after the others had their turn
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(wanted)} files failed", failures)
    return [run_id for run_id in tried if run_id is not None]
