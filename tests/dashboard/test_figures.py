"""What the pages show is what the API says, and a report asked for with the same filters holds the same numbers."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from shared.permissions import Role
from tests.dashboard.conftest import Shop
from tests.dashboard.figures import Line, card, chance, interval, lines, written
from tests.dashboard.person import Person

SHOWN = "90d"
ROI = "Expected ROI, 90 % interval"


@pytest.fixture(scope="module")
def reader(shop: Shop, browser: Browser) -> Iterator[Person]:
    context = browser.new_context(base_url=shop.url, locale="en-GB", viewport={"width": 1440, "height": 900})
    person = Person(context.new_page(), shop.users[Role.ADMIN])
    person.sign_in()
    yield person
    person.expect_no_complaints()
    context.close()


@pytest.fixture(scope="module")
def api(shop: Shop) -> Iterator[httpx.Client]:
    with shop.api(Role.ADMIN) as client:
        yield client


@pytest.fixture(scope="module")
def metrics(api: httpx.Client) -> dict[str, tuple[str, str]]:
    """Name and unit of each metric."""
    return {one["slug"]: (one["label"], one["unit"]) for one in get(api, "metrics")["items"]}


def get(api: httpx.Client, path: str, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = api.get(path, params=asked).raise_for_status().json()
    return answer


def named(items: list[dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    return {item[name]: item for item in items}


def measured(metrics: Mapping[str, tuple[str, str]], values: Mapping[str, Any], *slugs: str) -> dict[str, str]:
    """Return what stands under the names of these metrics."""
    return {metrics[slug][0]: written(values[slug], metrics[slug][1]) for slug in slugs}


def part(line: Line, of: Mapping[str, str]) -> dict[str, str]:
    return {name: line[name] for name in of}


def test_overview(reader: Person, api: httpx.Client, metrics: dict[str, tuple[str, str]]):
    reader.go(f"/?window={SHOWN}")
    shop = get(api, "metrics/shop", window=SHOWN)["metrics"]
    for slug in ("net_revenue", "cost", "roi", "orders", "return_rate"):
        label, unit = metrics[slug]
        assert card(reader, label).startswith(f"{label} {written(shop[slug], unit)}")

    ranked = named(get(api, "rankings", window=SHOWN, by="score", limit=200)["items"], "influencer_name")
    for line in (*lines(reader, "Best influencers"), *lines(reader, "Worst influencers")):
        item = ranked[line["Influencer"]]
        expected = {ROI: interval(item["roi"]), "Probability of profit": chance(item["roi"]["probability_positive"])}
        expected |= measured(metrics, item["metrics"], "net_revenue", "cost")
        assert part(line, expected) == expected

    groups = named(get(api, "performance/groups", window=SHOWN, by="campaign", limit=200)["items"], "name")
    for line in (*lines(reader, "Best campaigns"), *lines(reader, "Worst campaigns")):
        expected = measured(metrics, groups[line["Campaign"]]["metrics"], "roi", "net_revenue", "cost", "orders")
        assert part(line, expected) == expected


def test_ranking(reader: Person, api: httpx.Client, metrics: dict[str, tuple[str, str]]):
    reader.go(f"/ranking?window={SHOWN}")
    items = named(get(api, "rankings", window=SHOWN, by="score", limit=200)["items"], "influencer_name")
    for line in lines(reader, "Ranked"):
        item = items[line["Influencer"]]
        expected = {ROI: interval(item["roi"]), "Probability of profit": chance(item["roi"]["probability_positive"])}
        expected |= measured(metrics, item["metrics"], "net_revenue", "cost", "orders")
        assert (line["Place"].split()[0], part(line, expected)) == (str(item["position"]), expected)


def test_influencers(reader: Person, api: httpx.Client, metrics: dict[str, tuple[str, str]]):
    reader.go("/influencers")
    shown = lines(reader, "Influencers")
    records = named(get(api, "influencers", sort="-clicked_number", limit=200)["items"], "influencer_name")
    ids = [records[line["Name"]]["influencer_id"] for line in shown][:50]
    figures = named(get(api, "performance", window=SHOWN, influencer_id=ids, limit=50)["items"], "influencer_name")
    for line in shown[:50]:
        record = records[line["Name"]]
        counts = (written(record["follower_count"], "count"), written(record["clicked_number"], "count"))
        assert (line["Followers"], line["Clicks ever"]) == counts
        for name, text in measured(metrics, figures[line["Name"]]["metrics"], "net_revenue", "roi").items():
            assert line[f"{name}, 90 days"] == text


def test_campaigns(reader: Person, api: httpx.Client):
    reader.go("/campaigns?tab=list&sort=-budget")
    shown = lines(reader, "Campaigns")
    budgets = [one["budget"] for one in get(api, "campaigns", sort="-budget", limit=50)["items"]]
    assert [line["Budget"] for line in shown] == [written(budget, "money") for budget in budgets][: len(shown)]


def test_payments(reader: Person, api: httpx.Client):
    reader.go("/payments?status=pending&status=approved&sort=-amount")
    shown = lines(reader, "Payments")
    asked = {"status": ["pending", "approved"], "sort": "-amount", "limit": 100}
    payments = get(api, "payments", **asked)["items"]
    amounts = [written(one["amount"], "money") for one in payments]
    assert [line["Amount"] for line in shown] == amounts[: len(shown)]
    outstanding = get(api, "payables", limit=1)["outstanding"]
    for status in ("pending", "approved", "scheduled", "failed"):
        state = reader.page.get_by_role("list", name="Not paid yet, by state").get_by_role(
            "link", name=status.capitalize()
        )
        assert written(outstanding[status], "money") in state.inner_text()


def test_profitability(reader: Person, api: httpx.Client, metrics: dict[str, tuple[str, str]]):
    reader.go("/finance/profitability")
    answer = get(api, "profitability", by="collaboration", sort="-net_contribution", limit=50)
    items = {(one["influencer_name"], one["campaign_name"]): one for one in answer["items"]}
    for line in lines(reader, "Judged"):
        item = items[line["Influencer"], line["Campaign"]]
        roi = item["expected_roi"]
        expected = {"Probability of profit": chance(roi["probability_positive"])}
        expected |= measured(metrics, item, "net_revenue", "cost", "net_contribution", "orders")
        assert part(line, expected) == expected
        if roi["value"] is not None:
            assert line[ROI] == interval(roi, "(90 %: {low} to {high})")
    words = {"continue": "Go on", "watch": "Watch", "stop": "Stop", "not_enough_data": "Not enough data"}
    for word, label in words.items():
        button = reader.page.get_by_role("button", name=label).first
        assert written(answer["recommendations"].get(word, 0), "count") in button.inner_text().split()


# Kind, the page it is the report of, the filters of both, the table, by what a line is known, its figures.
REPORTS = (
    (
        ("profitability", "/finance/profitability", "recommendation=stop", "Judged"),
        {"Influencer": "influencer_name", "Campaign": "campaign_name"},
        ("net_revenue", "cost", "net_contribution", "orders"),
    ),
    (
        ("sales_by_category", "/products/sales", "window=365d&platform=tiktok", "Categories"),
        {"Category": "category"},
        ("net_revenue", "units"),
    ),
    (
        ("returns_by_influencer", "/products/returns", "by=influencer&window=365d&category=Toys", "Returns"),
        {"Name": "influencer_name"},
        ("units", "return_rate", "returned_revenue"),
    ),
)


def test_reports_hold_what_the_pages_show(reader: Person, metrics: dict[str, tuple[str, str]]):
    shown = {}
    for (kind, page, filters, label), _, _ in REPORTS:
        reader.go(f"{page}?{filters}")
        shown[kind] = lines(reader, label)
        ask_for(reader, kind, filters)
    files = newest_reports(reader, len(REPORTS))

    for (kind, *_), known, slugs in REPORTS:
        records = {tuple(row[field] for field in known.values()): row for row in files[kind]}
        for line in shown[kind]:
            row = records[tuple(line[heading] for heading in known)]
            expected = measured(metrics, row, *slugs)
            assert (kind, part(line, expected)) == (kind, expected)


def ask_for(person: Person, kind: str, filters: str) -> None:
    person.go(f"/reports/new?kind={kind}&{filters}")
    person.pick("CSV")
    with person.page.expect_response(lambda answer: answer.url.endswith("/api/reports")) as accepted:
        person.press("Ask for the report")
    assert accepted.value.status == httpx.codes.ACCEPTED


def newest_reports(person: Person, count: int) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the newest reports by the kinds in their files' names."""
    person.go("/reports")
    buttons = person.page.get_by_role("table").get_by_role("row")
    files = {}
    for index in range(1, count + 1):
        button = buttons.nth(index).get_by_role("button", name="Download")
        expect(button).to_be_visible(timeout=60_000)
        report = person.download(button)
        kind = report.suggested_filename.partition("_")[0].replace("-", "_")
        text = Path(report.path()).read_text("utf-8-sig")
        files[kind] = list(csv.DictReader(io.StringIO(text)))
    return files
