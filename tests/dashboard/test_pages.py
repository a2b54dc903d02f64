"""Each page, looked at in light on a desk and in dark on a phone: it stands, nothing is cut, everybody can use it."""

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from playwright.sync_api import Browser, ViewportSize

from shared.permissions import Role
from tests.dashboard import pages
from tests.dashboard.conftest import Shop
from tests.dashboard.person import Person

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 812}
MOST_LOOKS, MOVING_MS = 4, 300
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def people(shop: Shop, browser: Browser) -> Iterator[dict[Role, Person]]:
    """Those who look, each signed in once for all pages."""
    with shop.api(Role.ADMIN) as client:
        pages.make_what_the_demo_lacks(client)
        client.post("reports", json={"kind": "ranking", "format": "csv"}).raise_for_status()
    roles = (Role.ADMIN, Role.FINANCE_MANAGER)
    context = {role: browser.new_context(base_url=shop.url, locale="en-GB") for role in roles}
    signed_in = {role: Person(one.new_page(), shop.users[role]) for role, one in context.items()}
    for person in signed_in.values():
        person.sign_in()
    yield signed_in
    for one in context.values():
        one.close()


@pytest.fixture(scope="module")
def clients(shop: Shop) -> Iterator[dict[Role, httpx.Client]]:
    with ExitStack() as opened:
        yield {role: opened.enter_context(shop.api(role)) for role in (Role.ADMIN, Role.FINANCE_MANAGER)}


@pytest.mark.parametrize("template", pages.declared())
def test_a_page_stands_in_both_themes_and_widths(
    template: str, people: dict[Role, Person], clients: dict[Role, httpx.Client]
):
    role = pages.looked_at_by(template)
    person = people[role]
    address = pages.address_of(template, clients[role])
    person.page.set_viewport_size(DESK)
    person.page.emulate_media(color_scheme="light")
    person.turn_to(address)

    faults = {"desk, light": _faults(person)}
    person.page.set_viewport_size(PHONE)
    person.page.emulate_media(color_scheme="dark")
    faults["phone, dark"] = _faults(person)

    assert {seen: found for seen, found in faults.items() if found} == {}
    person.expect_no_complaints()


def _faults(person: Person) -> list[str]:
    """Return what is wrong once the page stands: after a change of theme and width it moves for a moment."""
    for _ in range(MOST_LOOKS):
        too_wide = ["wider than the screen"] if person.page.evaluate(TOO_WIDE) else []
        found = too_wide + person.violations()
        if not found:
            break
        person.page.wait_for_timeout(MOVING_MS)
    return found


@pytest.mark.parametrize("address", sorted(pages.OUTSIDE))
def test_pages_for_those_who_are_not_signed_in_are_for_everybody(address: str, shop: Shop, browser: Browser):
    context = browser.new_context(base_url=shop.url, locale="en-GB", color_scheme="dark", viewport=PHONE)
    person = Person(context.new_page(), {})
    person.go(address)
    assert _faults(person) == []
    context.close()
