"""Signing in as somebody would: wrong first, then right, away and back again."""

import pytest
from playwright.sync_api import expect

from shared.permissions import Role
from tests.dashboard.conftest import Enter, Shop
from tests.dashboard.person import Person

TYPED = "Kept while away"


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
    end_other_sessions(shop, Role.CAMPAIGN_MANAGER)

    person.page.goto("/ranking")

    expect(person.page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.fixture
def typing(enter: Enter, shop: Shop) -> Person:
    """Somebody whose session has ended while a form was filled in, before its refused button."""
    person = enter(Role.MARKETING_MANAGER)
    person.go("/influencers/new")
    person.type_in("Name", TYPED)
    end_other_sessions(shop, Role.MARKETING_MANAGER)
    for label, text in (("Mail address", "kept@example.com"), ("Platform", "blog"), ("Category", "books")):
        person.type_in(label, text)
    person.type_in("Followers", "1200")
    person.press("Create")
    person.sees("Your session has ended")
    return person


def test_what_was_typed_is_kept_for_whoever_signs_in_again(typing: Person, shop: Shop):
    name = typing.page.get_by_label("Name *", exact=True)
    expect(name).to_be_hidden()
    assert typing.violations() == []
    credentials(typing, shop.users[Role.MARKETING_MANAGER])

    expect(name).to_have_value(TYPED)
    typing.press("Create")

    expect(typing.page.get_by_role("heading", level=1)).to_have_text(TYPED)


def test_what_was_typed_is_not_shown_to_somebody_else(typing: Person, shop: Shop):
    credentials(typing, shop.users[Role.DATA_ANALYST])

    expect(typing.page.get_by_role("button", name="Your account")).to_be_visible()
    expect(typing.page.get_by_role("dialog")).to_have_count(0)
    assert not any(field.input_value() == TYPED for field in typing.page.locator("input").all())


def test_what_was_typed_can_be_given_up(typing: Person):
    typing.press("Leave, without what I typed")

    expect(typing.page.get_by_role("link", name="Forgotten your password?")).to_be_visible()
    expect(typing.page.locator("form")).to_have_count(1)


def test_signed_in_again_in_another_tab_is_signed_in_here(typing: Person, shop: Shop):
    other = Person(typing.page.context.new_page(), shop.users[Role.MARKETING_MANAGER])
    other.sign_in()

    expect(typing.page.get_by_label("Name *", exact=True)).to_have_value(TYPED)


def end_other_sessions(shop: Shop, role: Role) -> None:
    with shop.api(role) as client:
        for session in client.get("me/sessions").json()["items"]:
            if not session["current"]:
                client.delete(f"me/sessions/{session['session_id']}").raise_for_status()


def credentials(person: Person, user: dict[str, str]) -> None:
    """Fill in the sign-in that covers a page."""
    covering = person.page.get_by_role("dialog")
    covering.get_by_label("Mail address").fill(user["mail"])
    covering.locator("input[autocomplete=current-password]").fill(user["password"])
    covering.get_by_role("button", name="Sign in").click()


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
