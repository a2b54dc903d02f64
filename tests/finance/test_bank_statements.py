"""What the bank says is carried out once; what does not fit is told and left alone."""

from collections import Counter

import pytest

from tests.campaigns.shop import day
from tests.finance.bank_statements import Told, camt, told_of, whole
from tests.finance.books import status_of
from tests.sales.shop import audited, rows

BOTH = pytest.mark.parametrize("version", ["02", "08"])


def findings(answer) -> list[tuple[str, str | None]]:
    return [(each["finding"], each["end_to_end_id"]) for each in answer["findings"]]


def state():
    """Return what a statement could change, versions and days included."""
    payments = rows("SELECT payment_id, status::text, date, paid_on, attempts, version FROM payment ORDER BY 1")
    items = rows(
        "SELECT payment_id, batch_id, outcome::text, outcome_reason, outcome_at, booked_on, returned_on"
        " FROM payment_batch_items ORDER BY 1, 2"
    )
    return payments, items


@BOTH
def test_what_was_booked_is_paid_on_the_day_of_the_entry_and_a_second_time_nothing_changes(books, version):
    batch = books.batch(books.payable("10.00"), books.payable("0.01"))
    statement = camt(version, *told_of(batch, booked_on=day(-1)))

    first = books.statement(batch["batch_id"], statement, "camt.053")
    before = state()
    again = books.statement(batch["batch_id"], statement, "camt.053")

    assert (first["paid"], first["waiting"], first["findings"]) == (2, 0, [])
    assert {(row[1], str(row[3])) for row in before[0]} == {("paid", day(-1))}
    assert (again["paid"], again["known"], again["unmatched"]) == (0, 2, 0)
    assert state() == before
    assert len(audited("payment.paid")) == 2


@BOTH
def test_a_collective_entry_is_read_by_its_details(books, version):
    batch = books.batch(books.payable("10.00"), books.payable("2.50"))

    answer = books.statement(batch["batch_id"], camt(version, told_of(batch)), "camt.053")

    assert (answer["paid"], answer["unmatched"]) == (2, 0)


@BOTH
def test_a_batch_that_was_booked_as_a_whole_is_paid_as_a_whole(books, version):
    failed = books.payable("7.00")
    batch = books.batch(books.payable("10.00"), books.payable("2.50"), failed)
    books.take(failed, "fail")
    statement = whole(version, batch["message_id"], "12.50")

    other = books.statement(batch["batch_id"], whole(version, batch["message_id"], "12.51"), "camt.053")
    first = books.statement(batch["batch_id"], statement, "camt.053")
    before = state()
    again = books.statement(batch["batch_id"], statement, "camt.053")

    assert (other["paid"], findings(other)) == (0, [("amount_differs", None)])
    assert (first["paid"], first["unmatched"], status_of(failed)) == (2, 0, "failed")
    assert (again["paid"], again["known"], again["unmatched"], state()) == (0, 2, 0, before)


@BOTH
def test_what_the_bank_sent_back_has_failed_with_its_reason_also_after_it_was_paid(books, version):
    payment_id = books.payable()
    batch = books.batch(payment_id)
    paid = told_of(batch, booked_on=day(-2))
    [returned] = told_of(batch, indicator="CRDT", reason="AC04", booked_on=day(-1))
    books.statement(batch["batch_id"], camt(version, *paid), "camt.053")

    answer = books.statement(batch["batch_id"], camt(version, returned), "camt.053")
    before = state()
    books.statement(batch["batch_id"], camt(version, *paid, returned), "camt.053")

    assert (answer["failed"], findings(answer)) == (1, [("failed", returned.end_to_end_id)])
    [item] = books.read(f"payments/batches/{batch['batch_id']}")["items"]["items"]
    assert (item["outcome"], item["outcome_reason"]) == ("failed", "AC04 Account closed")
    assert (item["booked_on"], item["returned_on"]) == (day(-2), day(-1))
    assert (status_of(payment_id), state()) == ("failed", before)
    assert books.take(payment_id, "retry")["status"] == "pending"


def test_a_return_in_the_same_statement_comes_after_the_debit_whatever_their_order(books):
    payment_id = books.payable()
    batch = books.batch(payment_id)
    [returned] = told_of(batch, indicator="CRDT", reason="AC04")

    answer = books.statement(batch["batch_id"], camt("08", returned, *told_of(batch)), "camt.053")

    assert (answer["paid"], answer["failed"], status_of(payment_id)) == (1, 1, "failed")


def test_what_does_not_fit_is_told_and_left_alone(books):
    batch = books.batch(*(books.payable() for _ in range(6)))
    ids = [each["end_to_end_id"] for each in batch["items"]["items"]]
    statement = camt(
        "08",
        Told(ids[0], "10.01"),
        Told(ids[1], currency="USD"),
        Told(ids[2], booked_on=day(1)),
        Told(ids[3], status="PDNG"),
        Told("NOTPROVIDED"),
        Told(ids[4]),
        Told(ids[4]),
    )

    answer = books.statement(batch["batch_id"], statement, "camt.053")

    assert findings(answer) == [
        ("amount_differs", ids[0]),
        ("currency_differs", ids[1]),
        ("in_the_future", ids[2]),
        ("not_in_batch", "NOTPROVIDED"),
        ("booked_again", ids[4]),
    ]
    assert (answer["paid"], answer["unmatched"], answer["waiting"]) == (1, 5, 5)
    assert Counter(row[1] for row in state()[0]) == {"scheduled": 5, "paid": 1}


def test_a_debit_on_another_day_is_a_second_one(books):
    batch = books.batch(books.payable())
    books.statement(batch["batch_id"], camt("08", *told_of(batch, booked_on=day(-1))), "camt.053")

    again = books.statement(batch["batch_id"], camt("08", *told_of(batch)), "camt.053")

    assert [name for name, _ in findings(again)] == ["booked_again"]


def test_what_was_given_up_here_and_booked_there_is_for_a_person_to_see(books):
    by_hand, withdrawn = books.payable(), books.payable()
    batch = books.batch(by_hand, withdrawn)
    books.take(by_hand, "fail")
    books.api.post(f"payments/batches/{batch['batch_id']}/withdraw", {"reason": "Wrong day"})
    before = state()

    answer = books.statement(batch["batch_id"], camt("08", *told_of(batch)), "camt.053")

    assert [name for name, _ in findings(answer)] == ["contradicts", "contradicts"]
    assert state() == before


def test_what_was_paid_by_hand_is_confirmed(books):
    batch = books.batch(books.payable())
    books.api.post(f"payments/batches/{batch['batch_id']}/pay", {})

    answer = books.statement(batch["batch_id"], camt("08", *told_of(batch)), "camt.053")

    assert (answer["known"], answer["unmatched"]) == (1, 0)
    assert books.read(f"payments/batches/{batch['batch_id']}")["items"]["items"][0]["booked_on"] == day()


def test_transfers_of_another_batch_stay_as_they_are(books):
    mine, other = books.batch(books.payable()), books.batch(books.payable())

    answer = books.statement(mine["batch_id"], camt("08", *told_of(other)), "camt.053")

    assert (answer["paid"], answer["unmatched"], answer["waiting"]) == (0, 1, 1)
    assert {row[1] for row in state()[0]} == {"scheduled"}


def test_a_csv_says_by_declared_columns_what_was_paid_and_what_failed(books):
    batch = books.batch(books.payable("1000.50"), books.payable("2.00"))
    ids = [each["end_to_end_id"] for each in batch["items"]["items"]]
    lines = [f"{ids[0]};-1000,50;booked;{day(-1)};", f"{ids[1]};2,00;Returned;;AC04"]
    content = "\r\n".join(["\ufeffReferenz;Betrag;Stand;Tag;Grund", *lines])
    columns = {
        "end_to_end_id": "Referenz",
        "amount": "Betrag",
        "outcome": "Stand",
        "booked_on": "Tag",
        "reason": "Grund",
    }
    how = {"columns": columns, "delimiter": ";", "decimal": ","}

    answer = books.statement(batch["batch_id"], content, **how)
    before = state()
    again = books.statement(batch["batch_id"], content, **how)

    assert (answer["paid"], answer["failed"]) == (1, 1)
    assert [(row[1], str(row[3])) for row in before[0]] == [("paid", day(-1)), ("failed", "None")]
    assert (again["known"], again["paid"], again["failed"], state()) == (2, 0, 0, before)


def test_our_own_csv_comes_back_as_a_statement(books):
    batch_id = books.batch(books.payable(), books.payable())["batch_id"]
    exported = books.export(batch_id, "csv").body.decode()

    assert books.statement(batch_id, exported)["paid"] == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,amount\nP1-B1,1.00\n", "has no column end_to_end_id"),
        ("end_to_end_id,amount\nP1-B1,1,00\n", "line 1 has more cells than the header"),
        ("end_to_end_id,amount,amount\nP1-B1,1.00,2.00\n", "names a column twice"),
        ("end_to_end_id,amount\nP1-B1,1.000\n", "line 1 has an amount '1.000'"),
        ("end_to_end_id,amount\nP1-B1,NaN\n", "line 1 has an amount 'NaN'"),
        ('end_to_end_id,amount\n"P1-B1,1.00\n', "is no CSV"),
    ],
)
def test_a_csv_that_cannot_be_read_changes_nothing(books, content, told):
    batch = books.batch(books.payable("1.00"))

    answer = books.ask_statement(batch["batch_id"], content)

    assert (answer.status, answer.json["code"]) == (422, "statement_malformed")
    assert told in answer.json["errors"][0]["message"]
    assert {row[1] for row in state()[0]} == {"scheduled"}
