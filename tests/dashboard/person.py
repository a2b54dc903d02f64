"""A person before the dashboard: finds things by what they are called, as somebody who sees or hears the page would."""

import json
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import ConsoleMessage, Download, Locator, Page, Request, expect

AXE = Path(__file__).resolve().parents[2] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rows of a long table are alike; the twenty-first is made as the twenty before it are.
LOOKED_AT = '{ include: [["html"]], exclude: [["tbody > tr:nth-child(n + 21)"]] }'
PATIENCE_MS = 20_000
MOST_CODES = 3
expect.set_options(timeout=PATIENCE_MS)
# The browser itself writes a line for each answer of 400 and more; what the page makes of it is another matter.
REFUSALS = "Failed to load resource"
# How long nothing is fetched and nothing spins before a page counts as standing still, and how often that is looked at.
QUIET_MS, LOOK_MS = 120, 40
SPINS = "() => document.querySelector('.mantine-Loader-root') !== null"
# As a link does: within the page, whose scripts and session are there already.
TURN = """to => {
  const idx = (history.state?.idx ?? 0) + 1;
  history.pushState({ idx, key: `turn${idx}`, usr: null }, "", to);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}"""


class Person:
    def __init__(self, page: Page, user: dict[str, str]) -> None:
        self.page, self._user = page, user
        self._complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        self._fetched: set[Request] = set()
        page.on("request", self._sent)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(REFUSALS):
            self._complaints.append(message.text)

    def _sent(self, request: Request) -> None:
        self._fetched.add(request)

    def _ended(self, request: Request) -> None:
        self._fetched.discard(request)

    def expect_no_complaints(self) -> None:
        assert self._complaints == []

    def sign_in(self) -> None:
        self.page.goto("/sign-in")
        self.type_in("Mail address", self._user["mail"])
        self.type_in("Password", self._user["password"])
        self.press("Sign in")
        if "totp_secret" in self._user:
            self.give_code()
        expect(self.page.get_by_role("navigation").first).to_be_attached(timeout=PATIENCE_MS)

    def give_code(self) -> None:
        """Type a code that counts: each does so once, and somebody else of the same account may have used it."""
        asked = self.page.locator("input[autocomplete=one-time-code]")
        for _ in range(MOST_CODES):
            code = pyotp.TOTP(self._user["totp_secret"]).now()
            self.write(asked.first, code)
            self.page.keyboard.press("Enter")
            try:
                expect(asked).to_have_count(0, timeout=3_000)
            except AssertionError:
                self._wait_for_another(code)
            else:
                return
        raise AssertionError("no code was taken")

    def _wait_for_another(self, code: str) -> None:
        while pyotp.TOTP(self._user["totp_secret"]).now() == code:
            time.sleep(0.2)

    def go(self, path: str) -> None:
        """Open an address of the dashboard and wait until it stands still."""
        self._fetched.clear()
        self.page.goto(path)
        self.wait()

    def turn_to(self, path: str) -> None:
        """Go to an address as by a link, without loading the dashboard anew."""
        self.page.evaluate(TURN, path)
        self.wait()

    def wait(self) -> None:
        """Wait until the page has its heading, nothing is fetched any more, and nothing spins."""
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible(timeout=PATIENCE_MS)
        deadline, quiet = time.monotonic() + PATIENCE_MS / 1000, 0
        while quiet < QUIET_MS:
            assert time.monotonic() < deadline, f"{self.page.url} does not come to rest"
            self.page.wait_for_timeout(LOOK_MS)
            is_busy = bool(self._fetched) or self.page.evaluate(SPINS)
            quiet = 0 if is_busy else quiet + LOOK_MS

    # What hands do: everything else is done by these, so that who has a keyboard only does them in his own way.
    def activate(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def pick(self, name: str) -> None:
        """Choose one of a few that stand side by side."""
        self.page.get_by_text(name, exact=True).first.click()

    def pick_in_menu(self, name: str) -> None:
        self.activate(self.page.get_by_role("menuitem", name=name, exact=True))

    def type_in(self, label: str, text: str) -> None:
        """`label` is what stands at the field, without the star of what is required."""
        self.write(self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$")).first, text)

    def press(self, name: str) -> None:
        self.activate(self.page.get_by_role("button", name=name, exact=True).first)

    def in_dialog(self, name: str) -> None:
        self.activate(self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).last)

    def follow(self, name: str) -> None:
        self.activate(self.page.get_by_role("link", name=name).first)

    def visit(self, name: str) -> None:
        """Go to one of the places of the navigation."""
        self.activate(self.page.get_by_role("navigation").first.get_by_role("link", name=name, exact=True))
        self.wait()

    def download(self, button: Locator) -> Download:
        with self.page.expect_download(timeout=PATIENCE_MS) as waiting:
            self.activate(button)
        return waiting.value

    def hand_in(self, file: Path) -> None:
        """Give a file to the field for one; its button opens the system's own window."""
        with self.page.expect_file_chooser() as opened:
            self.activate(self.page.get_by_label("File", exact=True))
        opened.value.set_files(file)

    def sees(self, text: str) -> Locator:
        found = self.page.get_by_text(text).first
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found

    def violations(self) -> list[str]:
        """Return what axe finds on the page as it stands: rule, how bad, and the first places."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_axe())
        options = json.dumps({"runOnly": RULES, "resultTypes": ["violations"], "preload": False})
        found: list[dict[str, Any]] = self.page.evaluate(f"axe.run({LOOKED_AT}, {options}).then(r => r.violations)")
        return [
            f"{one['id']} ({one['impact']}): " + "; ".join(str(node["target"]) for node in one["nodes"][:3])
            for one in found
        ]


@cache
def _axe() -> str:
    return AXE.read_text()
