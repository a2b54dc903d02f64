"""local.settings.json is written at each start; what its owner chose stays."""

import json
from pathlib import Path
from typing import Any

from local import appsettings


def write(path: Path) -> dict[str, Any]:
    appsettings.write(path, database_url="d", storage="s", smtp_port=1, base_url="http://127.0.0.1:7071")
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def test_secrets_choices_and_the_origins_that_may_call_stay(tmp_path: Path):
    path = tmp_path / "local.settings.json"
    first = write(path)
    assert first["Host"] == {"CORS": "http://localhost:5173"}
    first["Host"] = {"CORS": "https://shop.example", "CORSCredentials": True}
    first["Values"] |= {"FEED_ADDRESSES_ALLOWED": "10.1.0.0/16", "DATABASE_URL": "old"}
    path.write_text(json.dumps(first))

    again = write(path)

    assert again["Host"] == {"CORS": "https://shop.example", "CORSCredentials": True}
    assert again["Values"] == first["Values"] | {"DATABASE_URL": "d"}
