"""The Functions host as a child of the stack."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local import ports
from local.children import Child

PROJECT = Path(__file__).parents[1]
READY_SECONDS = 60


@dataclass(frozen=True)
class HostOptions:
    """What `stack.start_host` takes.

    `settings` is a local.settings.json; what `env` says wins over it. Without a `port` a free one is taken.
    `static` is a built dashboard, served at `/`. `flex` refuses what Flex Consumption refuses.
    """

    app: Path
    settings: Path | None = None
    port: int | None = None
    workers: int = 1
    env: Mapping[str, str] = field(default_factory=dict)
    static: Path | None = None
    flex: bool = False
    grace_seconds: float = 10
    name: str = "host"


class HostProcess:
    def __init__(self, state: Path, options: HostOptions, port: int) -> None:
        self.port = port
        self._keys = state / options.name / "keys.json"
        self._ready = state / options.name / "ready"
        self.child = Child(
            name=options.name,
            command=_command(state, options, port),
            state=state,
            grace_seconds=options.grace_seconds + 3,
            environment=dict(os.environ) | {"PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1"} | dict(options.env),
        )

    def start(self) -> None:
        self.child.sweep()
        self._ready.unlink(missing_ok=True)
        self.child.start()
        self.child.wait_until(lambda: self._ready.exists() and self._answers(), READY_SECONDS)

    def stop(self) -> None:
        self.child.stop()

    @property
    def url(self) -> str:
        return f"http://{ports.HOST}:{self.port}"

    @property
    def log(self) -> str:
        return self.child.log.read_text(errors="replace")

    @property
    def master_key(self) -> str:
        return str(json.loads(self._keys.read_text())["masterKey"])

    def fire(self, function: str, payload: Any = "") -> None:
        """Run a timer or blob function now, by hand; comes back before it has run."""
        request = urllib.request.Request(  # noqa: S310  # our own address
            f"{self.url}/admin/functions/{function}",
            data=json.dumps({"input": payload}).encode(),
            headers={"x-functions-key": self.master_key, "content-type": "application/json"},
            method="POST",
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/admin/host/status", timeout=2).close()  # noqa: S310
        except urllib.error.HTTPError as answer:
            answer.close()
            return False
        except OSError:
            return False
        return True


def _command(state: Path, options: HostOptions, port: int) -> list[str]:
    command = [sys.executable, "-m", "local.host", "--app", str(options.app.resolve())]
    command += ["--state", str(state / options.name), "--port", str(port), "--workers", str(options.workers)]
    command += ["--grace", str(options.grace_seconds)]
    if options.settings:
        command += ["--settings", str(options.settings.resolve())]
    if options.static:
        command += ["--static", str(options.static.resolve())]
    return [*command, "--flex"] if options.flex else command
