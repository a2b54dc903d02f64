"""Sales, returns, cost and what is left; and the report of expenses: worked out by hand."""

from datetime import date
from typing import Any

import pytest

from shared.platform import clock, db
from tests.analytics.shop import a_busy_quarter, open_shop, payment, purchase, report
from tests.client import Client
from tests.finance.planted import row

TODAY = date(2025, 3, 31)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def shop(database) -> None:
    with db.transaction() as session:
        open_shop(session)


def ask(api: Client, path: str, **query: Any) -> Any:
    reply = api.as_role("finance_manager").get(path, **query)
    assert reply.status == 200, reply.body
    return reply.json


def expense(session: Any, amount: str, day: str, **given: Any) -> None:
    values: dict[str, Any] = {"campaign_id": 1, "cost_category": "studio", "status": "approved"} | given
    row(session, "expenses", expense_date=day, amount=amount, **values)


def test_the_whole_and_its_months_beside_the_period_before(api: Client, shop: None):
    """March: 3 × 10.00 less one, cost 4 + 2 + 8 + 1 = 15; February: 10.00, cost 5."""  # noqa: RUF002
    with db.transaction() as session:
        purchase(session, 1, "2025-03-05", quantity=3, returned_quantity=1, unit_price="10.00")
        purchase(session, 2, "2025-02-05", quantity=1, unit_price="10.00", product_id=2)
        payment(session, 1, "2025-03-01", "4.00")
        payment(session, 1, "2025-03-31", "2.00", status="scheduled")
        payment(session, 1, "2025-03-31", "99.00", status="failed")
        payment(session, 2, "2025-02-28", "5.00")
        expense(session, "8.00", "2025-03-02", influencer_id=1)
        expense(session, "99.00", "2025-03-02", influencer_id=1, status="submitted")
        report(session, 1, "2025-03-03", spend="1.00")
    days = {"from": "2025-03-01", "to": "2025-03-31", "compare": "previous"}

    found = ask(api, "finance/overview", **days)

    assert found["totals"]["metrics"] == {
        "gross_revenue": "30.00",
        "returned_revenue": "10.00",
        "net_revenue": "20.00",
        "return_rate": pytest.approx(1 / 3),
        "orders": 1,
        "cost": "15.00",
        "net_contribution": "5.00",
        "roi": pytest.approx(1 / 3),
    }
    before = found["totals"]["previous"]
    assert (before["metrics"]["net_contribution"], before["change"]["net_revenue"]) == ("5.00", 1.0)
    assert found["cost_parts"] == {
        "payments_paid": "4.00",
        "payments_committed": "2.00",
        "expenses": "8.00",
        "reported_spend": "1.00",
    }
    assert [(one["key"], one["metrics"]["net_contribution"]) for one in found["items"]] == [("2025-03-01", "5.00")]
    by_category = ask(api, "finance/overview", by="category", **days)["items"]
    assert [(one["key"], one["metrics"]["net_revenue"], one["metrics"]["cost"]) for one in by_category] == [
        ("Bags", "20.00", None)
    ]


@pytest.mark.parametrize("by", ["day", "week", "month", "platform", "campaign", "category"])
def test_parts_add_up_to_the_whole(api: Client, shop: None, by: str):
    with db.transaction() as session:
        a_busy_quarter(session)
        expense(session, "0.05", "2025-01-05")

    found = ask(api, "finance/overview", by=by, **{"from": "2024-12-20", "to": "2025-03-31"})

    names = ("gross_revenue", "returned_revenue", "net_revenue", "cost", "net_contribution")
    for name in names if by != "category" else names[:3]:
        cents = [round(float(one["metrics"][name]) * 100) for one in found["items"]]
        assert sum(cents) == round(float(found["totals"]["metrics"][name]) * 100), name
    parts = [round(float(part) * 100) for part in found["cost_parts"].values()]
    assert sum(parts) == round(float(found["totals"]["metrics"]["cost"]) * 100)


@pytest.fixture
def spent(shop: None) -> None:
    """Two campaigns: 100 of the studio planned in the first, 7 of travel in the second."""
    with db.transaction() as session:
        row(
            session,
            "campaigns",
            campaign_id=2,
            campaign_name="Second",
            start_date="2025-01-01",
            end_date="2025-12-31",
            budget=100,
            status="running",
        )
        for campaign_id, category, planned in ((1, "studio", "100.00"), (1, "gifts", "5.00"), (2, "travel", "7.00")):
            row(session, "budgets", campaign_id=campaign_id, cost_category=category, planned=planned)
        expense(session, "1.00", "2025-02-01", status="paid")
        expense(session, "2.00", "2025-03-31")
        expense(session, "4.00", "2025-04-01")
        expense(session, "8.00", "2025-02-01", status="submitted")
        expense(session, "16.00", "2025-02-01", status="rejected")
        expense(session, "32.00", "2025-02-01", campaign_id=2, cost_category="travel")
        payment(session, 1, "2025-03-01", "64.00")
        payment(session, 1, "2025-05-01", "128.00", status="approved")
        payment(session, 1, "2025-03-01", "999.00", status="cancelled")
        report(session, 1, "2025-03-01", campaign_id=2, spend="256.00")


def told(found: Any) -> dict[Any, tuple[Any, ...]]:
    names = ("planned", "requested", "committed", "incurred", "paid", "remaining", "records")
    rows = {one["key"]: tuple(one[name] for name in names) for one in found["items"]}
    return rows | {None: tuple(found["totals"][name] for name in names)}


def test_expenses_by_category_against_what_was_planned(api: Client, spent: None):
    assert told(ask(api, "expenses/report")) == {
        "gifts": ("5.00", "0.00", "0.00", "0.00", "0.00", "5.00", 0),
        "payments": (None, "0.00", "192.00", "64.00", "64.00", None, 2),
        "reported_spend": (None, "0.00", "256.00", "256.00", "256.00", None, 1),
        "studio": ("100.00", "8.00", "7.00", "3.00", "1.00", "93.00", 4),
        "travel": ("7.00", "0.00", "32.00", "32.00", "0.00", "-25.00", 1),
        None: ("112.00", "8.00", "487.00", "355.00", "321.00", "-375.00", 8),
    }


def test_expenses_by_campaign_month_and_state(api: Client, spent: None):
    by_campaign = ask(api, "expenses/report", by="campaign")
    assert [one["name"] for one in by_campaign["items"]] == ["Demo campaign 1", "Second"]
    assert told(by_campaign)[2] == ("7.00", "0.00", "288.00", "288.00", "256.00", "-281.00", 2)

    months = told(ask(api, "expenses/report", by="month"))
    assert {key: row[:3] for key, row in months.items() if key} == {
        "2025-02-01": (None, "8.00", "33.00"),
        "2025-03-01": (None, "0.00", "322.00"),
        "2025-04-01": (None, "0.00", "4.00"),
        "2025-05-01": (None, "0.00", "128.00"),
    }
    states = told(ask(api, "expenses/report", by="status", cost_category="studio"))
    assert {key: row[-1] for key, row in states.items()} == {"approved": 2, "paid": 1, "submitted": 1, None: 4}
    narrowed = ask(api, "expenses/report", campaign_id=2, **{"from": "2025-02-01", "to": "2025-02-28"})
    assert told(narrowed) == dict.fromkeys(("travel", None), (None, "0.00", "32.00", "32.00", "0.00", None, 1))
