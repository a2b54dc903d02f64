"""References of staged lines to products, customers, influencers and campaigns: found, created or refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.fields import REFERENCES, UNKNOWN_CUSTOMER
from shared.imports.placeholders import PLACEHOLDERS
from shared.imports.staging import Stage
from shared.imports.targets.common import IDS, finished, listed, names, row_of

# What a mapping calls the attributes of a record of each table.
ENTITIES = {"products": "product", "customers": "customer", "influencers": "influencer", "campaigns": "campaign"}
UNIQUE = {"customers": ("customer_mail", "customer_phone"), "influencers": ("influencer_mail",)}

# SQL aggregates over the lines `s` that name a new record, by table and column, where the file says nothing itself.
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


def settle(stage: Stage, references: Mapping[str, Reference], derived: Derived) -> None:
    """Create, refuse or leave aside what the lines refer to and is not there, as the mapping says."""
    if not references:
        return
    counts = [SQL("count(*) FILTER (WHERE {})").format(reference.dangling) for reference in references.values()]
    missing = stage.one("SELECT {counts} FROM staged s {joins}", {"counts": listed(counts), "joins": joins(references)})
    for reference, lines in zip(references.values(), missing, strict=True):
        if not lines:
            continue
        if reference.missing == "create":
            _create(stage, reference, references, derived)
        elif reference.missing == "reject":
            _reject(stage, reference)
        else:
            stage.notes.append(f"{lines} lines name a {reference.name} that is not known; it was left out.")


def _reject(stage: Stage, reference: Reference) -> None:
    reason = f"is no {ENTITIES[reference.table]} known in {reference.namespace}"
    stage.reject(reference.name, Literal(reason), joined=reference.join, where=reference.dangling)


def _create(stage: Stage, reference: Reference, others: Mapping[str, Reference], derived: Derived) -> None:
    table = reference.table
    values = _values(stage, reference, derived.get(table, {}))
    named = [SQL("{} AS {}").format(value, Identifier(column)) for column, value in values.items()]
    stage.execute(
        """
        CREATE TEMP TABLE newcomers ON COMMIT DROP AS
        SELECT {values} FROM staged s {joins} WHERE {dangling} GROUP BY s.{name}
        """,
        {
            "values": listed([SQL("s.{} AS ref").format(Identifier(reference.name)), *named]),
            "joins": joins(others),
            "dangling": reference.dangling,
            "name": Identifier(reference.name),
        },
    )
    for column in UNIQUE.get(table, ()):
        if column in values:
            _reject_shared(stage, reference, column)
    stage.execute(
        """
        INSERT INTO {table} (source, external_ref, {columns})
        SELECT {namespace}, ref, {finished} FROM (SELECT ref, {row} FROM newcomers) AS n ORDER BY ref
        ON CONFLICT (source, external_ref) DO NOTHING
        """,
        {
            "table": Identifier(table),
            "columns": names(list(PLACEHOLDERS[table])),
            "namespace": Literal(reference.namespace),
            "finished": finished(table),
            "row": row_of(table, {column: SQL("newcomers.{}").format(Identifier(column)) for column in values}),
        },
        namespace=reference.namespace,
    )
    stage.execute("DROP TABLE newcomers")


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


def _reject_shared(stage: Stage, reference: Reference, column: str) -> None:
    """Refuse new records whose mail or phone somebody has already."""
    parts = {"table": Identifier(reference.table), "column": Identifier(column)}
    stage.execute(
        """
        DELETE FROM newcomers n
        WHERE EXISTS (SELECT FROM {table} o WHERE o.{column} = n.{column})
           OR EXISTS (SELECT FROM newcomers o WHERE o.{column} = n.{column} AND o.ref < n.ref)
        """,
        parts,
    )
    stage.reject(
        f"{ENTITIES[reference.table]}.{column}",
        Literal("is what another record has, and no two can have the same"),
        joined=reference.join,
        where=SQL("{} AND NOT EXISTS (SELECT FROM newcomers n WHERE n.ref = s.{})").format(
            reference.dangling, Identifier(reference.name)
        ),
    )
