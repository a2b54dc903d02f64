"""Real parts for every test: PostgreSQL, Azurite and a mail catcher, started once per run."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from local.stack import Stack
from migrations import run as migrations
from shared.platform import apart, db
from shared.platform.blobs import CONTAINERS, BlobStore
from shared.platform.blobs import blob_store as configured_blob_store
from shared.platform.config import settings
from shared.platform.crypto import new_key
from shared.platform.secrets import secrets
from shared.reporting.kinds import kept
from tests import log_secrets
from tests.client import Client

# Keys are remembered by processes that outlive a test.
KEPT = ["alembic_version", "signing_keys"]
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


# Tests of these packages share a host, which takes long to start: they stay with one worker.
TOGETHER = ("tests/dashboard/", "tests/faults/", "tests/local/")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(log_secrets)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give each worker whole files, or whole packages of tests that share what is expensive."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return next(filter(nodeid.startswith, TOGETHER), nodeid.partition("::")[0])

    return ByFile(config, log)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack"), durable=False) as running:
        yield running


@pytest.fixture(scope="session")
def app_settings(stack: Stack) -> dict[str, str]:
    """The app's settings and secrets, for this process and for hosts that tests start."""
    stack.postgres.create_database("app")
    url = stack.postgres.uri("app")
    migrations.upgrade(url)
    return {
        "PYTHON_THREADPOOL_THREAD_COUNT": "32",
        "DATABASE_URL": url,
        "AzureWebJobsStorage": stack.storage_connection_string,
        "SECRETS_FROM": "environment",
        "CURRENCY": "EUR",
        "BUSINESS_TIME_ZONE": "UTC",
        "TOKEN_ISSUER": "https://shop.example",
        "TOKEN_AUDIENCE": "https://shop.example/api",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(stack.smtp_port),
        "MAIL_FROM": "reports@shop.example",
        "RANKING_SCHEDULE": "0 0 2 * * *",
        "PUBLIC_URL": "https://shop.example",
        "COMPANY_NAME": "Demo shop",
        "COMPANY_IBAN": "DE89 3704 0044 0532 0130 00",  # the example of ISO 13616's registry
        "SECRET_ENCRYPTION_KEYS": json.dumps({"keys": [new_key("1")]}),
    }


@pytest.fixture(scope="session")
def _configured(app_settings: dict[str, str]) -> Iterator[None]:
    os.environ.update(app_settings | {"RENDER_PROCESSES": "0"})  # tests reach into what they call
    for cached in (settings, secrets, configured_blob_store):
        cached.cache_clear()
    yield
    db.dispose()


@pytest.fixture
def database(_configured: None) -> Iterator[None]:
    """A migrated database whose tables are empty."""
    yield
    empty_all_tables()
    kept.forget()  # versions of the data begin anew, too


# DELETE of a few rows is many times faster than TRUNCATE, which makes new files; a large table is better off with it.
EMPTY_ALL_TABLES = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> ALL (ARRAY['{kept}']) LOOP
        IF one.size > 262144 THEN
            EXECUTE 'TRUNCATE ' || one.name || ' CASCADE';
        ELSIF one.size > 0 THEN
            EXECUTE 'DELETE FROM ' || one.name;
        END IF;
    END LOOP;
    FOR one IN SELECT format('%I.%I', schemaname, sequencename)::regclass AS name FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        PERFORM setval(one.name, 1, false);
    END LOOP;
END $$"""


def empty_all_tables() -> None:
    with db.connection() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the audit log refuses otherwise
        connection.exec_driver_sql(EMPTY_ALL_TABLES.format(kept="','".join(KEPT)).replace("%", "%%"))


@pytest.fixture
def session(database: None) -> Iterator[Session]:
    """A unit of work that is never committed."""
    with Session(db.engine(), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def blob_store(_configured: None) -> BlobStore:
    """A blob store whose containers are empty."""
    store = configured_blob_store()
    for container in CONTAINERS:
        store.ensure_container(container)
        for blob in list(store.list(container)):
            store.delete(container, blob.name)
    return store


@pytest.fixture
def api(database: None) -> Client:
    """A client without a token; `api.as_role(...)` has one."""
    return Client()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files, or a skip that says it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real files are missing: no {SHARED_DATA.parent.name}/{SHARED_DATA.name} beside the checkout")
    return SHARED_DATA


@pytest.fixture
def renderer(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[psutil.Process]:
    """The process that makes reports, as the app has one; other tests make them in their own."""
    monkeypatch.setenv("RENDER_PROCESSES", "1")
    settings.cache_clear()
    yield psutil.Process(apart.run(os.getpid))
    apart.dispose()
    monkeypatch.undo()
    settings.cache_clear()
