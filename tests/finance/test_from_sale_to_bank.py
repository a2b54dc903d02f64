"""From a sale to the bank and back: computed, approved by somebody else, sent, booked; then the goods come back."""

from shared.permissions import Role
from tests.campaigns.shop import purchase
from tests.client import Client
from tests.finance.bank_statements import camt, told_of
from tests.finance.books import Books
from tests.finance.ledger import agree, arranged, give_back, share
from tests.finance.pain_001_schema import breaches
from tests.sales.shop import rows


def computed(books: Books) -> list[int]:
    answer = books.api.post("payments/compute", {})
    assert answer.status == 200, answer.body
    return [each["payment_id"] for each in answer.json["made"]]


def test_no_cent_is_lost_between_the_sale_and_the_bank(books: Books, api: Client):
    campaign_id, influencer_id, [product] = arranged()
    agree(campaign_id, influencer_id, share("0.08"))
    sold = purchase(influencer_id, product, "2025-02-01", "99.99")
    [payment_id] = computed(books)
    books.give_account(payment_id)

    # 99.99 x 8 % = 7.9992, half up
    assert (books.step(payment_id, "approve").json["code"], books.read(f"payments/{payment_id}")["line_total"]) == (
        "payment_computed_by_same_user",
        "8.00",
    )
    Books(api.as_role(Role.MARKETING_MANAGER)).take(payment_id, "approve")
    batch = books.batch(payment_id)
    assert breaches(books.export(batch["batch_id"], "pain.001").body) == []
    assert books.statement(batch["batch_id"], camt("08", *told_of(batch)), "camt.053")["paid"] == 1

    # All of it comes back: -8.00 is carried until 150.00 x 8 % = 12.00 is earned, and 4.00 are paid.
    give_back(sold, 1)
    assert computed(books) == []
    purchase(influencer_id, product, "2025-04-01", "150.00")
    [following] = computed(books)
    shown = books.read(f"payments/{following}")
    assert (shown["amount"], shown["line_total"]) == ("4.00", "4.00")
    assert sorted((each["entry"], each["amount"]) for each in shown["lines"]["items"]) == [
        ("earning", "12.00"),
        ("reversal", "-8.00"),
    ]


def test_what_a_cancelled_payment_held_is_in_the_next_one(books: Books):
    campaign_id, influencer_id, [product] = arranged()
    agree(campaign_id, influencer_id, share())
    purchase(influencer_id, product, "2025-02-01", "50.00")
    [first] = computed(books)

    books.take(first, "cancel")
    [second] = computed(books)

    shown = [books.read(f"payments/{each}") for each in (first, second)]
    assert [(each["status"], each["amount"], each["line_total"]) for each in shown] == [
        ("cancelled", "5.00", "5.00"),
        ("pending", "5.00", "5.00"),
    ]
    assert shown[0]["lines"] == shown[1]["lines"]
    assert rows("SELECT amount::text FROM payment_lines") == [("5.00",)]
    assert computed(books) == []


def test_what_failed_keeps_its_lines_and_is_not_computed_again(books: Books, api: Client):
    campaign_id, influencer_id, [product] = arranged()
    agree(campaign_id, influencer_id, share())
    purchase(influencer_id, product, "2025-02-01", "50.00")
    [payment_id] = computed(books)
    Books(api.as_role(Role.MARKETING_MANAGER)).take(payment_id, "approve")
    books.take(payment_id, "schedule", "fail")

    assert computed(books) == []
    assert books.take(payment_id, "retry", "schedule", "pay")["amount"] == "5.00"
    assert computed(books) == []
