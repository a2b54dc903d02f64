"""The staging table of a run: filled by COPY while the file is still being read, then judged by set-based SQL."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from psycopg2.sql import SQL, Composable, Identifier, Literal
from sqlalchemy import Connection, text

from shared.imports.binding import IS_CANCELLATION, Plan
from shared.imports.convert import ESCAPES, NULL
from shared.imports.fields import UNKNOWN_CUSTOMER
from shared.imports.mapping import Mapping
from shared.imports.rows import Reject, Table

SPOOL = 1 << 20  # bytes of refusals kept in memory; more go to a temporary file
COPY_PIECE = 1 << 16
NOTHING = SQL("")
SCHEMA = "import_staging"


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
    """The staged lines of one run, and what the targets need to work on them.

    Targets see them as `staged`: all of the file while it is judged, those of one chunk while that lands.
    """

    cursor: Any
    mapping: Mapping
    origin: Origin
    plan: Plan
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)
    made: list[tuple[str, str, int, int]] = field(default_factory=list)

    def execute(self, statement: str, parts: dict[str, Composable] | None = None, **values: Any) -> int:
        """Run one statement, `parts` filling its braces, and return how many rows it touched."""
        given = {"namespace": self.origin.namespace, "run_id": self.origin.run_id} | values
        self.cursor.execute(SQL(statement).format(**(parts or {})), given)
        return int(self.cursor.rowcount)

    def one(self, statement: str, parts: dict[str, Composable] | None = None, **values: Any) -> Any:
        """Run one query and return its only row."""
        self.execute(statement, parts, **values)
        return self.cursor.fetchone()

    def tally(self, lines: int, what: str) -> None:
        """Note that so many lines share something; over all chunks they are added up."""
        self.tallies[what] = self.tallies.get(what, 0) + lines

    @property
    def told(self) -> dict[str, int]:
        """Return what is to be told with how many lines it is about, or 0 where that does not matter."""
        return self.tallies | dict.fromkeys(self.notes, 0)

    def table(self, about: str | None = None) -> Composable:
        """Return the run's staging table, or the one about something beside it."""
        return staging_table(self.origin.run_id, about)

    def exists(self, about: str) -> bool:
        """Tell whether there is a table about something beside the staging table."""
        name = f"{SCHEMA}.run_{self.origin.run_id}_{about}"
        return bool(self.one("SELECT to_regclass(%(name)s) IS NOT NULL", name=name)[0])

    @contextmanager
    def showing(self, where: Composable) -> Iterator[None]:
        """Let `staged` be the lines that fulfil a condition."""
        self.execute("DROP VIEW IF EXISTS pg_temp.staged")
        parts = {"table": self.table(), "where": where}
        self.execute("CREATE TEMP VIEW staged AS SELECT * FROM {table} WHERE {where}", parts)
        yield
        self.execute("DROP VIEW pg_temp.staged")  # or nobody could drop the table

    @contextmanager
    def making(self, table: str, key: str) -> Iterator[None]:
        """Remember between which keys rows were inserted: nobody else inserts any of this namespace meanwhile."""
        above = self._last_key(table, key)
        yield
        if (last := self._last_key(table, key)) > above:
            self.made.append((table, self.origin.namespace, above, last))

    def _last_key(self, table: str, key: str) -> int:
        last = self.one(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%(table)s, %(key)s)::regclass), 0)",
            table=table,
            key=key,
        )
        return int(last[0])

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


def sentences(told: dict[str, int]) -> list[str]:
    """Return what was told as sentences for people."""
    return [f"{lines} {what}" if lines else what for what, lines in told.items()]


def staging_table(run_id: int, about: str | None = None) -> Composable:
    """Return the quoted name of a run's staging table, or of the one about something beside it."""
    return Identifier(SCHEMA, f"run_{run_id}_{about}" if about else f"run_{run_id}")


def drop(connection: Connection, run_id: int) -> None:
    """Drop what a run has staged, if it has."""
    names = connection.execute(OF_RUN, {"run_id": run_id}).scalars().all()
    if names:
        connection.execute(text(f"DROP TABLE IF EXISTS {', '.join(names)}"))
    connection.execute(text("DELETE FROM import_staging.present WHERE run_id = :run_id"), {"run_id": run_id})


def left_behind(connection: Connection) -> list[int]:
    """Return runs that have staged something and are not under way."""
    return list(connection.execute(LEFT_BEHIND).scalars())


LEFT_BEHIND = text("""
    SELECT DISTINCT staged.run_id FROM (
        SELECT substring(tablename FROM '^run_([0-9]+)')::bigint AS run_id FROM pg_tables
        WHERE schemaname = 'import_staging' AND tablename LIKE 'run%'
    ) AS staged LEFT JOIN import_runs r USING (run_id) WHERE r.state IS DISTINCT FROM 'running'
""")
OF_RUN = text("""
    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
    WHERE schemaname = 'import_staging' AND tablename ~ ('^run_' || :run_id || '(_|$)')
""")


def fill(stage: Stage, table: Table) -> int:
    """Stream lines into the staging table and refusals into quarantine; return the number of lines staged."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as refused:
        copied = _Pulled(_texts(stage, table, refused.write))
        copy_into(stage, stage.table(), stage.plan.copied, copied)
        staged = int(stage.cursor.rowcount)
        refused.seek(0)
        names = ("run_id", "line", "column_name", "value", "reason")
        copy_into(stage, Identifier("import_rejects"), names, refused)
    return staged


def create(stage: Stage) -> None:
    """Create the run's staging table, empty."""
    columns = [SQL("line integer")]
    for name, declared in stage.plan.staged.items():
        column = SQL("{} {}").format(Identifier(name), SQL(declared.sql_type))
        if name in stage.plan.constants:
            column += SQL(" DEFAULT {}").format(Literal(stage.plan.constants[name]))
        columns.append(column)
    if stage.mapping.cancellation:
        columns.append(SQL("{} boolean").format(Identifier(IS_CANCELLATION)))
    parts = {"table": stage.table(), "columns": SQL(", ").join(columns)}
    stage.execute("CREATE UNLOGGED TABLE {table} ({columns}) WITH (autovacuum_enabled = false)", parts)


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


def copy_into(stage: Stage, table: Composable, columns: Sequence[str], source: Any) -> None:
    """Run COPY from a file of COPY's text format; what goes wrong while reading it is raised as it was."""
    names = SQL(", ").join(map(Identifier, columns))
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT text, ENCODING 'UTF8')").format(table, names)
    try:
        stage.cursor.copy_expert(statement, source, COPY_PIECE)
    except Exception:
        if isinstance(source, _Pulled) and source.failure is not None:
            raise source.failure from None
        raise
