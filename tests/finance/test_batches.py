"""Batches: a chosen set and nothing else, all or none of it, once."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.permissions import Role
from shared.platform.spreadsheets import MEDIA_TYPE
from tests.campaigns.shop import day
from tests.client import Client, make_user
from tests.finance.accounts import GERMAN
from tests.finance.books import Books, age_factor, payment, status_of
from tests.sales.shop import audited, rows


def outcomes(batch_id: int) -> list[str]:
    found = rows("SELECT outcome::text FROM payment_batch_items WHERE batch_id = :id ORDER BY payment_id", id=batch_id)
    return [str(row[0]) for row in found]


def test_it_holds_the_chosen_payments_and_nothing_else(books):
    chosen = [books.payable("10.00"), books.payable("0.01", "scheduled", scheduled_for=day(9))]
    left = books.payable("5.00")

    batch = books.batch(*chosen, execution_date=day(2))

    assert (batch["payments"], batch["total"], batch["waiting"]) == (2, "10.01", 2)
    assert [each["payment_id"] for each in batch["items"]["items"]] == chosen
    scheduled = books.read("payments", batch_id=batch["batch_id"])["items"]
    assert [(each["payment_id"], each["status"], each["scheduled_for"]) for each in scheduled] == [
        (each, "scheduled", day(2)) for each in chosen
    ]
    assert status_of(left) == "approved"


def test_one_that_cannot_be_paid_keeps_all_out_and_each_is_named_with_its_reason(books):
    fine, without, held = books.payable(), payment(status="approved"), books.payable()
    nothing, pending, on_its_way = books.payable("0.00"), books.payable(status="pending"), books.payable()
    books.give_account(held, iban="GB29NWBK60161331926819", bic=None)
    batch_id = books.batch(on_its_way)["batch_id"]

    refused = books.ask_batch([fine, without, held, nothing, pending, on_its_way, 999])

    assert (refused.status, refused.json["code"]) == (409, "batch_not_payable")
    named = {each["payment_id"]: each for each in refused.json["payments"]}
    assert {key: value["reason"] for key, value in named.items()} == {
        without: "no_account",
        held: "account_held",
        nothing: "nothing_to_pay",
        pending: "payment_state",
        on_its_way: "in_batch",
        999: "not_there",
    }
    assert (named[held]["held_until"] > day(), named[on_its_way]["batch_id"]) == (True, batch_id)
    assert status_of(fine) == "approved"
    assert rows("SELECT count(*) FROM payment_batches") == [(1,)]


def test_a_day_that_is_over_is_no_day_to_pay(books):
    assert books.ask_batch([books.payable()], execution_date=day(-1)).json["code"] == "day_in_the_past"


def test_of_two_batches_of_the_same_payments_at_once_one_is_made(books):
    chosen = [books.payable() for _ in range(3)]

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(books.ask_batch, order) for order in (chosen, chosen[::-1]) * 2]

    assert sorted(answer.result().status for answer in answers) == [201, 409, 409, 409]
    assert rows("SELECT count(*), count(DISTINCT payment_id) FROM payment_batch_items") == [(3, 3)]


def test_paid_from_two_sessions_at_once_it_pays_once(books, api):
    chosen = [books.payable() for _ in range(3)]
    path = f"payments/batches/{books.batch(*chosen)['batch_id']}/pay"
    sessions = [books.api, api.as_role(Role.FINANCE_MANAGER)] * 2

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(session.post, path, {"paid_on": day()}) for session in sessions]

    shown = [answer.result().json for answer in answers]
    assert [(each["paid"], each["waiting"]) for each in shown] == [(3, 0)] * 4
    assert len(audited("payment.paid")) == 3
    assert len(audited("payment_batch.paid")) == 1


def test_a_batch_and_a_single_payment_at_once_come_to_one_end(books):
    chosen = [books.payable() for _ in range(3)]
    batch_id = books.batch(*chosen)["batch_id"]

    with ThreadPoolExecutor(4) as pool:
        whole = [pool.submit(books.api.post, f"payments/batches/{batch_id}/pay", {}) for _ in range(2)]
        single = [pool.submit(books.step, payment_id, "pay") for payment_id in chosen[:2]]

    assert [answer.result().status for answer in whole] == [200, 200]
    assert {answer.result().status for answer in single} <= {200, 409}
    assert outcomes(batch_id) == ["paid"] * 3
    assert [row[1] for row in audited("payment.paid")] == sorted(map(str, chosen))


def test_what_failed_stays_failed_when_the_rest_is_paid(books):
    failed, paid = books.payable(), books.payable()
    batch_id = books.batch(failed, paid)["batch_id"]
    books.take(failed, "fail")

    rest = books.api.post(f"payments/batches/{batch_id}/pay", {}).json

    assert (rest["paid"], rest["failed"], outcomes(batch_id)) == (1, 1, ["failed", "paid"])
    assert (status_of(failed), status_of(paid)) == ("failed", "paid")


def test_what_is_retried_goes_into_another_batch_under_another_name(books):
    payment_id = books.payable()
    first = books.batch(payment_id)
    books.take(payment_id, "fail", "retry")

    second = books.batch(payment_id)

    made = books.read(f"payments/{payment_id}")
    assert [(each["end_to_end_id"], each["outcome"]) for each in made["attempts_made"]] == [
        (f"P{payment_id}-B{first['batch_id']}", "failed"),
        (f"P{payment_id}-B{second['batch_id']}", "waiting"),
    ]
    assert made["batch_id"] == second["batch_id"]


@pytest.mark.parametrize("file_format", ["pain.001", "csv"])
def test_the_same_batch_again_is_the_same_file_and_nothing_once_it_was_paid(books, file_format):
    batch_id = books.batch(books.payable(), books.payable())["batch_id"]

    first, again = books.export(batch_id, file_format), books.export(batch_id, file_format)
    books.api.post(f"payments/batches/{batch_id}/pay", {})
    paid = books.export(batch_id, file_format)

    assert (first.status, again.body) == (200, first.body)
    assert (paid.status, paid.json["code"]) == (409, "payment_batch_settled")
    assert rows("SELECT count(*) FROM payment WHERE status = 'paid'") == [(2,)]


def test_the_file_says_what_is_still_on_its_way(books):
    failed, waiting = books.payable(), books.payable("7.50")
    batch_id = books.batch(failed, waiting)["batch_id"]
    books.take(failed, "fail")

    [line] = csv.DictReader(io.StringIO(books.export(batch_id, "csv").body.decode("utf-8-sig")))

    assert (line["payment_id"], line["amount"]) == (str(waiting), "7.50")


def test_full_account_numbers_are_in_the_file_and_nowhere_else(books):
    batch_id = books.batch(books.payable())["batch_id"]

    exported = books.export(batch_id, "csv")
    shown = [books.api.get(path).body for path in ("payments", "payments/batches", f"payments/batches/{batch_id}")]

    assert (exported.headers["Content-Type"], GERMAN.encode() in exported.body) == (MEDIA_TYPE, True)
    assert "no-store" in exported.headers["Cache-Control"]
    assert not any(GERMAN[4:].encode() in each for each in shown)
    assert rows("SELECT count(*) FROM audit_log WHERE changes::text LIKE :iban", iban=f"%{GERMAN}%") == [(0,)]
    assert audited("payment_batch.exported") == [("payment_batches", str(batch_id), {"format": "csv", "payments": 1})]


def test_the_file_takes_a_fresh_factor(api: Client):
    user = make_user(Role.FINANCE_MANAGER)
    books = Books(api.as_user(user))
    batch_id = books.batch(books.payable())["batch_id"]
    age_factor(user)

    refused = books.export(batch_id, "csv")

    assert (refused.status, refused.json["code"]) == (403, "fresh_two_factor_required")
    assert audited("payment_batch.exported") == []


def test_an_account_without_iban_is_paid_by_csv_alone_and_calculates_nothing(books):
    other, fine = payment(status="approved"), books.payable()
    books.give_account(other, iban=None, bic=None, other_account="paypal:maria", account_holder="=Maria")
    batch_id = books.batch(other, fine)["batch_id"]

    refused = books.export(batch_id, "pain.001")
    first, _ = csv.DictReader(io.StringIO(books.export(batch_id, "csv").body.decode("utf-8-sig")))

    assert (refused.json["code"], refused.json["payments"]) == ("accounts_without_iban", [other])
    assert (first["other_account"], first["holder"], first["iban"]) == ("paypal:maria", "'=Maria", "")


def test_a_change_of_account_after_the_batch_was_made_stops_the_file(books):
    payment_id = books.payable()
    batch_id = books.batch(payment_id)["batch_id"]
    books.give_account(payment_id, iban="GB29NWBK60161331926819", bic=None)

    refused = books.export(batch_id, "pain.001")

    assert (refused.status, refused.json["code"]) == (409, "batch_not_payable")
    assert [(each["payment_id"], each["reason"]) for each in refused.json["payments"]] == [(payment_id, "account_held")]


def test_what_is_withdrawn_is_free_for_another_batch(books):
    settled, waiting = books.payable(), books.payable()
    batch_id = books.batch(settled, waiting)["batch_id"]
    books.take(settled, "pay")

    withdrawn = books.api.post(f"payments/batches/{batch_id}/withdraw", {"reason": "Wrong day"}).json

    assert (withdrawn["paid"], withdrawn["withdrawn"]) == (1, 1)
    assert (status_of(settled), status_of(waiting)) == ("paid", "approved")
    assert books.batch(waiting)["waiting"] == 1


def test_a_batch_that_was_exported_is_withdrawn_by_who_says_that_it_was_never_sent(books):
    batch_id = books.batch(books.payable())["batch_id"]
    books.export(batch_id, "csv")
    path, body = f"payments/batches/{batch_id}/withdraw", {"reason": "Wrong day"}

    refused = books.api.post(path, body)
    withdrawn = books.api.post(path, body | {"never_sent": True})

    assert (refused.status, refused.json["code"]) == (409, "payment_batch_exported")
    assert (withdrawn.status, withdrawn.json["withdrawn"]) == (200, 1)


def test_lists_tell_which_batches_the_bank_has_not_answered(books):
    batches = [books.batch(books.payable(), execution_date=day(offset))["batch_id"] for offset in (1, 2, 3)]
    books.api.post(f"payments/batches/{batches[1]}/pay", {})

    def found(**query):
        return [each["batch_id"] for each in books.read("payments/batches", **query)["items"]]

    assert found(sort="-execution_date") == batches[::-1]
    assert (found(open="true"), found(open="false")) == ([batches[0], batches[2]], [batches[1]])
    assert found(**{"from": day(2), "to": day(2)}) == [batches[1]]
    items = books.read(f"payments/batches/{batches[1]}", outcome="waiting")["items"]["items"]
    assert items == []
