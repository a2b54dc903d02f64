"""One file into the database, within the caller's transaction."""

from dataclasses import dataclass
from typing import Any

from shared.imports.binding import Plan
from shared.imports.formats import open_table
from shared.imports.mapping import Mapping
from shared.imports.rows import FileRefusedError
from shared.imports.staging import Counts, Origin, Stage, fill
from shared.imports.targets import LAND
from shared.platform.blobs import Readable

# Room for the hash tables and sorts of whole files; the usual 4 MB is for many small statements at once.
WORK_MEMORY = "SET LOCAL work_mem = '64MB'"


@dataclass(frozen=True)
class Outcome:
    counts: Counts
    notes: list[str]


def import_file(cursor: Any, mapping: Mapping, origin: Origin, *, stream: Readable, file_name: str) -> Outcome:
    """Read a file to its end and land its rows; those that cannot land go to import_rejects.

    Args:
        cursor: of psycopg2, in a transaction; nothing has landed if this raises and it is rolled back.
        mapping: the source's declaration.
        origin: on whose behalf.
        stream: the file's bytes.
        file_name: its name, for the extension.

    Raises:
        FileRefusedError: the file as a whole cannot be read; the message is for the person who sent it.
    """
    cursor.execute(WORK_MEMORY)
    with open_table(stream, mapping, file_name) as table:
        stage = Stage(cursor, mapping, origin, _plan(mapping, table.header))
        fill(stage, table)
    LAND[mapping.target](stage)
    left_out = [f'The column "{column}" was left out: {reason}' for column, reason in mapping.ignored.items()]
    return Outcome(stage.counts, left_out + stage.notes)


def _plan(mapping: Mapping, header: list[str]) -> Plan:
    try:
        return Plan(mapping, header)
    except ValueError as reason:
        raise FileRefusedError(f"The source's mapping does not fit: {reason}.") from None
