"""Verbs of runs: try one again, cancel it, link to its file and to its rejects; `undo` takes one back."""

from sqlalchemy.orm import Session

from shared.imports import queries, rejects_file
from shared.imports.fields import Target
from shared.imports.mapping import Mapping
from shared.imports.models import ImportRun
from shared.imports.schemas import FileOut
from shared.imports.states import RunState
from shared.imports.storage import CONTAINER, REJECTS
from shared.permissions import Permission, allows
from shared.platform import audit, clock
from shared.platform.blobs import BlobMissingError, BlobStore
from shared.platform.errors import Conflict, Forbidden, NotFound
from shared.platform.identity import Actor

PERSONAL = (Target.CUSTOMERS, Target.ORDERS, Target.RETURNS, Target.LIKES)


class NotFailed(Conflict):
    code = "import_run_not_failed"


class NotOpen(Conflict):
    code = "import_run_has_ended"


class FileGone(NotFound):
    code = "import_file_gone"


class NoRejects(NotFound):
    code = "import_run_has_no_rejects"


class PersonalData(Forbidden):
    code = "import_file_holds_personal_data"


def retry_run(session: Session, actor: Actor, run_id: int) -> ImportRun:
    """Let a run that failed or was cancelled go on with the next `resume_imports`.

    Raises:
        NotFailed: it has not failed.
    """
    run = queries.lock_run(session, run_id)
    if run.state not in (RunState.FAILED, RunState.CANCELLED):
        raise NotFailed("Only a failed or cancelled run can be tried again.", state=run.state)
    run.state, run.attempts, run.error, run.finished_at = RunState.WAITING, 0, None, None
    session.flush()
    audit.record(session, actor, "import_run.retried", run)
    return run


def cancel_run(session: Session, actor: Actor, run_id: int) -> ImportRun:
    """Stop a run where it is: what has landed stays, the chunk that is being landed does not.

    Raises:
        NotOpen: it has ended.
    """
    run = queries.lock_run(session, run_id)
    if run.state not in (RunState.WAITING, RunState.RUNNING):
        raise NotOpen("This run has ended already.", state=run.state)
    run.state, run.finished_at = RunState.CANCELLED, clock.now()
    run.prepared_at = run.judged_at = None
    session.flush()
    audit.record(session, actor, "import_run.cancelled", run)
    return run


def file_link(session: Session, actor: Actor, run_id: int, blobs: BlobStore) -> FileOut:
    """Return a link to the file that a run has read, as it was sent.

    Raises:
        PersonalData: it may hold mail, phone or address of customers, and the caller may not see those.
        FileGone: it was deleted or replaced.
    """
    run = queries.get_run(session, run_id)
    check_personal(session, actor, run)
    name = (run.blob_name or "").removeprefix(f"{CONTAINER}/")
    try:
        there = blobs.properties(CONTAINER, name).etag.strip('"') == run.blob_etag
    except BlobMissingError:
        there = False
    if not there:
        raise FileGone("The file was deleted or replaced, or has not arrived.")
    audit.record_once(session, actor, "import_run.file_link_given", run)
    return _linked(blobs, CONTAINER, name, run.file_name or "file")


def rejects_link(session: Session, actor: Actor, run_id: int, blobs: BlobStore) -> FileOut:
    """Return a link to the refused lines of a run as a file like the one that was sent.

    Raises:
        PersonalData: as above.
        NoRejects: none were refused, or the run goes on.
    """
    run = queries.get_run(session, run_id)
    check_personal(session, actor, run)
    if run.rejects_blob is None:
        raise NoRejects("There is no file of refused lines: none were refused, or the run has not ended.")
    audit.record_once(session, actor, "import_run.rejects_link_given", run)
    name = rejects_file.file_name(run.file_name or "file", Mapping.model_validate(run.mapping))
    return _linked(blobs, REJECTS, run.rejects_blob, name)


def check_personal(session: Session, actor: Actor, run: ImportRun) -> None:
    if actor.role is not None and allows(actor.role, Permission.CUSTOMERS_PERSONAL):
        return
    mapping = run.mapping or queries.get_source(session, run.source_id).mapping
    if mapping["target"] in PERSONAL:
        raise PersonalData("This file may hold personal data of customers, which you may not see.")


def _linked(blobs: BlobStore, container: str, name: str, file_name: str) -> FileOut:
    link = blobs.download_link(container, name, file_name)
    return FileOut(download_url=link.url, expires_at=link.expires_at, file_name=file_name)
