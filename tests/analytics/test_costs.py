"""Expenses count as costs: of whom they name, else shared out to the cent."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.analytics.queries.costs import paid
from shared.analytics.windows import Window
from tests.analytics.shop import open_shop, payment
from tests.finance.planted import line, term

DAY = date(2025, 3, 1)
WINDOW = Window(DAY, date(2025, 3, 31))


def expense(session: Session, amount: str, influencer_id: int | None = None, day: date = DAY) -> None:
    session.execute(
        text(
            "INSERT INTO expenses (campaign_id, influencer_id, cost_category, expense_date, amount)"
            " VALUES (1, :influencer_id, 'studio', :day, :amount)"
        ),
        {"influencer_id": influencer_id, "day": day, "amount": amount},
    )


@pytest.mark.parametrize(("status", "cents"), [("submitted", 0), ("rejected", 0), ("approved", 300), ("paid", 300)])
def test_an_expense_counts_once_somebody_agreed_to_it(shop: Session, status: str, cents: int):
    payment(shop, 1, DAY, "1.00")
    expense(shop, "1.00", 1)
    expense(shop, "1.00")
    shop.execute(text("UPDATE expenses SET status = CAST(:status AS expense_status_enum)"), {"status": status})

    assert costs(shop) == {1: max(100, cents)}


def arrange(session: Session, *influencers: int) -> None:
    session.execute(
        text(
            "INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)"
            " VALUES ('admin', 'demo@shop.example', 'Demo', '!', true, '2024-01-01')"
        )
    )
    for influencer_id in influencers:
        session.execute(
            text(
                "INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)"
                " SELECT product_id, :influencer_id, user_id, 1 FROM users, products WHERE product_id <= 2"
            ),
            {"influencer_id": influencer_id},
        )


def costs(session: Session, **more: Any) -> dict[int | None, int]:
    return {row.influencer_id: row.paid_cents for row in session.execute(paid(WINDOW, **more))}


@pytest.fixture
def shop(session: Session) -> Session:
    open_shop(session)
    return session


def test_an_expense_is_of_the_influencer_it_names_in_its_window(shop: Session):
    payment(shop, 1, DAY, "1.00")
    expense(shop, "10.05", 1)
    expense(shop, "99.00", 1, date(2025, 4, 1))

    assert costs(shop) == {1: 1105}


def test_a_common_expense_is_shared_out_by_what_was_promised_whenever(shop: Session):
    payment(shop, 1, date(2024, 1, 1), "20.00", status="pending")
    payment(shop, 2, date(2026, 1, 1), "10.00")
    payment(shop, 3, DAY, "500.00", status="cancelled")
    expense(shop, "99.99")
    expense(shop, "0.02")

    assert costs(shop) == {1: 6667, 2: 3334}


def test_where_nobody_is_promised_anything_it_is_shared_evenly_to_the_cent(shop: Session):
    arrange(shop, 3, 1, 2)
    expense(shop, "100.00")

    assert costs(shop) == {1: 3333, 2: 3333, 3: 3334}
    assert costs(shop, campaigns=[1]) == costs(shop)
    assert costs(shop, campaigns=[2]) == {}


def test_what_a_campaign_without_anybody_cost_counts_for_the_shop_only(shop: Session):
    expense(shop, "7.00")

    assert costs(shop) == {None: 700}


def test_fixed_fees_of_terms_say_who_bears_what_before_payments_do(shop: Session):
    payment(shop, 1, DAY, "500.00")
    fee(shop, 1, {"amount": "20.00", "due_on": "2025-05-01"})
    fee(shop, 2, {"amount": "10.00", "deliverable": "reel"})
    expense(shop, "100.00")

    assert costs(shop) == {1: 50000 + 6666, 2: 3334}


def test_a_fee_counts_once_in_the_version_that_promises_it(shop: Session):
    """20 on 1 May is of the first version; from June on another fee, and the reel costs 40 instead of 10."""
    first = [{"amount": "20.00", "due_on": "2025-05-01"}, {"amount": "10.00", "deliverable": "reel"}]
    fee(shop, 1, *first, {"amount": "99.00", "due_on": "2025-06-01"})
    last = [{"amount": "40.00", "deliverable": "reel"}, {"amount": "77.00", "due_on": "2025-05-01"}]
    fee(shop, 1, *last, term_version=2, valid_from="2025-06-01")
    fee(shop, 2, {"amount": "60.00", "due_on": "2025-05-02"})
    expense(shop, "1.20")

    assert costs(shop) == {1: 60, 2: 60}


def test_a_fee_that_was_earned_weighs_what_it_was(shop: Session):
    term_id = fee(shop, 1, {"amount": "20.00", "due_on": "2025-05-01"})
    fee(shop, 2, {"amount": "10.00", "due_on": "2025-05-01"})
    line(shop, term_id, "5.00", basis="fixed_fee", reference="2025-05-01", rate=None)
    expense(shop, "3.00")

    assert costs(shop) == {1: 100, 2: 200}


def fee(session: Session, influencer_id: int, *fees: dict[str, str], **given: Any) -> int:
    rules = {"components": [{"basis": "fixed_fee", **each} for each in fees], "cap": None}
    return term(session, 1, influencer_id, rules, **given)
