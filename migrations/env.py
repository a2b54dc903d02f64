"""Alembic's entry. The connection comes from `migrations.run`, from `-x url=…`, or from the settings."""

import importlib

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, make_url, pool

from shared.platform import db

MODULES = ("platform", "accounts", "sales", "influencers", "campaigns", "finance", "imports", "analytics", "reporting")

# A migration that waits for a lock stops everybody who comes after it, so it rather gives up.
GUARDS = "SET lock_timeout = '5s'; SET statement_timeout = '15min'; SET timezone = 'UTC'"

for module in MODULES:
    importlib.import_module(f"shared.{module}.models")


def _engine() -> Engine:
    url = context.get_x_argument(as_dictionary=True).get("url")
    if url is None:
        return db.engine()
    return create_engine(make_url(url).set(drivername="postgresql+psycopg2"), poolclass=pool.NullPool)


def _migrate(connection: Connection | None) -> None:
    context.configure(
        connection=connection,
        dialect_name=None if connection else "postgresql",
        target_metadata=db.Base.metadata,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.execute(GUARDS)
        context.run_migrations()


if context.is_offline_mode():
    _migrate(None)
elif given := context.config.attributes.get("connection"):
    _migrate(given)
else:
    with _engine().connect() as opened:
        _migrate(opened)
