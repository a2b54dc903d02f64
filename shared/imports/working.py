"""A run is worked off in short transactions; whoever takes it up goes on with the first that has not happened.

What is to be done stands in `import_chunks`: pieces of the file to stage, then, once these were judged, newcomers,
titles, lines and cancellations to land. A worker claims one by locking its row, so any number of workers may be at one
run, and one that dies leaves its chunk as if it had never been begun. Counts are written with what they count.
"""

import csv
import io
import logging
from contextlib import AbstractContextManager, closing
from enum import Enum, auto
from typing import Any

import psycopg2.errors
from sqlalchemy import Connection, Row, TextClause, text
from sqlalchemy.exc import OperationalError

from shared.imports import chunks, queries, reading, rejects_file, runs, splitting, staging
from shared.imports.mapping import Mapping
from shared.imports.reading import Part, Piece, declared
from shared.imports.rows import FileRefusedError, Rejoined
from shared.imports.runs import Begun, StoppedError, Watched
from shared.imports.splitting import Split
from shared.imports.staging import Origin, Stage
from shared.imports.states import ChunkKind, RunState
from shared.imports.storage import CONTAINER, REQUESTS, Blobs
from shared.platform import clock, db
from shared.platform.blobs import Readable

log = logging.getLogger(__name__)

REPLACED = "The file was replaced before it was read; what replaced it has a run of its own."
MOST_BYTES = 2 << 30
MOST_HELPERS = 4
TOO_LARGE = f"The file is larger than {MOST_BYTES >> 30} GiB; send it in parts."

JUDGING = text("SELECT pg_advisory_xact_lock(hashtextextended('import judging ' || :run_id, 0))")
RUN = """
    SELECT r.state::text, r.prepared_at, r.judged_at, coalesce(r.mapping, s.mapping) AS mapping, r.header, r.file_name,
           s.mapping AS declared, s.namespace, s.owner_id,
           EXISTS (SELECT FROM import_staging.present p WHERE p.run_id = r.run_id) AS staged,
           (SELECT count(*) FROM import_chunks c WHERE c.run_id = r.run_id AND c.phase = 0) AS pieces
    FROM import_runs r JOIN import_sources s USING (source_id) WHERE r.run_id = :run_id
"""
LOCK = text("SELECT FROM import_runs WHERE run_id = :run_id FOR NO KEY UPDATE")
NEXT = """
    SELECT * FROM import_chunks
    WHERE run_id = :run_id AND landed_at IS NULL
      AND phase = (SELECT min(phase) FROM import_chunks WHERE run_id = :run_id AND landed_at IS NULL)
    ORDER BY place LIMIT 1 FOR UPDATE
"""
CLAIM, AWAIT = text(f"{NEXT} SKIP LOCKED"), text(NEXT)
OPEN = text("SELECT min(phase) FROM import_chunks WHERE run_id = :run_id AND landed_at IS NULL")


class BusyError(Exception):
    """Another run is importing into the namespace."""


class Outcome(Enum):
    MORE = auto()
    LEFT = auto()  # somebody else is at what is left
    ENDED = auto()
    UNPREPARED = auto()


def work_off(blobs: Blobs, begun: Begun) -> bool:
    """Do what is left of a run; True once it has ended, False if somebody else is at what is left.

    Raises:
        BusyError: another run of the namespace has to end first.
        FileRefusedError: the file as a whole cannot be read; nothing of it has landed.
    """
    outcome = Outcome.UNPREPARED
    try:
        while outcome in (Outcome.MORE, Outcome.UNPREPARED):
            if outcome is Outcome.UNPREPARED:
                _prepare(blobs, begun)
            outcome = _step(blobs, begun)
    except StoppedError:
        log.info("import run %d was cancelled", begun.run_id)
        outcome = Outcome.ENDED
    if outcome is Outcome.ENDED:
        sweep()
    return outcome is Outcome.ENDED


def sweep() -> None:
    """Drop what runs have staged that are not under way: those that were cancelled, say."""
    with db.connection() as connection:
        for run_id in staging.left_behind(connection):
            staging.drop(connection, run_id)


def _prepare(blobs: Blobs, begun: Begun) -> None:
    """Admit the run to its namespace and note the pieces of its file."""
    with db.connection() as connection:
        run = connection.execute(text(RUN), {"run_id": begun.run_id}).one()
    if run.prepared_at is not None and run.staged:
        return
    properties = blobs.properties(CONTAINER, begun.name_in_container)
    if properties.etag.strip('"') != begun.blob_etag:
        raise FileRefusedError(REPLACED)
    if properties.size > MOST_BYTES:
        raise FileRefusedError(TOO_LARGE)
    mapping = declared(run.declared)
    found = _split(blobs, begun, properties.size, mapping)
    with db.connection() as connection:
        # Two statements: what a lock was waited for is seen by the next one only.
        connection.execute(LOCK, {"run_id": begun.run_id})
        run = connection.execute(text(RUN), {"run_id": begun.run_id}).one()
        if run.state != RunState.RUNNING or (run.prepared_at is not None and run.staged):
            return
        _admit(connection, begun.run_id, run.namespace)
        if found is None:
            chunks.reset(connection, begun.run_id, mapping)
            chunks.note_pieces(connection, begun.run_id, [(0, properties.size, 0)])
        else:
            _prepare_pieces(connection, begun.run_id, run, (mapping, found))
    if found is not None:
        ask_for_help(blobs, begun.run_id, len(found.cuts) - 1)


def _split(blobs: Blobs, begun: Begun, size: int, mapping: Mapping) -> Split | None:
    if size < splitting.PIECE * 2 or mapping.format != "csv":
        return None
    with blobs.open(CONTAINER, begun.name_in_container) as stream:
        found = splitting.split(stream, mapping)
    return found if found and len(found.cuts) > 1 else None


def _prepare_pieces(connection: Connection, run_id: int, run: Row[Any], what: tuple[Mapping, Split]) -> None:
    """Make the staging table that all pieces go into, and note them."""
    mapping, found = what
    alike = mapping.model_copy(update={"encoding": found.encoding, "delimiter": found.delimiter})
    alike.model_fields_set.update({"encoding", "delimiter"})
    chunks.reset(connection, run_id, alike)
    chunks.note_file(connection, run_id, found.header, found.sha256)
    with closing(connection.connection.cursor()) as cursor:
        origin = Origin(run_id, run.namespace, run.owner_id)
        staging.create(Stage(cursor, alike, origin, reading.planned(alike, found.header)))
    ends = [*(first for first, _ in found.cuts[1:]), found.size]
    chunks.note_pieces(
        connection, run_id, [(first, last, lines) for (first, lines), last in zip(found.cuts, ends, strict=True)]
    )


def ask_for_help(blobs: Blobs, run_id: int, times: int) -> None:
    """Set off other instances through the blob trigger; what they do not do is done here."""
    for number in range(min(times, MOST_HELPERS)):
        try:
            name = f"{REQUESTS}/{run_id}/{number}"
            blobs.upload(CONTAINER, name, clock.now().isoformat().encode(), "text/plain")
        except Exception:
            log.exception("nobody was asked for help with import run %d", run_id)
            return


def help_out(blobs: Blobs, begun: Begun) -> bool:
    """Do what is left of a run that somebody else has begun; True once it has ended."""
    outcome = Outcome.MORE
    try:
        while outcome is Outcome.MORE:
            outcome = _step(blobs, begun)
    except StoppedError:
        outcome = Outcome.ENDED
    if outcome is Outcome.ENDED:
        sweep()
    return outcome is Outcome.ENDED


def _admit(connection: Connection, run_id: int, namespace: str) -> None:
    if not connection.execute(queries.TRY_NAMESPACE, {"namespace": namespace}).scalar_one():
        raise BusyError
    if connection.execute(queries.OTHERS, {"namespace": namespace, "run_id": run_id}).scalar_one():
        raise BusyError


def _step(blobs: Blobs, begun: Begun) -> Outcome:
    """Do one transaction's worth of a run."""
    with db.connection() as connection:
        runs.share(connection, begun.run_id)
        run = connection.execute(text(RUN), {"run_id": begun.run_id}).one()
        if run.state != RunState.RUNNING:
            return Outcome.ENDED
        if run.prepared_at is None or not run.staged:
            return Outcome.UNPREPARED
        phase = connection.execute(OPEN, {"run_id": begun.run_id}).scalar_one()
        if run.judged_at is None and phase != 0:
            return _judge(blobs, connection, begun.run_id, run)
        if phase is not None:
            return _next_chunk(blobs, begun, connection, run)
    return _finish(blobs, begun, run)


def _next_chunk(blobs: Blobs, begun: Begun, connection: Connection, run: Row[Any]) -> Outcome:
    chunk = connection.execute(CLAIM, {"run_id": begun.run_id}).one_or_none()
    if chunk is None:
        return Outcome.MORE if _waited(connection, AWAIT, begun.run_id) else Outcome.LEFT
    if chunk.kind == ChunkKind.PIECE:
        _stage_piece(blobs, begun, connection, (run, chunk))
    else:
        with closing(connection.connection.cursor()) as cursor:
            stage = _stage(cursor, begun.run_id, run)
            reading.land(stage, Part(chunk.phase, ChunkKind(chunk.kind), chunk.first, chunk.last, chunk.about))
        chunks.landed(connection, chunk.chunk_id, stage)
    return Outcome.MORE


def _waited(connection: Connection, lock: TextClause, run_id: int) -> bool:
    """Wait for whoever holds a lock, as long as locks are waited for: what comes next is for all, as is what it leaves.

    So a file goes on with all its workers from one phase to the next, and at once where one of them has died.
    """
    try:
        with connection.begin_nested():
            connection.execute(lock, {"run_id": str(run_id)})
    except OperationalError as failure:
        if isinstance(failure.orig, psycopg2.errors.LockNotAvailable):
            return False
        raise
    return True


def _stage(cursor: Any, run_id: int, run: Row[Any]) -> Stage:
    mapping = declared(run.mapping)
    origin = Origin(run_id, run.namespace, run.owner_id)
    return Stage(cursor, mapping, origin, reading.planned(mapping, run.header))


def _stage_piece(blobs: Blobs, begun: Begun, connection: Connection, what: tuple[Row[Any], Row[Any]]) -> None:
    run, chunk = what
    origin, mapping = Origin(begun.run_id, run.namespace, run.owner_id), declared(run.mapping)
    whole = run.header is None or chunk.about is None
    with _piece(blobs, begun, chunk) as stream, closing(connection.connection.cursor()) as cursor:
        watched = Watched(stream, chunk.last - chunk.first, begun.run_id)
        piece: Readable = watched
        if chunk.first:
            piece = Rejoined(_head(run.header, mapping), watched)
        lines_before = int(chunk.about) - 1 if chunk.first else 0
        stage, lines = reading.stage_piece(
            cursor, mapping, origin, Piece(piece, run.file_name, lines_before, whole=whole)
        )
    chunks.staged(connection, chunk.chunk_id, stage, lines)
    if whole:
        chunks.note_file(connection, begun.run_id, stage.plan.header, watched.sha256)


def _piece(blobs: Blobs, begun: Begun, chunk: Row[Any]) -> AbstractContextManager[Readable]:
    if chunk.about is None:
        return blobs.open(CONTAINER, begun.name_in_container)
    return blobs.open_part(CONTAINER, begun.name_in_container, chunk.first, chunk.last - chunk.first)


def _head(header: list[str], mapping: Mapping) -> bytes:
    """Return the header as one line, for a piece that begins somewhere in the file."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mapping.delimiter or ",", lineterminator="").writerow(
        [" ".join(cell.split()) for cell in header]
    )
    return f"{buffer.getvalue()}\n".encode(mapping.encoding or "utf-8", errors="replace")


def _judge(blobs: Blobs, connection: Connection, run_id: int, run: Row[Any]) -> Outcome:
    if not _waited(connection, JUDGING, run_id):
        return Outcome.LEFT
    again = connection.execute(text(RUN), {"run_id": run_id}).one()
    if again.judged_at is not None:
        return Outcome.MORE
    with closing(connection.connection.cursor()) as cursor:
        stage = _stage(cursor, run_id, run)
        parts = reading.judge(stage)
    chunks.judged(connection, run_id, stage, parts)
    if run.pieces > 1:
        ask_for_help(blobs, run_id, len(parts) - 1)
    return Outcome.MORE


def _finish(blobs: Blobs, begun: Begun, run: Row[Any]) -> Outcome:
    try:
        written = rejects_file.write(blobs, begun.run_id)
    except Exception:
        log.exception("the rejects of import run %d were not written to a file", begun.run_id)
        written = None
    with db.connection() as connection:
        chunks.done(connection, begun.run_id, declared(run.mapping), written)
    if run.pieces > 1:
        for number in range(MOST_HELPERS):
            blobs.delete(CONTAINER, f"{REQUESTS}/{begun.run_id}/{number}")
    return Outcome.ENDED
