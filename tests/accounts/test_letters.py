"""What accounts write to people."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from local.stack import Stack
from shared.accounts import letters
from shared.accounts.models import Purpose, User
from shared.accounts.service.one_time_tokens import LIFETIMES
from shared.platform import db
from shared.platform.config import settings
from tests.accounts import outbox
from tests.accounts.outbox import Letter

TOKEN = "Zm9yIHRlc3RzIG9ubHksIG5vdCBhIHRva2Vu_-"
TO = "reader@shop.example"
OLD = "old@shop.example"

LETTERS: dict[str, Callable[[Session, User], None]] = {
    "invitation": lambda session, user: letters.invitation(session, user, TOKEN),
    "registration": lambda session, user: letters.registration(session, user.user_mail, TOKEN),
    "already_registered": letters.already_registered,
    "password_reset": lambda session, user: letters.password_reset(session, user, TOKEN),
    "password_changed": letters.password_changed,
    "mail_change": lambda session, user: letters.mail_change(session, user.user_mail, TOKEN),
    "mail_change_asked": letters.mail_change_asked,
    "mail_changed": lambda session, user: letters.mail_changed(session, user, OLD),
    "two_factor_on": letters.two_factor_on,
    "two_factor_off": letters.two_factor_off,
    "two_factor_reset": lambda session, user: letters.two_factor_reset(session, user, TOKEN),
    "recovery_code_used": lambda session, user: letters.recovery_code_used(session, user, 3),
    "recovery_codes_renewed": letters.recovery_codes_renewed,
    "refresh_token_reused": letters.refresh_token_reused,
    "account_deleted": letters.account_deleted,
}
PAGES = {
    "invitation": "accept-invitation",
    "registration": "verify-mail",
    "password_reset": "reset-password",
    "mail_change": "verify-mail",
    "two_factor_reset": "reset-password",
}
TO_STRANGERS = {"registration", "mail_change"}  # whoever reads them has not yet shown that the address is his

every_letter = pytest.mark.parametrize("kind", LETTERS)
pytestmark = pytest.mark.usefixtures("database")


def written(kind: str, name: str = "Reader", to: str = TO) -> Letter:
    with db.transaction() as session:
        LETTERS[kind](session, User(user_mail=to, user_name=name))
    [letter] = outbox.letters()
    return letter


class Page(HTMLParser):
    """An HTML document as a reader has it: the words, the links, and what it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.title = ""
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes[tag] = dict(attrs)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag != "meta":
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag, "the tags are not closed in order"

    def handle_data(self, data: str) -> None:
        if "title" in self._inside:
            self.title += data
        elif "body" in self._inside:
            self.words += data.split()


def links(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


def test_every_letter_of_the_module_is_looked_at():
    public = {name for name, value in vars(letters).items() if getattr(value, "__module__", "") == letters.__name__}

    assert {name for name in public if not name.startswith("_") and name.islower()} == LETTERS.keys()


@every_letter
def test_text_and_html_hold_the_same_words_and_links(kind: str):
    letter = written(kind, "Ada <b>&\"' Lovelace")
    page = Page(letter.html)

    assert page.words == letter.text.split()
    assert set(page.links) == set(links(letter.text))


@every_letter
def test_a_letter_says_who_writes_and_what_about(kind: str):
    letter = written(kind)

    assert letter.text.splitlines()[0] == letter.subject
    assert letter.text.splitlines()[-1] == "Influencer Marketing Analysis"
    assert letter.subject
    assert len(letter.subject) <= 50
    assert max(map(len, letter.text.splitlines())) < 998  # RFC 5322


@every_letter
def test_a_name_cannot_become_markup_or_lines(kind: str):
    letter = written(kind, "Eve<b>&\r\nBcc: all@evil.example\u2028\u202e</p>")

    assert "<b>" not in letter.html
    assert "&\n" not in letter.html
    assert "\u202e" not in letter.text + letter.html
    if kind not in TO_STRANGERS:
        assert "Hello Eve<b>& Bcc: all@evil.example </p>,\n" in letter.text
    assert "evil" not in letter.subject
    assert "\r" not in letter.text


@every_letter
def test_the_html_is_accessible_and_needs_nothing_from_elsewhere(kind: str):
    letter = written(kind)
    page = Page(letter.html)

    assert letter.html.startswith("<!DOCTYPE html>")
    assert page.attributes["html"]["lang"] == "en"
    assert page.title == letter.subject
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert set(page.tags) <= {"html", "head", "meta", "title", "body", "main", "h1", "p", "a"}
    assert "url(" not in letter.html
    assert "@import" not in letter.html


def _luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(style: str, name: str) -> str:
    found = re.search(rf"(?:^|;){name}:(#[0-9a-f]{{6}})", style)
    assert found, f"no {name} in {style}"
    return found[1]


@pytest.mark.parametrize(
    ("style", "behind"),
    [
        (letters.BODY, letters.BODY),
        (letters.BODY, letters.CARD),
        (letters.SMALL, letters.CARD),
        (letters.ADDRESS, letters.CARD),
        (letters.BUTTON, letters.BUTTON),
    ],
)
def test_letters_have_contrast_enough(style: str, behind: str):
    shades = sorted((_luminance(_colour(style, "color")), _luminance(_colour(behind, "background"))))

    assert (shades[1] + 0.05) / (shades[0] + 0.05) >= 4.5


@pytest.mark.parametrize(("kind", "page"), PAGES.items())
def test_the_token_is_in_the_fragment_of_a_page_of_the_public_url(kind: str, page: str):
    [address] = links(written(kind).text)
    parts = urlsplit(address)

    assert f"{parts.scheme}://{parts.netloc}" == settings().public_url == "https://shop.example"
    assert (parts.path, parts.query, parts.fragment) == (f"/{page}", "", f"token={TOKEN}")


@pytest.mark.parametrize("kind", sorted(LETTERS.keys() - PAGES.keys()))
def test_other_letters_hold_no_token_and_lead_at_most_to_the_form_for_a_new_password(kind: str):
    letter = written(kind)

    assert "token" not in letter.text.replace("token was", "")
    assert links(letter.text) in ([], ["https://shop.example/forgot-password"])


@pytest.fixture
def below_a_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PUBLIC_URL", "https://apps.example/influencers/")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("below_a_path")
def test_the_public_url_may_have_a_path():
    assert links(written("password_reset").text) == [f"https://apps.example/influencers/reset-password#token={TOKEN}"]


@pytest.mark.parametrize(
    ("kind", "purpose", "words"),
    [
        ("invitation", Purpose.INVITATION, "for 7 days"),
        ("registration", Purpose.REGISTRATION, "for 24 hours"),
        ("password_reset", Purpose.PASSWORD_RESET, "for 30 minutes"),
        ("mail_change", Purpose.MAIL_CHANGE, "for 24 hours"),
    ],
)
def test_the_letter_says_how_long_its_link_is_good(kind: str, purpose: Purpose, words: str):
    seconds = {"minutes": 60, "hours": 3600, "days": 86400}
    number, unit = words.split()[1:]

    assert words in written(kind).text
    assert int(number) * seconds[unit] == LIFETIMES[purpose].total_seconds()


@pytest.mark.parametrize("kind", sorted(TO_STRANGERS))
def test_what_somebody_typed_is_not_in_a_letter_to_an_unverified_address(kind: str):
    letter = written(kind, name="Buy at evil.example")

    assert "evil" not in letter.text + letter.html


def test_the_change_of_address_is_told_to_the_old_one():
    assert written("mail_changed").to == OLD


def test_a_letter_arrives_as_it_was_written(stack: Stack):
    letter = written("password_reset", "Żofia Ωmega\nSubject: other")
    before = set(stack.mail_folder.glob("*.eml"))

    outbox.fire("send_mails")

    [path] = set(stack.mail_folder.glob("*.eml")) - before
    caught = email.message_from_bytes(path.read_bytes(), EmailMessage, policy=email.policy.default)
    assert (caught["To"], caught["Subject"]) == (TO, letter.subject)
    assert caught.get_all("Subject") == [letter.subject]
    assert (caught["Bcc"], caught["Cc"]) == (None, None)
    assert caught.get_content_type() == "multipart/alternative"
    plain, html = caught.iter_parts()
    assert plain.get_content().split() == letter.text.split()
    assert "Żofia Ωmega Subject: other" in plain.get_content()
    assert html.get_content().split() == letter.html.split()
    assert links(plain.get_content()) == [f"https://shop.example/reset-password#token={TOKEN}"]
