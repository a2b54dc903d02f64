"""Verbs of imports: declare a source, change it, prepare an upload, try a failed run again."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.imports import queries
from shared.imports.convert import Converter
from shared.imports.fields import FIELDS
from shared.imports.formats import EXTENSIONS
from shared.imports.mapping import Mapping
from shared.imports.models import ImportRun, ImportSource
from shared.imports.runs import CONTAINER as CONTAINER
from shared.imports.schemas import SourceIn, SourcePatch, UploadIn
from shared.imports.states import RunState, SourceKind
from shared.platform import audit
from shared.platform.errors import Conflict, Malformed, Unauthenticated
from shared.platform.identity import Actor

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class SlugTaken(Conflict):
    code = "import_source_slug_taken"


class SourceDisabled(Conflict):
    code = "import_source_disabled"


class NothingToPull(Conflict):
    code = "import_source_has_no_folder"


class NotFailed(Conflict):
    code = "import_run_not_failed"


def create_source(session: Session, actor: Actor, body: SourceIn) -> ImportSource:
    """Declare a source; what it imports acts as the caller.

    Raises:
        Malformed: a constant or default of the mapping does not fit its field.
        SlugTaken: another source has this slug.
    """
    check_mapping(body.mapping)
    if actor.user_id is None:
        raise Unauthenticated("A source needs an owner.")
    source = ImportSource(
        slug=body.slug,
        kind=body.kind,
        enabled=body.enabled,
        schedule=body.schedule,
        mapping=as_stored(body.mapping),
        namespace=body.namespace or body.slug,
        owner_id=actor.user_id,
    )
    session.add(source)
    try:
        session.flush()
    except IntegrityError:
        raise SlugTaken("Another source has this slug.", slug=body.slug) from None
    audit.record(session, actor, "import_source.created", source, changes={"slug": [None, body.slug]})
    return source


def update_source(
    session: Session, actor: Actor, source_id: int, body: SourcePatch, *, check: Callable[[int], None]
) -> ImportSource:
    """Change what is given; `check` refuses a stale version."""
    source = queries.lock_source(session, source_id)
    check(source.version)
    given = {name: getattr(body, name) for name in body.model_fields_set}
    if body.mapping is not None:
        check_mapping(body.mapping)
        given["mapping"] = as_stored(body.mapping)
    for required in ("enabled", "mapping"):
        if given.get(required, ...) is None:
            del given[required]
    changes = {name: [getattr(source, name), value] for name, value in given.items() if getattr(source, name) != value}
    for name, (_, value) in changes.items():
        setattr(source, name, value)
    session.flush()
    if changes:
        audit.record(session, actor, "import_source.updated", source, changes=changes)
    return source


def as_stored(mapping: Mapping) -> dict[str, object]:
    """Return the mapping as it was declared, without what is the default anyway."""
    return mapping.model_dump(mode="json", exclude_unset=True)


def check_mapping(mapping: Mapping) -> None:
    """Refuse constants and defaults that do not fit their fields.

    Raises:
        Malformed: with a pointer to each.
    """
    errors = []
    for name, mapped in mapping.fields.items():
        try:
            converter = Converter(name, mapping, FIELDS[mapping.target][name])
            if mapped.constant is not None:
                converter.constant()
        except ValueError as reason:
            errors.append((f"/mapping/fields/{name}", str(reason)))
    if errors:
        raise Malformed("The mapping is malformed.", errors)


def create_upload(session: Session, actor: Actor, body: UploadIn) -> ImportRun:
    """Make the run that one uploaded file starts; `blob_in_container` says where the file has to go.

    Raises:
        SourceDisabled: files of this source are not read at present.
        Malformed: the file's name does not end as the source's format does.
    """
    source = queries.get_source(session, body.source_id)
    if not source.enabled:
        raise SourceDisabled("This source is switched off.")
    _check_extension(body.file_name, str(source.mapping.get("format", "csv")))
    run = ImportRun(source_id=source.source_id, file_name=body.file_name, created_by=actor.user_id)
    session.add(run)
    session.flush()
    # The server makes the name, so that nobody chooses where a file lands.
    safe = UNSAFE.sub("_", body.file_name).lstrip(".")[-100:]
    run.blob_name = f"{CONTAINER}/{source.slug}/{run.run_id}/{safe}"
    session.flush()
    audit.record(session, actor, "import_run.created", run, changes={"source_id": source.source_id})
    return run


def ask_for_pull(session: Session, actor: Actor, source_id: int) -> ImportSource:
    """Make the source due, whatever its schedule says, so that the next pull looks into its folder.

    Raises:
        NothingToPull: its files are uploaded, so there is no folder to look into.
        SourceDisabled: files of this source are not read at present.
    """
    source = queries.lock_source(session, source_id)
    if source.kind is not SourceKind.BLOB_FOLDER:
        raise NothingToPull("The files of this source are uploaded: POST /api/imports/uploads.")
    if not source.enabled:
        raise SourceDisabled("This source is switched off.")
    source.last_pulled_at = None
    session.flush()
    audit.record(session, actor, "import_source.pull_asked", source)
    return source


def blob_in_container(run: ImportRun) -> str:
    """Return the name, within the container, of the blob the run is about."""
    return (run.blob_name or "").removeprefix(f"{CONTAINER}/")


def _check_extension(file_name: str, declared: str) -> None:
    if PurePosixPath(file_name).suffix.lower() not in EXTENSIONS[declared]:
        known = " or ".join(sorted(EXTENSIONS[declared]))
        raise Malformed("This source takes other files.", [("/file_name", f"must end in {known}")])


def retry_run(session: Session, actor: Actor, run_id: int) -> ImportRun:
    """Let a failed run be tried again by the next `resume_imports`.

    Raises:
        NotFailed: it has not failed.
    """
    run = queries.lock_run(session, run_id)
    if run.state is not RunState.FAILED:
        raise NotFailed("Only a failed run can be tried again.", state=run.state)
    run.state, run.attempts, run.error, run.finished_at = RunState.WAITING, 0, None, None
    session.flush()
    audit.record(session, actor, "import_run.retried", run)
    return run
