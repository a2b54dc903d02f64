"""What is due becomes payments: minimum payouts, offsets, splits; what is not paid is carried forward."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.finance.computing import jobs
from shared.finance.computing.rules import Balance, Planned, plan, split
from shared.permissions import Role
from tests.campaigns.shop import purchase
from tests.client import Client, make_user
from tests.finance.ledger import ago, agree, arranged, compute, give_back, lines, money, payments, share, show
from tests.sales.shop import audited, execute, rows

A, B, C, D = 1, 2, 3, 4


@pytest.mark.parametrize(
    ("balances", "planned"),
    [
        ([Balance(A, 4999, 5000)], []),
        ([Balance(A, 5000, 5000)], [Planned(A, 5000)]),
        ([Balance(A, 0)], []),
        ([Balance(A, -1)], []),
        ([Balance(A, 100), Balance(B, 300)], [Planned(B, 300), Planned(A, 100)]),
        # what is below zero goes into the greatest
        ([Balance(A, 100), Balance(B, 300), Balance(C, -50)], [Planned(B, 250, (C,)), Planned(A, 100)]),
        # -350 + 300 is not above zero yet: the next one goes along
        ([Balance(A, 100), Balance(B, 300), Balance(C, -350)], [Planned(B, 50, (C, A))]),
        ([Balance(A, 100), Balance(B, 300), Balance(C, -400)], []),
        ([Balance(A, 100), Balance(B, 300), Balance(C, -100), Balance(D, -250)], [Planned(B, 50, (D, C, A))]),
        # the minimum holds for what is left: 300 - 50 < 260 ≤ 250 + 100
        ([Balance(A, 100), Balance(B, 300, 260), Balance(C, -50)], [Planned(B, 350, (C, A))]),
        # what does not reach its own minimum helps nobody else
        ([Balance(A, 100, 101), Balance(B, 300), Balance(C, -350)], []),
    ],
)
def test_plans(balances, planned):
    assert plan(balances) == planned
    assert plan(reversed(balances)) == planned


def test_a_choice_of_campaigns_is_offset_by_the_others_all_the_same():
    balances = [Balance(A, 100), Balance(B, 300), Balance(C, -50)]

    assert plan(balances, {A}) == [Planned(A, 50, (C,))]


def test_more_than_a_payment_can_hold_is_split():
    assert list(split([(1, 60), (2, 60), (3, -20), (4, 200)], most=100)) == [(100, [3, 1, 2])]
    assert list(split([(1, 60), (2, 60)], most=100)) == [(60, [1]), (60, [2])]
    assert list(split([(1, 101)], most=100)) == []


@pytest.mark.usefixtures("database")
def test_what_does_not_reach_the_minimum_is_carried_forward():
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share(), minimum_payout="2.00", holding_days=30)
    purchase(influencer, product, "2025-06-15", "10.00")

    early, late = compute(as_of="2025-07-14"), compute(as_of="2025-07-15")
    assert (early.carried, late.carried, late.carried_amount, late.payments) == (0, 1, "1.00", 0)

    purchase(influencer, product, "2025-06-16", "10.00")
    paid = compute(as_of="2025-07-16")

    assert [(one.amount, one.lines) for one in paid.made] == [("2.00", 2)]
    assert payments("amount, status, date::text, is_computed") == [(money("2.00"), "pending", "2025-07-16", True)]
    assert lines("payment_id") == [(1,), (1,)]


@pytest.mark.usefixtures("database")
def test_a_return_after_payment_is_taken_off_the_next_one_of_another_campaign():
    campaign, influencer, [product] = arranged()
    other, _, [another] = arranged(influencer_id=influencer)
    agree(campaign, influencer, share())
    agree(other, influencer, share())
    sold = purchase(influencer, product, "2025-02-01", "50.00")
    compute()
    give_back(sold, 1)
    assert compute().payments == 0
    purchase(influencer, another, "2025-02-02", "80.00")

    [made] = compute().made

    assert (made.campaign_id, made.amount, made.offset_campaigns) == (other, "3.00", [campaign])
    assert rows("SELECT payment_id, sum(amount), count(*) FROM payment_lines GROUP BY 1 ORDER BY 1") == [
        (1, money("5.00"), 1),
        (2, money("3.00"), 2),
    ]


@pytest.mark.usefixtures("database")
def test_an_amount_beyond_the_column_is_paid_in_pieces():
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share("1"))
    for _ in range(3):
        purchase(influencer, product, "2025-02-01", "60000000.00")

    compute()

    assert payments("amount") == [(money("60000000.00"),)] * 3


def test_it_goes_through_the_api(api: Client):
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share(), holding_days=10, minimum_payout="1.50")
    purchase(influencer, product, ago(10), "10.00")
    execute("UPDATE campaigns SET end_date = CURRENT_DATE + 1")
    held = purchase(influencer, product, ago(9), "20.00")
    finance = api.as_role("finance_manager")
    path = "payments/compute"

    tried = finance.post(path, {"dry_run": True, "as_of": ago(-30).isoformat()})
    assert (tried.status, tried.json["payments"], tried.json["made"][0]["payment_id"]) == (200, 1, None), tried.body
    assert (lines(), payments(), audited("payments.computed")) == ([], [], [])

    ahead = finance.post(path, {"as_of": ago(-1).isoformat()})
    assert (ahead.status, ahead.json["code"]) == (422, "as_of_in_future")

    answer = finance.post(path, {}, headers={"Idempotency-Key": "one"})
    again = finance.post(path, {}, headers={"Idempotency-Key": "one"})
    assert answer.json == again.json
    assert answer.json["lines"] == [{"entry": "earning", "lines": 2, "amount": "3.00"}]
    assert (answer.json["payments"], answer.json["carried"], answer.json["carried_amount"]) == (0, 1, "1.00")
    assert len(audited("payments.computed")) == 1

    [balance] = finance.get("payments/balances").json["items"]
    assert (balance["open"], balance["due"], balance["carried"]) == ("3.00", "1.00", "1.00")
    assert balance["campaigns"][0]["next_payable_on"] == ago(-1).isoformat()
    assert finance.get("payments/balances", influencer_id=influencer + 1).json["items"] == []

    give_back(held, 1, ago(0))
    assert finance.post(path, {"campaign_id": [campaign]}).json["lines"] == [
        {"entry": "reversal", "lines": 1, "amount": "-2.00"}
    ]
    assert finance.post(path, {"influencer_id": [influencer + 1]}).json["lines"] == []
    assert api.as_role("admin").post(path, {}).status == 403


@pytest.mark.usefixtures("database")
def test_two_computations_at_once_end_as_one():
    user = make_user(Role.CAMPAIGN_MANAGER).user_id
    for _ in range(5):
        campaign, influencer, [product] = arranged()
        show(campaign, influencer, product, user)
        agree(campaign, influencer, share())
        for _ in range(20):
            purchase(influencer, product, "2025-02-01", "10.00")

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: compute(), range(3)))

    assert sorted(sum(line.lines for line in one.lines) for one in done) == [0, 0, 100]
    assert sorted(one.payments for one in done) == [0, 0, 5]
    assert rows("SELECT count(*), count(DISTINCT purchase_id), sum(amount) FROM payment_lines") == [(100, 100, 100)]


DIE = """
import os, signal
from shared.finance.computing import earning, lines, jobs
counted = iter(range(10**9))
lines.AT_ONCE = 2

def dying(do, at):
    def done(given):
        result = do(given)
        if next(counted) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return done

%s
jobs.compute_payments(at_once=2)
"""
BETWEEN_LINES = DIE % "lines.written = dying(lines.written, 7)"
BEHIND_PLAIN_LINES = DIE % "earning.write_plain = dying(earning.write_plain, 1)"  # of the second two influencers


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("die", "cap"),
    [(BETWEEN_LINES, {"amount": "1000", "period": "month"}), (BEHIND_PLAIN_LINES, None)],
    ids=["between lines", "behind plain lines"],
)
def test_a_computation_killed_between_lines_loses_nothing_and_doubles_nothing(die: str, cap: dict[str, str] | None):
    for _ in range(3):
        campaign, influencer, [product] = arranged()
        agree(campaign, influencer, share(cap=cap))
        for _ in range(3):
            purchase(influencer, product, "2025-02-01", "10.00")

    died = subprocess.run([sys.executable, "-c", die], env=os.environ, check=False, capture_output=True)

    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(lines()) == 6  # the first two influencers were done
    jobs.compute_payments()
    assert [changes["lines"] for _, _, changes in audited("payments.computed")] == [6, 3]
    assert rows("SELECT count(*), count(DISTINCT purchase_id), count(payment_id) FROM payment_lines") == [(9, 9, 9)]
    assert [amount for _, amount, _ in payments()] == [money("3.00")] * 3
