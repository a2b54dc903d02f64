"""Budgets: planned within the campaign's budget, and what of them is promised, incurred and paid."""

from typing import Any

import pytest

from shared.permissions import Role
from tests.campaigns.shop import day, influencer, spend
from tests.client import Client
from tests.finance.spending import Spending, agree, earn, fee, payment, spending
from tests.sales.shop import audited


@pytest.fixture
def money(api: Client) -> Spending:
    return spending(api)


def shown(category: dict[str, Any]) -> tuple[str, ...]:
    return tuple(category[name] for name in ("requested", "committed", "incurred", "paid"))


def test_refuses_a_plan_one_cent_over_the_campaigns_budget(money: Spending):
    answer = money.plan(studio="999.00", payments="1.01")

    assert (answer.status, answer.json["code"], answer.json["planned"]) == (409, "plan_over_budget", "1000.01")
    assert money.plan(studio="999.00", payments="1.00").status == 200


def test_the_campaigns_budget_stays_above_its_plan(money: Spending):
    money.plan(studio="999.01")
    path = f"campaigns/{money.campaign_id}"

    answer = money.recorder.patch(path, {"budget": "999.00"}, headers={"If-Match": "*"})

    assert (answer.status, answer.json["code"]) == (409, "campaign_budget_below_plan")
    assert money.recorder.patch(path, {"budget": "999.01"}, headers={"If-Match": "*"}).status == 200


def test_a_plan_replaces_the_one_before_and_its_version_grows(money: Spending):
    unplanned = money.approver.get(f"budgets/{money.campaign_id}").headers["ETag"]
    first = money.plan({"If-Match": unplanned}, studio="10.00", travel="5.00")
    assert first.status == 200
    assert money.plan({"If-Match": unplanned}, studio="20.00").status == 412

    second = money.plan({"If-Match": first.headers["ETag"]}, studio="20.00")
    third = money.plan({"If-Match": second.headers["ETag"]}, travel="5.00", studio="20.00")

    assert [one["cost_category"] for one in second.json["categories"]] == ["studio"]
    assert (third.json["planned"], third.json["remaining"]) == ("25.00", "1000.00")
    assert [changes for (_, _, changes) in audited("budget.planned")] == [
        {"studio": ["0.00", "10.00"], "travel": ["0.00", "5.00"]},
        {"studio": ["10.00", "20.00"], "travel": ["5.00", "0.00"]},
        {"travel": ["0.00", "5.00"]},
    ]
    assert money.plan({"If-Match": first.headers["ETag"]}).status == 412


@pytest.mark.parametrize(
    ("status", "on", "expected"),
    [
        ("submitted", 0, ("10.00", "0.00", "0.00", "0.00")),
        ("rejected", 0, ("0.00", "0.00", "0.00", "0.00")),
        ("approved", 0, ("0.00", "10.00", "10.00", "0.00")),
        ("approved", 1, ("0.00", "10.00", "0.00", "0.00")),
        ("paid", 1, ("0.00", "10.00", "10.00", "10.00")),
    ],
)
def test_an_expense_counts_by_its_state_and_day(money: Spending, status: str, on: int, expected: tuple[str, ...]):
    money.plan(studio="30.00")
    money.in_state(status, expense_date=day(on))

    studio = money.category("studio")
    assert shown(studio) == expected
    assert studio["remaining"] == ("20.00" if expected[1] == "10.00" else "30.00")
    assert money.category("studio").keys() == {
        *("cost_category", "planned", "requested", "committed", "incurred", "paid", "remaining")
    }


def test_payments_count_by_the_lines_they_are_made_of_and_recorded_ones_by_themselves(money: Spending):
    """A payment of this campaign may hold lines of another one, and the other way round."""
    one, somebody = money.campaign_id, influencer()
    other = spending(Client()).campaign_id
    here, there = agree(one, somebody, 1, day(-9)), agree(other, somebody, 1, day(-9))
    merged = payment(one, somebody, "70.00", "paid", computed=True)
    earn(here, "a", "100.00", merged)
    earn(there, "b", "-30.00", merged)
    earn(here, "c", "5.00")
    earn(here, "d", "7.00", payment(one, somebody, "7.00", "failed", computed=True))
    payment(one, somebody, "0.50", "paid", computed=False)
    payment(one, somebody, "0.25", "pending", computed=False, on=day(1))
    payment(one, somebody, "9.00", "cancelled", computed=False)

    assert shown(money.category("payments")) == ("0.00", "112.75", "112.50", "100.50")
    listed = money.approver.get("budgets", campaign_id=other).json["items"]
    assert [(item["committed"], item["paid"]) for item in listed] == [("-30.00", "-30.00")]


def test_reported_spend_is_paid(money: Spending):
    spend(money.campaign_id, influencer(), "12.34", day(-1))

    assert shown(money.category("reported_spend")) == ("0.00", "12.34", "12.34", "12.34")
    assert (money.budget()["remaining"], money.category("reported_spend")["remaining"]) == ("987.66", None)


def test_fixed_fees_are_promised_until_they_are_earned_or_given_up(money: Spending):
    """Each once, whatever number of versions name it; a version has what is due before the next one starts."""
    of, somebody, another = money.campaign_id, influencer(), influencer()
    first = agree(
        *(of, somebody, 1, day(-9)),
        fee("1.00", due_on=day(-3)),  # earned
        fee("2.00", due_on=day(4)),  # the last day of this version
        fee("4.00", due_on=day(5)),  # given up by the next version
        fee("8.00", deliverable="Video"),  # in the next one again
        fee("16.00", deliverable="Story"),  # until then it can be delivered
    )
    earn(first, day(-3), "1.00")
    agree(of, somebody, 2, day(5), fee("9.00", deliverable="Video"), {"basis": "per_order", "rate": "3"})
    agree(of, another, 1, day(-9), fee("32.00", deliverable="Reel"), fee("64.00", deliverable="Post"))
    agree(of, another, 2, day(-1), fee("64.00", deliverable="Post"))
    agree(of, influencer(), 1, day(20))

    # Earned 1; promised 2 + 9 + 16 of the one, 64 of the other.
    assert shown(money.category("payments")) == ("0.00", "92.00", "1.00", "0.00")


def test_budgets_are_listed_page_by_page(money: Spending):
    money.plan(studio="30.00")
    others = [spending(Client()).campaign_id for _ in range(2)]
    first = money.approver.get("budgets", limit=2, count=True).json
    rest = money.approver.get("budgets", limit=2, cursor=first["next_cursor"]).json

    assert [item["campaign_id"] for item in first["items"] + rest["items"]] == [money.campaign_id, *others]
    assert (first["total"], first["items"][0]) == (3, money.budget())


def test_who_may_plan(api: Client, money: Spending):
    for role in (Role.ADMIN, Role.CAMPAIGN_MANAGER, Role.DATA_ANALYST):
        client = api.as_role(role)
        assert client.get(f"budgets/{money.campaign_id}").status == 200
        assert client.put(f"budgets/{money.campaign_id}", {"planned": {}}, headers={"If-Match": "*"}).status == 403
    assert money.approver.get("budgets/4711").status == 404
