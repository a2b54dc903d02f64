"""The backup and restore drill: database and storage copied as docs/operations.md says, into fresh servers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from azure.storage.blob import BlobServiceClient

from local.azurite import Azurite
from local.memory import Memory
from local.postgres import Postgres, binaries
from shared.platform import db
from shared.platform.audit_chain import head_of
from shared.platform.crypto import new_key
from tests.accounts.outbox import fire
from tests.campaigns.shop import purchase
from tests.faults.conftest import PROJECT, Hosted, Say
from tests.faults.files import begin_import, ready_report, wait_until_imported
from tests.finance.ledger import agree, arranged, share
from tests.sales.shop import rows

ACCOUNT = {"account_holder": "Demo", "iban": "DE89370400440532013000"}
REPORT = {"kind": "ranking", "format": "pdf", "filters": {"window": "all"}}
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Postgres, Azurite]]:
    """A database server and a storage account that know nothing."""
    postgres, azurite = Postgres(tmp_path, durable=False), Azurite(tmp_path, Memory(tmp_path / "state.json"))
    for part in (azurite, postgres):
        part.start()
    try:
        postgres.wait()
        azurite.wait()
        yield postgres, azurite
    finally:
        azurite.stop()
        postgres.stop()


def fill(hosted: Hosted) -> None:
    """Files, reports, payments, and values of every kind that is sealed."""
    campaign, payee, [product] = arranged()
    agree(campaign, payee, share())
    purchase(payee, product, "2025-02-01", "10.00")
    with hosted.client() as client:
        wait_until_imported(hosted, client, begin_import(client, "orders", 500))
        ready_report(hosted, client, client.post("reports", json=REPORT).json()["report_id"])
    with hosted.client("finance_manager") as finance:
        stored = finance.put(f"payout-accounts/{payee}", json=ACCOUNT, headers={"If-Match": "*"})
        assert stored.status_code == httpx.codes.OK, stored.text
    for job in ("compute_all_payments", "seal_audit_log"):
        fire(job)


def run(program: str, *arguments: str) -> None:
    subprocess.run([str(binaries() / program), *arguments], check=True, capture_output=True, text=True)


def back_up_files(connection: str, folder: Path) -> int:
    with BlobServiceClient.from_connection_string(connection) as service:
        return sum(save(service, container.name, folder) for container in service.list_containers())


def save(service: BlobServiceClient, container: str, folder: Path) -> int:
    client = service.get_container_client(container)
    (folder / container).mkdir(parents=True)
    for number, name in enumerate(client.list_blob_names()):
        path = folder / container / str(number)
        path.write_bytes(client.download_blob(name).readall())
        path.with_suffix(".name").write_text(str(name))
    return len(list((folder / container).glob("*.name")))


def restore_files(folder: Path, connection: str) -> None:
    with BlobServiceClient.from_connection_string(connection) as service:
        for container in folder.iterdir():
            client = service.create_container(container.name)
            for named in container.glob("*.name"):
                client.upload_blob(named.read_text(), named.with_suffix("").read_bytes())


def check(database: str, storage: str, **more: str) -> "subprocess.CompletedProcess[str]":
    env = os.environ | {"DATABASE_URL": database, "AzureWebJobsStorage": storage} | more
    command = [sys.executable, "-m", "commands.check_restored"]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


def test_backup_and_restore(hosted: Hosted, fresh: tuple[Postgres, Azurite], tmp_path: Path, say: Say):
    fill(hosted)
    dump, files = tmp_path / "app.dump", tmp_path / "files"

    # The database first: whatever its rows name was written before them and is in the storage's copy, too.
    run("pg_dump", "--format=custom", f"--file={dump}", "--dbname", hosted.stack.postgres.uri("app"))
    saved = back_up_files(hosted.stack.storage_connection_string, files)
    postgres, azurite = fresh
    url = postgres.create_database("restored")
    run("pg_restore", "--exit-on-error", "--no-owner", "--dbname", url, str(dump))
    restore_files(files, azurite.connection_string)

    with db.transaction() as session:
        head = str(head_of(session))
    sound = check(url, azurite.connection_string, EXPECT=head)
    assert sound.returncode == 0, sound.stdout + sound.stderr

    [(report,)] = rows("SELECT blob_name FROM reports")
    with BlobServiceClient.from_connection_string(azurite.connection_string) as service:
        service.get_blob_client("reports", report).delete_blob()
    other_keys = json.dumps({"keys": [new_key("1")]})
    spoilt = check(url, azurite.connection_string, SECRET_ENCRYPTION_KEYS=other_keys, EXPECT=f"99999:{'0' * 64}")
    assert spoilt.returncode == 1
    assert [named in spoilt.stdout for named in ("payout_accounts.iban", f"reports/{report}")] == [True, True]
    assert "audit log" in spoilt.stdout
    say(f"{saved} files; " + "; ".join(" ".join(line.split()) for line in sound.stdout.splitlines()))
