"""Write docs/database.md, the drawing of the database, from the catalogue of a migrated one: `make drawing`.

One Mermaid diagram a module, with the columns and keys of its tables; tables of other modules that they refer to stand
there by name only. A test holds the page against the catalogue.
"""

import importlib
import pkgutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

import shared
from local.postgres import Postgres
from migrations import run as migrations
from shared.platform.db import Base

PAGE = Path(__file__).resolve().parents[1] / "docs" / "database.md"
MODULES = ("accounts", "sales", "influencers", "campaigns", "finance", "imports", "analytics", "reporting", "platform")
# Tables that triggers and jobs keep in SQL have no class; these are their modules, by the beginning of the name.
WITHOUT_CLASS = {
    "sales_": "sales",
    "customer": "sales",
    "feed_": "influencers",
    "earning_": "finance",
    "released_": "finance",
    "ranking_": "analytics",
    "report_": "reporting",
    "data_": "platform",
}
HEAD = """# The database

Made by `make drawing` from the catalogue of a migrated database. `PK` is part of the primary key, `FK` refers to
another table, `UK` is unique by itself. Why it is so stands in [architecture](architecture.md#the-database).
"""
COLUMNS = """
    SELECT c.relname AS table_name, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS required,
        coalesce(bool_or(k.contype = 'p'), false) AS pk, coalesce(bool_or(k.contype = 'f'), false) AS fk,
        coalesce(bool_or(k.contype = 'u' AND cardinality(k.conkey) = 1), false) AS uk
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND a.attnum = ANY(k.conkey)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'alembic_version'
    GROUP BY c.relname, a.attname, a.atttypid, a.attnotnull, a.attnum
    ORDER BY c.relname, a.attnum
"""
# The name of a key is that of its columns; "?" stands for one that may be missing.
REFERENCES = """
    SELECT DISTINCT k.conrelid::regclass::text AS child, k.confrelid::regclass::text AS parent,
        (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)) AS columns,
        (SELECT bool_and(a.attnotnull) FROM pg_attribute a
         WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)) AS required
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid AND NOT c.relispartition
    WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    keys: str

    def __str__(self) -> str:
        return f"        {self.type.replace(' ', '_')} {self.name}{self.keys and f' {self.keys}'}"


@dataclass(frozen=True)
class Reference:
    child: str
    parent: str
    columns: str
    required: bool

    def __str__(self) -> str:
        least = "||" if self.required else "|o"
        return f'    {self.parent} {least}--o{{ {self.child} : "{self.columns}"'


def page(connection: Connection) -> str:
    """Return the page for the database of this connection.

    Raises:
        LookupError: a table belongs to no module.
    """
    tables = _tables(connection)
    references = [Reference(*row) for row in connection.execute(text(REFERENCES))]
    modules = _modules(tables)
    sections = [_section(module, modules, tables, references) for module in MODULES]
    return "\n".join([HEAD, *sections])


def _tables(connection: Connection) -> Mapping[str, list[Column]]:
    tables = defaultdict[str, list[Column]](list)
    for row in connection.execute(text(COLUMNS)):
        keys = ", ".join(name.upper() for name in ("pk", "fk", "uk") if getattr(row, name))
        tables[row.table_name].append(Column(row.name, row.type, keys))
    return tables


def _modules(tables: Mapping[str, object]) -> Mapping[str, str]:
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        importlib.import_module(module.name)
    known = {str(mapper.local_table): mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}
    return {table: known.get(table) or _by_name(table) for table in tables}


def _by_name(table: str) -> str:
    found = [module for start, module in WITHOUT_CLASS.items() if table.startswith(start)]
    if len(found) != 1:
        raise LookupError(f"{table} belongs to no module; WITHOUT_CLASS names those without a class")
    return found[0]


def _section(
    module: str, modules: Mapping[str, str], tables: Mapping[str, list[Column]], references: list[Reference]
) -> str:
    mine = [table for table in tables if modules[table] == module]
    lines = [line for table in mine for line in (f"    {table} {{", *map(str, tables[table]), "    }")]
    lines += [str(reference) for reference in references if reference.child in mine]
    return "\n".join([f"## {module}\n", "```mermaid\nerDiagram", *lines, "```\n"])


@contextmanager
def _migrated() -> Iterator[str]:
    """Give the address of a migrated database that is thrown away."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        server = Postgres(Path(folder), durable=False)
        server.start()
        try:
            server.wait()
            server.create_database("drawing")
            migrations.upgrade(server.uri("drawing"))
            yield server.uri("drawing")
        finally:
            server.stop()


if __name__ == "__main__":
    with _migrated() as url:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg2://", 1))
        with engine.connect() as opened:
            PAGE.write_text(page(opened), encoding="utf-8")
        engine.dispose()
