"""The app on a real host, and what the tests of faults do to the parts it depends on.

`make drill` runs the same tests in their long form: `DRILL=1` for outages as long as they are in life and timers that
are waited for, `ROUNDS` for how often everything is killed.
"""

import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

from local.hostprocess import HostProcess
from local.stack import HostOptions, Stack
from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import identity
from shared.platform.blobs import BlobStore
from tests.client import make_session, make_user

PROJECT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("DRILL") == "1"
RENEWED_SECONDS = 240
ROUNDS = int(os.environ.get("ROUNDS", "1"))

type Say = Callable[[str], None]


class Signed(httpx.Auth):
    """Signs requests as this user, with a token and a session of the last minutes: drills outlast both."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._signed_at = float("-inf")
        self.header = ""

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        if time.monotonic() - self._signed_at > RENEWED_SECONDS:
            token = identity.issue_access_token(self._user.user_id, make_session(self._user))
            self._signed_at, self.header = time.monotonic(), f"Bearer {token}"
        request.headers["Authorization"] = self.header
        yield request


@dataclass
class Hosted:
    """The app on a host that is killed and started again; every blob event comes twice."""

    stack: Stack
    env: dict[str, str]
    disk: Path
    _host: HostProcess | None = field(default=None, init=False)

    @property
    def host(self) -> HostProcess:
        if self._host is None or not self._host.child.alive:
            self.start()
        assert self._host is not None
        return self._host

    def start(self) -> None:
        self._host = self.stack.start_host(HostOptions(app=PROJECT, env=self.env, name="faults"))

    def kill(self) -> None:
        """As a power cut would: the host and its workers at once."""
        assert self._host is not None
        parent = psutil.Process(self._host.child.pid)
        family = [parent, *parent.children(recursive=True)]
        for process in family:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, 5)
        self.stack.stop_host(self._host)

    def client(self, role: str = "admin") -> httpx.Client:
        """Return a client of a fresh account with this role, signed in with both factors."""
        return httpx.Client(base_url=f"{self.host.url}/api/", timeout=60, auth=Signed(make_user(Role(role))))

    def stop(self) -> None:
        if self._host is not None and self._host.child.alive:
            self.stack.stop_host(self._host)


@pytest.fixture(scope="package")
def _hosted(stack: Stack, app_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    disk = tmp_path_factory.mktemp("worker-disk")
    env = app_settings | {
        "AzureWebJobsStorage": stack.storage_connection_string,
        "AzureFunctionsWebHost__hostid": "faults",
        "LOCAL_HOST_MESSAGE_LEASE": "2",
        "LOCAL_HOST_DUPLICATE_BLOBS": "1",
        "TMPDIR": str(disk),
    }
    hosted = Hosted(stack, env, disk)
    yield hosted
    hosted.stop()


@pytest.fixture
def hosted(_hosted: Hosted, database: None, blob_store: BlobStore) -> Hosted:
    return _hosted


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Say:
    """Called with what `make drill` shows beside the verdict."""
    return lambda line: record_property("verdict", line)
