"""What a payment goes through: every step from every state, who may take it, and two at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError

from shared.permissions import Role
from tests.campaigns.shop import day
from tests.client import make_user
from tests.finance.books import Books, age_factor, payment, state_of, status_of
from tests.sales.shop import audited, execute, rows

STATES = ("pending", "approved", "scheduled", "in_batch", "paid", "failed", "sent_back", "cancelled")
# Where each step leads from each of STATES; a dash where it is refused. in_batch: scheduled and on its way.
# sent_back: failed after it was paid.
TABLE = """
    approve  | approved  -         -         -         -         -         -         -
    schedule | -         scheduled scheduled -         -         -         -         -
    pay      | -         -         paid      paid      -         -         -         -
    fail     | -         -         failed    failed    sent_back -         -         -
    retry    | -         -         -         -         -         approved  pending   -
    cancel   | cancelled cancelled cancelled -         -         cancelled cancelled -
    batch    | -         scheduled scheduled -         -         -         -         -
"""
CASES = [
    (name.strip(), state, after)
    for row in TABLE.strip().splitlines()
    for name, _, afters in [row.partition("|")]
    for state, after in zip(STATES, afters.split(), strict=True)
]


@pytest.mark.parametrize(("step", "state", "after"), CASES, ids=str)
def test_every_step_from_every_state(books, step, state, after):
    payment_id = books.payable(status={"in_batch": "scheduled", "sent_back": "paid"}.get(state, state))
    if state == "in_batch":
        books.batch(payment_id)
    if state == "sent_back":
        books.take(payment_id, "fail")

    answer = books.ask_batch([payment_id]) if step == "batch" else books.step(payment_id, step)

    assert answer.status == (409 if after == "-" else 201 if step == "batch" else 200), answer.body
    reached = "in_batch" if (step, after) == ("batch", "scheduled") else after
    assert state_of(payment_id) == (state if after == "-" else reached)


@pytest.mark.parametrize("role", [Role.FINANCE_MANAGER, Role.MARKETING_MANAGER])
def test_whoever_computed_cannot_approve_whatever_the_role(api, role):
    who = make_user(role)
    payment_id = payment(computed_by=who.user_id)

    refused = Books(api.as_user(who)).step(payment_id, "approve")
    approved = Books(api.as_role(role)).step(payment_id, "approve")

    assert (refused.status, refused.json["code"]) == (403, "payment_computed_by_same_user")
    assert (approved.status, approved.json["status"]) == (200, "approved")


def test_not_even_the_database_lets_one_user_do_both():
    who = make_user(Role.FINANCE_MANAGER).user_id
    payment_id = payment(computed_by=who)

    with pytest.raises(IntegrityError, match="ck_payment_separate_duties"):
        execute("UPDATE payment SET approved_by = :who WHERE payment_id = :id", who=who, id=payment_id)


@pytest.mark.parametrize(("amount", "status"), [("1000.00", 200), ("1000.01", 403)])
def test_a_fresh_factor_is_asked_for_one_cent_above_the_limit(api, amount, status):
    user = make_user(Role.FINANCE_MANAGER)
    books = Books(api.as_user(user))
    payment_id = payment(amount)
    age_factor(user)

    answer = books.step(payment_id, "approve")

    assert answer.status == status
    if status == 403:
        assert (answer.json["code"], answer.json["limit"]) == ("fresh_two_factor_required", "1000.00")
        assert Books(api.as_user(user)).step(payment_id, "approve").status == 200


def test_of_many_who_approve_at_once_one_does(books):
    payment_id = payment()

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(books.step, payment_id, "approve") for _ in range(4)]

    assert sorted(answer.result().status for answer in answers) == [200, 409, 409, 409]
    assert audited("payment.approved") == [
        ("payment", str(payment_id), {"status": ["pending", "approved"], "amount": "10.00"})
    ]


def test_a_chosen_set_is_approved_whole_or_not_at_all(api):
    who = make_user(Role.FINANCE_MANAGER)
    books = Books(api.as_user(who))
    fine, left, own, approved = payment("1.00"), payment(), payment(computed_by=who.user_id), payment(status="approved")

    refused = books.api.post("payments/approve", {"payment_ids": [fine, own, approved, 999]})
    done = books.api.post("payments/approve", {"payment_ids": [fine]})

    assert (refused.status, refused.json["code"]) == (409, "payments_not_approvable")
    assert refused.json["payments"] == [
        {"payment_id": own, "reason": "computed_by_same_user"},
        {"payment_id": approved, "reason": "payment_state"},
        {"payment_id": 999, "reason": "not_there"},
    ]
    assert (done.status, done.json) == (200, {"payments": 1, "amount": "1.00"})
    assert [status_of(each) for each in (fine, left, own)] == ["approved", "pending", "pending"]


@pytest.mark.parametrize(("amount", "status"), [("500.00", 200), ("500.01", 403)])
def test_the_limit_holds_for_what_a_set_comes_to(api, amount, status):
    user = make_user(Role.MARKETING_MANAGER)
    books = Books(api.as_user(user))
    chosen = [payment("500.00"), payment(amount)]
    age_factor(user)

    answer = books.api.post("payments/approve", {"payment_ids": chosen})

    assert (answer.status, answer.json.get("code")) == (status, None if status == 200 else "fresh_two_factor_required")
    assert {status_of(each) for each in chosen} == {"approved" if status == 200 else "pending"}


def test_it_counts_as_a_cost_on_the_day_it_was_paid(books):
    payment_id = payment(status="scheduled")

    paid = books.step(payment_id, "pay", paid_on=day(-1)).json

    assert (paid["date"], paid["paid_on"], paid["status"]) == (day(-1), day(-1), "paid")


@pytest.mark.parametrize(
    ("offset", "status", "code"),
    [(1, 422, "day_in_future"), (0, 200, None), (-3, 200, None), (-4, 409, "paid_before_approval")],
    ids=["tomorrow", "today", "the day of approval", "the day before"],
)
def test_it_is_paid_on_a_day_that_can_be(books, offset, status, code):
    answer = books.step(payment(status="scheduled"), "pay", paid_on=day(offset))

    assert (answer.status, answer.json.get("code")) == (status, code)


def test_it_is_scheduled_for_today_at_the_earliest(books):
    payment_id = payment(status="approved")

    assert books.step(payment_id, "schedule", scheduled_for=day(-1)).json["code"] == "day_in_the_past"
    assert books.step(payment_id, "schedule", scheduled_for=day(7)).json["scheduled_for"] == day(7)
    assert books.step(payment_id, "schedule").json["scheduled_for"] == day()


def test_a_failure_is_counted_and_told_and_the_approval_stands(books):
    payment_id = payment(status="scheduled")

    failed = books.step(payment_id, "fail", reason="Account closed").json
    retried = books.take(payment_id, "retry")

    assert (failed["attempts"], failed["status_reason"]) == (1, "Account closed")
    assert (retried["status"], retried["attempts"], retried["status_reason"]) == ("approved", 1, None)
    assert books.take(payment_id, "schedule", "pay")["status"] == "paid"


def test_a_retry_approves_nothing_that_nobody_approved(books):
    payment_id = payment(status="failed", approved_by=None, approved_at=None)

    assert books.take(payment_id, "retry")["status"] == "pending"


def test_a_reason_is_kept_with_the_payment_and_not_in_the_audit_log(books):
    books.take(payment(status="scheduled"), "fail", "retry", "cancel")

    assert rows("SELECT status_reason FROM payment") == [("Account closed",)]
    assert rows("SELECT count(*) FROM audit_log WHERE changes::text LIKE '%closed%'") == [(0,)]


def test_who_was_held_is_not_paid_by_hand_either(books):
    payment_id = books.payable(status="scheduled")
    books.give_account(payment_id, iban="GB29NWBK60161331926819", bic=None)

    answer = books.step(payment_id, "pay")

    assert (answer.status, answer.json["code"]) == (409, "payout_account_held")
    assert answer.json["held_until"] > day()


def test_repeated_with_its_key_a_step_is_taken_once(books):
    path, headers = f"payments/{payment(status='scheduled')}/pay", {"Idempotency-Key": "once"}

    first = books.api.post(path, {}, headers=headers)
    again = books.api.post(path, {}, headers=headers)

    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert len(audited("payment.paid")) == 1
