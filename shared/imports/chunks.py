"""What is to be done on a run, and what was: noted in the transactions in which it happens, so that counts add up."""

from sqlalchemy import Connection, select, text, update
from sqlalchemy.dialects.postgresql import insert

from shared.imports import staging
from shared.imports.mapping import Mapping
from shared.imports.models import ImportChunk, ImportRun
from shared.imports.reading import LINES, READING_PHASE, Part
from shared.imports.runs import READING_IS, StoppedError
from shared.imports.staging import Stage
from shared.imports.states import ChunkKind, RunState
from shared.platform import audit, clock
from shared.platform.identity import SYSTEM


def reset(connection: Connection, run_id: int, mapping: Mapping) -> None:
    """Make a run ready for its file being read, from the beginning; what has landed of it stays so."""
    staging.drop(connection, run_id)
    connection.execute(text("INSERT INTO import_staging.present VALUES (:run_id)"), {"run_id": run_id})
    connection.execute(FORGET_REJECTS, {"run_id": run_id})
    connection.execute(FORGET_CHUNKS, {"run_id": run_id})
    connection.execute(
        update(ImportRun)
        .where(ImportRun.run_id == run_id)
        .values(
            prepared_at=clock.now(),
            judged_at=None,
            header=None,
            mapping=mapping.model_dump(mode="json", exclude_unset=True),
        )
    )
    _sum_up(connection, run_id)


# Lines that have landed are not judged again, nor are those refused among them; of groups that have landed nobody knows
# which these are, so all of them stay.
FORGET_REJECTS = text("""
    DELETE FROM import_rejects r WHERE run_id = :run_id AND NOT EXISTS (
        SELECT FROM import_chunks c
        WHERE c.run_id = r.run_id AND c.kind = 'lines' AND c.landed_at IS NOT NULL
          AND r.line BETWEEN c.first AND c.last)
    AND NOT EXISTS (
        SELECT FROM import_chunks c WHERE c.run_id = r.run_id AND c.kind = 'groups' AND c.landed_at IS NOT NULL)
""")
FORGET_CHUNKS = text("""
    DELETE FROM import_chunks WHERE run_id = :run_id
    AND (kind IN ('piece', 'judging') OR landed_at IS NULL AND kind IN ('newcomers', 'titles'))
""")
SUMS = text("""
    WITH chunks AS (
        SELECT coalesce(sum(inserted), 0)::bigint AS inserted, coalesce(sum(updated), 0)::bigint AS updated,
               coalesce(sum(unchanged), 0)::bigint AS unchanged
        FROM import_chunks WHERE run_id = :run_id AND landed_at IS NOT NULL
    ), rejects AS (SELECT count(*) AS rejected FROM import_rejects WHERE run_id = :run_id)
    UPDATE import_runs SET rows_inserted = inserted, rows_updated = updated, rows_unchanged = unchanged,
           rows_rejected = rejected, rows_read = inserted + updated + unchanged + rejected
    FROM chunks, rejects WHERE import_runs.run_id = :run_id
    RETURNING inserted, updated, unchanged, rejected
""")


def _sum_up(connection: Connection, run_id: int) -> None:
    connection.execute(SUMS, {"run_id": run_id})


def note_pieces(connection: Connection, run_id: int, pieces: list[tuple[int, int, int]]) -> None:
    """Note which bytes of the file are to be staged together, and how many lines come before them."""
    for place, (first, last, lines) in enumerate(pieces):
        chunk = {"run_id": run_id, "phase": READING_PHASE, "place": place, "first": first, "last": last}
        about = str(lines) if len(pieces) > 1 else None
        connection.execute(insert(ImportChunk).values(kind=ChunkKind.PIECE, about=about, **chunk))


def note_file(connection: Connection, run_id: int, header: list[str], file_hash: str) -> None:
    noted = update(ImportRun).where(ImportRun.run_id == run_id).values(header=header, file_sha256=file_hash)
    connection.execute(noted)


def staged(connection: Connection, chunk_id: int, stage: Stage, lines: int) -> None:
    """Note that a piece of the file has been staged."""
    connection.execute(
        update(ImportChunk).where(ImportChunk.chunk_id == chunk_id).values(lines=lines, landed_at=clock.now())
    )
    _go_on(connection, stage)


def judged(connection: Connection, run_id: int, stage: Stage, parts: list[Part]) -> None:
    """Note what the judging has settled, and what is to be done now."""
    known = {"run_id": run_id, "kind": ChunkKind.JUDGING, "phase": READING_PHASE + 1, "place": 0, "first": 0, "last": 0}
    connection.execute(insert(ImportChunk).values(known | _told(stage)))
    connection.execute(text(KEEP_LANDED.format(run_id=run_id)), {"run_id": run_id})
    landed = select(ImportChunk.chunk_id).where(ImportChunk.run_id == run_id, ImportChunk.phase >= LINES)
    begun_before = connection.execute(landed.limit(1)).one_or_none() is not None
    place = connection.execute(
        text("SELECT count(*) FROM import_chunks WHERE run_id = :id"), {"id": run_id}
    ).scalar_one()
    wanted = [part for part in parts if not (begun_before and part.phase >= LINES)]
    for number, part in enumerate(wanted, place):
        chunk = {"phase": part.phase, "kind": part.kind, "about": part.about, "first": part.first, "last": part.last}
        connection.execute(insert(ImportChunk).values(run_id=run_id, place=number, **chunk))
    connection.execute(update(ImportRun).where(ImportRun.run_id == run_id).values(judged_at=clock.now()))
    _go_on(connection, stage)


# After a second reading: what was refused of lines that have landed stays refused, and only once.
KEEP_LANDED = """
    WITH twice AS (
        DELETE FROM import_rejects a USING import_rejects b
        WHERE a.run_id = :run_id AND b.run_id = a.run_id AND b.line = a.line AND a.reject_id > b.reject_id
    )
    DELETE FROM import_staging.run_{run_id} s USING import_rejects r WHERE r.run_id = :run_id AND r.line = s.line
"""


def landed(connection: Connection, chunk_id: int, stage: Stage) -> None:
    """Note what became of a chunk, in the transaction in which it happens.

    Raises:
        StoppedError: the run was cancelled meanwhile.
    """
    connection.execute(update(ImportChunk).where(ImportChunk.chunk_id == chunk_id).values(_told(stage)))
    _go_on(connection, stage)


def _told(stage: Stage) -> dict[str, object]:
    counts = stage.counts
    return {
        "inserted": counts.inserted,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "notes": stage.told,
        "made": stage.made,
        "landed_at": clock.now(),
    }


# Of the work that is left after reading, what share of the chunks has landed.
PROGRESS = text("""
    UPDATE import_runs SET attempts = 1, progress = greatest(progress, :reading_is + (1 - :reading_is) * (
               SELECT coalesce(avg((landed_at IS NOT NULL)::integer), 0) FROM import_chunks
               WHERE run_id = :run_id AND phase > 1)),
           rows_inserted = rows_inserted + :inserted, rows_updated = rows_updated + :updated,
           rows_unchanged = rows_unchanged + :unchanged, rows_rejected = rows_rejected + :rejected,
           rows_read = rows_read + :read
    WHERE run_id = :run_id AND state = 'running'
""")


def _go_on(connection: Connection, stage: Stage) -> None:
    """Add what a transaction did to the run's figures; last, so that others at the run wait for its commit only."""
    counts = stage.counts
    told: dict[str, float] = {
        "inserted": counts.inserted,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
    }
    told |= {"reading_is": READING_IS, "rejected": counts.rejected, "read": counts.read, "run_id": stage.origin.run_id}
    if not connection.execute(PROGRESS, told).rowcount:
        raise StoppedError


def done(connection: Connection, run_id: int, mapping: Mapping, rejects_blob: str | None) -> None:
    """End a run whose chunks have all landed; nobody asks for a file that is dropped, so it is audited."""
    running = (ImportRun.run_id == run_id, ImportRun.state == RunState.RUNNING)
    ended = {"state": RunState.DONE, "progress": 1, "error": None, "finished_at": clock.now(), "prepared_at": None}
    notes = _notes(connection, run_id, mapping)
    ending = update(ImportRun).where(*running).values(**ended, notes=notes, rejects_blob=rejects_blob)
    file_hash = connection.execute(ending.returning(ImportRun.file_sha256)).scalar_one_or_none()
    if file_hash is None:
        return
    sums = connection.execute(SUMS, {"run_id": run_id}).one()
    facts = {"file_sha256": file_hash, "inserted": sums.inserted, "updated": sums.updated}
    audit.record(connection, SYSTEM, "import_run.finished", ("import_runs", run_id), changes=facts)


def _notes(connection: Connection, run_id: int, mapping: Mapping) -> list[str]:
    """Return what people should know: columns left out, and what chunks noted, added up."""
    chunks = (
        select(ImportChunk.notes).where(ImportChunk.run_id == run_id).order_by(ImportChunk.phase, ImportChunk.place)
    )
    told: dict[str, int] = {}
    for notes in connection.scalars(chunks):
        for what, lines in notes.items():
            told[what] = told.get(what, 0) + lines
    left_out = [f'The column "{column}" was left out: {reason}' for column, reason in mapping.ignored.items()]
    return left_out + staging.sentences(told)
