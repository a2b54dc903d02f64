"""Every page of the dashboard with an address of the demo, and the role that looks at it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from shared.permissions import Role

SOURCES = Path(__file__).resolve().parents[2] / "dashboard" / "src" / "pages"
# What an address of the demo has in the place of each parameter: the first record, which the demo has.
FIRST = re.compile(r":(\w+)")
OWNER = {
    "admin": Role.ADMIN,
    "imports": Role.DATA_ANALYST,
    "payments": Role.FINANCE_MANAGER,
    "finance": Role.FINANCE_MANAGER,
    "terms": Role.FINANCE_MANAGER,
    "budgets": Role.FINANCE_MANAGER,
    "expenses": Role.FINANCE_MANAGER,
    "profitability": Role.FINANCE_MANAGER,
}


def declared() -> Iterator[tuple[str, str]]:
    """Yield the area and the address of each page, parameters and all."""
    for routes in sorted(SOURCES.glob("*/routes.ts")):
        for address in re.findall(r'page\(\s*("[^"]*")', routes.read_text()):
            yield routes.parent.name, json.loads(address)
