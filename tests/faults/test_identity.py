"""The app's own token expires while calls run: PostgreSQL and storage that look at it, and Azure's SDK that gets it."""

import ssl
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg2
import pytest
from sqlalchemy import text

from local.azurite import Azurite
from local.memory import Memory
from local.stack import Stack
from shared.platform import azure_identity, db
from shared.platform.blobs import BlobStore, StorageUnavailable
from shared.platform.blobs import blob_store as configured_blob_store
from shared.platform.config import settings
from tests.client import Client
from tests.faults.conftest import Say
from tests.faults.identity_service import RADIUS_SECRET, TokenService, Verifier, serving
from tests.faults.traffic import PEOPLE, wait_for
from tests.platform.test_secrets import certificate

ROLE = "app_identity"


@pytest.fixture
def service(_configured: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TokenService]:
    """Azure's token service, as this process is told of it."""
    caches = (azure_identity.credential, azure_identity._tokens, settings, configured_blob_store)
    with serving(TokenService()) as serves:
        for name, value in serves.environment.items():
            monkeypatch.setenv(name, value)
        for cached in caches:
            cached.cache_clear()
        yield serves
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()


@pytest.fixture
def verifier(
    database: None, service: TokenService, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Verifier]:
    """Let this process sign in to the database by token only."""
    rules = stack.postgres.data / "pg_hba.conf"
    before = rules.read_text()
    with serving(Verifier(service)) as looks:
        asked = f"radiusservers=127.0.0.1 radiusports={looks.server_address[1]} radiussecrets={RADIUS_SECRET.decode()}"
        rules.write_text(f"local all {ROLE} radius {asked}\n{before}")
        with db.connection() as superuser:
            superuser.execute(text(f"CREATE ROLE {ROLE} LOGIN SUPERUSER"))
            superuser.execute(text("SELECT pg_reload_conf()"))
        monkeypatch.setenv("DATABASE_URL", settings().database_url.replace("postgres@", f"{ROLE}@"))
        monkeypatch.setenv("DATABASE_AUTH", "entra")
        settings.cache_clear()
        db.dispose()
        yield looks
    db.dispose()
    monkeypatch.undo()
    settings.cache_clear()
    rules.write_text(before)
    with db.connection() as superuser:
        superuser.execute(text("SELECT pg_reload_conf()"))
        superuser.execute(text(f"DROP ROLE {ROLE}"))


def sign_in_again_and_again(reader: Client, seconds: float) -> Counter[int]:
    """Ask on a connection of its own each time."""
    found: Counter[int] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        db.engine().dispose()
        found[reader.get("me").status] += 1
    return found


def test_the_databases_token_expires_while_calls_run(verifier: Verifier, service: TokenService, say: Say):
    readers = [Client().as_role("data_analyst") for _ in range(PEOPLE)]
    with db.engine().connect() as old, ThreadPoolExecutor(PEOPLE) as pool:
        [first] = service.given
        work = [pool.submit(sign_in_again_and_again, reader, 2 * service.lifetime) for reader in readers]
        answers = sum((one.result() for one in work), Counter[int]())
        assert old.execute(text("SELECT session_user")).scalar_one() == ROLE

    with pytest.raises(psycopg2.OperationalError, match="authentication failed"):
        psycopg2.connect(settings().database_url, password=first)
    assert set(answers) == {200}
    assert 2 < len(service.given) <= 8 < len(verifier.accepted)
    assert set(verifier.accepted) == set(service.given)
    say(f"{len(verifier.accepted)} sign-ins with {len(service.given)} tokens, {answers[200]} calls, all answered")


def test_the_token_service_is_away(verifier: Verifier, service: TokenService, say: Say):
    reader = Client().as_role("data_analyst")
    service.away = True
    [ends] = service.given.values()
    while time.time() < ends - azure_identity.LEAST_SECONDS - 0.5:
        db.engine().dispose()
        assert reader.get("me").status == 200  # the last token, to its end
    time.sleep(max(0.0, ends - time.time()))
    pooled = reader.get("me")
    db.engine().dispose()
    began = time.monotonic()
    refused, not_ready = reader.get("me"), reader.get("ready")
    longest = time.monotonic() - began
    alive = reader.get("health")
    service.away = False
    back = time.monotonic()
    wait_for(lambda: reader.get("me").status == 200, 10)
    served = time.monotonic() - back

    assert (pooled.status, alive.status) == (200, 200)
    assert (refused.status, refused.json["code"]) == (503, "identity_unavailable")
    assert not_ready.json["parts"][0]["code"] == "identity_unavailable"
    assert longest < 5
    say(f"its last token was used to the end, then 503 within {longest:.1f} s, served {served:.1f} s after it was back")


def fetched(url: str, certificate: Path) -> httpx.Response:
    return httpx.get(url, verify=ssl.create_default_context(cafile=certificate))


class SecureAzurite(Azurite):
    """Azurite that takes tokens, whose claims it looks at: https only."""

    certificate: Path

    def _arguments(self) -> list[str]:
        pem = str(self.certificate)
        return [*super()._arguments(), "--oauth", "basic", "--cert", pem, "--key", pem]

    def _answers(self) -> bool:
        try:
            return bool(fetched(self.url, self.certificate).status_code)
        except httpx.HTTPError:
            return False

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._ports['blob']}/localaccount"


@pytest.fixture
def storage(service: TokenService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlobStore]:
    """A store that knows this process by its token."""
    azurite = SecureAzurite(tmp_path, Memory(tmp_path / "memory.json"))
    azurite.certificate = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(azurite.certificate))
    monkeypatch.setenv("AzureWebJobsStorage", "")
    monkeypatch.setenv("AzureWebJobsStorage__blobServiceUri", azurite.url)
    settings.cache_clear()
    azurite.start()
    try:
        azurite.wait()
        yield configured_blob_store()
    finally:
        azurite.stop()


def test_storages_token_expires_and_links_live_on(storage: BlobStore, service: TokenService, tmp_path: Path, say: Say):
    service.lifetime = 2
    storage.ensure_container("reports")
    storage.upload("reports", "r/x.csv", b"a,b\r\n", "text/csv")
    link = storage.download_link("reports", "r/x.csv", "x.csv")
    time.sleep(max(0.0, max(service.given.values()) + 1 - time.time()))
    storage.upload("reports", "r/y.csv", b"c", "text/csv")
    tokens = len(service.given)
    time.sleep(max(0.0, max(service.given.values()) + 1 - time.time()))
    service.away = True
    with pytest.raises(StorageUnavailable):
        storage.download_link("reports", "r/y.csv", "y.csv")
    answer = fetched(link.url, tmp_path / "vault.pem")
    service.away = False
    again = storage.download_link("reports", "r/y.csv", "y.csv")

    assert (answer.status_code, answer.content) == (200, b"a,b\r\n")
    assert fetched(again.url, tmp_path / "vault.pem").content == b"c"
    assert tokens > 1
    say("a link lives as long as it says, whatever becomes of the token that asked for its key")
