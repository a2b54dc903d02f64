"""A payment explains itself line by line, also after it was cancelled; lists find it."""

from decimal import Decimal

from tests.campaigns.shop import day, influencer
from tests.finance.books import campaign, line, payment, term
from tests.sales.shop import execute, rows


def explained():
    """Return a payment of 3.05 made of a share, an order, clicks under a later version, a fee and a reversal."""
    campaign_id, influencer_id = campaign(), influencer()
    payment_id = payment("3.05", campaign_id=campaign_id, influencer_id=influencer_id)
    first, second = (term(campaign_id, influencer_id, version) for version in (1, 2))
    paid = {"payment_id": payment_id}
    line(first, "0.15", base="5.00", rate="0.029", **paid)  # 5.00 x 2.9 % = 0.145, half up
    line(first, "0.50", basis="per_order", component=1, base="1", rate="0.5", part=1, parts=2, **paid)
    line(second, "1.50", basis="per_click", base="30", rate="0.05", occurred_on=day(-39), **paid)
    line(second, "1.00", basis="fixed_fee", reference="2026-10-01", base="1", occurred_on=day(-38), **paid)
    line(first, "-0.10", entry="reversal", base="-3.33", rate="0.029", occurred_on=day(-20), reason="returned", **paid)
    line(second, "9.99", base="124.88", rate="0.08")  # open, so not of this payment
    return payment_id


def test_it_says_what_when_at_which_rate_by_which_version_and_why(books):
    payment_id = explained()

    shown = books.read(f"payments/{payment_id}")

    assert (shown["amount"], shown["line_total"], shown["line_count"]) == ("3.05", "3.05", 5)
    told = ("basis", "entry", "occurred_on", "base", "rate", "term_version", "component", "amount", "reason")
    assert [tuple(each[name] for name in told) for each in shown["lines"]["items"]] == [
        ("revenue_share", "earning", day(-40), "5", "0.029", 1, 0, "0.15", None),
        ("per_order", "earning", day(-40), "1", "0.5", 1, 1, "0.50", None),
        ("per_click", "earning", day(-39), "30", "0.05", 2, 0, "1.50", None),
        ("fixed_fee", "earning", day(-38), "1", None, 2, 0, "1.00", None),
        ("revenue_share", "reversal", day(-20), "-3.33", "0.029", 1, 0, "-0.10", "returned"),
    ]
    assert [(each["basis"], each["entry"], each["lines"], each["amount"]) for each in shown["sums"]] == [
        ("fixed_fee", "earning", 1, "1.00"),
        ("per_click", "earning", 1, "1.50"),
        ("per_order", "earning", 1, "0.50"),
        ("revenue_share", "earning", 1, "0.15"),
        ("revenue_share", "reversal", 1, "-0.10"),
    ]


def test_long_ones_are_read_by_pages_whose_sum_is_the_amount(books):
    path, amounts = f"payments/{explained()}", []
    cursor: dict[str, str] = {}
    while True:
        lines = books.read(path, limit=2, **cursor)["lines"]
        amounts.append([each["amount"] for each in lines["items"]])
        if lines["next_cursor"] is None:
            break
        cursor = {"cursor": lines["next_cursor"]}

    assert amounts == [["0.15", "0.50"], ["1.50", "1.00"], ["-0.10"]]


def test_a_cancelled_one_still_explains_itself_and_its_lines_are_open_again(books):
    payment_id = explained()
    before = books.read(f"payments/{payment_id}")

    books.take(payment_id, "cancel")

    after = books.read(f"payments/{payment_id}")
    assert (after["status"], after["status_reason"]) == ("cancelled", "Account closed")
    assert (after["lines"], after["line_total"]) == (before["lines"], "3.05")
    assert rows("SELECT count(*), sum(amount) FROM payment_lines WHERE payment_id IS NULL") == [(6, Decimal("13.04"))]


def test_a_line_is_in_the_next_payment_and_explains_the_cancelled_one_too(books):
    cancelled = explained()
    books.take(cancelled, "cancel")
    following = payment("3.05")
    execute("UPDATE payment_lines SET payment_id = :id WHERE base < 100", id=following)

    both = [books.read(f"payments/{each}") for each in (cancelled, following)]

    assert both[0]["lines"] == both[1]["lines"]
    assert books.take(following, "approve")["amount"] == "3.05"


def test_one_that_was_recorded_has_no_lines_and_no_sum(books):
    shown = books.read(f"payments/{payment('7.00', is_computed=False)}")

    assert (shown["line_count"], shown["line_total"], shown["lines"]["items"]) == (0, None, [])


def test_lists_find_payments_by_what_they_are(books):
    mine, other = payment("20.00"), payment("10.00", "scheduled", scheduled_for=day(3), date=day(-50))
    [(campaign_id, influencer_id)] = rows(
        "SELECT campaign_id, influencer_id FROM payment WHERE payment_id = :id", id=mine
    )

    def found(**query):
        return [each["payment_id"] for each in books.read("payments", **query)["items"]]

    assert found() == [mine, other]
    assert found(sort="amount") == found(sort="date") == [other, mine]
    assert found(campaign_id=campaign_id) == found(influencer_id=influencer_id) == [mine]
    assert found(status="pending") == found(**{"from": day(-5)}) == [mine]
    assert found(scheduled_until=day(3)) == found(to=day(-6)) == [other]
    assert found(scheduled_until=day(2)) == found(computed="false") == []
