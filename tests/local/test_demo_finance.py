"""The demo's money: every kind and state of it is there, it adds up, and nothing of it comes twice."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from local.demo import agreements, arrange, finance, people
from local.demo.data import Shop
from shared.analytics.finance import jobs
from shared.finance.books import service as books
from shared.finance.payout_accounts.rules import iban
from shared.finance.terms.rules import Rules
from shared.platform import clock, db
from tests.client import Client
from tests.local.demo_shop import put, small_shop
from tests.sales.shop import rows

LAST_DAY = date(2026, 3, 2)


@pytest.fixture
def shop(database: None, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(clock, "today", lambda: clock.now().date())
    return small_shop(monkeypatch, LAST_DAY)


@pytest.fixture
def demo(shop: Shop, tmp_path: Path) -> Shop:
    arranged(shop, tmp_path)
    finance.pay(LAST_DAY)
    return shop


def arranged(shop: Shop, folder: Path) -> None:
    people.ensure(folder / "demo.json", "http://demo.example", LAST_DAY)
    with db.transaction() as session:
        put(session, shop)
        arrange.arrange(session, shop, last_day=LAST_DAY, today=LAST_DAY)


def fails_the_third_time(work: Callable[..., None]) -> Callable[..., None]:
    calls = count(1)

    def failing(*given: Any) -> None:
        work(*given)
        if next(calls) == 3:
            raise RuntimeError("the lights went out")

    return failing


def differing() -> dict[str, int]:
    """What the check of the books finds wrong, sales apart: those of this shop were never folded."""
    with db.transaction() as session:
        return {book: number for book, number in books.check_books(session).items() if number}


def counted(statement: str) -> dict[Any, int]:
    return {row[0]: row[1] for row in rows(statement)}


def told() -> list[list[tuple[Any, ...]]]:
    """All of the demo's money but for when and under which random name it was written."""
    return [
        rows("SELECT campaign_id, influencer_id, rules::text, holding_days FROM terms ORDER BY 1, 2"),
        rows("SELECT payment_id, amount, status::text, date, paid_on, attempts FROM payment ORDER BY 1"),
        rows("SELECT line_id, payment_id, amount, basis::text, entry::text FROM payment_lines ORDER BY 1"),
        rows("SELECT batch_id, total, payments, execution_date FROM payment_batches ORDER BY 1"),
        rows("SELECT expense_id, amount, status::text, cost_category FROM expenses ORDER BY 1"),
        rows("SELECT campaign_id, cost_category, planned FROM budgets ORDER BY 1, 2"),
        rows("SELECT count(*) FROM audit_log"),
    ]


def test_an_expense_is_recorded_before_it_is_decided_of_and_paid_after_that(demo: Shop):
    in_order = "expense_date <= created_at::date AND created_at <= decided_at AND (paid_on >= decided_at::date)"
    asked = f"SELECT coalesce({in_order}, true), count(*) FROM expenses WHERE decided_at IS NOT NULL GROUP BY 1"
    assert counted(asked).keys() == {True}


def test_everything_that_money_can_be_is_there_and_adds_up(demo: Shop, api: Client):
    states = counted("SELECT status::text, count(*) FROM payment WHERE is_computed GROUP BY 1")
    assert states.keys() >= {"pending", "approved", "scheduled", "paid", "failed", "cancelled"}
    assert counted("SELECT status::text, count(*) FROM expenses GROUP BY 1").keys() == {
        "submitted",
        "approved",
        "rejected",
        "paid",
    }
    bases = counted("SELECT basis::text, count(*) FROM payment_lines GROUP BY 1")
    assert bases.keys() == {"fixed_fee", "per_click", "per_order", "revenue_share"}
    assert counted("SELECT entry::text, count(*) FROM payment_lines GROUP BY 1").keys() >= {"earning", "reversal"}
    assert rows("SELECT count(*) FROM payment WHERE approved_by = computed_by") == [(0,)]
    assert differing() == {}
    with db.transaction() as session:
        jobs.recompute_profitability(session, LAST_DAY)
    payables = api.as_role("finance_manager").get("payables").json
    assert Decimal(payables["overdue"]) > 0
    assert Decimal(payables["held"]) > 0
    words = api.as_role("finance_manager").get("profitability").json["recommendations"]
    assert len(words) > 1


def test_a_start_after_a_crash_goes_on_where_it_was_and_the_next_adds_nothing(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    arranged(shop, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(finance, "_read_statement", fails_the_third_time(finance._read_statement))
        with pytest.raises(RuntimeError, match="the lights went out"):
            finance.pay(LAST_DAY)

    finance.pay(LAST_DAY)

    batches = counted("SELECT execution_date, count(*) FROM payment_batches GROUP BY 1")
    assert set(batches.values()) == {1}
    assert LAST_DAY in batches.keys() <= set(finance.paydays(LAST_DAY))
    assert differing() == {}
    before = told()
    finance.pay(LAST_DAY)
    assert told() == before


def test_terms_and_accounts_are_such_as_the_product_takes():
    assert [iban(number) for number in agreements.IBANS] == list(agreements.IBANS)
    shop = Shop(LAST_DAY)
    agreed = list(agreements.agreements(shop, LAST_DAY))
    rules = [Rules.model_validate(one.rules).as_json() for one in agreed]
    assert len(rules) == sum(
        len(shop.members[campaign]) for campaign in agreements.campaigns_with_terms(shop, LAST_DAY)
    )
    told = json.dumps(rules)
    for part in ("due_on", "deliverable", "tiers", "all_units", "cap", "categories", "per_click", "per_order"):
        assert f'"{part}"' in told
    assert {one.holding_days for one in agreed} == {14, 30, 45}
    assert sum(agreements.plan(Decimal("100.00")).values()) == Decimal("100.00")
