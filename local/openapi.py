"""Write the API's description: `make openapi`. The app serves the file, a test finds drift."""

import re
from pathlib import Path
from typing import Any

from function_app import app
from shared.platform import apidocs, openapi

TITLE = "Influencer Marketing Analysis System"
VERSION = "1"
REFUSALS = Path(__file__).resolve().parents[1] / "docs" / "errors.md"
ROW = re.compile(r"\| `(\w+)` \| (\d+(?: or \d+)*) \| (.+) \|")
LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")


def describe(functions: Any) -> str:
    return openapi.dump(openapi.describe(functions, TITLE, VERSION) | {"x-problems": refusals()})


def refusals() -> dict[str, dict[str, Any]]:
    """Return what `docs/errors.md` says: code → statuses, and the meaning with code in backticks and no links."""
    rows = map(ROW.fullmatch, REFUSALS.read_text(encoding="utf-8").splitlines())
    return {
        row[1]: {"status": [int(status) for status in row[2].split(" or ")], "meaning": LINK.sub(r"\1", row[3])}
        for row in rows
        if row
    }


if __name__ == "__main__":
    apidocs.DOCUMENT.write_text(describe(app.get_functions()), encoding="utf-8")
