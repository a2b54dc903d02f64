"""Verbs of imports: declare a source, change it, prepare an upload, try a failed run again."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.imports import queries, quota
from shared.imports.convert import Converter
from shared.imports.feeds.declared import CursorPaging, Feed
from shared.imports.fields import FIELDS
from shared.imports.formats import EXTENSIONS
from shared.imports.mapping import Mapping
from shared.imports.models import ImportRun, ImportSource
from shared.imports.schemas import SourceIn, SourcePatch, UploadIn
from shared.imports.states import SourceKind
from shared.imports.storage import CONTAINER as CONTAINER
from shared.platform import audit
from shared.platform.errors import Conflict, Malformed, Unauthenticated
from shared.platform.identity import Actor

HOLD_CURSORS = {"json"}
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class SlugTaken(Conflict):
    code = "import_source_slug_taken"


class SourceDisabled(Conflict):
    code = "import_source_disabled"


class NothingToPull(Conflict):
    code = "import_source_has_no_folder"


def create_source(session: Session, actor: Actor, body: SourceIn) -> ImportSource:
    """Declare a source; what it imports acts as the caller.

    Raises:
        Malformed: a constant or default of the mapping does not fit its field, or the feed not the rest.
        SlugTaken: another source has this slug.
    """
    check_mapping(body.mapping)
    check_feed(body.kind, body.feed, body.mapping)
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
        feed=body.feed and body.feed.model_dump(mode="json"),
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
    """Change what is given; `check` refuses a stale version.

    Raises:
        Malformed: a constant or default of the mapping does not fit its field, or the feed not the rest.
    """
    source = queries.lock_source(session, source_id)
    check(source.version)
    changes = _changes(source, body)
    for name, (_, value) in changes.items():
        setattr(source, name, value)
    if changes.keys() & {"mapping", "feed"}:
        # What was fetched before is to be read anew, and what failed may work now.
        source.fetched, source.retry_at = {}, None
        source.last_pulled_at = None if source.failures else source.last_pulled_at
    session.flush()
    if changes:
        audit.record(session, actor, "import_source.updated", source, changes=changes)
    return source


def _changes(source: ImportSource, body: SourcePatch) -> dict[str, list[object]]:
    """Return what is to be changed, each with its value before and after."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    given = {name: value for name, value in given.items() if value is not None or name == "schedule"}
    mapping, feed = given.get("mapping"), given.get("feed")
    if mapping is not None:
        check_mapping(mapping)
        given["mapping"] = as_stored(mapping)
    if feed is not None:
        given["feed"] = feed.model_dump(mode="json")
    if mapping is not None or feed is not None:
        stored = None if source.feed is None else Feed.model_validate(source.feed)
        check_feed(source.kind, feed or stored, mapping or Mapping.model_validate(source.mapping))
    return {name: [getattr(source, name), value] for name, value in given.items() if getattr(source, name) != value}


def check_feed(kind: SourceKind, feed: Feed | None, mapping: Mapping) -> None:
    """Refuse a feed where there is none to be, and one whose pages cannot be put together to a file of the format.

    Raises:
        Malformed: with a pointer.
    """
    if (kind is SourceKind.HTTPS_FEED) != (feed is not None):
        raise Malformed(
            "The feed is malformed.", [("/feed", "is for sources of the kind https_feed, and they need it")]
        )
    paging = feed.paging if feed else None
    if paging and mapping.format == "xlsx":
        raise Malformed("The feed is malformed.", [("/feed/paging", "is not for workbooks: they come in one piece")])
    if isinstance(paging, CursorPaging) and mapping.format not in HOLD_CURSORS:
        raise Malformed("The feed is malformed.", [("/feed/paging", "by cursor is for JSON: no other page holds one")])


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
        TooManyUploads: the caller has uploaded as many as one may within a day.
    """
    source = queries.get_source(session, body.source_id)
    if not source.enabled:
        raise SourceDisabled("This source is switched off.")
    _check_extension(body.file_name, str(source.mapping.get("format", "csv")))
    quota.check(session, actor)
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
    """Make the source due, whatever its schedule says: the next pull looks into its folder or fetches all of its feed.

    Raises:
        NothingToPull: its files are uploaded, so there is nowhere to look.
        SourceDisabled: files of this source are not read at present.
    """
    source = queries.lock_source(session, source_id)
    if source.kind is SourceKind.UPLOAD:
        raise NothingToPull("The files of this source are uploaded: POST /api/imports/uploads.")
    if not source.enabled:
        raise SourceDisabled("This source is switched off.")
    source.last_pulled_at, source.retry_at, source.fetched = None, None, {}
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
