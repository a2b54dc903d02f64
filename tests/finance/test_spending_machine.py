"""Whatever is done with expenses and plans, and in whatever order, the budget says what the records add up to."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from tests.campaigns.shop import day
from tests.client import Client
from tests.finance.spending import ANY, Spending, spending

BUDGET = Decimal("100.00")
CATEGORIES = ("studio", "travel")
AMOUNTS = st.integers(1, 6000).map(lambda cents: Decimal(cents) / 100)


class Machine(RuleBasedStateMachine):
    """Beside the records a list of what they should be: category, amount, state and whether the day is ahead."""

    expenses = Bundle("expenses")

    def __init__(self) -> None:
        super().__init__()
        self.money: Spending = spending(Client(), str(BUDGET))
        self.model: dict[int, dict[str, Any]] = {}
        self.plan: dict[str, Decimal] = {}
        self.overridden = False

    @rule(target=expenses, category=st.sampled_from(CATEGORIES), amount=AMOUNTS, ahead=st.booleans())
    def record(self, category: str, amount: Decimal, ahead: bool) -> int:  # noqa: FBT001
        on = day(1 if ahead else 0)
        expense_id = self.money.record(cost_category=category, amount=f"{amount:.2f}", expense_date=on)
        self.model[expense_id] = {"of": category, "amount": amount, "state": "submitted", "ahead": ahead}
        return expense_id

    @rule(expense_id=expenses, reason=st.sampled_from((None, "Agreed")))
    def approve(self, expense_id: int, reason: str | None) -> None:
        one = self.model[expense_id]
        fits = self.fits(one["of"], one["amount"])
        answer = self.money.step(expense_id, "approve", override_reason=reason)
        if one["state"] != "submitted":
            assert answer.json["code"] == "expense_state"
        elif not fits and reason is None:
            assert answer.json["code"] == "over_budget"
        else:
            assert answer.status == 200
            one["state"] = "approved"
            self.overridden |= not fits

    def fits(self, category: str, amount: Decimal) -> bool:
        planned = self.plan.get(category, Decimal(0))
        in_category = planned == 0 or self.committed(category) + amount <= planned
        return self.committed(*CATEGORIES) + amount <= BUDGET and in_category

    def committed(self, *categories: str) -> Decimal:
        return self.summed(categories, ("approved", "paid"))

    def summed(self, categories: tuple[str, ...], states: tuple[str, ...], *, past: bool = False) -> Decimal:
        return sum(
            (
                one["amount"]
                for one in self.model.values()
                if one["of"] in categories
                and one["state"] in states
                and not (past and one["ahead"] and one["state"] != "paid")
            ),
            start=Decimal(0),
        )

    @rule(expense_id=expenses, step=st.sampled_from(("reject", "pay")))
    def decide(self, expense_id: int, step: str) -> None:
        one = self.model[expense_id]
        answer = self.money.step(expense_id, step, **({"reason": "Twice"} if step == "reject" else {}))
        becomes = {("submitted", "reject"): "rejected", ("approved", "reject"): "rejected", ("approved", "pay"): "paid"}
        assert (answer.status == 200) == ((one["state"], step) in becomes)
        one["state"] = becomes.get((one["state"], step), one["state"])

    @rule(expense_id=expenses, amount=AMOUNTS)
    def edit(self, expense_id: int, amount: Decimal) -> None:
        one = self.model[expense_id]
        path = f"expenses/{expense_id}"
        answer = self.money.recorder.patch(path, {"amount": f"{amount:.2f}", "description": f"{amount}"}, headers=ANY)
        assert (answer.status == 200) == (one["state"] in {"submitted", "rejected"})
        if answer.status == 200:
            one["amount"], one["state"] = amount, answer.json["status"]

    @rule(expense_id=consumes(expenses))
    def delete(self, expense_id: int) -> None:
        gone = self.money.recorder.delete(f"expenses/{expense_id}").status == 204
        assert gone == (self.model[expense_id]["state"] in {"submitted", "rejected"})
        if gone:
            del self.model[expense_id]

    @rule(plan=st.dictionaries(st.sampled_from(CATEGORIES), AMOUNTS))
    def replan(self, plan: dict[str, Decimal]) -> None:
        answer = self.money.plan(**{name: f"{amount:.2f}" for name, amount in plan.items()})
        assert (answer.status == 200) == (sum(plan.values()) <= BUDGET)
        if answer.status == 200:
            self.plan = plan

    @invariant()
    def the_budget_adds_up(self) -> None:
        shown = self.money.budget()
        by_name = {one["cost_category"]: one for one in shown["categories"]}
        for category in CATEGORIES:
            expected = {
                "planned": self.plan.get(category, Decimal(0)),
                "requested": self.summed((category,), ("submitted",)),
                "committed": self.committed(category),
                "incurred": self.summed((category,), ("approved", "paid"), past=True),
                "paid": self.summed((category,), ("paid",)),
            }
            told = by_name.get(category, {})
            assert {name: Decimal(told.get(name) or 0) for name in expected} == expected
        assert Decimal(shown["remaining"]) == BUDGET - self.committed(*CATEGORIES)
        assert self.overridden or Decimal(shown["remaining"]) >= 0


@pytest.mark.usefixtures("database")
def test_any_order_of_steps():
    quick = settings(
        max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Machine, settings=quick)
