"""What is seen before the scripts are there."""

from playwright.sync_api import expect

from shared.permissions import Role
from tests.dashboard.conftest import Enter


def test_a_frame_stands_until_a_page_takes_its_place(enter: Enter):
    page = enter(None).page
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/sign-in", wait_until="domcontentloaded")
    frame = page.locator("#first")
    expect(frame.get_by_text("Influencer Marketing Analysis")).to_be_visible()

    page.unroute("**/*.js")
    page.reload()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(frame).to_be_hidden()


def test_the_frame_goes_for_whoever_is_signed_in(enter: Enter):
    person = enter(Role.DATA_ANALYST)

    person.go("/")

    expect(person.page.locator("#first")).to_be_hidden()
