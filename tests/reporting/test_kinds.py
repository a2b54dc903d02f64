"""Every kind in every format: of nothing, of one row, of a busy quarter; and the same numbers as the screen."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pandas as pd
import pypdf
import pytest

from shared.platform import db
from shared.reporting.kinds import CHARTS, KINDS
from tests.analytics.shop import purchase
from tests.client import Client
from tests.reporting.asking import ask, file_of, made, rows_of, workbook
from tests.reporting.shop import QUESTIONS, WHOLE, busy, empty, one_sale

pytestmark = pytest.mark.usefixtures("blob_store")


@pytest.fixture
def admin(api: Client) -> Client:
    return api.as_role("admin")


def test_every_kind_has_a_question_here():
    assert QUESTIONS.keys() == {slug for slug, kind in KINDS.items() if kind.detail is None}


def test_no_two_charts_of_different_kinds_have_one_name():
    assert len(CHARTS) == sum(len(kind.charts) for kind in KINDS.values())


def opened(content: bytes, file_format: str) -> Any:
    """The file as somebody's program reads it."""
    if file_format == "csv":
        return pd.read_csv(io.BytesIO(content))
    if file_format == "xlsx":
        return pd.read_excel(io.BytesIO(content), sheet_name=None, engine="openpyxl")
    return pypdf.PdfReader(io.BytesIO(content))


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_every_kind_is_made_in_every_format(admin: Client, kind: str):
    busy()
    for file_format in ("csv", "xlsx", "pdf"):
        found = opened(file_of(admin, kind=kind, format=file_format, filters=QUESTIONS[kind]), file_format)
        if file_format == "csv":
            assert len(found) >= 1
        elif file_format == "xlsx":
            assert [*found][-1] == "About"
            assert len(found) - 1 == len([s for s in KINDS[kind].sections if s.slug != "without_cost"])
        else:
            assert len(found.pages) >= 2


# By kind: how many rows its CSV file has of nothing, and of one sale.
ROWS = {
    "ranking": (0, 1),
    "influencer_performance": (0, 1),
    "campaign_success": (15, 15),
    "campaign_comparison": (1, 1),
    "returns_by_influencer": (0, 1),
    "sales_by_category": (0, 1),
    "attribution": (0, 1),
    "audience": (3, 3),
    "audience_overlap": (0, 0),
    "audit": (0, 1),
    "finance_overview": (0, 1),
    "profitability": (0, 1),
    "payables": (0, 0),
    "expenses": (0, 0),
    "custom": (0, 1),
}


@pytest.mark.parametrize(("place", "prepare"), [(0, empty), (1, one_sale)])
def test_every_kind_is_made_of_nothing_and_of_one_row(admin: Client, place: int, prepare: Callable[[], None]):
    prepare()
    asked = QUESTIONS | {"audit": {"request_id": "none"} if place == 0 else {"limit": 1}}
    for kind, question in asked.items():
        files = {one: file_of(admin, kind=kind, format=one, filters=question) for one in ("csv", "xlsx", "pdf")}
        assert (kind, len(rows_of(files["csv"]))) == (kind, ROWS[kind][place])
        assert "About" in opened(files["xlsx"], "xlsx")
        assert len(opened(files["pdf"], "pdf").pages) >= 2


@pytest.mark.parametrize(
    ("kind", "screen", "places"),
    [
        ("ranking", "rankings: items", {"net_revenue": "metrics.net_revenue", "cost": "metrics.cost"}),
        ("influencer_performance", "performance: items", {"roi": "metrics.roi", "aov": "metrics.aov"}),
        ("returns_by_influencer", "returns/by-influencer: items", {"expected_rate": "shrunk.rate"}),
        ("sales_by_category", "sales/by-category: items", {"net_revenue": "net_revenue", "share": "share"}),
        ("attribution", "attribution: items", {"markov_revenue": "credits.markov.revenue"}),
        ("audience", "audience: audience", {"net_revenue": "net_revenue", "people": "people"}),
    ],
)
def test_the_file_holds_what_the_screen_shows(admin: Client, kind: str, screen: str, places: dict[str, str]):
    busy()
    path, items = screen.split(": ")
    filters = {name: value for name, value in QUESTIONS[kind].items() if name != "compare"} | {"influencer_id": [1, 2]}
    shown = admin.get(path, **filters).json[items]
    rows = rows_of(file_of(admin, kind=kind, filters=filters))

    for item, row in zip(shown if isinstance(shown, list) else [shown], rows, strict=False):
        for column, place in places.items():
            value: Any = item
            for name in place.split("."):
                value = value[name]
            assert row[column] == ("" if value is None else str(value))


def test_campaigns_are_compared_by_the_figures_of_their_success(admin: Client):
    busy()
    shown = [admin.get(f"campaigns/{campaign_id}/success").json["metrics"] for campaign_id in (2, 1)]

    rows = rows_of(file_of(admin, kind="campaign_comparison", filters={"campaign_id": [1, 2]}))

    assert [row["campaign_id"] for row in rows] == ["2", "1"]
    for slug in ("net_revenue", "cost", "orders"):
        assert [row[slug] for row in rows] == [str(metrics[slug]) for metrics in shown]


def test_campaigns_may_be_chosen_by_state(admin: Client):
    busy()
    assert rows_of(file_of(admin, kind="campaign_comparison", filters=WHOLE | {"status": ["running"]})) == []


def test_a_report_of_ones_own_holds_the_rows_and_totals_of_the_query(admin: Client):
    busy()
    asked = {
        "metrics": ["net_revenue", "return_rate"],
        "dimensions": ["influencer", "category"],
        "sort": "-net_revenue",
    }
    answer = admin.post("metrics/query", asked | WHOLE | {"filters": {"category": ["Bags"]}}).json

    content = file_of(admin, kind="custom", format="xlsx", filters=asked | WHOLE | {"category": ["Bags"]})

    sheet = workbook(content)["Metrics"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("Influencer", "Influencer id", "Category", "Net revenue (EUR)", "Return rate")
    assert [f"{row[3]:.2f}" for row in rows[:-1]] == [row["net_revenue"] for row in answer["rows"]]
    assert f"{rows[-1][3]:.2f}" == answer["totals"]["net_revenue"]
    assert rows[-1][4] == pytest.approx(answer["totals"]["return_rate"], abs=1e-15)
    assert {row[0] for row in rows[:-1]} >= {"Direct", "Demo influencer 1", "unknown (99)"}


def test_the_total_of_a_ranking_is_the_sum_of_what_is_listed(admin: Client):
    busy()
    items = admin.get("rankings", None, by="net_revenue", **WHOLE).json["items"]

    sheet = workbook(file_of(admin, format="xlsx", filters=QUESTIONS["ranking"]))["Ranking"]

    head, *rows = sheet.iter_rows(values_only=True)
    total = next(row for row in rows if "Total" in row)
    assert Decimal(str(total[head.index("Net revenue (EUR)")])) == sum(
        Decimal(item["metrics"]["net_revenue"]) for item in items
    )


def test_by_score_there_are_intervals(admin: Client):
    busy()
    items = admin.get("rankings", None, by="score", **WHOLE).json["items"]

    rows = rows_of(file_of(admin, filters=WHOLE | {"by": "score"}))

    assert [row["influencer_id"] for row in rows] == [str(item["influencer_id"]) for item in items]
    assert [row["roi_low"] for row in rows] == [
        "" if item["roi"]["low"] is None else str(item["roi"]["low"]) for item in items
    ]


@pytest.mark.parametrize("file_format", ["xlsx", "pdf", "csv"])
def test_two_files_of_the_same_data_are_the_same(admin: Client, file_format: str):
    busy()
    first, again = (
        made(admin, kind="sales_by_category", format=file_format, filters=QUESTIONS["sales_by_category"])
        for _ in range(2)
    )
    assert first["report_id"] != again["report_id"]
    assert first["sha256"] == again["sha256"]


def test_another_version_of_the_data_is_another_edition(admin: Client):
    busy()
    first = made(admin, format="xlsx", filters=WHOLE)
    with db.transaction() as session:
        purchase(session, 4, WHOLE["to"])
    again = made(admin, format="xlsx", filters=WHOLE)
    assert first["sha256"] != again["sha256"]


def test_the_audit_log_is_for_admins(api: Client):
    refused = ask(api.as_role("data_analyst"), kind="audit", filters={})

    assert (refused.status, refused.json["code"]) == (403, "report_kind_forbidden")
    assert refused.json["permission"] == "audit.read"


def test_the_sidecar_of_a_csv_file_says_what_it_was_made_from(admin: Client):
    busy()
    report = made(admin, kind="sales_by_category", filters=WHOLE | {"category": ["Bags"]})
    about = httpx.get(report["about_url"]).json()

    assert {"label": "Filters", "value": "category: Bags"} in about["facts"]
    assert about["table"]["name"] == "categories"
    assert any(re.fullmatch(r"\d+", fact["value"]) for fact in about["facts"] if fact["label"] == "Data version")
    assert made(admin, kind="sales_by_category", format="xlsx", filters=WHOLE)["about_url"] is None


def test_filters_are_told_with_names(admin: Client):
    busy()
    about = workbook(file_of(admin, format="xlsx", filters=WHOLE | {"influencer_id": [1], "campaign_id": [2]}))["About"]
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Filters"] == "influencer: Demo influencer 1 (1); campaign: Spring (2)"


@pytest.mark.parametrize(
    ("kind", "filters", "pointer"),
    [
        ("campaign_success", {}, "/filters/campaign_id"),
        ("audience", {}, "/filters/influencer_id"),
        ("custom", {}, "/filters/metrics"),
        ("custom", {"metrics": ["clicks"]}, "/metrics"),
        ("audit", {"from": "2026-02-01", "to": "2026-01-01"}, "from"),
        ("influencer_performance", {"sort": "beauty"}, "by"),
        ("campaign_comparison", {"status": ["done"]}, "/filters/status/0"),
    ],
)
def test_a_question_without_sense_is_refused_at_once(admin: Client, kind: str, filters: dict[str, Any], pointer: str):
    answer = ask(admin, kind=kind, filters=filters)

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_campaign_that_is_not_there_is_not_reported(admin: Client):
    answer = ask(admin, kind="campaign_success", filters={"campaign_id": 9})
    assert (answer.status, answer.json["code"]) == (404, "campaign_not_found")


def test_files_are_named_for_people(admin: Client):
    name = httpx.get(made(admin, format="pdf", filters=WHOLE)["download_url"]).headers["Content-Disposition"]
    assert "ranking_2024-12-20_2025-04-08.pdf" in name
