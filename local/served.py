"""The demo that `make run` serves, for what looks at it from outside."""

import json
from pathlib import Path
from typing import Any

import httpx

PROJECT = Path(__file__).resolve().parents[1]
DEMO = PROJECT / ".local" / "demo.json"
NOT_SERVED = "Nothing of this checkout runs here: start `make run` in another terminal first."


def served_demo() -> dict[str, Any] | None:
    """Return where this checkout's demo is served and its accounts; None where nothing, or another one, is served."""
    try:
        demo: dict[str, Any] = json.loads(DEMO.read_text())
        first = demo["users"][0]
        credentials = {key: first[key] for key in ("mail", "password")}
        answer = httpx.post(f"{demo['base_url']}/api/auth/login", json=credentials, timeout=30)
    except (OSError, ValueError, httpx.HTTPError):
        return None
    return demo if answer.is_success else None
