"""The people of `benchmarks.load`, in a process of their own: they ask, pause and ask again until their time is over.

Each is of one role and asks for what his role may see: 70 % dashboards, 20 % lists and details, 8 % edits, 2 % reports
and imports. Like a browser they send the ETag of what they have. Their choices are the same in each run.
"""

import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx

from local.demo.load import DemoError, Loader, Upload
from local.demo.mappings import MAPPINGS

PRODUCTS, CUSTOMERS = 5_000, 1_000
WEIGHTS = {"dashboard": 70, "list or detail": 20, "edit": 8, "report": 1, "import": 1}
PAUSE_SECONDS = 0.3
LONGEST_SECONDS = 120
ROWS_IMPORTED = 200

DASHBOARDS = (
    "metrics/shop?window={window}",
    "performance?window={window}",
    "performance/groups?by=platform&window={window}",
    "performance/series?metric=net_revenue&window={window}",
    "rankings?by=roi&window={window}",
    "sales/by-category?window={window}",
    "finance/overview?window={window}",
    "returns/by-influencer?window={window}",
    "influencers/{influencer}/performance?window={window}",
    "influencers/{influencer}/series?metric=net_revenue&window={window}",
    "data-quality?window={window}",
    "payables",
)
READS = (
    *("influencers?limit=50", "influencers/{influencer}", "products?limit=50", "products/{product}", "campaigns"),
    *("campaigns/1", "purchases?influencer_id={influencer}", "customers?limit=50", "customers/{customer}", "expenses"),
    *("payments", "imports/runs", "reports", "likes", "terms"),
)
EDITS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("PATCH", "influencers/{influencer}", {"category": "changed under load"}),
    ("PATCH", "products/{product}", {"description": "changed under load"}),
    ("POST", "likes", {"customer_id": 1, "product_id": 1}),
    (
        "POST",
        "expenses",
        {"campaign_id": 1, "cost_category": "studio", "expense_date": "2026-01-02", "amount": "19.90"},
    ),
)
REPORT = {"kind": "ranking", "filters": {"window": "90d", "by": "roi"}}


@dataclass
class Seen:
    """Milliseconds of what went well, by kind; everything else counted by what was asked, status and code."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0


class Person:
    def __init__(self, given: Mapping[str, Any], number: int) -> None:
        url, token = given["url"], given["tokens"][number]
        self.seen = Seen()
        self._influencers: int = given["influencers"]
        headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.Client(base_url=url, headers=headers, timeout=LONGEST_SECONDS)
        self._chance = random.Random(number)  # noqa: S311 - made-up choices
        self._number = number
        self._tags: dict[str, str] = {}
        self._does: dict[str, list[Callable[[], None]]] = {
            "dashboard": [partial(self._read, "dashboard", one) for one in self._allowed(DASHBOARDS)],
            "list or detail": [partial(self._read, "list or detail", one) for one in self._allowed(READS)],
            "edit": [partial(self._edit, *one) for one in EDITS if self._may_edit(*one)],
            "report": [self._report] if self._may("reports") else [],
            "import": [self._import] if self._may_edit("POST", "imports/sources", {}) else [],
        }

    def live(self, until: float) -> None:
        """Do one thing after the other until then; a kind that the role has nothing of is a dashboard."""
        while time.monotonic() < until:
            kind = self._chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            self._chance.choice(self._does[kind] or self._does["dashboard"])()
            time.sleep(self._chance.expovariate(1 / PAUSE_SECONDS))

    def _allowed(self, places: tuple[str, ...]) -> list[str]:
        return [one for one in places if self._may(self._place(one))]

    def _may(self, place: str) -> bool:
        return self.client.get(place).status_code != 403

    def _may_edit(self, method: str, place: str, body: Mapping[str, Any]) -> bool:
        return self._send(method, place, body).status_code != 403

    def _place(self, template: str) -> str:
        chance = self._chance
        return template.format(
            window=chance.choice(["30d", "90d", "365d"]),
            influencer=chance.randint(1, self._influencers),
            product=chance.randint(1, PRODUCTS),
            customer=chance.randint(1, CUSTOMERS),
        )

    def _read(self, kind: str, template: str) -> None:
        place = self._place(template)
        known = {"If-None-Match": self._tags[place]} if place in self._tags else {}
        answer = self._timed(kind, template, lambda: self.client.get(place, headers=known))
        if answer is not None and "etag" in answer.headers:
            self._tags[place] = answer.headers["etag"]

    def _edit(self, method: str, template: str, body: Mapping[str, Any]) -> None:
        self._timed("edit", f"{method} {template}", lambda: self._send(method, template, body))

    def _send(self, method: str, template: str, body: Mapping[str, Any]) -> httpx.Response:
        own = {"customer_id": self._chance.randint(1, CUSTOMERS), "product_id": self._chance.randint(1, PRODUCTS)}
        given = {name: own.get(name, value) for name, value in body.items()}
        return self.client.request(method, self._place(template), json=given, headers={"If-Match": "*"})

    def _timed(self, kind: str, what: str, ask: Callable[[], httpx.Response]) -> httpx.Response | None:
        began = time.perf_counter()
        try:
            answer = ask()
        except httpx.HTTPError as failure:
            self.seen.errors[f"{what}: {type(failure).__name__}"] += 1
            return None
        if answer.is_error and (answer.status_code, kind) != (409, "edit"):  # a like that is there already
            self.seen.errors[f"{what}: {answer.status_code} {_code(answer)}"] += 1
            return None
        self.seen.unchanged += answer.status_code == 304
        self.seen.milliseconds[kind].append((time.perf_counter() - began) * 1000)
        return answer

    def _report(self) -> None:
        asked = REPORT | {"format": self._chance.choice(["csv", "xlsx", "pdf"])}
        began = time.perf_counter()
        accepted = self.client.post("reports", json=asked)
        state = "accepted" if accepted.status_code == 202 else f"{accepted.status_code} {_code(accepted)}"
        while state in {"accepted", "queued", "rendering"} and time.perf_counter() - began < LONGEST_SECONDS:
            time.sleep(0.2)
            state = self.client.get(f"reports/{accepted.json()['report_id']}").json().get("state", "gone")
        self._end("report", state, "ready", began)

    def _import(self) -> None:
        began = time.perf_counter()
        header = "ref,name,platform,followers,category,mail,partner,member since\n"
        rows = (f"l{self._number}-{n},Load {n},Instagram,{n},Bags,l{self._number}-{n}@shop.example,yes,2024-01-01"
                for n in range(ROWS_IMPORTED))  # fmt: skip
        content = f"{header}{'\n'.join(rows)}\n# {datetime.now(UTC)}".encode()
        upload = Upload(f"load-{self._number}", "load.csv", lambda: content, "load", MAPPINGS["influencers"])
        try:
            Loader(self.client).load(upload, lambda _: None)
            self._end("import", "done", "done", began)
        except (DemoError, httpx.HTTPError) as failure:
            self._end("import", str(failure)[:200], "done", began)

    def _end(self, kind: str, state: str, wanted: str, began: float) -> None:
        if state == wanted:
            self.seen.milliseconds[kind].append((time.perf_counter() - began) * 1000)
        else:
            self.seen.errors[f"{kind}: {state}"] += 1


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:80]


def main() -> None:
    """Take the address, tokens and seconds as JSON on the standard input; say what was seen on the standard output."""
    given = json.load(sys.stdin)
    seen = Seen()
    everybody = [Person(given, number) for number in range(len(given["tokens"]))]
    for one in everybody:
        one.seen = seen
    began = time.monotonic()
    print("begun", flush=True)
    with ThreadPoolExecutor(len(everybody)) as pool:
        for done in [pool.submit(one.live, began + given["seconds"]) for one in everybody]:
            done.result()
    print(json.dumps({"ms": seen.milliseconds, "errors": seen.errors, "unchanged": seen.unchanged}))


if __name__ == "__main__":
    main()
