"""What blobs and timers set off: a dropped or uploaded file is read, a missed or interrupted one is made up for.

Blobs arrive at least once and sometimes twice, and a process may die at any moment. So a run is unique by blob and
ETag; its rows land by chunks, each in one transaction with its counts, under locks that die with the connection; and
whoever comes next goes on where the one before has left off.
"""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import select, update

from shared.imports import runs, working
from shared.imports.models import ImportRun
from shared.imports.rows import FileRefusedError
from shared.imports.runs import Begun
from shared.imports.states import RunState
from shared.imports.storage import CONTAINER, REQUESTS, Blobs
from shared.imports.working import BusyError
from shared.platform import clock, db
from shared.platform.blobs import BlobMissingError

log = logging.getLogger(__name__)

REQUEST = re.compile(rf"{CONTAINER}/{re.escape(REQUESTS)}/(\d+)/")
GONE = "The file was deleted before it was read."
NEVER_UPLOADED = "Nothing was uploaded within a day."
PATIENCE = timedelta(days=1)


def import_blob(blobs: Blobs, blob_name: str, etag: str | None = None) -> int | None:
    """Read one file, however often it is delivered; return its run, None if no source reads it.

    Args:
        blobs: where it is.
        blob_name: container/slug/…, as triggers name it.
        etag: which state of it; None for the present one.

    Raises:
        Exception: anything unforeseen, so that the delivery is repeated; after the fifth time the run has failed.
    """
    if (asked := REQUEST.match(blob_name)) is not None:
        return _help(blobs, int(asked[1]))
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


def _help(blobs: Blobs, run_id: int) -> int | None:
    """Take part in a large run that another instance has begun."""
    begun = runs.under_way(run_id)
    if begun is None:
        return None
    if _or_fail(begun, partial(working.help_out, blobs, begun)):
        _carry_out_next(blobs, run_id)
    return run_id


def _carry_out(blobs: Blobs, run_id: int) -> None:
    """Try one run, and then those of its namespace that stepped aside meanwhile."""
    if _try(blobs, run_id):
        _carry_out_next(blobs, run_id)


def _carry_out_next(blobs: Blobs, run_id: int) -> None:
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
            return _or_fail(begun, partial(working.work_off, blobs, begun))
        except BusyError:
            # Noted as waiting before it is tried again: whoever was at it then either has left, or will see it.
            runs.step_aside(run_id)
    return False


def _or_fail(begun: Begun, work: Callable[[], bool]) -> bool:
    """Return what the work returns; a run that cannot be carried out has failed, and with it ended."""
    try:
        return work()
    except FileRefusedError as refusal:
        runs.fail(begun.run_id, str(refusal))
    except BlobMissingError:
        runs.fail(begun.run_id, GONE)
    except BusyError:
        raise
    except Exception:
        log.exception("import run %d failed at try %d", begun.run_id, begun.attempts)
        runs.give_up(begun.run_id)
        raise
    return True


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
    working.sweep()
    return import_all(blobs, begun + _arrived_uploads(blobs))


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


def import_all(blobs: Blobs, wanted: list[tuple[str, str]]) -> list[int]:
    """Read files by name and ETag; one that fails unforeseen does not hold up those after it and raises in the end."""
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
