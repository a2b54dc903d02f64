"""Terms, lines, payments and batches put into the tables as computing would leave them."""

import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

REVENUE = {"components": [{"basis": "revenue_share", "rate": "0.1"}], "cap": None}


def row(session: Session, table: str, key: str | None = None, **values: Any) -> int:
    """Insert one row and return its key."""
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
    found = session.execute(text(f"{statement} RETURNING {key}" if key else statement), values)
    return int(found.scalar_one()) if key else 0


def term(session: Session, campaign_id: int, influencer_id: int, rules: Any = None, **given: Any) -> int:
    values = {"term_version": 1, "valid_from": "2025-01-01", "holding_days": 30} | given
    return row(
        session,
        "terms",
        "term_id",
        campaign_id=campaign_id,
        influencer_id=influencer_id,
        rules=json.dumps(rules or REVENUE),
        **values,
    )


def line(session: Session, term_id: int, amount: str, **given: Any) -> int:
    """Insert a line of the version's campaign and influencer: a share of 10 % of a purchase unless told otherwise."""
    of = session.execute(
        text("SELECT campaign_id, influencer_id FROM terms WHERE term_id = :term_id"), {"term_id": term_id}
    ).one()
    values = {
        "component": 0,
        "basis": "revenue_share",
        "entry": "earning",
        "occurred_on": "2025-03-01",
        "payable_on": "2025-03-31",
        "base": "0",
        "rate": "0.1",
    } | given
    return row(session, "payment_lines", "line_id", term_id=term_id, **of._mapping, amount=amount, **values)


def payment(session: Session, campaign_id: int, influencer_id: int, amount: str, **given: Any) -> int:
    values = {"status": "pending", "date": "2025-04-01", "is_computed": True} | given
    return row(
        session,
        "payment",
        "payment_id",
        campaign_id=campaign_id,
        influencer_id=influencer_id,
        amount=amount,
        **values,
    )


def user(session: Session, number: int = 1) -> int:
    return row(
        session,
        "users",
        "user_id",
        user_role="finance_manager",
        user_mail=f"payer-{number}@shop.example",
        user_name="Demo",
        user_password="!",
        is_active=True,
        member_since="2024-01-01",
    )


def batch(session: Session, created_by: int, total: str, payments: int, **given: Any) -> int:
    values = {"message_id": "M1", "execution_date": "2025-04-02"} | given
    return row(session, "payment_batches", "batch_id", total=total, payments=payments, created_by=created_by, **values)


def batch_item(session: Session, batch_id: int, payment_id: int, amount: str, **given: Any) -> None:
    values = {"end_to_end_id": f"E{payment_id}"} | given
    row(session, "payment_batch_items", batch_id=batch_id, payment_id=payment_id, amount=amount, **values)
