"""Each test of the local host starts hosts of its own on the stack of all tests."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import pytest
from azure.storage.blob import BlobServiceClient, ContainerClient

from local.hostprocess import HostProcess
from local.stack import HostOptions, Stack

FIXTURE_APP = Path(__file__).parent / "fixture_app"
NEVER = "0 0 4 1 1 *"


def wait_for[T](look: Callable[[], T], seconds: float = 10) -> T:
    """What `look` returns once it is truthy."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
    return found


@dataclass
class Hosted:
    """A host with the traces of its functions and a container that its blob trigger watches."""

    process: HostProcess
    options: HostOptions
    folder: Path
    incoming: ContainerClient
    stack: Stack

    def traces(self, name: str) -> list[dict[str, Any]]:
        file = self.folder / name
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def wait_for_traces(self, name: str, count: int, seconds: float = 10) -> list[dict[str, Any]]:
        wait_for(lambda: len(self.traces(name)) >= count, seconds)
        return self.traces(name)

    def kill(self) -> None:
        """As a power cut would: the supervisor and its workers at once."""
        process = psutil.Process(self.process.child.pid)
        family = [process, *process.children(recursive=True)]
        for one in family:
            one.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, 5)
        self.stack.stop_host(self.process)

    def start_again(self) -> None:
        self.process = self.stack.start_host(self.options)


def start_hosted(stack: Stack, folder: Path, env: dict[str, str], **options: Any) -> Hosted:
    name = f"host-{uuid4().hex[:8]}"
    service = BlobServiceClient.from_connection_string(stack.storage_connection_string)
    incoming = service.create_container(f"incoming-{name}")
    own = {
        "TICK": NEVER,
        "INCOMING": incoming.container_name,
        "FIXTURE_TRACES": str(folder),
        "AzureFunctionsWebHost__hostid": name,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    chosen = HostOptions(app=FIXTURE_APP, env=own | env, name=name, **options)
    return Hosted(stack.start_host(chosen), chosen, folder, incoming, stack)


@pytest.fixture
def start_host(stack, tmp_path) -> Iterator[Callable[..., Hosted]]:
    """Called with the number of workers, the grace period, and the environment."""
    started: list[Hosted] = []

    def start(workers: int = 1, grace: float = 5, **env: str) -> Hosted:
        started.append(start_hosted(stack, tmp_path, env, workers=workers, grace_seconds=grace))
        return started[-1]

    yield start
    for hosted in started:
        if hosted.process.child.alive:
            stack.stop_host(hosted.process)


@pytest.fixture(scope="session")
def plain_host(stack, tmp_path_factory) -> Iterator[Hosted]:
    """For tests that need nothing special and leave it running."""
    hosted = start_hosted(stack, tmp_path_factory.mktemp("plain"), {})
    yield hosted
    stack.stop_host(hosted.process)


def is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
