"""Budgets and expenses of a campaign, made through the API; terms and lines behind its back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.permissions import Role
from tests.campaigns.shop import Campaigns, day
from tests.client import Client, Reply
from tests.sales.shop import execute, rows

ANY = {"If-Match": "*"}


@dataclass(frozen=True)
class Spending:
    """A campaign, who records its expenses, and who decides of them."""

    campaign_id: int
    recorder: Client
    approver: Client

    def record(self, **given: Any) -> int:
        body = {"campaign_id": self.campaign_id, "cost_category": "studio", "expense_date": day(), "amount": "10.00"}
        answer = self.recorder.post("expenses", body | given)
        assert answer.status == 201, answer.body
        return int(answer.json["expense_id"])

    def step(self, expense_id: int, step: str, **body: Any) -> Reply:
        return self.approver.post(f"expenses/{expense_id}/{step}", body)

    def done(self, expense_id: int, step: str, **body: Any) -> Any:
        answer = self.step(expense_id, step, **body)
        assert answer.status == 200, answer.body
        return answer.json

    def approved(self, **given: Any) -> int:
        expense_id = self.record(**given)
        self.done(expense_id, "approve")
        return expense_id

    def in_state(self, status: str, **given: Any) -> int:
        """Return an expense that came into this state by the steps that lead there."""
        expense_id = self.record(**given)
        for step in {"approved": ["approve"], "paid": ["approve", "pay"], "rejected": ["reject"]}.get(status, []):
            self.done(expense_id, step, **({"reason": "Twice"} if step == "reject" else {}))
        return expense_id

    def plan(self, headers: Mapping[str, str] = ANY, /, **planned: str) -> Reply:
        return self.approver.put(f"budgets/{self.campaign_id}", {"planned": planned}, headers=headers)

    def budget(self) -> Any:
        answer = self.approver.get(f"budgets/{self.campaign_id}")
        assert answer.status == 200, answer.body
        return answer.json

    def category(self, name: str) -> dict[str, Any]:
        return next(one for one in self.budget()["categories"] if one["cost_category"] == name)


def spending(api: Client, budget: str = "1000.00") -> Spending:
    manager = api.as_role(Role.MARKETING_MANAGER)
    return Spending(Campaigns(manager).draft(-9, 9, budget), manager, api.as_role(Role.FINANCE_MANAGER))


def agree(campaign_id: int, influencer_id: int, version: int, valid_from: str, *components: dict[str, str]) -> int:
    statement = (
        "INSERT INTO terms (campaign_id, influencer_id, term_version, valid_from, rules, holding_days)"
        " VALUES (:c, :i, :v, :d, CAST(:r AS jsonb), 0) RETURNING term_id"
    )
    rules = json.dumps({"components": components, "cap": None})
    return int(rows(statement, c=campaign_id, i=influencer_id, v=version, d=valid_from, r=rules)[0][0])


def fee(amount: str, **when: str) -> dict[str, str]:
    return {"basis": "fixed_fee", "amount": amount, **when}


def earn(term_id: int, reference: str, amount: str, payment_id: int | None = None) -> None:
    """Add a line of a fixed fee, open or in a payment."""
    execute(
        "INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, reference,"
        " occurred_on, payable_on, base, amount, payment_id)"
        " SELECT term_id, campaign_id, influencer_id, 0, 'fixed_fee', 'earning', :reference, :day, :day, 1, :amount,"
        " :payment FROM terms WHERE term_id = :term",
        term=term_id,
        reference=reference,
        amount=amount,
        payment=payment_id,
        day=day(),
    )


def payment(campaign_id: int, influencer_id: int, amount: str, status: str, *, computed: bool, on: str = "") -> int:
    statement = (
        "INSERT INTO payment (campaign_id, influencer_id, amount, status, date, is_computed)"
        " VALUES (:c, :i, :a, :s, :d, :computed) RETURNING payment_id"
    )
    values = {"c": campaign_id, "i": influencer_id, "a": amount, "s": status, "d": on or day(), "computed": computed}
    return int(rows(statement, **values)[0][0])
