"""The built dashboard in Chromium, served by the local host with the real worker behind it and the demo in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from local import browsers, dashboard, ports
from local.demo import arrange, finance, people
from local.demo.load import Loader, demo_shop, demo_uploads
from local.run import compute
from local.stack import HostOptions, Stack
from shared.accounts import queries
from shared.permissions import Role
from shared.platform import clock, db, identity
from shared.platform.blobs import CONTAINERS
from shared.platform.blobs import blob_store as configured_blob_store
from tests.client import make_session
from tests.conftest import empty_all_tables
from tests.dashboard.person import Person

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# A page must not ask anybody but its own server; Chromium's own errands are not the page's.
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
APPROVAL_LIMIT = Decimal(100)  # the demo's payments lie on both sides of it
type Enter = Callable[..., Person]


@dataclass(frozen=True)
class Shop:
    """A shop with the demo in it, and its accounts by role."""

    url: str
    users: dict[str, dict[str, str]]

    def api(self, role: Role) -> httpx.Client:
        """Return a client of the API as this person; it takes no one-time code, which counts once in half a minute."""
        with db.transaction() as session:
            user = queries.user_by_mail(session, self.users[role]["mail"])
        assert user is not None
        token = identity.issue_access_token(user.user_id, make_session(user))
        return httpx.Client(base_url=f"{self.url}/api/", timeout=60, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="package")
def chromium() -> str:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium; .ci/run installs one")
        pytest.skip("no Chromium is installed: the dashboard is not looked at")
    return CHROMIUM


@pytest.fixture(scope="package")
def shop(
    chromium: str, stack: Stack, app_settings: dict[str, str], _configured: None, tmp_path_factory: Any
) -> Iterator[Shop]:
    folder, port = tmp_path_factory.mktemp("dashboard"), ports.pick()
    url = f"http://{ports.HOST}:{port}"
    env = (
        app_settings
        | {"PUBLIC_URL": url, "PAYMENT_APPROVAL_LIMIT": str(APPROVAL_LIMIT)}
        | {"AzureFunctionsWebHost__hostid": "dashboard"}
    )
    for container in CONTAINERS:
        configured_blob_store().ensure_container(container)
    browsers.let_upload(stack.storage_connection_string, [url])
    built = dashboard.build()
    host = stack.start_host(HostOptions(app=PROJECT, env=env, port=port, static=built, name="dashboard"))
    try:
        demo = people.ensure(folder / "demo.json", url, clock.today())
        made = Shop(url, {user["role"]: user for user in demo["users"]})
        with made.api(Role.ADMIN) as client:
            load(client, date.fromisoformat(demo["last_day"]))
        compute(host)
        yield made
    finally:
        stack.stop_host(host)
        empty_all_tables()


def load(client: httpx.Client, last_day: date) -> None:
    loader = Loader(client)
    for upload in demo_uploads(last_day):
        loader.load(upload, lambda _: None)
    with db.transaction() as session:
        arrange.arrange(session, demo_shop(last_day), last_day=last_day, today=clock.today())
    finance.pay(last_day)


@pytest.fixture(scope="package")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
    yield launched
    launched.close()


@pytest.fixture
def enter(shop: Shop, browser: Browser) -> Iterator[Enter]:
    """Called with a role: a person of that role, signed in, in a browser window of his own."""
    with ExitStack() as windows:

        def enter(role: Role | None, hands: type[Person] = Person, **window: Any) -> Person:
            context: BrowserContext = browser.new_context(base_url=shop.url, locale="en-GB", **window)
            windows.callback(context.close)
            person = hands(context.new_page(), shop.users[role] if role else {})
            windows.callback(person.expect_no_complaints)
            if role:
                person.sign_in()
            return person

        yield enter
