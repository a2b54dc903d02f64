"""Signing in as somebody would: wrong first, then right, away and back again."""

from playwright.sync_api import expect

from shared.permissions import Role
from tests.dashboard.conftest import Enter, Shop


def test_a_wrong_password_says_so_and_the_right_one_leads_where_one_wanted_to_go(enter: Enter, shop: Shop):
    person = enter(None)
    user = shop.users[Role.DATA_ANALYST]
    person.page.goto("/ranking?window=30d")
    person.type_in("Mail address", user["mail"])
    person.type_in("Password", "not the password")
    person.press("Sign in")
    expect(person.page.get_by_role("alert")).to_be_visible()

    person.type_in("Password", user["password"])
    person.press("Sign in")

    expect(person.page.get_by_role("heading", level=1)).to_have_text("Ranking")
    assert "window=30d" in person.page.url


def test_a_reload_keeps_the_session_and_no_token_is_stored(enter: Enter):
    person = enter(Role.MARKETING_MANAGER)
    person.go("/ranking")
    person.page.reload()
    person.wait()

    expect(person.page.get_by_role("heading", level=1)).to_have_text("Ranking")
    stored = person.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "eyJ" not in stored
    assert person.page.evaluate("document.cookie") == ""


def test_signed_out_elsewhere_is_signed_out_here(enter: Enter, shop: Shop):
    person = enter(Role.CAMPAIGN_MANAGER)
    with shop.api(Role.CAMPAIGN_MANAGER) as client:
        others = [one for one in client.get("me/sessions").json()["items"] if not one["current"]]
        for session in others:
            client.delete(f"me/sessions/{session['session_id']}").raise_for_status()

    person.page.goto("/ranking")

    expect(person.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_password_is_hidden_and_can_be_pasted_and_filled_in(enter: Enter):
    page = enter(None).page
    page.goto("/sign-in")
    password = page.locator("input[autocomplete=current-password]")  # as a manager finds it

    password.focus()
    page.evaluate("document.execCommand('insertText', false, 'pasted from a manager')")

    expect(password).to_have_value("pasted from a manager")
    expect(password).to_have_attribute("type", "password")
    expect(page.locator("input[autocomplete=username]")).to_have_attribute("type", "email")


def test_signing_out_is_two_clicks_from_every_page(enter: Enter):
    page = enter(Role.CAMPAIGN_MANAGER).page
    page.get_by_role("button", name="Your account").click()

    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
