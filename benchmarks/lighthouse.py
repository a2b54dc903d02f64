"""`make lighthouse`: Lighthouse's scores of the first pages, signed in, against what `make run` serves.

Scripts and styles are fetched anew for each look: Lighthouse empties the browser's cache and leaves its cookies.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from playwright.sync_api import sync_playwright

from local import dashboard, ports
from local.children import leashed
from local.errors import StackError
from local.served import DEMO, NOT_SERVED, served_demo
from tests.dashboard.conftest import CHROMIUM, QUIET
from tests.dashboard.person import Person

VERSION = "13.5.0"
PAGES = ("/", "/ranking")
FORMS = {"desktop": ("--preset=desktop",), "mobile": ()}
# Issue 9: what each page reaches at least, of 100.
LEAST = {"performance": 90, "accessibility": 100, "best-practices": 95}
MISSED, MOST_LOOKS = "NO_NAVSTART", 4
type Scores = dict[str, int]


@contextmanager
def signed_in(url: str, user: dict[str, str]) -> Iterator[int]:
    """Yield the debugging port of a Chromium in which `user` is signed in."""
    port = ports.pick()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=[*QUIET, f"--remote-debugging-port={port}"], base_url=url
        )
        Person(context.pages[0], user).sign_in()
        yield port
        context.close()


def scores(address: str, port: int, form: tuple[str, ...]) -> tuple[Scores, list[str]]:
    """Return a page's scores of 100, and what stands between it and the best."""
    categories = f"--only-categories={','.join(LEAST)}"
    asked = (address, f"--port={port}", "--output=json", "--quiet", categories, *form)
    said = _lighthouse(asked)
    report: dict[str, Any] = json.loads(said[said.index("{") :])
    weighed = {ref["id"] for one in report["categories"].values() for ref in one["auditRefs"] if ref["weight"]}
    short = [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in report["audits"].values()
        if audit["id"] in weighed and audit["score"] is not None and audit["score"] < 1
    ]
    return {name: round(100 * one["score"]) for name, one in report["categories"].items()}, short


def _lighthouse(asked: tuple[str, ...]) -> str:
    """Run it; now and then it misses in its own trace that the page was opened, and has to look again."""
    command = ("exec", "--yes", f"--package=lighthouse@{VERSION}", "--", "lighthouse", *asked)
    for _ in range(MOST_LOOKS - 1):
        try:
            return dashboard.npm(*command)
        except StackError as failure:
            if MISSED not in str(failure):
                raise
    return dashboard.npm(*command)


@contextmanager
def served(*, start: bool) -> Iterator[dict[str, Any]]:
    """Yield where `make run` serves, and its accounts; with `start` it is started, unless it serves already."""
    demo = served_demo()
    if demo is not None:
        yield demo
        return
    if not start:
        raise StackError(NOT_SERVED)
    environment = os.environ | {"PORT": str(ports.pick())}
    command = leashed([sys.executable, "-m", "local.run"], signal.SIGTERM)  # so that it ends with us, however we do
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        if not any("Serving on" in line for line in running.stdout):
            raise StackError("make run ended before it served")
        yield json.loads(DEMO.read_text())
    finally:
        running.send_signal(signal.SIGINT)
        running.wait()


def measured(demo: dict[str, Any], forms: list[str]) -> int:
    """Say what each page reaches; return how often that is less than it should be."""
    admin = next(user for user in demo["users"] if user["role"] == "admin")
    missed = 0
    with signed_in(demo["base_url"], admin) as port:
        for form, path in product(forms, PAGES):
            found, short = scores(f"{demo['base_url']}{path}", port, FORMS[form])
            missed += sum(found[category] < least for category, least in LEAST.items())
            print(f"{form:8}{path:10}{found}  {'; '.join(short)}", flush=True)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="make lighthouse", description=__doc__)
    parser.add_argument("--start", action="store_true", help="start make run, unless it serves already")
    parser.add_argument("--only", choices=FORMS, action="append", help="one form of screen")
    chosen = parser.parse_args()
    if CHROMIUM is None:
        print("no Chromium is installed: not measured")
        return 0
    try:
        with served(start=chosen.start) as demo:
            return int(bool(measured(demo, chosen.only or list(FORMS))))
    except StackError as problem:
        print(problem)
        return 1


if __name__ == "__main__":
    sys.exit(main())
