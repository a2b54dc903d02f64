"""How a file would land: its first rows go through all that a run does, in a transaction that is taken back."""

import base64
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import psycopg2.errors
from pydantic import ValidationError
from sqlalchemy.orm import Session

from shared.imports import queries
from shared.imports.binding import Plan
from shared.imports.fields import Target
from shared.imports.mapping import Mapping
from shared.imports.models import ImportRun, ImportSource
from shared.imports.preview_schemas import (
    FileGiven,
    PreviewIn,
    PreviewOut,
    PreviewReject,
    PreviewRow,
    ProposalOut,
    ProposedField,
)
from shared.imports.proposals import Proposal, propose
from shared.imports.reading import judge, land
from shared.imports.rows import FileRefusedError, Table
from shared.imports.run_service import FileGone, check_personal
from shared.imports.sampling import Open, Sample, sample, undescribed
from shared.imports.service import check_mapping
from shared.imports.staging import Counts, Origin, Stage, create, fill, sentences
from shared.imports.storage import CONTAINER
from shared.platform import db
from shared.platform.blobs import BlobMissingError, Readable
from shared.platform.errors import Conflict
from shared.platform.identity import Actor

MOST_ROWS = 20
LIMITS = "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '10s'"
IN_THE_WAY = (
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.QueryCanceled,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.UniqueViolation,
)


NOT_PROPOSED = "No column was found for what the target needs; the proposal says what is missing."
NOT_VALID = "The source's mapping is not valid."


class PreviewBusy(Conflict):
    code = "import_preview_busy"


class Blobs(Protocol):
    def open(self, container: str, name: str) -> Any: ...


@dataclass(frozen=True)
class _File:
    name: str
    opened: Open


NOTHING_SEEN = Sample([], [], [], [])


@dataclass(frozen=True)
class _Unknown:
    """A file of which nothing is known: its first rows, and the proposed mapping if it can be declared."""

    seen: Sample = NOTHING_SEEN
    mapping: Mapping | None = None
    proposal: ProposalOut | None = None
    error: str | None = None


@dataclass(frozen=True)
class _Trial:
    """What a run would have done with the rows."""

    counts: Counts = field(default_factory=Counts)
    rejects: list[PreviewReject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def preview(session: Session, actor: Actor, source_id: int, body: PreviewIn, *, blobs: Blobs) -> PreviewOut:
    """Show how the first rows would land by the source's mapping, another or a proposed one; propose a mapping.

    Raises:
        Malformed: a constant or default of the mapping does not fit its field.
        PersonalData: the file may be about customers, and the caller may not see their personal data.
        FileGone: the run's file is not there (any more).
        PreviewBusy: a run is at the same records.
    """
    source = queries.get_source(session, source_id)
    file = _file(session, actor, source, body, blobs=blobs)
    mapping = body.mapping or _declared(source)
    if mapping is not None:
        check_mapping(mapping)
    db.give_back(session)  # a workbook takes its time
    unknown = _looked_at(file, body.target)
    if body.by_proposal:
        mapping = unknown.mapping
    if mapping is None:
        error = NOT_PROPOSED if body.by_proposal else NOT_VALID
        shown = _out(unknown.seen.first(MOST_ROWS), {}, _Trial(), unknown.error or error)
    else:
        shown = _shown(session, source, mapping, file)
    return shown.model_copy(update={"proposal": unknown.proposal})


def _declared(source: ImportSource) -> Mapping | None:
    """Return the source's mapping; None if it is not valid (any more)."""
    try:
        return Mapping.model_validate(source.mapping)
    except ValidationError:
        return None


def _file(session: Session, actor: Actor, source: ImportSource, body: PreviewIn, *, blobs: Blobs) -> _File:
    if isinstance(body.file, FileGiven):
        content = base64.b64decode(body.file.content)
        return _File(body.file.name, partial(io.BytesIO, content))
    run = queries.get_run(session, body.file.run_id)
    if run.source_id != source.source_id:
        raise queries.RunMissing("There is no such run of this source.")
    check_personal(session, actor, run)
    return _File(run.file_name or "", partial(_opened, blobs, run))


@contextmanager
def _opened(blobs: Blobs, run: ImportRun) -> Iterator[Readable]:
    try:
        with blobs.open(CONTAINER, (run.blob_name or "").removeprefix(f"{CONTAINER}/")) as stream:
            yield stream
    except BlobMissingError:
        raise FileGone("The file of this run is not there.", run_id=run.run_id) from None


def _looked_at(file: _File, target: Target | None) -> _Unknown:
    """Look at the file as if nothing was known of it, and propose a mapping."""
    try:
        told, seen = undescribed(file.opened, file.name)
    except FileRefusedError as refusal:
        return _Unknown(error=str(refusal))
    found = propose(seen.header, seen.columns, file.name, target)
    declared = {"target": found.target.value} | told | {"fields": found.fields}
    mapping = None if found.missing else Mapping.model_validate(declared)
    return _Unknown(seen, mapping, _told(found, declared))


def _told(found: Proposal, declared: dict[str, Any]) -> ProposalOut:
    fields = [
        ProposedField(
            field=match.field, column=match.column.header, confidence=min(1.0, match.score), reason=match.reason
        )
        for match in found.matches
    ]
    return ProposalOut(mapping=declared, fields=fields, missing=found.missing, unused=found.unused)


def _shown(session: Session, source: ImportSource, mapping: Mapping, file: _File) -> PreviewOut:
    seen = NOTHING_SEEN
    try:
        seen = sample(file.opened, mapping, file.name).first(MOST_ROWS)
        plan = Plan(mapping, seen.header)
        values = plan.values(seen.batch())
        trial = _tried(session, source, plan, seen)
    except FileRefusedError as refusal:
        return _out(seen, {}, _Trial(), str(refusal))
    except ValueError as reason:
        return _out(seen, {}, _Trial(), f"The mapping does not fit: {reason}.")
    return _out(seen, values, trial, None)


def _tried(session: Session, source: ImportSource, plan: Plan, seen: Sample) -> _Trial:
    """Land the rows and take it back."""
    with session.begin_nested() as savepoint:
        try:
            with closing(session.connection().connection.cursor()) as cursor:
                cursor.execute(LIMITS)
                return _landed(cursor, source, plan, seen)
        except IN_THE_WAY:
            raise PreviewBusy("A run is at the same records just now; try again shortly.") from None
        finally:
            savepoint.rollback()


def _landed(cursor: Any, source: ImportSource, plan: Plan, seen: Sample) -> _Trial:
    cursor.execute("INSERT INTO import_runs (source_id) VALUES (%s) RETURNING run_id", (source.source_id,))
    origin = Origin(cursor.fetchone()[0], source.namespace, source.owner_id)
    stage = Stage(cursor, plan.mapping, origin, plan)
    create(stage)
    fill(stage, Table(seen.header, iter([seen.batch()])))
    for part in judge(stage):
        land(stage, part)
    cursor.execute(
        "SELECT line, column_name, value, reason FROM import_rejects WHERE run_id = %s ORDER BY line", (origin.run_id,)
    )
    names = ("line", "column_name", "value", "reason")
    rejects = [PreviewReject(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return _Trial(stage.counts, rejects, sentences(stage.told))


type Values = dict[int, dict[str, str | None]]


def _out(seen: Sample, values: Values, trial: _Trial, error: str | None) -> PreviewOut:
    refused = {reject.line for reject in trial.rejects}
    rows = [
        PreviewRow(line=line, cells=cells, values=None if line in refused else values.get(line))
        for line, cells in zip(seen.lines, seen.rows, strict=True)
    ]
    return PreviewOut(
        header=seen.header,
        rows=rows,
        rejects=trial.rejects,
        rows_inserted=trial.counts.inserted,
        rows_updated=trial.counts.updated,
        rows_unchanged=trial.counts.unchanged,
        rows_rejected=trial.counts.rejected,
        notes=trial.notes,
        error=error,
        proposal=None,
    )
