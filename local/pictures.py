"""Write the pictures of the README from what `make run` serves: `make pictures`.

The dashboard is photographed in the machine's own Chromium as the marketing manager of the demo; the page of a report
is drawn from the PDF that the API delivers.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import typst
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from local.served import NOT_SERVED, served_demo

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WINDOW: ViewportSize = {"width": 1280, "height": 860}
PAGES = {"overview": "/?window=90d", "ranking": "/ranking?window=90d"}
REPORT = {"kind": "ranking", "format": "pdf", "filters": {"window": "90d", "by": "score"}}
SHEET = (
    "#set page(width: auto, height: auto, margin: 6pt, fill: luma(235))\n"
    '#stack(spacing: 6pt, ..(1, 2).map(it => box(fill: white, image("report.pdf", page: it, width: 15cm))))'
)
LONGEST_SECONDS = 60


def main() -> None:
    base, user = _running_demo()
    FOLDER.mkdir(exist_ok=True)
    with httpx.Client(base_url=f"{base}/api/", timeout=LONGEST_SECONDS) as client:
        given = client.post("auth/login", json={key: user[key] for key in ("mail", "password")}).raise_for_status()
        client.headers["Authorization"] = f"Bearer {given.json()['access_token']}"
        _draw_report(client)
    with _signed_in(base, user["mail"], user["password"]) as page:
        for name, address in PAGES.items():
            page.goto(base + address)
            page.wait_for_load_state("networkidle")
            page.get_by_role("img").first.wait_for()  # the chart is drawn last
            expect(page.get_by_text("Loading")).to_have_count(0)
            page.screenshot(path=FOLDER / f"{name}.png")


def _running_demo() -> tuple[str, dict[str, str]]:
    """Return where `make run` serves, and whom it is photographed as; ends in one line where it does not serve."""
    demo = served_demo()
    if demo is None:
        sys.exit(NOT_SERVED)
    return demo["base_url"], next(one for one in demo["users"] if one["role"] == "marketing_manager")


def _draw_report(client: httpx.Client) -> None:
    report = client.post("reports", json=REPORT).raise_for_status().json()
    end = time.monotonic() + LONGEST_SECONDS
    while report["state"] not in ("ready", "failed") and time.monotonic() < end:
        time.sleep(0.5)
        report = client.get(f"reports/{report['report_id']}").raise_for_status().json()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "report.pdf").write_bytes(httpx.get(report["download_url"]).raise_for_status().content)
        Path(folder, "sheet.typ").write_text(SHEET)
        typst.compile(Path(folder, "sheet.typ"), output=FOLDER / "report.png", ppi=160)


@contextmanager
def _signed_in(base: str, mail: str, password: str) -> Iterator[Page]:
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        sys.exit(f"There is no Chromium to photograph with: none of {', '.join(BROWSERS)} is on the PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=base, viewport=WINDOW, locale="en-GB")
        page.goto("/sign-in")
        page.get_by_label("Mail address").fill(mail)
        page.locator("input[autocomplete=current-password]").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("navigation").first.wait_for()
        yield page
        browser.close()


if __name__ == "__main__":
    main()
