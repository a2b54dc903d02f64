"""The life of a run in short transactions of its own: found or made, begun, moved on, ended."""

import logging
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.imports import queries, staging
from shared.imports.models import ImportRun, ImportSource
from shared.imports.states import RunState
from shared.imports.storage import CONTAINER
from shared.platform import clock, db
from shared.platform.blobs import Readable

log = logging.getLogger(__name__)

MOST_TRIES = 5  # as often as Azure delivers a blob
SECONDS_BETWEEN_REPORTS = 1.0
SECONDS_AFTER_FAILURE = 30.0
READING_IS = 0.3  # of the work; the rest is the database's
GAVE_UP = "Something went wrong here, not in the file. It was tried five times; the log says what."

# Whoever works on a run shares this lock in each of its transactions; who gets it alone knows that nobody does.
SHARE = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('import run ' || :run_id, 0))")
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('import run ' || :run_id, 0))")


class StoppedError(Exception):
    """The run was cancelled."""


@dataclass(frozen=True)
class Begun:
    """A run that is to be carried out now."""

    run_id: int
    blob_name: str
    blob_etag: str
    attempts: int

    @property
    def name_in_container(self) -> str:
        return self.blob_name.removeprefix(f"{CONTAINER}/")


def lock(opened: Session | Connection, run_id: int) -> bool:
    """Take the run for the rest of the transaction; False if somebody else has it."""
    return bool(opened.execute(TRY_LOCK, {"run_id": str(run_id)}).scalar_one())


def share(connection: Connection, run_id: int) -> None:
    connection.execute(SHARE, {"run_id": str(run_id)})


def find_or_make(blob_name: str, etag: str) -> int | None:
    """Return the run of this state of the blob; None if it is in the folder of no source that is enabled.

    Args:
        blob_name: container/slug/…
        etag: of the blob as it is to be read.
    """
    _, slug, *rest = PurePosixPath(blob_name).parts
    with db.transaction() as session:
        source = queries.source_by_slug(session, slug)
        if source is None or not source.enabled or not rest:
            log.warning("no enabled source reads %r", blob_name)
            return None
        return _known(session, blob_name, etag) or _made(session, source.source_id, blob_name, etag)


def _known(session: Session, blob_name: str, etag: str) -> int | None:
    """Return the run of the blob, of this state or one that waits for its upload."""
    of_blob = ImportRun.blob_name == blob_name
    known = session.scalars(select(ImportRun.run_id).where(of_blob, ImportRun.blob_etag == etag)).one_or_none()
    if known is not None:
        return known
    waits = (of_blob, ImportRun.blob_etag.is_(None), ImportRun.state == RunState.WAITING)
    return session.scalars(
        update(ImportRun).where(*waits).values(blob_etag=etag).returning(ImportRun.run_id)
    ).one_or_none()


def _made(session: Session, source_id: int, blob_name: str, etag: str) -> int:
    file_name = PurePosixPath(blob_name).name
    session.execute(
        insert(ImportRun)
        .values(source_id=source_id, blob_name=blob_name, blob_etag=etag, file_name=file_name)
        .on_conflict_do_nothing()
    )
    return session.scalars(
        select(ImportRun.run_id).where(ImportRun.blob_name == blob_name, ImportRun.blob_etag == etag)
    ).one()


def begin(run_id: int) -> Begun | None:
    """Note that the run is tried once more; None if somebody is at it or it has ended."""
    with db.transaction() as session:
        if not lock(session, run_id):
            return None
        run = queries.lock_run(session, run_id)
        if run.state not in (RunState.WAITING, RunState.RUNNING) or run.blob_name is None or run.blob_etag is None:
            return None
        if run.attempts >= MOST_TRIES:
            _end(session, run_id, RunState.FAILED, error=GAVE_UP)
            return None
        run.state, run.attempts, run.started_at = RunState.RUNNING, run.attempts + 1, run.started_at or clock.now()
        return Begun(run_id, run.blob_name, run.blob_etag, run.attempts)


def under_way(run_id: int) -> Begun | None:
    """Return a run that somebody has begun, for whoever is to help with it; None if it has ended."""
    with db.transaction() as session:
        run = session.get(ImportRun, run_id)
        if run is None or run.state is not RunState.RUNNING or run.blob_name is None or run.blob_etag is None:
            return None
        return Begun(run_id, run.blob_name, run.blob_etag, run.attempts)


def step_aside(run_id: int) -> None:
    """Let a run wait for the one before it; that is no try."""
    with db.transaction() as session:
        mine = (ImportRun.run_id == run_id, ImportRun.state == RunState.RUNNING)
        session.execute(update(ImportRun).where(*mine).values(state=RunState.WAITING, attempts=ImportRun.attempts - 1))


def next_waiting(run_id: int) -> int | None:
    """Return the oldest run of the same namespace whose file is there and that waits."""
    namespace = select(ImportSource.namespace).join(ImportRun).where(ImportRun.run_id == run_id).scalar_subquery()
    with db.transaction() as session:
        return session.scalars(
            select(ImportRun.run_id)
            .join(ImportSource)
            .where(
                ImportSource.namespace == namespace,
                ImportRun.state == RunState.WAITING,
                ImportRun.blob_etag.is_not(None),
            )
            .order_by(ImportRun.run_id)
            .limit(1)
        ).one_or_none()


def fail(run_id: int, reason: str) -> None:
    """End a run; what of it has landed stays, and is where another try goes on."""
    with db.transaction() as session:
        _end(session, run_id, RunState.FAILED, error=reason)


def give_up(run_id: int) -> None:
    """Fail a run that was tried too often without getting on."""
    with db.transaction() as session:
        tries = session.scalars(select(ImportRun.attempts).where(ImportRun.run_id == run_id)).one()
        if tries >= MOST_TRIES:
            _end(session, run_id, RunState.FAILED, error=GAVE_UP)


def _end(session: Session, run_id: int, state: RunState, **values: object) -> None:
    unfinished = (ImportRun.run_id == run_id, ImportRun.state.in_((RunState.WAITING, RunState.RUNNING)))
    ended = {"state": state, "finished_at": clock.now(), "prepared_at": None, "judged_at": None} | values
    session.execute(update(ImportRun).where(*unfinished).values(**ended))
    staging.drop(session.connection(), run_id)


class Watched:
    """A stream that hashes what is read of it and reports the progress about once a second."""

    def __init__(self, stream: Readable, size: int, run_id: int) -> None:
        self._stream = stream
        self._size = max(size, 1)
        self._run_id = run_id
        self._read = 0
        self._hash = sha256()
        self._next_report = time.monotonic() + SECONDS_BETWEEN_REPORTS

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._read += len(piece)
        self._hash.update(piece)
        if time.monotonic() >= self._next_report:
            self._report()
        return piece

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _report(self) -> None:
        pause = SECONDS_BETWEEN_REPORTS
        try:
            with db.transaction() as session:
                share = min(1, self._read / self._size) * READING_IS
                running = (ImportRun.run_id == self._run_id, ImportRun.state == RunState.RUNNING)
                noted = update(ImportRun).where(*running).values(progress=func.greatest(ImportRun.progress, share))
                goes_on = session.scalars(noted.returning(ImportRun.run_id)).one_or_none() is not None
        except SQLAlchemyError:  # progress is a courtesy: no connection was free, say
            log.info("progress of import run %d was not noted", self._run_id)
            pause, goes_on = SECONDS_AFTER_FAILURE, True
        if not goes_on:
            raise StoppedError
        self._next_report = time.monotonic() + pause
