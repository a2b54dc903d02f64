"""The host's keys, as the portal shows them: one for administration, one for functions."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from local.memory import write_private


@dataclass(frozen=True)
class Keys:
    master: str
    function: str

    def opens(self, level: str, given: str) -> bool:
        if level == "anonymous":
            return True
        accepted = [self.master] if level == "admin" else [self.master, self.function]
        return any(secrets.compare_digest(given.encode(), key.encode()) for key in accepted)


def load_keys(state: Path) -> Keys:
    """The keys in STATE/keys.json; made at the first start."""
    file = state / "keys.json"
    if not file.exists():
        fresh = {"masterKey": secrets.token_urlsafe(32), "functionKey": secrets.token_urlsafe(32)}
        write_private(file, json.dumps(fresh, indent=2))
    kept = json.loads(file.read_text())
    return Keys(master=kept["masterKey"], function=kept["functionKey"])
