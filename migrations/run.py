"""Migrations from within a program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, make_url, pool, text

GRANTS = Path(__file__).parent / "grants.sql"
# Two hosts that start at once would otherwise both create the tables.
LOCK = text("SELECT pg_advisory_lock(hashtext('migrations'))")


def config() -> Config:
    """Return Alembic's configuration without an address."""
    configured = Config()
    configured.set_main_option("script_location", str(Path(__file__).parent))
    return configured


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest revision; do nothing if it is there. Safe to call twice at once."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg2"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(LOCK)
        connection.commit()
        configured = config()
        configured.attributes["connection"] = connection
        command.upgrade(configured, "head")


def grant(connection: Connection, role: str) -> None:
    """Grant the application's role what `grants.sql` lists; run it again after a migration that adds tables."""
    name = connection.dialect.identifier_preparer.quote(role)
    connection.exec_driver_sql(GRANTS.read_text().replace(":app", name).replace("%", "%%"))
