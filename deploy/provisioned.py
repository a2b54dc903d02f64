"""`python -m deploy.provisioned`: after the infrastructure, the database: the app's role, migrations, grants; and keys.

Whoever runs it administers the database through Entra and may write secrets. Running it again changes nothing.
"""

import argparse
import json
import os
import sys
from typing import Any

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from deploy.azure_cli import AzureCli, AzureError, complain
from deploy.environment import Environment, EnvironmentIncompleteError
from migrations import run as migrations
from shared.platform import faults
from shared.platform.crypto import new_key

PORT = 5432  # not the pooler: migrations lock
KNOWN = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
CREATE_PRINCIPAL = text("SELECT pgaadauth_create_principal(:name, false, false)")


class NotAllowedError(Exception):
    """The database's server does not allow what a migration asks of it; the message names the parameter."""


def address(environment: Environment, user: str, password: str, database: str) -> URL:
    """Return where the database is for whoever administers it; the password is a token of Entra."""
    trust = {"sslmode": "verify-full", "sslrootcert": os.environ.get("PGSSLROOTCERT", "system")}
    return URL.create("postgresql+psycopg2", user, password, environment.database_host, PORT, database, query=trust)


def prepare_database(environment: Environment, user: str, password: str) -> None:
    """Make the app's role, bring the tables to the newest revision, and grant the role what it may do."""
    with _connected(address(environment, user, password, "postgres")) as connection:
        ensure_role(connection, environment.identity_name)
    own = address(environment, user, password, environment.database_name)
    try:
        migrations.upgrade(own.render_as_string(hide_password=False))
    except DBAPIError as error:
        if fault := faults.of_migration(error):
            raise NotAllowedError(fault.detail) from None
        raise
    with _connected(own) as connection:
        migrations.grant(connection, environment.identity_name)


def ensure_role(connection: Connection, name: str) -> None:
    """Make the role of a managed identity, unless there is one."""
    if connection.execute(KNOWN, {"name": name}).scalar() is None:
        connection.execute(CREATE_PRINCIPAL, {"name": name})


def ensure_keys(azure: AzureCli, environment: Environment) -> None:
    """Write the first encryption keys, unless there are some: nobody sees them."""
    vault = ("--vault-name", environment.key_vault_url.split("//")[1].split(".")[0])
    listed: list[dict[str, Any]] | None = azure.ask("keyvault", "secret", "list", *vault)
    if listed is not None and any(one["name"] == "encryption-keys" for one in listed):
        return
    keys = json.dumps({"keys": [new_key("1")]})
    azure.change("keyvault", "secret", "set", *vault, "--name", "encryption-keys", "--value", keys, secret=[keys])


def _connected(url: URL) -> Any:
    return create_engine(url, poolclass=NullPool).begin()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    azure = AzureCli(parser.parse_args().dry_run)
    try:
        environment = Environment.read()
        if azure.dry_run:
            print(f"would make the role {environment.identity_name}, migrate and grant on {environment.database_host}")
        else:
            account = azure.ask("account", "show")
            token = azure.ask("account", "get-access-token", "--resource-type", "oss-rdbms")
            user = os.environ.get("AZURE_PRINCIPAL_NAME") or account["user"]["name"]
            prepare_database(environment, user, token["accessToken"])
        ensure_keys(azure, environment)
    except (AzureError, EnvironmentIncompleteError, NotAllowedError) as problem:
        return complain(problem)
    return 0


if __name__ == "__main__":
    sys.exit(main())
