"""What was changed is undone from the note that says so, unless somebody else changed it since."""

from collections.abc import Callable

from playwright.sync_api import expect

from shared.permissions import Role
from tests.dashboard.conftest import Shop
from tests.dashboard.person import Person


def test_a_product_is_put_back_on_sale_unless_somebody_changed_it_since(enter: Callable[..., Person], shop: Shop):
    person = enter(Role.MARKETING_MANAGER)
    with shop.api(Role.MARKETING_MANAGER) as client:
        found = client.get("products", params={"on_sale": True, "limit": 1}).json()["items"][0]
        address = f"products/{found['product_id']}"
        person.go(f"/{address}")

        person.press("Take off sale")
        expect(person.page.get_by_role("button", name="Put on sale")).to_be_visible()
        person.press("Undo")
        person.sees("Undone")
        expect(person.page.get_by_role("button", name="Undo")).to_have_count(0)  # the note goes slowly
        assert client.get(address).json()["on_sale"] is True

        person.press("Take off sale")
        expect(person.page.get_by_role("button", name="Undo")).to_be_visible()
        version = client.get(address).headers["ETag"]
        client.patch(address, json={"title": "Renamed"}, headers={"If-Match": version}).raise_for_status()
        person.press("Undo")
        person.sees("This was not undone")
        now = client.get(address).json()

    assert (now["title"], now["on_sale"]) == ("Renamed", False)
