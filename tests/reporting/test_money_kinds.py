"""Reports of money: the numbers of the screen to the cent, whatever is asked, in all three formats."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.platform import db
from shared.reporting import kinds, wording
from shared.reporting.document import Form, ReportDocument
from shared.reporting.kinds import building
from shared.reporting.render import render
from tests.client import Client
from tests.reporting.asking import ask, cents, listed, made, rows_of, workbook
from tests.reporting.money import STATES
from tests.reporting.shop import WHOLE

type Row = Mapping[str, Any]

EXAMPLES = settings(max_examples=5, deadline=None)
WINDOWS = st.sampled_from([{}, {"window": "all"}, {"window": "30d"}, WHOLE, {"from": "2025-03-01", "to": "2025-03-31"}])
CAMPAIGNS = st.sampled_from([{}, {"campaign_id": [1]}, {"campaign_id": [2, 1]}])
INFLUENCERS = st.sampled_from([{}, {"influencer_id": [1]}, {"influencer_id": [2, 3]}])


def chosen(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda given: {name: value for part in given for name, value in part.items()})


def document_of(slug: str, filters: Row, table: str = "") -> ReportDocument:
    """The document as the job that makes files reads it."""
    kind = kinds.KINDS[slug]
    making = building.Making("R-1", "1", "Demo", [], form=Form(table=table))
    with db.transaction() as session:
        return building.document(session, kind, kinds.question_of(kind, filters), making)


def csv_rows(slug: str, filters: Row, table: str = "") -> list[dict[str, str]]:
    return rows_of(render(document_of(slug, filters, table), "csv").content)


def sheet_rows(slug: str, filters: Row, sheet: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of a sheet by their headings, and its totals."""
    book = workbook(render(document_of(slug, filters), "xlsx").content)
    head, *cells = book[sheet].iter_rows(values_only=True)
    lines = [dict(zip(head, line, strict=True)) for line in cells]
    place = next((place for place, line in enumerate(lines) if "Total" in line.values()), len(lines))
    return lines[:place], lines[place] if place < len(lines) else {}


def pages(slug: str, filters: Row) -> str:
    read = pypdf.PdfReader(io.BytesIO(render(document_of(slug, filters), "pdf").content))
    return "".join("".join(page.extract_text() for page in read.pages).split())


def printed(amount: str) -> str:
    return wording.number_text(Decimal(amount), 2)


def shown(value: object) -> str:
    return "" if value is None else str(value)


def test_more_days_than_the_screen_takes_are_refused_at_once(manager: Client):
    asked = {"window": "all", "by": "day"}
    on_screen = manager.get("finance/overview", None, **asked)
    refused = ask(manager, kind="finance_overview", filters=asked)
    assert (
        (refused.status, refused.json["code"])
        == (on_screen.status, on_screen.json["code"])
        == (422, "too_many_periods")
    )


OVERVIEWS = chosen(
    WINDOWS.filter(lambda window: window != {"window": "all"}),
    CAMPAIGNS,
    st.sampled_from([{"by": by} for by in ("day", "week", "month", "campaign", "category", "platform")]),
    st.sampled_from([{}, {"platform": ["TikTok"]}, {"category": ["Bags"]}]),
    st.sampled_from([{}, {"compare": ["previous"]}]),
)


def test_the_finance_overview_is_that_of_the_screen(manager: Client):
    @EXAMPLES
    @given(OVERVIEWS)
    def alike(filters: Row) -> None:
        answer = manager.get("finance/overview", None, **filters).json
        rows = csv_rows("finance_overview", filters)
        names = [metric["slug"] for metric in answer["metrics"]]
        expected = [[shown(item["metrics"][name]) for name in names] for item in answer["items"]]
        assert [[row[name] for name in names] for row in rows] == expected
        text = pages("finance_overview", filters)
        for name in ("net_revenue", "cost", "net_contribution"):
            amount = answer["totals"]["metrics"][name]
            assert amount is None or printed(amount) in text
        if answer["cost_parts"]:
            parts, total = sheet_rows("finance_overview", filters, "What the cost is made of")
            assert [f"{row['Amount (EUR)']:.2f}" for row in [*parts, total]] == [
                *answer["cost_parts"].values(),
                answer["totals"]["metrics"]["cost"] or "0.00",
            ]

    alike()


def test_what_is_owed_is_that_of_the_screen(manager: Client):
    @EXAMPLES
    @given(chosen(WINDOWS, CAMPAIGNS, INFLUENCERS, st.sampled_from([{}, {"unit": "month", "periods": 3}])))
    def alike(filters: Row) -> None:
        asked = {name: value for name, value in filters.items() if name not in {"window", "from", "to"}}
        answer = manager.get("payables", None, **asked).json
        rows = csv_rows("payables", filters)
        assert [(row["influencer_id"], row["outstanding"], row["overdue"]) for row in rows] == [
            (str(item["influencer_id"]), item["outstanding"], item["overdue"]) for item in answer["items"]
        ]
        assert cents(rows, "outstanding") == Decimal(answer["outstanding"]["total"])
        ahead = csv_rows("payables", filters, "forecast")
        names = ("payments", "open_lines", "fees", "known")
        assert [[row[name] for name in names] for row in ahead] == [
            [one[name] for name in names] for one in answer["forecast"]
        ]
        buckets, total = sheet_rows("payables", filters, "Ageing")
        assert [f"{row['Amount (EUR)']:.2f}" for row in [*buckets, total]] == [
            *(one["amount"] for one in answer["ageing"]),
            answer["outstanding"]["total"],
        ]
        assert printed(answer["outstanding"]["total"]) in pages("payables", filters)

    alike()


@pytest.mark.parametrize("filters", [WHOLE, {"from": "2025-02-01", "to": "2025-05-31", "influencer_id": [1, 2]}])
def test_payments_by_state_are_those_of_the_list(manager: Client, filters: Row):
    payments = list(listed(manager, "payments", **filters))

    rows = csv_rows("payables", filters, "payments")

    assert {row["status"].lower() for row in rows} == set(STATES)
    for row in rows:
        amounts = [Decimal(one["amount"]) for one in payments if one["status"] == row["status"].lower()]
        assert (int(row["payments"]), Decimal(row["amount"])) == (len(amounts), sum(amounts, Decimal(0)))


def test_expenses_are_those_of_the_screen(manager: Client):
    by = st.sampled_from([{"by": by} for by in ("campaign", "category", "month", "status")])

    @EXAMPLES
    @given(chosen(WINDOWS, CAMPAIGNS, by, st.sampled_from([{}, {"cost_category": ["studio", "payments"]}])))
    def alike(filters: Row) -> None:
        answer = manager.get("expenses/report", None, **filters).json
        names = ["requested", "committed", "incurred", "paid", "records"]
        names += ["planned", "remaining"] if answer["totals"]["planned"] else []
        rows = csv_rows("expenses", filters)
        assert [[row[name] for name in names] for row in rows] == [
            [shown(item[name]) for name in names] for item in answer["items"]
        ]
        if rows:
            _, total = sheet_rows("expenses", filters, "Expenses")
            assert f"{total['Committed (EUR)']:.2f}" == answer["totals"]["committed"]
            assert printed(answer["totals"]["committed"]) in pages("expenses", filters)

    alike()


def test_profitability_is_that_of_the_screen(manager: Client):
    asked: list[dict[str, Any]] = [{}, {"by": "influencer"}, {"sort": "-roi"}, {"recommendation": ["watch"]}]
    levels = st.sampled_from(asked)

    @EXAMPLES
    @given(chosen(WINDOWS, CAMPAIGNS, INFLUENCERS, levels))
    def alike(filters: Row) -> None:
        answer = manager.get("profitability", None, **filters).json
        rows = csv_rows("profitability", filters)
        names = ("orders", "net_revenue", "paid", "committed", "cost", "net_contribution", "roi")
        assert [[row[name] for name in names] for row in rows] == [
            [shown(item[name]) for name in names] for item in answer["items"]
        ]
        assert [(row["roi_low"], row["roi_high"]) for row in rows] == [
            (shown(item["expected_roi"]["low"]), shown(item["expected_roi"]["high"])) for item in answer["items"]
        ]
        if rows:
            _, total = sheet_rows("profitability", filters, "Profitability")
            assert f"{total['Cost (EUR)']:.2f}" == f"{cents(rows, 'cost'):.2f}"
            assert printed(str(cents(rows, "net_contribution"))) in pages("profitability", filters)

    alike()


MONEY = ("finance_overview", "payables", "expenses", "profitability", "payment_lines")


def test_two_files_of_the_same_money_are_the_same(manager: Client):
    for kind in MONEY:
        for file_format in kinds.KINDS[kind].formats:
            asked = {"kind": kind, "format": file_format, "filters": {}}
            assert made(manager, **asked)["sha256"] == made(manager, **asked)["sha256"]


CHANGES = [
    ("payables", "UPDATE payout_accounts SET held_until = '2025-04-20'"),
    ("payables", "INSERT INTO earned_days VALUES (1, '2025-04-01', 30, 700)"),
    ("expenses", "UPDATE budgets SET planned = planned + 1"),
    ("profitability", "UPDATE collaborations SET expected_cents = 1"),
]


def test_what_a_report_is_made_of_makes_another_version(manager: Client):
    for slug, change in CHANGES:
        versions = []
        for statement in ("SELECT 1", change):
            with db.transaction() as session:
                session.execute(text(statement))
            with db.transaction() as session:
                versions.append(building.version_of(session, kinds.KINDS[slug], None))
        assert versions[0] != versions[1], change


@pytest.mark.parametrize(
    ("kind", "role", "permission"),
    [
        ("payables", "data_analyst", "payments.read"),
        ("payment_lines", "campaign_manager", "payments.read"),
        ("profitability", "campaign_manager", "profitability.read"),
    ],
)
def test_reports_of_money_are_for_those_who_may_read_it(api: Client, kind: str, role: str, permission: str):
    refused = ask(api.as_role(role), kind=kind, filters={})
    assert (refused.status, refused.json["code"], refused.json["permission"]) == (
        403,
        "report_kind_forbidden",
        permission,
    )


def test_charts_of_money_are_drawn(manager: Client):
    for kind in ("finance_overview", "payables", "expenses", "profitability"):
        for slug in kinds.KINDS[kind].chart_slugs:
            drawn = manager.get(f"charts/{slug}")
            assert drawn.status == 200, drawn.body
            assert drawn.json["alt"]
    forecast = manager.get("charts/payables_forecast", None, unit="month", periods=6).json
    assert len({point["day"] for point in forecast["spec"]["data"]["values"]}) == 6
