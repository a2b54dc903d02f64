"""What the targets share: equal keys within a file, the one upsert, the upsert of a whole entity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.placeholders import PLACEHOLDERS
from shared.imports.staging import NOTHING, Stage

IDS = {
    "products": "product_id",
    "customers": "customer_id",
    "influencers": "influencer_id",
    "campaigns": "campaign_id",
    "bought_by": "purchase_id",
    "influencer_metrics": "metric_id",
    "return_lines": "return_id",
    "influencer_snapshots": "snapshot_id",
    "liked_by": "like_id",
    "expenses": "expense_id",
}
VERSIONED = {*PLACEHOLDERS, "bought_by", "expenses"}  # a person who edits the row meanwhile is told that it changed
# Columns of a new record that follow from its other ones.
FROM_THE_OTHERS = {
    "status": PLACEHOLDERS["campaigns"]["status"].sql,
    "end_date": SQL("GREATEST(start_date, end_date)"),
}


def names(columns: Sequence[str], table: str | None = None) -> Composable:
    """Return quoted names with commas between them."""
    return SQL(", ").join([Identifier(table, column) if table else Identifier(column) for column in columns])


def listed(expressions: Sequence[Composable]) -> Composable:
    return SQL(", ").join(expressions)


def share(key: Composable, number: int, of: int) -> Composable:
    """Return the condition of one of so many shares of the lines; equal keys are never parted."""
    return SQL("mod(abs(hashtext({})::bigint), {}) = {}").format(key, Literal(of), Literal(number))


def settle_repeats(stage: Stage, *key: str) -> None:
    """Leave one line per key: the last. An equal earlier one is unchanged, a different one is refused."""
    if not _repeats(stage, key):
        return
    parts = {"key": names(key, "s"), "earlier": names(stage.columns, "e"), "last": names(stage.columns, "l")}
    stage.execute(
        """
        CREATE TEMP TABLE repeats ON COMMIT DROP AS
        SELECT e.line, l.line AS later, ({earlier}) IS NOT DISTINCT FROM ({last}) AS same
        FROM (SELECT s.line, max(s.line) OVER (PARTITION BY {key}) AS later FROM staged s) AS place
        JOIN staged e ON e.line = place.line
        JOIN staged l ON l.line = place.later
        WHERE place.line < place.later
        """,
        parts,
    )
    stage.reject(
        key[0],
        SQL("'is also the key of line ' || r.later || ', which differs and counts'"),
        joined=SQL(" JOIN repeats r ON r.line = s.line"),
        where=SQL("NOT r.same"),
    )
    same = stage.execute("DELETE FROM staged s USING repeats r WHERE r.line = s.line")
    stage.execute("DROP TABLE repeats")
    stage.counts.unchanged += same
    if same:
        stage.tally(same, "lines are the same as a later line of the file.")


def reject_backwards(stage: Stage) -> None:
    """Refuse lines that say of a new campaign that it ends before it begins."""
    if stage.has("campaign.start_date") and stage.has("campaign.end_date"):
        stage.reject(
            "campaign.end_date",
            Literal("lies before the start of the campaign"),
            where=SQL('s."campaign.end_date" < s."campaign.start_date"'),
        )


def _repeats(stage: Stage, key: Sequence[str]) -> bool:
    if len(key) == 1:
        parts = {"key": names(key)}
        return bool(stage.one('SELECT count(*) > count(DISTINCT {key} COLLATE "C") FROM staged', parts)[0])
    parts = {"key": names(key)}
    return bool(stage.one("SELECT EXISTS (SELECT FROM staged GROUP BY {key} HAVING count(*) > 1)", parts)[0])


@dataclass(frozen=True)
class Landing:
    """Where the staged lines go.

    Attributes:
        table: the target.
        source: FROM clause over the staged lines `s` and the row `t` of the table that each is known as, if any.
        select: gives `columns`, in this order, for lines of `source`; it ends where a condition may follow.
        differs: tells of a known line, over `source`, that it says something else than is stored.
        columns: what is inserted.
        changed: those of them that an update sets.
        key: what a row is known by.
        after: what follows the condition in `select`, if anything.
        all_new: none of the lines is known.
    """

    table: str
    source: Composable
    select: Composable
    differs: Composable
    columns: Sequence[str]
    changed: Sequence[str]
    key: Sequence[str] = ("source", "external_ref")
    after: Composable | None = None
    all_new: bool = False

    @property
    def id(self) -> str:
        return IDS[self.table]


def upsert(stage: Stage, landing: Landing) -> None:
    """Insert or update once, skip what is unchanged, and count the staged lines by what became of them.

    How many are new is counted before: to have it from the upsert itself (RETURNING) costs a large file one second
    in ten, and nobody else imports into the namespace meanwhile.
    """
    parts = {
        "id": Identifier(landing.id),
        "source": landing.source,
        "differs": landing.differs,
        "table": Identifier(landing.table),
        "columns": names(landing.columns),
        "select": landing.select,
        "after": landing.after or NOTHING,
        "key": names(landing.key),
        "action": _on_conflict(landing.table, landing.changed),
    }
    if landing.all_new:
        stage.counts.inserted += _insert(stage, landing, parts)
        return
    lines, known, other = stage.one(
        "SELECT count(*), count(t.{id}), count(*) FILTER (WHERE t.{id} IS NOT NULL AND {differs}) FROM {source}", parts
    )
    new = lines - known
    if other:
        others = SQL("{source} WHERE t.{id} IS NOT NULL AND {differs}").format(**parts)
        note_changes(stage, landing.table, landing.changed, others)
    landed = _insert(stage, landing, parts) if new or other else 0
    stage.counts.inserted += new
    stage.counts.updated += landed - new
    stage.counts.unchanged += lines - landed


def _insert(stage: Stage, landing: Landing, parts: dict[str, Composable]) -> int:
    with stage.making(landing.table, landing.id):
        return stage.execute(
            """
            INSERT INTO {table} ({columns}) {select} WHERE (t.{id} IS NULL OR {differs}) {after}
            ON CONFLICT ({key}) {action}
            """,
            parts,
        )


def note_changes(stage: Stage, table: str, columns: Sequence[str], source: Composable) -> None:
    """Keep what the rows `t` of `source` have in these columns, so that the run can be undone.

    Args:
        stage: of the run.
        table: that the rows are of.
        columns: that are about to be replaced.
        source: FROM clause with its condition.
    """
    pairs = [SQL("{}, t.{}").format(Literal(column), Identifier(column)) for column in columns]
    stage.execute(
        """
        INSERT INTO import_changes (run_id, table_name, row_id, version, old)
        SELECT %(run_id)s, {table}, t.{id}, {version}, jsonb_build_object({pairs}) FROM {source}
        """,
        {
            "table": Literal(table),
            "id": Identifier(IDS[table]),
            "version": SQL("t.version + 1" if table in VERSIONED else "NULL"),
            "pairs": listed(pairs),
            "source": source,
        },
    )


def _on_conflict(table: str, changed: Sequence[str]) -> Composable:
    if not changed:
        return SQL("DO NOTHING")
    settings = [SQL("{0} = EXCLUDED.{0}").format(Identifier(column)) for column in changed]
    if table in VERSIONED:
        settings.append(SQL("version = {}.version + 1").format(Identifier(table)))
    return SQL("DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})").format(
        listed(settings), names(changed, table), names(changed, "excluded")
    )


def upsert_entity(stage: Stage, table: str, given: Mapping[str, Composable], joined: Composable = NOTHING) -> None:
    """Upsert products, customers, influencers or campaigns from the staged lines.

    What the file leaves blank stays as it is, and is a placeholder in a new record.

    Args:
        stage: the staged lines, one per external_ref.
        table: where they land.
        given: the values of the columns that the file fills, over `s` and `joined`.
        joined: more tables, as in " LEFT JOIN influencers i ON …".
    """
    kept = {column: SQL("COALESCE({}, t.{})").format(value, Identifier(column)) for column, value in given.items()}
    parts = {
        "namespace": Literal(stage.origin.namespace),
        "finished": finished(table),
        "row": row_of(table, kept),
        "table": Identifier(table),
        "id": Identifier(IDS[table]),
        "joined": joined,
        "stored": names(list(given), "t") if given else SQL("1"),
        "kept": listed(list(kept.values())) if given else SQL("1"),
    }
    source = SQL(
        "(SELECT *, external_ref AS ref FROM staged) s {joined}"
        " LEFT JOIN {table} t ON t.source = {namespace} AND t.external_ref = ref"
    ).format(**parts)
    differs = SQL("({stored}) IS DISTINCT FROM ({kept})").format(**parts)
    select = SQL("SELECT {namespace}, ref, {finished} FROM (SELECT ref, {row} FROM {source}").format(
        source=source, **parts
    )
    columns = ["source", "external_ref", *PLACEHOLDERS[table]]
    after = SQL(") AS n ORDER BY ref")
    upsert(stage, Landing(table, source, select, differs, columns, list(given), after=after))


def mapped_columns(stage: Stage, table: str) -> dict[str, Composable]:
    """Return the columns of `table` that the file fills, with their values over `s`."""
    return {column: SQL("s.{}").format(Identifier(column)) for column in PLACEHOLDERS[table] if stage.has(column)}


def row_of(table: str, values: Mapping[str, Composable]) -> Composable:
    """Return the columns of a new record, over `ref`: the values where there are some, else the placeholders."""
    row = []
    for column, placeholder in PLACEHOLDERS[table].items():
        if column != "status":
            value = (
                SQL("COALESCE({}, {})").format(values[column], placeholder.sql) if column in values else placeholder.sql
            )
            row.append(SQL("{} AS {}").format(value, Identifier(column)))
    return listed(row)


def finished(table: str) -> Composable:
    """Return the columns of a new record from those of `row_of`."""
    return listed([FROM_THE_OTHERS.get(column, Identifier(column)) for column in PLACEHOLDERS[table]])


def reject_taken(stage: Stage, table: str, column: str, what: str) -> None:
    """Refuse lines whose mail or phone is another record's."""
    if not stage.has(column):
        return
    stage.reject(
        column,
        Literal(f"is the {what} of another record"),
        joined=SQL(" JOIN {table} o ON o.{column} = s.{column}").format(
            table=Identifier(table), column=Identifier(column)
        ),
        where=SQL("(o.source, o.external_ref) IS DISTINCT FROM (%(namespace)s, s.external_ref)"),
    )


def reject_shared(stage: Stage, table: str, column: str, what: str) -> None:
    """Refuse lines whose mail or phone is another record's, or an earlier line's."""
    reject_taken(stage, table, column, what)
    if not stage.has(column):
        return
    stage.reject(
        column,
        SQL("{} || o.line").format(Literal(f"is the {what} on line ")),
        joined=SQL(" JOIN staged o ON o.{column} = s.{column}").format(column=Identifier(column)),
        where=SQL("o.line < s.line"),
    )
