"""Payments and their lines put behind the API's back, and what people do with them through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import clock
from tests.campaigns.shop import _insert, customer, day, influencer, product
from tests.client import Client, Reply, make_user
from tests.finance.accounts import Accounts
from tests.sales.shop import execute, rows

APPROVED = {"approved", "scheduled", "paid", "failed"}


def campaign() -> int:
    values = {"campaign_name": "Demo campaign", "start_date": day(-90), "end_date": day(), "budget": "1000.00"}
    return _insert("campaigns", values | {"status": "running"}, "campaign_id")


def payment(amount: str = "10.00", status: str = "pending", **given: Any) -> int:
    """Return a payment as the timer would have computed it, in the state that its steps would have led to."""
    values = {"amount": amount, "status": status, "date": day(-5), "is_computed": True} | given
    values.setdefault("campaign_id", campaign())
    values.setdefault("influencer_id", influencer())
    if status in APPROVED:
        approver = make_user(Role.MARKETING_MANAGER).user_id
        approved = {"approved_by": approver, "approved_at": clock.now() - timedelta(days=3)}
        values = approved | values
    if status == "paid":
        values = {"paid_on": day()} | values
    return _insert("payment", values, "payment_id")


def term(campaign_id: int, influencer_id: int, version: int = 1) -> int:
    values = {"campaign_id": campaign_id, "influencer_id": influencer_id, "term_version": version}
    rules = {"rules": '{"components": []}', "holding_days": 0, "valid_from": day(-90 + version)}
    return _insert("terms", values | rules, "term_id")


def purchase(influencer_id: int, price: str) -> int:
    values = {"product_id": product(), "customer_id": customer(), "status": "completed", "channel": influencer_id}
    return _insert("bought_by", values | {"quantity": 1, "bought_date": day(-40), "unit_price": price}, "purchase_id")


def line(term_id: int, amount: str, **given: Any) -> int:
    """Return a line of this version; what is not given is a share of revenue earned forty days ago."""
    [(campaign_id, influencer_id)] = rows(
        "SELECT campaign_id, influencer_id FROM terms WHERE term_id = :id", id=term_id
    )
    values = {
        "term_id": term_id,
        "campaign_id": campaign_id,
        "influencer_id": influencer_id,
        "component": 0,
        "basis": "revenue_share",
        "entry": "earning",
        "occurred_on": day(-40),
        "payable_on": day(-10),
        "base": "0",
        "amount": amount,
    } | given
    if values["basis"] in {"revenue_share", "per_order"}:
        values.setdefault("purchase_id", purchase(influencer_id, "5.00"))
    return _insert("payment_lines", values, "line_id")


def status_of(payment_id: int) -> str:
    return str(rows("SELECT status::text FROM payment WHERE payment_id = :id", id=payment_id)[0][0])


def state_of(payment_id: int) -> str:
    """Return the status, or what it hides: `in_batch` on its way to the bank, `sent_back` after it was paid."""
    [(state,)] = rows(
        """SELECT CASE WHEN EXISTS (SELECT FROM payment_batch_items AS i
                                     WHERE i.payment_id = payment.payment_id AND outcome = 'waiting') THEN 'in_batch'
                        WHEN status = 'failed' AND approved_by IS NULL THEN 'sent_back'
                        ELSE status::text END
           FROM payment WHERE payment_id = :id""",
        id=payment_id,
    )
    return str(state)


def age_factor(user: User) -> None:
    """Let the second factor of this user's sessions be six minutes old."""
    execute("UPDATE sessions SET two_factor_at = now() - interval '6 minutes' WHERE user_id = :id", id=user.user_id)


@dataclass(frozen=True)
class Books:
    """What a finance manager does with payments; every call but `step` must succeed."""

    api: Client

    def step(self, payment_id: int, step: str, **body: Any) -> Reply:
        if step in {"fail", "cancel"}:
            body = {"reason": "Account closed"} | body
        sent = None if step in {"approve", "retry"} else body
        return self.api.post(f"payments/{payment_id}/{step}", sent)

    def take(self, payment_id: int, *steps: str) -> Any:
        for step in steps:
            answer = self.step(payment_id, step)
            assert answer.status == 200, answer.body
        return answer.json

    def payable(self, amount: str = "10.00", status: str = "approved", **given: Any) -> int:
        """Return a payment to somebody with an account."""
        payment_id = payment(amount, status, **given)
        self.give_account(payment_id)
        return payment_id

    def give_account(self, payment_id: int, **given: Any) -> int:
        [(influencer_id,)] = rows("SELECT influencer_id FROM payment WHERE payment_id = :id", id=payment_id)
        Accounts(self.api).set(influencer_id, **given)
        return int(influencer_id)

    def ask_batch(self, payment_ids: Sequence[int], **body: Any) -> Reply:
        return self.api.post("payments/batches", {"payment_ids": list(payment_ids)} | body)

    def batch(self, *payment_ids: int, **body: Any) -> Any:
        answer = self.ask_batch(payment_ids, **body)
        assert answer.status == 201, answer.body
        return answer.json

    def read(self, path: str, **query: Any) -> Any:
        answer = self.api.get(path, **query)
        assert answer.status == 200, answer.body
        return answer.json

    def export(self, batch_id: int, file_format: str) -> Reply:
        return self.api.get(f"payments/batches/{batch_id}/export", format=file_format)

    def statement(self, batch_id: int, content: str, file_format: str = "csv", **body: Any) -> Any:
        answer = self.ask_statement(batch_id, content, file_format, **body)
        assert answer.status == 200, answer.body
        return answer.json

    def ask_statement(self, batch_id: int, content: str, file_format: str = "csv", **body: Any) -> Reply:
        path = f"payments/batches/{batch_id}/statement"
        return self.api.post(path, {"format": file_format, "content": content} | body)
