"""Every page of the dashboard with an address in the demo, and the role that looks at it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from shared.permissions import Role

SOURCES = Path(__file__).resolve().parents[2] / "dashboard" / "src" / "pages"
PARAMETER = re.compile(r":(\w+)")
OUTSIDE = {"/sign-in", "/enrol", "/forgot-password", "/reset-password", "/accept-invitation", "/verify-mail"}
FINANCE = re.compile(r"/(payments|finance)\b")
# Where the first record of an address is found, by its parameter in lower case and without underscores.
LISTS = {
    "userid": "users",
    "campaignid": "campaigns",
    "customerid": "customers",
    "sourceid": "imports/sources",
    "runid": "imports/runs",
    "influencerid": "influencers",
    "paymentid": "payments",
    "batchid": "payments/batches",
    "productid": "products",
    "purchaseid": "purchases",
    "definitionid": "report-definitions",
    "scheduleid": "report-schedules",
    "reportid": "reports",
    "termid": "terms",
    "expenseid": "expenses",
}
QUESTION = {"name": "Orders by day", "question": {"metrics": ["orders"], "dimensions": ["day"], "window": "30d"}}
SCHEDULE = {
    "schedule_name": "Each Monday",
    "kind": "ranking",
    "formats": ["xlsx"],
    "period": "last_week",
    "frequency": "weekly",
    "weekday": 1,
    "at": "07:30",
    "recipients": {"roles": ["admin"]},
}


def declared() -> list[str]:
    """Return the address of each page that one must be signed in for, parameters and all."""
    return sorted(address for address in _addresses() if address not in OUTSIDE)


def _addresses() -> Iterator[str]:
    for routes in SOURCES.glob("*/routes.ts"):
        for address in re.findall(r'(?:page|firstPage)\(\s*("[^"]*")', routes.read_text()):
            yield json.loads(address)


def looked_at_by(address: str) -> Role:
    """Return who has most to do on a page; admins see all others."""
    return Role.FINANCE_MANAGER if FINANCE.match(address) else Role.ADMIN


def make_what_the_demo_lacks(client: httpx.Client) -> None:
    for path, body in (("report-definitions", QUESTION), ("report-schedules", SCHEDULE)):
        assert client.post(path, json=body).status_code == httpx.codes.CREATED


def address_of(template: str, client: httpx.Client) -> str:
    """Return the address with the first record of each kind in the place of parameters."""
    return PARAMETER.sub(lambda match: _first(client, match[1].replace("_", "").lower()), template)


@cache
def _first(client: httpx.Client, name: str) -> str:
    record: dict[str, Any] = client.get(LISTS[name], params={"limit": 1}).raise_for_status().json()["items"][0]
    return str(next(value for key, value in record.items() if key.replace("_", "") == name))
