"""References of staged lines to products, customers, influencers and campaigns: found, created or refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.fields import REFERENCES, UNKNOWN_CUSTOMER
from shared.imports.placeholders import PLACEHOLDERS
from shared.imports.staging import Stage
from shared.imports.targets.common import IDS, finished, listed, names, row_of

# What a mapping calls the attributes of a record of each table.
ENTITIES = {
    "products": "product",
    "customers": "customer",
    "influencers": "influencer",
    "campaigns": "campaign",
    "bought_by": "order",
}
UNIQUE = {"customers": ("customer_mail", "customer_phone"), "influencers": ("influencer_mail",)}

# SQL aggregates over the lines `s` that name a new record, by table and column, where the file says nothing itself. A
# column that is called like a reference holds what that is called in the file, until the record is made.
type Derived = Mapping[str, Mapping[str, Composable]]


@dataclass(frozen=True)
class Reference:
    """One reference field of the staging table."""

    name: str
    namespace: str
    missing: str

    @property
    def table(self) -> str:
        return REFERENCES[self.name]

    @property
    def id(self) -> Composable:
        """Return the id of the record that a line refers to, null if it is not there, after `join`."""
        return SQL("{}.{}").format(Identifier(f"its_{self.name}"), Identifier(IDS[self.table]))

    @property
    def join(self) -> Composable:
        alias = Identifier(f"its_{self.name}")
        return SQL(" LEFT JOIN {} {} ON {}.source = {} AND {}.external_ref = s.{}").format(
            Identifier(self.table), alias, alias, Literal(self.namespace), alias, Identifier(self.name)
        )

    @property
    def dangling(self) -> Composable:
        return SQL("(s.{} IS NOT NULL AND {} IS NULL)").format(Identifier(self.name), self.id)


def references_of(stage: Stage) -> dict[str, Reference]:
    """Return the mapped references by their field."""
    found = {}
    for name in REFERENCES:
        if stage.has(name):
            lookup = stage.mapping.lookup(name)
            found[name] = Reference(name, lookup.namespace or stage.origin.namespace, lookup.missing)
    return found


def joins(references: Mapping[str, Reference]) -> Composable:
    return SQL("").join([reference.join for reference in references.values()])


def collect(stage: Stage, references: Mapping[str, Reference], derived: Derived) -> None:
    """List what the file refers to, is not there and is to be created: a table of newcomers for each reference."""
    created = {name: one for name, one in references.items() if one.missing == "create"}
    for reference, lines in zip(created.values(), _dangling(stage, created), strict=True):
        if lines:
            _list_newcomers(stage, reference, references, derived.get(reference.table, {}))


def _dangling(stage: Stage, references: Mapping[str, Reference]) -> Sequence[int]:
    """Return how many lines name a record that is not there, for each reference."""
    if not references:
        return ()
    counts = [SQL("count(*) FILTER (WHERE {})").format(reference.dangling) for reference in references.values()]
    parts = {"counts": listed(counts), "joins": joins(references)}
    found: Sequence[int] = stage.one("SELECT {counts} FROM staged s {joins}", parts)
    return found


def _list_newcomers(
    stage: Stage, reference: Reference, others: Mapping[str, Reference], derived: Mapping[str, Composable]
) -> None:
    values = _values(stage, reference, derived)
    named = [SQL("{} AS {}").format(value, Identifier(column)) for column, value in values.items()]
    parts = {
        "newcomers": stage.table(reference.name),
        "values": listed([SQL("s.{} AS ref").format(Identifier(reference.name)), *named]),
        "joins": joins(others),
        "dangling": reference.dangling,
        "name": Identifier(reference.name),
    }
    stage.execute("DROP TABLE IF EXISTS {newcomers}", parts)
    stage.execute(
        """
        CREATE UNLOGGED TABLE {newcomers} AS
        SELECT row_number() OVER (ORDER BY ref) AS place, NULL::text AS refused, * FROM (
            SELECT {values} FROM staged s {joins} WHERE {dangling} GROUP BY s.{name}
        ) AS n
        """,
        parts,
    )
    for column in _unique(reference, values):
        parts["column"] = Identifier(column)
        stage.execute(
            """
            UPDATE {newcomers} n SET refused = {name_of_column} WHERE refused IS NULL AND EXISTS (
                SELECT FROM {newcomers} o WHERE o.{column} = n.{column} AND o.ref < n.ref AND o.refused IS NULL)
            """,
            parts | {"name_of_column": Literal(column)},
        )


def _unique(reference: Reference, values: Iterable[str]) -> list[str]:
    return [column for column in UNIQUE.get(reference.table, ()) if column in values]


def _values(stage: Stage, reference: Reference, derived: Mapping[str, Composable]) -> dict[str, Composable]:
    """Return aggregates over the lines of a new record: what the last of them says, else what follows from them."""
    values = {}
    for column in PLACEHOLDERS[reference.table]:
        attribute = f"{ENTITIES[reference.table]}.{column}"
        found = [_last_given(attribute, reference)] if stage.has(attribute) else []
        found += [derived[column]] if column in derived else []
        if found:
            values[column] = SQL("COALESCE({})").format(listed(found))
    return values


def _last_given(attribute: str, reference: Reference) -> Composable:
    # Whoever stands for all unknown customers has nobody's name or address.
    return SQL("(array_agg(s.{0} ORDER BY s.line DESC) FILTER (WHERE s.{0} IS NOT NULL AND s.{1} <> {2}))[1]").format(
        Identifier(attribute), Identifier(reference.name), Literal(UNKNOWN_CUSTOMER)
    )


def create(stage: Stage, name: str, first: int, last: int) -> None:
    """Create the newcomers of one reference whose places lie between these two, each included."""
    references = references_of(stage)
    reference = references[name]
    stored = _columns(stage, stage.table(name))
    values = {column: _resolved(column, references) for column in PLACEHOLDERS[reference.table] if column in stored}
    parts = {
        "table": Identifier(reference.table),
        "newcomers": stage.table(name),
        "columns": names(list(PLACEHOLDERS[reference.table])),
        "namespace": Literal(reference.namespace),
        "finished": finished(reference.table),
        "row": row_of(reference.table, values),
        "here": SQL("n.place BETWEEN {} AND {} AND n.refused IS NULL").format(Literal(first), Literal(last)),
    }
    for column in _unique(reference, values):
        stage.execute(
            """
            UPDATE {newcomers} n SET refused = {name}
            WHERE {here} AND EXISTS (SELECT FROM {table} o WHERE o.{column} = n.{column})
            """,
            parts | {"column": Identifier(column), "name": Literal(column)},
        )
    parts["id"] = Identifier(IDS[reference.table])
    (keys,) = stage.one(
        """
        WITH made AS (
            INSERT INTO {table} (source, external_ref, {columns})
            SELECT {namespace}, ref, {finished} FROM (SELECT ref, {row} FROM {newcomers} n WHERE {here}) AS made
            ORDER BY ref ON CONFLICT (source, external_ref) DO NOTHING RETURNING {id}
        )
        SELECT coalesce(array_agg({id} ORDER BY {id}), '{{}}') FROM made
        """,
        parts,
        namespace=reference.namespace,
    )
    # Key by key: into another namespace, others may insert meanwhile.
    stage.made += [(reference.table, reference.namespace, above, last) for above, last in _ranges(keys)]


def _ranges(keys: Sequence[int]) -> list[tuple[int, int]]:
    """Return sorted keys as ranges, from the one before the first to the last."""
    ranges: list[tuple[int, int]] = []
    for key in keys:
        above = ranges.pop()[0] if ranges and ranges[-1][1] == key - 1 else key - 1
        ranges.append((above, key))
    return ranges


def _columns(stage: Stage, table: Composable) -> list[str]:
    stage.execute("SELECT * FROM {table} LIMIT 0", {"table": table})
    return [column.name for column in stage.cursor.description]


def _resolved(column: str, references: Mapping[str, Reference]) -> Composable:
    """Return a column of a newcomer; where it names another record, that record's id."""
    value = SQL("n.{}").format(Identifier(column))
    if column not in references:
        return value
    other = references[column]
    return SQL("(SELECT o.{} FROM {} o WHERE o.source = {} AND o.external_ref = {})").format(
        Identifier(IDS[other.table]), Identifier(other.table), Literal(other.namespace), value
    )


def settle(stage: Stage, references: Mapping[str, Reference]) -> None:
    """Refuse or leave aside what the lines refer to and is still not there, as the mapping says."""
    for reference, lines in zip(references.values(), _dangling(stage, references), strict=True):
        if lines and reference.missing == "none":
            stage.tally(lines, f"lines name a {reference.name} that is not known; it was left out.")
        elif lines:
            if reference.missing == "create" and stage.exists(reference.name):
                _reject_refused(stage, reference)
            _reject(stage, reference)


def _reject(stage: Stage, reference: Reference) -> None:
    reason = f"is no {ENTITIES[reference.table]} known in {reference.namespace}"
    stage.reject(reference.name, Literal(reason), joined=reference.join, where=reference.dangling)


def _reject_refused(stage: Stage, reference: Reference) -> None:
    """Refuse lines whose new record could not be made since somebody has its mail or phone already."""
    for column in UNIQUE.get(reference.table, ()):
        attribute = f"{ENTITIES[reference.table]}.{column}"
        if stage.has(attribute):
            stage.reject(
                attribute,
                Literal("is what another record has, and no two can have the same"),
                joined=SQL("{} JOIN {} n ON n.ref = s.{} AND n.refused = {}").format(
                    reference.join, stage.table(reference.name), Identifier(reference.name), Literal(column)
                ),
                where=reference.dangling,
            )
