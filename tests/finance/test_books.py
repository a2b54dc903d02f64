"""The check of the books of finance finds every breach that is planted, and nothing else."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.finance.books import queries, service
from shared.platform import db
from tests.analytics.shop import open_shop, purchase
from tests.client import Client, functions
from tests.finance.planted import batch, batch_item, line, payment, row, term, user
from tests.sales.shop import execute

DAY = "2025-03-01"
WELL = dict.fromkeys(queries.BOOKS, 0)


@pytest.fixture
def ledger(session: Session) -> Session:
    """Books that balance.

    Purchase 1 (100.00) is shared by two campaigns, purchase 2 (three of 10.00) went back in part after it was paid, of
    purchase 3 one part is open. Payment 1 is paid by a batch, 2 is pending, 3 was cancelled and its line is open again.
    """
    open_shop(session)
    for campaign_id in (2, 3):
        row(
            session,
            "campaigns",
            campaign_id=campaign_id,
            campaign_name="Demo",
            start_date=DAY,
            end_date="2025-12-31",
            budget=100,
            status="completed",
        )
    payer, approver = user(session, 1), user(session, 2)
    for quantity, price, returned in ((1, "100.00", 0), (3, "10.00", 1), (2, "4.00", 0)):
        purchase(session, 1, DAY, quantity=quantity, unit_price=price, returned_quantity=returned)
    first, second = term(session, 1, 1), term(session, 2, 1)
    done = {"computed_by": payer, "approved_by": approver, "status": "paid", "paid_on": "2025-04-02"}
    paid = payment(session, 1, 1, "8.30", **done)
    pending, cancelled = payment(session, 2, 1, "5.00"), payment(session, 1, 1, "0.80", status="cancelled")
    line(session, first, "5.00", purchase_id=1, part=1, parts=2, base="50.00", payment_id=paid)
    line(session, second, "5.00", purchase_id=1, part=2, parts=2, base="50.00", payment_id=pending)
    line(session, first, "3.00", purchase_id=2, base="30.00", payment_id=paid)
    line(session, first, "0.10", basis="per_order", purchase_id=2, base="1", payment_id=paid)
    line(session, first, "0.20", basis="per_click", base="20", rate="0.01", payment_id=paid)
    line(session, first, "-1.00", purchase_id=2, sequence=1, entry="reversal", base="-10.00")
    released = line(session, first, "0.80", purchase_id=3, base="8.00")
    row(session, "released_lines", payment_id=cancelled, line_id=released)
    line(session, first, "50.00", basis="fixed_fee", reference="2025-03-01", base="1", rate=None)
    sent = batch(session, payer, "8.30", 1)
    batch_item(session, sent, paid, "8.30", outcome="paid")
    return session


def check(session: Session) -> dict[str, int]:
    return {book: found.differing for book, found in queries.finance_books(session, 100).items()}


def test_books_that_balance_show_nothing(ledger: Session):
    assert check(ledger) == WELL


# What is done to the books, and which of them then differ, on what.
BREACHES = [
    (
        "UPDATE payment SET amount = 8.31 WHERE payment_id = 1",
        {"payment_amount": [1], "balance": [1], "batch_amount": [1]},
    ),
    ("UPDATE payment_lines SET payment_id = NULL WHERE line_id = 4", {"payment_amount": [1], "balance": [1]}),
    ("UPDATE payment SET is_computed = false WHERE payment_id = 2", {"payment_lines": [2], "balance": [1]}),
    ("UPDATE payment SET influencer_id = 2 WHERE payment_id = 2", {"payment_lines": [2], "balance": [1, 2]}),
    (
        "UPDATE payment SET status = 'failed' WHERE payment_id = 3",
        {"released_lines": [7], "payment_amount": [3], "balance": [1]},
    ),
    # The same conversion is earned again and paid again.
    (
        """INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, purchase_id,
               sequence, occurred_on, payable_on, base, rate, amount, payment_id)
           SELECT term_id, campaign_id, influencer_id, component, basis, entry, purchase_id, 5,
                  occurred_on, payable_on, base, rate, 5.00, 2 FROM payment_lines WHERE line_id = 3;
           UPDATE payment SET amount = 10.00 WHERE payment_id = 2""",
        {"paid_once": [3], "shares_of_whole": [2]},
    ),
    # The same day of clicks is paid by two payments.
    (
        """INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, sequence,
               occurred_on, payable_on, base, rate, amount, payment_id)
           SELECT term_id, campaign_id, influencer_id, component, basis, entry, 1,
                  occurred_on, payable_on, base, rate, 5.00, 2 FROM payment_lines WHERE line_id = 5;
           UPDATE payment SET amount = 10.00 WHERE payment_id = 2""",
        {"paid_once": [5]},
    ),
    # Two campaigns have the same part of a purchase; then one believes that there are three.
    ("DROP INDEX uq_payment_lines_purchase; UPDATE payment_lines SET part = 1 WHERE line_id = 2", {"shares": [1]}),
    ("UPDATE payment_lines SET parts = 3 WHERE line_id = 2", {"shares": [1]}),
    ("UPDATE payment_lines SET base = 49.99 WHERE line_id = 2", {"shares_of_whole": [1]}),
    ("UPDATE payment_lines SET base = 50.01 WHERE line_id = 2", {"shares_of_whole": [1]}),
    ("UPDATE payment_lines SET base = 1.000001 WHERE line_id = 4", {"shares_of_whole": [2]}),
    ("UPDATE payment_lines SET amount = -3.01 WHERE line_id = 6", {"reversals": [3]}),
    (
        """INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, sequence, reference,
               occurred_on, payable_on, base, amount)
           SELECT term_id, campaign_id, influencer_id, component, basis, 'correction', 1, reference,
                  occurred_on, payable_on, -1, -50.01 FROM payment_lines WHERE line_id = 8""",
        {"reversals": [8]},
    ),
    (
        """ALTER TABLE payment DROP CONSTRAINT ck_payment_separate_duties;
           UPDATE payment SET approved_by = computed_by WHERE payment_id = 1""",
        {"separate_duties": [1]},
    ),
    ("UPDATE payment SET approved_by = NULL WHERE payment_id = 1", {"approval": [1]}),
    ("UPDATE payment SET paid_on = NULL WHERE payment_id = 1", {"paid_day": [1]}),
    ("UPDATE payment_batches SET total = 8.29", {"batch_total": [1]}),
    ("UPDATE payment_batches SET payments = 2", {"batch_payments": [1]}),
    ("UPDATE payment_batch_items SET amount = 8.29", {"batch_total": [1], "batch_amount": [1]}),
    ("UPDATE payment SET status = 'approved' WHERE payment_id = 1", {"batch_paid": [1]}),
]  # fmt: skip


@pytest.mark.parametrize(("harm", "found"), BREACHES)
def test_a_planted_breach_is_found_and_nothing_else(ledger: Session, harm: str, found: dict[str, list[int]]):
    ledger.execute(text(harm))

    checks = queries.finance_books(ledger, 100)

    assert {book: [one.record for one in each.shown] for book, each in checks.items() if each.differing} == found


def test_every_book_has_a_breach_that_it_finds():
    assert {book for _, found in BREACHES for book in found} == set(queries.BOOKS)


def test_the_timer_keeps_what_it_found_for_admins_until_it_is_mended(api: Client, caplog):
    with db.transaction() as session:
        open_shop(session)
        payment(session, 1, 1, "5.00", status="cancelled")
        short = payment(session, 1, 1, "5.00")
    admin = api.as_role("admin")
    assert [check["checked_at"] for check in admin.get("books").json["checks"]] == [None, None, None]

    fire("check_books")

    answer = admin.get("books").json
    found = {book for book, number in answer["checks"][0]["differing"].items() if number}
    assert found == {"payment_amount", "balance"}
    assert {(one["book"], one["record"], one["held"], one["expected"]) for one in answer["breaches"]} == {
        ("payment_amount", short, 500, 0),
        ("balance", 1, 500, 0),
    }
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert f"payment_amount of {short} is 500, the records say 0" in errors
    assert api.as_role("finance_manager").get("books").status == 403

    execute("UPDATE payment SET status = 'cancelled'")
    fire("check_books")

    mended = admin.get("books").json
    assert (sum(mended["checks"][0]["differing"].values()), mended["breaches"]) == (0, [])


def fire(name: str) -> None:
    (job,) = [each for each in functions() if each.get_function_name() == name]
    job.get_user_function()(None)


def test_sales_stay_in_the_check(api: Client):
    with db.transaction() as session:
        open_shop(session)
    execute("UPDATE products SET stock_quantity = 1 WHERE product_id = 1")

    with db.transaction() as session:
        found = service.check_books(session)

    assert {book for book, number in found.items() if number} == {"stock_quantity"}
