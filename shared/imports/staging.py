"""The staging table of one run: filled by COPY while the file is still being read, then judged by set-based SQL."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.binding import IS_CANCELLATION, Plan
from shared.imports.convert import ESCAPES, NULL
from shared.imports.fields import UNKNOWN_CUSTOMER
from shared.imports.mapping import Mapping
from shared.imports.rows import Reject, Table

SPOOL = 1 << 20  # bytes of refusals kept in memory; more go to a temporary file
COPY_PIECE = 1 << 16
NOTHING = SQL("")


@dataclass
class Counts:
    """What became of the rows: `read` is the sum of the others."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        return self.inserted + self.updated + self.unchanged + self.rejected


@dataclass(frozen=True)
class Origin:
    """On whose behalf a file is read: its run, the namespace of its records, the user who owns the source."""

    run_id: int
    namespace: str
    owner_id: int


@dataclass
class Stage:
    """One run's staging table `staged`, and what the targets need to work on it."""

    cursor: Any
    mapping: Mapping
    origin: Origin
    plan: Plan
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)

    def execute(self, statement: str, parts: dict[str, Composable] | None = None, **values: Any) -> int:
        """Run one statement, `parts` filling its braces, and return how many rows it touched."""
        given = {"namespace": self.origin.namespace, "run_id": self.origin.run_id} | values
        self.cursor.execute(SQL(statement).format(**(parts or {})), given)
        return int(self.cursor.rowcount)

    def one(self, statement: str, parts: dict[str, Composable] | None = None, **values: Any) -> Any:
        """Run one query and return its only row."""
        self.execute(statement, parts, **values)
        return self.cursor.fetchone()

    def reject(self, of: str, reason: Composable, *, where: Composable, joined: Composable = NOTHING) -> None:
        """Take lines out of the staging table into quarantine.

        Args:
            of: the field the reason is about.
            reason: the text of the reason, over `s`.
            where: the condition, over `s`.
            joined: more tables for both, as in " JOIN repeats r ON r.line = s.line".
        """
        parts = {
            "value": SQL("nullif(s.{}::text, {})").format(Identifier(of), Literal(UNKNOWN_CUSTOMER)),
            "label": Literal(self.plan.labels[of]),
            "reason": reason,
            "joined": joined,
            "where": where,
        }
        self.counts.rejected += self.execute(
            """
            WITH found AS (
                SELECT DISTINCT ON (s.line) s.line, {value} AS value, {reason} AS reason
                FROM staged s {joined} WHERE {where} ORDER BY s.line
            ), gone AS (
                DELETE FROM staged s USING found WHERE s.line = found.line RETURNING found.*
            )
            INSERT INTO import_rejects (run_id, line, column_name, value, reason)
            SELECT %(run_id)s, line, {label}, left(value, 200), reason FROM gone
            """,
            parts,
        )

    def has(self, name: str) -> bool:
        return name in self.plan.fields

    @property
    def columns(self) -> list[str]:
        """Return the staging table's columns but the line's number."""
        return [*self.plan.fields, *([IS_CANCELLATION] if self.mapping.cancellation else [])]

    def staged(self) -> int:
        """Return how many lines are left in the staging table."""
        return int(self.one("SELECT count(*) FROM staged")[0])


def fill(stage: Stage, table: Table) -> int:
    """Create the staging table and stream the file into it; return the number of lines staged."""
    _create(stage)
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as refused:
        copied = _Pulled(_texts(stage, table, refused.write))
        copy_into(stage, "staged", stage.plan.copied, copied)
        staged = int(stage.cursor.rowcount)
        refused.seek(0)
        copy_into(stage, "import_rejects", ("run_id", "line", "column_name", "value", "reason"), refused)
    stage.execute("ANALYZE staged")
    return staged


def _create(stage: Stage) -> None:
    columns = [SQL("line integer")]
    for name, declared in stage.plan.fields.items():
        column = SQL("{} {}").format(Identifier(name), SQL(declared.sql_type))
        if name in stage.plan.constants:
            column += SQL(" DEFAULT {}").format(Literal(stage.plan.constants[name]))
        columns.append(column)
    if stage.mapping.cancellation:
        columns.append(SQL("{} boolean").format(Identifier(IS_CANCELLATION)))
    stage.execute("DROP TABLE IF EXISTS staged")
    stage.execute("CREATE TEMP TABLE staged ({columns}) ON COMMIT DROP", {"columns": SQL(", ").join(columns)})


def _texts(stage: Stage, table: Table, keep: Callable[[bytes], object]) -> Iterator[bytes]:
    for batch in table.batches:
        text, rejects = stage.plan.copy_text(batch)
        if rejects:
            stage.counts.rejected += len(rejects)
            keep(reject_text(stage.origin.run_id, rejects).encode())
        if text:
            yield text.encode()


def reject_text(run_id: int, rejects: Iterable[Reject]) -> str:
    """Return refusals as COPY's text for import_rejects."""
    return "".join(
        f"{run_id}\t{line}\t{_escaped(column)}\t{_escaped(value)}\t{_escaped(reason)}\n"
        for line, column, value, reason in rejects
    )


def _escaped(text: str | None) -> str:
    return NULL if text is None else text.translate(ESCAPES)


class _Pulled:
    """What COPY reads from: asks the generator for more while the server digests what it got."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.failure: BaseException | None = None

    def read(self, _size: int = -1, /) -> bytes:
        try:
            return next(self._pieces, b"")
        except BaseException as failure:
            self.failure = failure  # the driver reports it as a cancelled query
            raise


def copy_into(stage: Stage, table: str, columns: Sequence[str], source: Any) -> None:
    """Run COPY from a file of COPY's text format; what goes wrong while reading it is raised as it was."""
    names = SQL(", ").join(map(Identifier, columns))
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT text, ENCODING 'UTF8')").format(Identifier(table), names)
    try:
        stage.cursor.copy_expert(statement, source, COPY_PIECE)
    except Exception:
        if isinstance(source, _Pulled) and source.failure is not None:
            raise source.failure from None
        raise
