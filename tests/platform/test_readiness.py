"""`GET ready` and what it says of each part; errors are those of the real parts."""

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from sqlalchemy import text

from commands import check_setup
from local.stack import Stack
from shared.platform import build, clock, db, faults
from shared.platform.blobs import BlobStore
from shared.platform.blobs import blob_store as configured_blob_store
from shared.platform.config import MisconfiguredError, settings
from shared.platform.models import JobRun
from shared.platform.secrets import secrets
from tests.client import Client

FOLDS = ("fold_channel_sales", "fold_product_sales", "fold_feed", "fold_new_customers", "fold_data_changes")


def states(answer: dict[str, Any]) -> dict[str, str]:
    return {part["name"]: part["code"] or part["state"] for part in answer["parts"]}


@pytest.fixture
def unset(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings may be changed; whatever was made of them is made anew, before and after."""
    caches = (settings, secrets, configured_blob_store)
    for cached in caches:
        cached.cache_clear()
    yield monkeypatch
    db.dispose()
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()


def ran(name: str, ago: timedelta) -> None:
    began = clock.now() - ago
    with db.transaction() as session:
        session.add(JobRun(name=name, started_at=began, finished_at=began, outcome="done"))


def test_each_part_has_its_own_state(api: Client, blob_store: BlobStore):
    fresh = states(api.get("ready").json)
    for fold in FOLDS:
        ran(fold, timedelta(minutes=1))
    in_time = api.get("ready").json
    with db.transaction() as session:
        session.execute(text("DELETE FROM job_runs WHERE name = 'fold_feed'"))
    ran("fold_feed", timedelta(minutes=11))
    late = api.get("ready").json

    assert {fresh[name] for name in ("database", "migrations", "storage", "secrets")} == {"ok"}
    assert {fresh[name] for name in ("rollups", "rankings", "imports", "audit_seals")} == {"not_yet"}
    assert (in_time["status"], states(in_time)["rollups"]) == ("ready", "ok")
    assert (late["status"], states(late)["rollups"]) == ("late", "late")
    assert next(part["age_seconds"] for part in late["parts"] if part["name"] == "rollups") >= 660


def test_tables_behind_the_code_are_not_ready_and_tables_ahead_are(api: Client, blob_store: BlobStore, monkeypatch):
    monkeypatch.setattr(build, "expected_revision", lambda: "9999")
    behind = api.get("ready")
    monkeypatch.setattr(build, "expected_revision", lambda: "0001")

    assert (behind.status, behind.json["code"], states(behind.json)["migrations"]) == (503, "not_ready", "behind")
    assert api.get("ready").status == 200


def test_the_newest_migration_is_the_one_the_database_has(api: Client, blob_store: BlobStore):
    assert api.get("ready").json["database_revision"] == build.expected_revision()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda url: url.replace("postgres@", "nobody_known@"), "database_role_missing"),
        (lambda url: url.replace("/app?", "/nothing?"), "database_missing"),
        (lambda _: "postgresql://app@127.0.0.1:1/app", "unreachable"),
    ],
)
def test_what_is_wrong_with_the_database_is_told_apart(unset, blob_store: BlobStore, change, code: str):
    unset.setenv("DATABASE_URL", change(os.environ["DATABASE_URL"]))
    settings.cache_clear()
    db.dispose()

    answer = Client().get("ready")

    assert answer.status == 503
    assert states(answer.json) == {"database": code, "storage": "ok", "secrets": "ok"}
    assert b"127.0.0.1" not in answer.body


def test_a_role_without_grants_is_told_what_it_lacks(unset, stack: Stack, capsys: pytest.CaptureFixture[str]):
    with db.connection() as connection:
        connection.execute(text("CREATE ROLE ungranted LOGIN"))
        connection.execute(text("GRANT SELECT ON alembic_version TO ungranted"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO ungranted"))
        connection.execute(text("REVOKE SELECT ON customers FROM ungranted"))
    unset.setenv("DATABASE_URL", os.environ["DATABASE_URL"].replace("postgres@", "ungranted@"))
    settings.cache_clear()
    db.dispose()
    try:
        with pytest.raises(SystemExit):
            check_setup.check()
        said = capsys.readouterr().out
        assert "may not read customers, import_staging" in said
        assert "deploy.provisioned" in said
    finally:
        db.dispose()
        unset.undo()
        settings.cache_clear()
        with db.connection() as connection:
            connection.execute(text("DROP OWNED BY ungranted"))
            connection.execute(text("DROP ROLE ungranted"))


def test_storage_that_is_gone_and_a_missing_secret_fail_alone(unset, blob_store: BlobStore):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    address = f"BlobEndpoint=http://127.0.0.1:{port}/a;AccountName=a;AccountKey=YQ==;"
    unset.setenv("AzureWebJobsStorage", address)
    unset.delenv("SECRET_ENCRYPTION_KEYS")
    for cached in (settings, secrets, configured_blob_store):
        cached.cache_clear()

    answer = Client().get("ready")

    found = states(answer.json)
    assert (found["database"], found["storage"]) == ("ok", "unreachable")
    assert found["secrets"] in {"ok", "secret_missing"}  # keys read before go on being used
    assert str(port).encode() not in answer.body


def test_a_container_that_is_missing_is_named_to_the_operator(
    api: Client, blob_store: BlobStore, capsys: pytest.CaptureFixture[str]
):
    blob_store._service.delete_container("receipts")
    try:
        assert states(api.get("ready").json)["storage"] == "container_missing"
        with pytest.raises(SystemExit):
            check_setup.check()
        assert "Missing containers: receipts." in capsys.readouterr().out
    finally:
        blob_store.ensure_container("receipts")


def refusal(status: int, message: str) -> HttpResponseError:
    error = HttpResponseError(message)
    error.status_code = status
    return error


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (refusal(403, "AuthorizationPermissionMismatch"), "role_not_granted", "Storage Blob Data Owner"),
        (refusal(403, "Forbidden (ForbiddenByRbac)"), "role_not_granted", "Storage Blob Data Owner"),
        (refusal(403, "Forbidden (ForbiddenByConnection)"), "network_refused", "network rules"),
        (refusal(503, "ServerBusy"), "unreachable", "does not answer"),
        (ClientAuthenticationError("no credential"), "identity_refused", "AZURE_CLIENT_ID"),
        (MisconfiguredError("Key Vault has no secret encryption-keys."), "secret_missing", "encryption-keys"),
    ],
)
def test_refusals_of_azure_name_what_is_missing(error: Exception, code: str, says: str):
    fault = faults.of_azure(error, "Blob storage", faults.STORAGE_ROLE)
    assert fault.code == code
    assert says in fault.detail


def test_an_extension_that_azure_does_not_allow_names_its_parameter():
    said = 'extension "pg_trgm" is not allow-listed for "azure_pg_admin" users in Azure Database for PostgreSQL'
    fault = faults.of_migration(Exception(said))
    assert fault is not None
    assert fault.detail == "The server parameter azure.extensions must name PG_TRGM."


def test_a_reference_that_was_not_resolved_stops_the_start_and_not_the_worker(unset):
    unset.setenv("SMTP_USER", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/smtp)")
    settings.cache_clear()

    with pytest.raises(MisconfiguredError, match=r"SMTP_USER is a Key Vault reference .* role Key Vault"):
        settings()
    assert (Client().get("health").status, Client().get("health").json["code"]) == (503, "misconfigured")
