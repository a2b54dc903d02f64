"""A run taken back: what it inserted goes, what it replaced comes back, while nothing newer has touched either.

What a run inserted is known by the keys between which it did (`ImportChunk.made`), what it replaced stands in
`import_changes` with the version that it gave the row. All of it happens in one transaction or none.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from shared.imports import queries
from shared.imports.forgetting import UNDONE_WITHIN, is_too_old
from shared.imports.models import ImportRun
from shared.imports.states import RunState
from shared.imports.targets.common import IDS, VERSIONED
from shared.imports.targets.products import RECORDED
from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor

ENDED = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
MOST_SHOWN = 50
# What others compute of a record is no touch; they compute it anew.
COMPUTED = ("influencer_rankings", "attribution_results", "influencer_profiles", "influencer_categories")
# Rows go before what they refer to.
FACTS = ("return_lines", "bought_by", "liked_by", "influencer_metrics", "influencer_snapshots", "expenses")
ORDER = (*FACTS, "campaigns", "customers", "products", "influencers")


class NotEnded(Conflict):
    code = "import_run_not_ended"


class TooOld(Conflict):
    code = "import_run_too_old"


class NamespaceBusy(Conflict):
    code = "import_namespace_busy"


class Touched(Conflict):
    code = "import_run_touched_since"


@dataclass(frozen=True)
class Made:
    """Rows of one table that a run inserted."""

    table: str
    ranges: list[tuple[str, int, int]]

    @property
    def key(self) -> str:
        return IDS[self.table]

    def where(self, alias: str) -> str:
        """Return the condition that tells these rows; namespaces and keys are this product's own, not a stranger's."""
        each = [
            f"({alias}.source = '{namespace.replace("'", "''")}' AND {alias}.{self.key} > {above}"
            f" AND {alias}.{self.key} <= {last})"
            for namespace, above, last in self.ranges
        ]
        return f"({' OR '.join(each)})"


def undo_run(session: Session, actor: Actor, run_id: int) -> ImportRun:
    """Take a run back.

    Raises:
        NotEnded: it is still going on, or was taken back before.
        TooOld: what it replaced is no longer known.
        NamespaceBusy: another run is importing into the namespace.
        Touched: rows that it inserted or updated were touched since; the refusal lists them.
    """
    run = queries.lock_run(session, run_id)
    if run.state not in ENDED:
        raise NotEnded("Only a run that has ended can be undone.", state=run.state)
    if is_too_old(run):
        raise TooOld(f"A run can be undone within {UNDONE_WITHIN.days} days.", finished_at=run.finished_at)
    _alone(session, run)
    made = _made(session, run_id)
    if touched := _touched(session, run_id, made):
        raise Touched("Rows of this run were touched since.", rows=touched[:MOST_SHOWN], more=len(touched) > MOST_SHOWN)

    # What refers to others goes first; then what was there refers again to what it did; then those others go.
    gone = sum(_delete(session, one) for one in made if one.table in FACTS)
    changed = _restore(session, run_id, made)
    gone += sum(_delete(session, one) for one in made if one.table not in FACTS)
    run.state, run.undone_at = RunState.UNDONE, clock.now()
    session.flush()
    audit.record(session, actor, "import_run.undone", run, changes={"deleted": gone, "restored": changed})
    return run


def _alone(session: Session, run: ImportRun) -> None:
    namespace = queries.get_source(session, run.source_id).namespace
    locked = session.execute(queries.TRY_NAMESPACE, {"namespace": namespace}).scalar_one()
    if not locked or session.execute(queries.OTHERS, {"namespace": namespace, "run_id": run.run_id}).scalar_one():
        raise NamespaceBusy("A run is importing into the same namespace; try again when it has ended.")


def _made(session: Session, run_id: int) -> list[Made]:
    """Return what the run inserted, in the order in which it can go."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    chunks = session.scalars(
        text("SELECT made FROM import_chunks WHERE run_id = :id ORDER BY chunk_id"), {"id": run_id}
    )
    for table, namespace, above, last in (entry for made in chunks for entry in made):
        ranges = found.setdefault(table, [])
        follows = ranges and ranges[-1][0] == namespace and ranges[-1][2] == above
        ranges.append((namespace, ranges.pop()[1] if follows else above, last))
    return [Made(table, found[table]) for table in ORDER if table in found]


# The version that each row has if nobody but runs that were undone has changed it after this one: such a run counted
# one version on each time it changed the row, and one when it put these columns back.
LAST = """
    (SELECT table_name, row_id, max(version) FILTER (WHERE run_id = :run_id) AS version,
            count(*) FILTER (WHERE undone) + count(DISTINCT (run_id, kind)) FILTER (WHERE undone) AS more
     FROM (
        SELECT c.table_name, c.row_id, c.version, c.run_id,
               array(SELECT jsonb_object_keys(c.old) ORDER BY 1) AS kind,
               r.state = 'undone' AND c.change_id > coalesce(max(c.change_id) FILTER (WHERE c.run_id = :run_id)
                   OVER (PARTITION BY c.row_id), 0) AS undone
        FROM import_changes c JOIN import_runs r USING (run_id)
        WHERE c.table_name = :table AND NOT c.deleted AND (c.run_id = :run_id OR r.state = 'undone')
     ) AS change GROUP BY table_name, row_id)
"""


def _touched(session: Session, run_id: int, made: list[Made]) -> list[dict[str, Any]]:
    """Return rows of the run that were edited, replaced, deleted or referred to since, a few of each kind."""
    found: list[dict[str, Any]] = []
    tables = session.scalars(text("SELECT DISTINCT table_name FROM import_changes WHERE run_id = :id"), {"id": run_id})
    changed = list(tables)
    for table, statement, why in (
        *((table, _edited(table), "was edited or deleted since") for table in changed),
        *((table, REPLACED, "was replaced by a later run") for table in changed),
        *((one.table, _edited_new(one), "was edited since") for one in made if one.table in VERSIONED),
        *_referred(session, made),
    ):
        asked = {"run_id": run_id, "table": table, "most": MOST_SHOWN + 1}
        found += [{"table": table, "id": row_id, "why": why} for row_id in session.scalars(statement, asked)]
    return found


def _edited(table: str) -> TextClause:
    expected = (
        "t.version IS DISTINCT FROM last.version + last.more" if table in VERSIONED else f"t.{IDS[table]} IS NULL"
    )
    return text(
        f"SELECT last.row_id FROM {LAST} AS last LEFT JOIN {table} t ON t.{IDS[table]} = last.row_id"  # noqa: S608
        f" WHERE (last.version IS NOT NULL OR {table not in VERSIONED}) AND {expected} ORDER BY 1 LIMIT :most"
    )


REPLACED = text("""
    SELECT DISTINCT later.row_id FROM import_changes later JOIN import_runs r ON r.run_id = later.run_id
    JOIN import_changes mine USING (table_name, row_id)
    WHERE mine.run_id = :run_id AND later.run_id <> :run_id AND later.table_name = :table AND r.state <> 'undone'
          AND later.change_id > mine.change_id ORDER BY 1 LIMIT :most
""")


def _edited_new(made: Made) -> TextClause:
    return text(
        f"SELECT t.{made.key} FROM {made.table} t"  # noqa: S608 - names of our own tables
        f" LEFT JOIN {LAST} AS last ON last.row_id = t.{made.key}"
        f" WHERE {made.where('t')} AND t.version <> coalesce(last.version, 1) + coalesce(last.more, 0)"
        " ORDER BY 1 LIMIT :most"
    )


# Lines of payments refer to purchases by triggers, not by a foreign key.
CHILDREN = text("""
    SELECT c.conrelid::regclass::text AS child, a.attname AS by, c.confrelid::regclass::text AS parent
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid::regclass::text = ANY(:parents) AND cardinality(c.conkey) = 1
    UNION ALL SELECT 'payment_lines', 'purchase_id', 'bought_by' WHERE 'bought_by' = ANY(:parents)
    ORDER BY 3, 1, 2
""")


def _referred(session: Session, made: list[Made]) -> list[tuple[str, TextClause, str]]:
    """Return the queries for rows that something refers to which the run has neither made nor let refer to it."""
    by_table = {one.table: one for one in made}
    children = session.execute(CHILDREN, {"parents": list(by_table)})
    asked = []
    for child, by, parent in children:
        if child in COMPUTED:
            continue
        own = f" AND NOT {by_table[child].where('c')}" if child in by_table else ""
        if child in IDS:
            own += (
                " AND NOT EXISTS (SELECT FROM import_changes m WHERE m.run_id = :run_id AND m.table_name ="
                f" '{child}' AND m.row_id = c.{IDS[child]} AND jsonb_exists(m.old, '{by}'))"
            )
        statement = text(
            f"SELECT DISTINCT t.{IDS[parent]} FROM {parent} t"  # noqa: S608 - names of our own tables
            f" JOIN {child} c ON c.{by} = t.{IDS[parent]}"
            f" WHERE {by_table[parent].where('t')}{own} ORDER BY 1 LIMIT :most"
        )
        asked.append((parent, statement, f"is referred to by {child}"))
    return asked


def _restore(session: Session, run_id: int, made: list[Made]) -> int:
    """Put back what the run replaced in rows that were there before, the last change first; return how many rows."""
    kinds = text("""
        SELECT table_name, deleted, array(SELECT jsonb_object_keys(old) ORDER BY 1) AS columns
        FROM import_changes WHERE run_id = :run_id GROUP BY 1, 2, 3 ORDER BY min(change_id) DESC
    """)
    by_table = {one.table: one for one in made}
    rows = 0
    for table, deleted, columns in session.execute(kinds, {"run_id": run_id}).all():
        if deleted:
            rows += _bring_back(session, run_id, table, columns)
            continue
        if table == "products":
            _record_edits(session, run_id, [column for column in columns if column in RECORDED])
        new = f" AND NOT {by_table[table].where('t')}" if table in by_table else ""
        settings = ", ".join(f'"{column}" = was."{column}"' for column in columns)
        version = ", version = t.version + 1" if table in VERSIONED else ""
        rows += _touch(
            session,
            f"UPDATE {table} t SET {settings}{version}"  # noqa: S608 - names of our own tables
            f" FROM (SELECT DISTINCT ON (row_id) row_id, old FROM import_changes WHERE run_id = :run_id"
            " AND table_name = :table AND NOT deleted AND array(SELECT jsonb_object_keys(old) ORDER BY 1) = :columns"
            f" ORDER BY row_id, change_id) AS c, jsonb_populate_record(NULL::{table}, c.old) AS was"
            f" WHERE t.{IDS[table]} = c.row_id{new}",
            {"run_id": run_id, "table": table, "columns": columns},
        )
    return rows


def _record_edits(session: Session, run_id: int, fields: list[str]) -> None:
    """Note that prices and stocks go back, as of every edit."""
    for field in fields:
        session.execute(
            text(f"""
                WITH edit AS (
                    SELECT DISTINCT ON (t.product_id) t.product_id, t.{field} AS old_value,
                           (c.old ->> '{field}')::double precision AS new_value
                    FROM import_changes c JOIN products t ON t.product_id = c.row_id
                    WHERE c.run_id = :run_id AND c.table_name = 'products' AND jsonb_exists(c.old, '{field}')
                    ORDER BY t.product_id, c.change_id
                ), replaced AS (
                    UPDATE adjusts a
                    SET is_active = false, date_time = least(a.date_time, CURRENT_TIMESTAMP AT TIME ZONE 'UTC')
                    FROM edit
                    WHERE a.product_id = edit.product_id AND a.field = '{field}'::adjust_field_enum AND a.is_active
                          AND edit.old_value <> edit.new_value
                )
                INSERT INTO adjusts (user_id, product_id, date_time, is_active, field, old_value, new_value)
                SELECT s.owner_id, product_id, CURRENT_TIMESTAMP AT TIME ZONE 'UTC', true,
                       '{field}'::adjust_field_enum, old_value, new_value
                FROM edit, import_runs r JOIN import_sources s USING (source_id)
                WHERE r.run_id = :run_id AND old_value <> new_value ORDER BY product_id
            """),  # noqa: S608 - names of our own columns
            {"run_id": run_id},
        )


def _bring_back(session: Session, run_id: int, table: str, columns: list[str]) -> int:
    """Insert again what the run deleted."""
    named = ", ".join(f'"{column}"' for column in columns)
    return _touch(
        session,
        f"INSERT INTO {table} ({named}) OVERRIDING SYSTEM VALUE SELECT {named} FROM ("  # noqa: S608 - names of our own tables
        f" SELECT was.* FROM import_changes c, jsonb_populate_record(NULL::{table}, c.old) AS was"
        " WHERE c.run_id = :run_id AND c.table_name = :table AND c.deleted) AS gone",
        {"run_id": run_id, "table": table},
    )


def _delete(session: Session, made: Made) -> int:
    return _touch(session, f"DELETE FROM {made.table} t WHERE {made.where('t')}", {})  # noqa: S608 - as above


def _touch(session: Session, statement: str, values: dict[str, Any]) -> int:
    return int(session.execute(text(statement), values).rowcount)  # type: ignore[attr-defined]
