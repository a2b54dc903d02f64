"""Migrations end where the models are, and lead back."""

import pytest
from alembic import command
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, make_url, pool, text
from sqlalchemy.exc import ProgrammingError

from migrations import run
from shared.platform.db import Base

CATALOGUE = {
    "columns": """
        SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text,
               pg_get_expr(adbin, adrelid)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "enums": "SELECT enumtypid::regtype::text, enumlabel, enumsortorder FROM pg_enum",
    "storage": """
        SELECT relname, reloptions FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reloptions IS NOT NULL""",
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "views": "SELECT viewname FROM pg_views WHERE schemaname = 'public'",
}
MODELLED = ("columns", "constraints", "indexes", "enums", "storage")


@pytest.fixture
def empty_database(stack):
    stack.postgres.create_database("migrated")
    engine = create_engine(
        make_url(stack.postgres.uri("migrated")).set(drivername="postgresql+psycopg2"), poolclass=pool.NullPool
    )
    yield engine
    stack.postgres.drop_database("migrated")


def url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def alembic(engine: Engine, verb: str, *arguments: str) -> None:
    with engine.connect() as connection:
        config = run.config()
        config.attributes["connection"] = connection
        getattr(command, verb)(config, *arguments)


def catalogue(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            what: sorted((tuple(row) for row in connection.execute(text(query)) if "alembic" not in str(row)), key=str)
            for what, query in CATALOGUE.items()
        }


def test_alembic_finds_no_drift(empty_database):
    run.upgrade(url(empty_database))

    alembic(empty_database, "check")


def test_alembic_would_find_drift(empty_database):
    run.upgrade(url(empty_database))
    with empty_database.begin() as connection:
        connection.execute(text("ALTER TABLE payment DROP COLUMN amount"))

    with pytest.raises(CommandError, match="New upgrade operations detected"):
        alembic(empty_database, "check")


def test_models_and_migrations_make_the_same_catalogue(empty_database, stack):
    """Also what `alembic check` does not look at: checks, names, enum values, identity, storage."""
    run.upgrade(url(empty_database))
    migrated = catalogue(empty_database)
    with empty_database.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        Base.metadata.create_all(connection)

    modelled = catalogue(empty_database)

    for what in MODELLED:
        assert migrated[what] == modelled[what]


def test_the_way_back_leaves_nothing_and_the_way_forth_is_open_again(empty_database):
    run.upgrade(url(empty_database))
    before = catalogue(empty_database)

    alembic(empty_database, "downgrade", "base")

    assert not any(catalogue(empty_database).values())
    run.upgrade(url(empty_database))
    assert catalogue(empty_database) == before


def test_a_second_upgrade_does_nothing(empty_database):
    run.upgrade(url(empty_database))
    before = catalogue(empty_database)

    run.upgrade(url(empty_database))

    assert catalogue(empty_database) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET action = 'x'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log CASCADE",
        "TRUNCATE job_runs, audit_log CASCADE",
    ],
)
def test_the_audit_log_can_only_be_appended_to(session, statement):
    session.execute(text("INSERT INTO audit_log (action, entity, entity_id) VALUES ('a', 'b', 'c')"))

    with pytest.raises(ProgrammingError, match="The audit log can only be appended to"):
        session.execute(text(statement))
