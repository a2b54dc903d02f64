"""What the host knows of an app: its settings and its functions."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

SUPPORTED_TRIGGERS = ("httpTrigger", "timerTrigger", "blobTrigger")
SUPPORTED_OUTPUTS = ("http", "blob", "queue")
DEFAULT_TIMEOUT = "00:30:00"  # Flex Consumption's


class StartError(Exception):
    """The app cannot start; the text is one line for its author."""


@dataclass(frozen=True)
class Retry:
    count: int
    strategy: str
    delay: timedelta = timedelta(0)
    least: timedelta = timedelta(0)
    most: timedelta = timedelta(days=1)

    def pause(self, attempt: int) -> float:
        """Seconds before try number `attempt` (1 is the first repetition)."""
        if self.strategy == "fixed_delay":
            return self.delay.total_seconds()
        return min(self.most, self.least * 2.0 ** (attempt - 1)).total_seconds()


@dataclass(frozen=True)
class Function:
    name: str
    function_id: str
    trigger: Mapping[str, Any]
    outputs: tuple[Mapping[str, Any], ...] = ()
    retry: Retry | None = None

    @cached_property
    def kind(self) -> str:
        return str(self.trigger["type"])

    @cached_property
    def route(self) -> str:
        return str(self.trigger.get("route") or self.name)

    @cached_property
    def methods(self) -> frozenset[str] | None:
        """None: every method."""
        methods = self.trigger.get("methods")
        return frozenset(str(method).upper() for method in methods) if methods else None


@dataclass(frozen=True)
class HostSettings:
    """host.json and the environment the app runs in."""

    host_json: Mapping[str, Any] = field(default_factory=dict)
    cors: Mapping[str, Any] = field(default_factory=dict)

    def option(self, *path: str, default: Any = None) -> Any:
        value: Any = self.host_json
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return default if value is None else value

    @property
    def route_prefix(self) -> str:
        return str(self.option("extensions", "http", "routePrefix", default="api")).strip("/")

    @property
    def function_timeout(self) -> float | None:
        """Seconds; None is unlimited."""
        text = str(self.option("functionTimeout", default=DEFAULT_TIMEOUT))
        return None if text == "-1" else span(text).total_seconds()

    @property
    def storage(self) -> str:
        connection = os.environ.get("AzureWebJobsStorage")  # noqa: SIM112  # Azure's own spelling
        if not connection:
            raise StartError("The setting AzureWebJobsStorage is missing: timers and blob triggers need it.")
        return connection

    @property
    def host_id(self) -> str:
        return os.environ.get("AzureFunctionsWebHost__hostid", "localhost")  # noqa: SIM112


def load_settings(app: Path, settings: Path | None) -> HostSettings:
    """Put the Values of local.settings.json into the environment, where what is there already wins."""
    local = _read_json(settings) if settings else {}
    for name, value in local.get("Values", {}).items():
        os.environ.setdefault(name, str(value))
    return HostSettings(host_json=_read_json(app / "host.json"), cors=local.get("Host", {}))


def _read_json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text())
    except FileNotFoundError:
        raise StartError(f"{file} is missing.") from None
    except json.JSONDecodeError as problem:
        raise StartError(f"{file} is no valid JSON: {problem}.") from None
    return content if isinstance(content, dict) else {}


def span(text: str) -> timedelta:
    """.NET's TimeSpan: [days.]hh:mm:ss."""
    found = re.fullmatch(r"(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)", text)
    if not found:
        raise StartError(f"{text!r} is no time span of the form hh:mm:ss.")
    days, hours, minutes, seconds = found.groups()
    return timedelta(days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def resolve(text: str, function: str) -> str:
    """Replace %SETTING% by its value."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in os.environ:
            raise StartError(f"Function {function}: the setting {name} is missing, which {text!r} names.")
        return os.environ[name]

    return re.sub(r"%([^%]+)%", value, text)
