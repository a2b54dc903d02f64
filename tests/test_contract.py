"""Calls with made-up input against a real host: what comes back is what the OpenAPI document declares.

Status, media type, headers and shape are declared; wrong input is refused, right input is not called malformed; nothing
is a 500. The short form calls the paths of accounts. `make fuzz` calls every path as everybody, over a small copy of
the demo's shop; `ARGS="-k admin"` does it as one role.
"""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import schemathesis
from hypothesis import strategies as st

from local import openapi
from local.demo import arrange, finance, people
from local.hostprocess import HostProcess
from local.stack import HostOptions, Stack
from shared.permissions import Role
from shared.platform import db
from shared.platform.blobs import BlobStore
from tests import made_up_calls
from tests.client import functions
from tests.local.demo_shop import put, small_shop
from tests.made_up_calls import Findings

PROJECT = Path(__file__).resolve().parents[1]
LONG_FORM = "MAX_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("MAX_EXAMPLES", "3"))
EVERYTHING = os.environ.get("PATHS", r"^/api/")
# In the short form nobody repeats what another has shown: signing in is the same for everyone, and who may not manage
# users gets the same 403 whatever he sends.
SHORT = {None: r"^/api/auth/", Role.ADMIN: r"^/api/(me|users|audit)(/|$)", Role.DATA_ANALYST: r"^/api/me(/|$)"}
CALLERS = dict.fromkeys((None, *Role), EVERYTHING) if LONG_FORM else SHORT
LAST_DAY = date(2026, 3, 2)

LEAST_SUCCEEDED = 4  # operations that have done what they are for, or the test shows little

schemathesis.openapi.format("email", st.integers(1, 10**9).map(lambda number: f"made-up-{number}@shop.example"))


@pytest.fixture(scope="module")
def host(stack: Stack, app_settings: dict[str, str], _configured: None) -> Iterator[HostProcess]:
    env = app_settings | {"AzureFunctionsWebHost__hostid": "contract", "REGISTRATION": "open"}
    running = stack.start_host(HostOptions(app=PROJECT, env=env, name="contract"))
    yield running
    stack.stop_host(running)


@pytest.fixture
def shop(database: None, blob_store: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the long form asks about and changes: influencers, campaigns, terms, purchases, payments, expenses."""
    if not LONG_FORM:
        return
    made = small_shop(monkeypatch, LAST_DAY)
    people.ensure(tmp_path / "demo.json", "http://demo.example", LAST_DAY)
    with db.transaction() as session:
        put(session, made)
        arrange.arrange(session, made, last_day=LAST_DAY, today=LAST_DAY)
    finance.pay(LAST_DAY)


@pytest.fixture
def findings(host: HostProcess, shop: None, role: Role | None) -> Findings:
    document = json.loads(openapi.describe(functions()))
    bounds = LONG_FORM or role is not Role.DATA_ANALYST
    how = made_up_calls.settings(host.url, EXAMPLES, bounds=bounds, sequences=LONG_FORM)
    found = made_up_calls.calls(document, role, CALLERS[role], how)
    if LONG_FORM:
        print(f"\n{role or 'nobody'}: {found.told}", flush=True)  # noqa: T201 - what `make fuzz` says
    return found


@pytest.mark.parametrize("role", CALLERS, ids=lambda role: role or "nobody")
def test_every_answer_is_a_declared_one(findings: Findings):
    assert not findings.broken, "\n\n".join(f"{what}\n{call}" for what, call in findings.broken.items())
    assert findings.succeeded >= LEAST_SUCCEEDED, "made-up input seldom gets anywhere"
