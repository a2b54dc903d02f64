"""What the stack remembers between runs: ports and keys, in a file only its owner may read."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.errors import full_disk_is_named


class Memory:
    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._values: dict[str, Any] = json.loads(file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            self._values = {}

    def get(self, name: str) -> Any:
        return self._values.get(name)

    def recall(self, name: str, make: Callable[[], Any]) -> Any:
        """The kept value; made and kept at the first time."""
        if name not in self._values:
            self.keep(name, make())
        return self._values[name]

    def keep(self, name: str, value: Any) -> None:
        if self._values.get(name) == value:
            return
        self._values[name] = value
        write_private(self._file, json.dumps(self._values, indent=2))


def write_private(file: Path, text: str) -> None:
    """Whole or not at all, and readable by its owner only."""
    fresh = file.with_name(f".{file.name}.new")
    with full_disk_is_named(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(text)
        fresh.replace(file)
