"""What one transaction of a run does to the file's lines: stage a piece, judge them all, land a chunk."""

from dataclasses import dataclass
from typing import Any

from psycopg2.sql import SQL, Composable, Identifier, Literal
from pydantic import ValidationError

from shared.imports import staging
from shared.imports.binding import IS_CANCELLATION, Plan
from shared.imports.fields import REFERENCES
from shared.imports.formats import open_table
from shared.imports.mapping import Mapping
from shared.imports.rows import FileRefusedError
from shared.imports.splitting import shifted
from shared.imports.staging import Origin, Stage
from shared.imports.states import ChunkKind
from shared.imports.targets import JUDGE, LAND, TOGETHER, cancellations, orders, references
from shared.imports.targets.common import share
from shared.platform.blobs import Readable

# Room for the hash tables and sorts of whole files; the usual 4 MB is for many small statements at once.
WORK_MEMORY = "SET LOCAL work_mem = '64MB'"
MOST_LINES = 50_000  # of a chunk: a second or two, in which others who write the same rows wait
MOST_SPREAD_LINES = 1_000  # each of them becomes as many rows as its campaign has days
READING_PHASE = 0
PHASES = {name: 2 + place for place, name in enumerate(REFERENCES)}
TITLES, LINES, CANCELLATIONS = (len(PHASES) + place for place in (2, 3, 4))


@dataclass(frozen=True)
class Part:
    """A chunk to be: `first` and `last` as `ImportChunk` has them."""

    phase: int
    kind: ChunkKind
    first: int
    last: int
    about: str | None = None


@dataclass(frozen=True)
class Piece:
    """Some of a file's lines, read by themselves; they follow `after` others, and a copy of the header."""

    stream: Readable
    file_name: str
    after: int = 0
    whole: bool = True


def stage_piece(cursor: Any, mapping: Mapping, origin: Origin, piece: Piece) -> tuple[Stage, int]:
    """Read a file or a piece of it into the run's staging table; return that and how many lines it got.

    Args:
        cursor: of psycopg2, in a transaction; nothing is staged if this raises and it is rolled back.
        mapping: the source's declaration.
        origin: on whose behalf.
        piece: what is read; the table is made here only for a whole file.

    Raises:
        FileRefusedError: the file as a whole cannot be read; the message is for the person who sent it.
    """
    with open_table(piece.stream, mapping, piece.file_name) as table:
        stage = Stage(cursor, mapping, origin, planned(mapping, table.header))
        if piece.whole:
            staging.create(stage)
        return stage, staging.fill(stage, shifted(table, piece.after))


def declared(stored: dict[str, object]) -> Mapping:
    """Return the mapping that was declared.

    Raises:
        FileRefusedError: it has become invalid since.
    """
    try:
        return Mapping.model_validate(stored)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise FileRefusedError(f"The source's mapping is not valid: {place} {first['msg']}.") from None


def planned(mapping: Mapping, header: list[str]) -> Plan:
    """Bind the mapping to the file's header.

    Raises:
        FileRefusedError: it does not fit.
    """
    try:
        return Plan(mapping, header)
    except ValueError as reason:
        raise FileRefusedError(f"The source's mapping does not fit: {reason}.") from None


def judge(stage: Stage) -> list[Part]:
    """Settle what depends on the file only, and return what is to be done then."""
    stage.cursor.execute(WORK_MEMORY)
    with stage.showing(SQL("true")):
        stage.execute("ANALYZE {table}", {"table": stage.table()})
        JUDGE[stage.mapping.target](stage)
    stage.execute("CREATE INDEX ON {table} (line)", {"table": stage.table()})
    return [*_before(stage), *_lines(stage), *_cancellations(stage)]


def _before(stage: Stage) -> list[Part]:
    parts = []
    for name, phase in PHASES.items():
        parts += _listed(stage, name, Part(phase, ChunkKind.NEWCOMERS, 0, 0, name))
    return parts + _listed(stage, orders.TITLES, Part(TITLES, ChunkKind.TITLES, 0, 0))


def _listed(stage: Stage, name: str, like: Part) -> list[Part]:
    """Return the parts in which a list beside the staging table is worked off."""
    if not stage.exists(name):
        return []
    most = int(stage.one("SELECT coalesce(max(place), 0) FROM {table}", {"table": stage.table(name)})[0])
    return [
        Part(like.phase, like.kind, first, min(first + MOST_LINES - 1, most), like.about)
        for first in range(1, most + 1, MOST_LINES)
    ]


def _lines(stage: Stage) -> list[Part]:
    last = int(stage.one("SELECT coalesce(max(line), 0) FROM {table}", {"table": stage.table()})[0])
    if not last:
        return []
    if stage.mapping.target in TOGETHER:
        return _shares(stage, Part(LINES, ChunkKind.GROUPS, 0, 0), SQL("true"))
    size = MOST_SPREAD_LINES if stage.mapping.spread else MOST_LINES
    return [Part(LINES, ChunkKind.LINES, first, min(first + size - 1, last)) for first in range(1, last + 1, size)]


def _cancellations(stage: Stage) -> list[Part]:
    if not stage.mapping.cancellation:
        return []
    return _shares(stage, Part(CANCELLATIONS, ChunkKind.CANCELLATIONS, 0, 0), Identifier(IS_CANCELLATION))


def _shares(stage: Stage, like: Part, where: Composable) -> list[Part]:
    """Return the parts of lines that are not parted by their place in the file."""
    parts = {"table": stage.table(), "where": where}
    lines = int(stage.one("SELECT count(*) FROM {table} WHERE {where}", parts)[0])
    of = -(-lines // MOST_LINES)
    return [Part(like.phase, like.kind, number, of) for number in range(of)]


def land(stage: Stage, part: Part) -> None:
    """Bring one part into the tables; `stage` counts what became of its lines."""
    stage.cursor.execute(WORK_MEMORY)
    if part.kind is ChunkKind.NEWCOMERS and part.about:
        references.create(stage, part.about, part.first, part.last)
    elif part.kind is ChunkKind.TITLES:
        orders.name_untitled(stage, part.first, part.last)
    elif part.kind is ChunkKind.LINES:
        between = SQL("line BETWEEN {} AND {} AND {}").format(
            Literal(part.first), Literal(part.last), cancellations.orders(stage)
        )
        with stage.showing(between):
            LAND[stage.mapping.target](stage)
    elif part.kind is ChunkKind.GROUPS:
        key = Identifier(TOGETHER[stage.mapping.target])
        with stage.showing(share(key, part.first, part.last)):
            LAND[stage.mapping.target](stage)
    else:
        with stage.showing(cancellations.part(part.first, part.last)):
            cancellations.land(stage)
