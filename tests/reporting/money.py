"""The busy shop with all that money can be: terms, lines, payments of every state, accounts, budgets, expenses."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.analytics.finance import jobs
from shared.platform import db
from tests.finance.planted import line, payment, row, term, user
from tests.reporting.shop import busy

TODAY = date(2025, 4, 9)
STATES = ("pending", "approved", "scheduled", "paid", "failed", "cancelled")


def spend() -> None:
    """Plant it into the busy shop, beside what is there; the same each time."""
    busy()
    with db.transaction() as session:
        session.execute(text("UPDATE campaigns SET status = 'running' WHERE campaign_id = 1"))
        owner = user(session)
        _arrange(session, owner)
        terms = {pair: term(session, *pair, minimum_payout="10.00") for pair in product((1, 2), (1, 2, 3))}
        _earn(session, terms)
        row(session, "payout_accounts", influencer_id=1, kind="iban", last_four="1234", created_by=owner)
        for place, (campaign, name) in enumerate(product((1, 2), ("payments", "studio", "=travel"))):
            row(session, "budgets", campaign_id=campaign, cost_category=name, planned=f"{place * 40}.05")
        for values in _expenses():
            row(session, "expenses", **values)
    with db.transaction() as session:
        jobs.recompute_profitability(session, TODAY)


def _arrange(session: Session, owner: int) -> None:
    for influencer, goods in product((1, 2, 3), (1, 2)):
        row(session, "arranges", product_id=goods, influencer_id=influencer, user_id=owner, campaign_id=1)


def _earn(session: Session, terms: dict[tuple[int, int], int]) -> None:
    for place, ((campaign, influencer), term_id) in enumerate(terms.items()):
        states = [*STATES, None, None]
        for number, state in enumerate(states):
            offset = 17 * number + place - 90
            amount = f"{number * 13 + place}.{number:02}"
            day = TODAY + timedelta(days=offset)
            paid = payment(session, campaign, influencer, amount, status=state, date=day) if state else None
            days = {"occurred_on": day - timedelta(days=30), "payable_on": day, "payment_id": paid}
            what: dict[str, Any] = {"basis": "per_click", "rate": "0.0125", "base": "12.5"}
            line(session, term_id, amount if number < 7 else f"-{amount}", **days, **what)


def _expenses() -> Iterator[dict[str, Any]]:
    for number, (campaign, status) in enumerate(product((1, 2), ("submitted", "approved", "rejected", "paid"))):
        yield {
            "campaign_id": campaign,
            "cost_category": ("studio", "=travel", "gifts")[number % 3],
            "expense_date": TODAY + timedelta(days=30 * (number % 4) - 60),
            "amount": f"{7 * number + 1}.{number + 10}",
            "status": status,
            "influencer_id": 1 if number % 2 else None,
        }
