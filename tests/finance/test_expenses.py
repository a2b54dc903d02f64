"""Expenses: their steps, who may take them, and the budget they have to fit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from shared.permissions import Role
from tests.campaigns.shop import Campaigns, day, influencer, product
from tests.client import Client, Reply, make_user
from tests.finance.spending import ANY, Spending, agree, fee, spending
from tests.sales.shop import audited, rows

STATES = ("submitted", "approved", "rejected", "paid")
BODIES = {"edit": {"amount": "11.00"}, "reject": {"reason": "Twice"}}
# What each step makes of an expense in each state; whatever is not here is refused.
BECOMES = {
    ("submitted", "edit"): "submitted",
    ("rejected", "edit"): "submitted",
    ("submitted", "delete"): None,
    ("rejected", "delete"): None,
    ("submitted", "approve"): "approved",
    ("submitted", "reject"): "rejected",
    ("approved", "reject"): "rejected",
    ("approved", "pay"): "paid",
}


@pytest.fixture
def money(api: Client) -> Spending:
    return spending(api)


def take(money: Spending, expense_id: int, step: str) -> Reply:
    path = f"expenses/{expense_id}"
    if step == "edit":
        return money.recorder.patch(path, BODIES["edit"], headers=ANY)
    if step == "delete":
        return money.recorder.delete(path)
    return money.step(expense_id, step, **BODIES.get(step, {}))


@pytest.mark.parametrize("state", STATES)
def test_every_step_from_every_state(money: Spending, state: str):
    for step in ("edit", "delete", "approve", "reject", "pay"):
        expense_id = money.in_state(state)

        answer = take(money, expense_id, step)

        left = [status for (status,) in rows("SELECT status::text FROM expenses WHERE expense_id = :i", i=expense_id)]
        if (state, step) in BECOMES:
            assert (answer.status < 300, left) == (True, [one for one in [BECOMES[state, step]] if one]), step
        else:
            assert (answer.status, answer.json["code"], left) == (409, "expense_state", [state]), step


def test_who_recorded_an_expense_cannot_decide_of_it_and_nobody_else_changes_it(money: Spending):
    """Otherwise whoever approves could first change what he approves."""
    expense_id = money.record()

    own = [
        money.recorder.post(f"expenses/{expense_id}/approve", {}),
        money.recorder.post(f"expenses/{expense_id}/reject", {"reason": "Mine"}),
    ]
    others = [
        money.approver.patch(f"expenses/{expense_id}", {"amount": "1.00"}, headers=ANY),
        money.approver.delete(f"expenses/{expense_id}"),
    ]

    assert [(one.status, one.json["code"]) for one in own] == [(403, "own_expense")] * 2
    assert [(one.status, one.json["code"]) for one in others] == [(403, "expense_recorded_by_another")] * 2
    with pytest.raises(Exception, match="ck_expenses_separate_duties"):
        rows("UPDATE expenses SET status = 'approved', decided_by = created_by RETURNING 1")


def test_an_approval_says_who_and_a_change_after_a_rejection_asks_anew(money: Spending):
    expense_id = money.record(amount="5.00", description="Lights")
    rejected = money.done(expense_id, "reject", reason="No receipt")
    assert (rejected["decision_reason"], rejected["decided_by"] is None) == ("No receipt", False)

    changed = money.recorder.patch(f"expenses/{expense_id}", {"amount": "6.00", "description": None}, headers=ANY)

    facts = ("status", "amount", "description", "decided_by", "decided_at", "decision_reason")
    assert [changed.json[name] for name in facts] == ["submitted", "6.00", None, None, None, None]
    money.done(expense_id, "approve")
    paid = money.done(expense_id, "pay", paid_on=day(-1))
    assert (paid["status"], paid["paid_on"]) == ("paid", day(-1))
    told = [row[2] for step in ("updated", "approved", "paid") for row in audited(f"expense.{step}")]
    assert told == [
        {"amount": ["5.00", "6.00"], "description": ["Lights", None]},
        {"amount": "6.00", "override_reason": None},
        {"amount": "6.00", "paid_on": day(-1)},
    ]


def test_it_is_not_paid_tomorrow(money: Spending):
    answer = money.step(money.approved(), "pay", paid_on=day(1))

    assert (answer.status, answer.json["code"]) == (422, "day_in_future")


@pytest.mark.parametrize(
    ("plan", "amount", "refused"),
    [
        ({}, "90.00", None),
        ({}, "90.01", {"of": "campaign", "limit": "100.00", "committed": "100.01"}),
        ({"studio": "40.00"}, "30.00", None),
        ({"studio": "40.00"}, "30.01", {"of": "category", "limit": "40.00", "committed": "40.01"}),
        ({"travel": "1.00"}, "90.00", None),  # what has no plan of its own may take what the campaign has
    ],
)
def test_an_approval_one_cent_over_the_budget_needs_a_reason(
    api: Client, plan: dict[str, str], amount: str, refused: dict[str, str] | None
):
    money = spending(api, "100.00")
    assert money.plan(**plan).status == 200
    money.approved(amount="10.00")
    expense_id = money.record(amount=amount)

    answer = money.step(expense_id, "approve")

    if refused is None:
        assert answer.status == 200
        return
    assert (answer.status, answer.json["code"]) == (409, "over_budget")
    assert {name: answer.json[name] for name in refused} == refused
    done = money.done(expense_id, "approve", override_reason="Agreed with the board")
    assert (done["status"], done["override_reason"]) == ("approved", "Agreed with the board")


def test_fees_that_terms_promise_take_their_part_of_the_budget(api: Client):
    money = spending(api, "100.00")
    agree(money.campaign_id, influencer(), 1, day(-9), fee("95.00", deliverable="Video"))

    assert money.step(money.record(amount="5.01"), "approve").json["committed"] == "100.01"
    assert money.step(money.record(amount="5.00"), "approve").status == 200


def test_two_approvals_at_once_cannot_both_take_the_rest_of_the_budget(api: Client):
    money = spending(api, "100.00")
    both = [money.record(amount="60.00") for _ in range(2)]
    approvers = [api.as_role(Role.FINANCE_MANAGER) for _ in both]
    start = Barrier(2)

    def approve(place: int) -> int:
        start.wait()
        return approvers[place].post(f"expenses/{both[place]}/approve", {}).status

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(approve, range(2))) == [200, 409]
    assert money.budget()["committed"] == "60.00"


def test_a_campaign_manager_records_only_where_he_is_arranged(api: Client, money: Spending):
    user = make_user(Role.CAMPAIGN_MANAGER)
    manager = api.as_user(user)
    body = {"campaign_id": money.campaign_id, "cost_category": "studio", "expense_date": day(), "amount": "1.00"}
    assert manager.post("expenses", body).json["code"] == "not_in_charge_of_campaign"

    Campaigns(money.recorder).arrange(money.campaign_id, influencer(), product(), user)
    own = manager.post("expenses", body)

    assert own.status == 201
    assert manager.patch(own.headers["Location"].removeprefix("/api/"), {"amount": "2.00"}, headers=ANY).status == 200
    other = spending(Client())
    for answer in (
        manager.patch(f"expenses/{other.record()}", {"amount": "2.00"}, headers=ANY),
        manager.delete(f"expenses/{other.record()}"),
        manager.post(f"expenses/{other.record()}/receipt", {"file_name": "a.pdf"}),
        manager.get(f"expenses/{other.record()}/receipt"),
    ):
        assert (answer.status, answer.json["code"]) == (403, "not_in_charge_of_campaign")
    assert manager.post(f"expenses/{other.record()}/approve", {}).json["code"] == "forbidden"


def test_pacing_tells_agreed_expenses_from_paid_ones(money: Spending):
    for status, amount in {"submitted": "1.00", "rejected": "2.00", "approved": "4.00", "paid": "8.00"}.items():
        money.in_state(status, amount=amount)

    pacing = money.approver.get(f"campaigns/{money.campaign_id}/pacing").json

    assert (pacing["committed"], pacing["paid"]) == ("4.00", "8.00")


def test_a_stale_change_is_refused(money: Spending):
    path = f"expenses/{money.record()}"
    tag = {"If-Match": money.recorder.get(path).headers["ETag"]}

    assert money.recorder.patch(path, {"amount": "2.00"}, headers=tag).status == 200
    assert money.recorder.patch(path, {"amount": "3.00"}, headers=tag).status == 412


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"campaign_id": 4711}, "campaign_not_found"),
        ({"influencer_id": 4711}, "unknown_influencer"),
        ({"amount": "0.00"}, "malformed"),
        ({"cost_category": "a  b"}, "malformed"),
        ({"status": "approved"}, "malformed"),
    ],
)
def test_what_cannot_be_recorded(money: Spending, given: dict[str, Any], code: str):
    body = {"campaign_id": money.campaign_id, "cost_category": "studio", "expense_date": day(), "amount": "1.00"}

    assert money.recorder.post("expenses", body | given).json["code"] == code


def test_expenses_are_listed_by_what_is_asked(money: Spending):
    somebody = influencer()
    first = money.record(expense_date=day(-2), amount="3.00")
    second = money.approved(expense_date=day(-1), amount="1.00", cost_category="travel")
    third = money.record(expense_date=day(), amount="2.00", influencer_id=somebody)

    def found(**query: Any) -> list[int]:
        return [item["expense_id"] for item in money.approver.get("expenses", **query).json["items"]]

    assert found() == [first, second, third]
    assert found(sort="-amount") == [first, third, second]
    assert found(status=["approved", "paid"]) == found(cost_category="travel") == [second]
    assert found(influencer_id=somebody) == found(**{"from": day()}) == [third]
    assert found(to=day(-1), sort="-expense_date") == [second, first]
    assert found(has_receipt=True) == found(campaign_id=4711) == []
