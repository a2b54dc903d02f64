"""Conversions become lines once each, and what changes of them becomes further lines."""

import pytest

from tests.campaigns.shop import purchase
from tests.finance.ledger import agree, arranged, change, compute, give_back, lines, money, share, show
from tests.sales.shop import rows

pytestmark = pytest.mark.usefixtures("database")


def test_a_sale_earns_its_share_once():
    campaign, influencer, [product] = arranged()
    term = agree(campaign, influencer, share("0.029"), holding_days=30)
    sold = purchase(influencer, product, "2025-06-15", "5.00")

    first, second = compute(), compute()

    [line] = lines("term_id, purchase_id, base, rate, amount, occurred_on::text, payable_on::text")
    assert line == (term, sold, 5, money("0.029"), money("0.15"), "2025-06-15", "2025-07-15")
    assert [one.lines for one in first.lines] == [1]
    assert (second.lines, second.payments, second.purchases) == ([], 0, 0)


def test_returns_take_their_part_and_a_rerun_takes_nothing_more():
    # 3 x 3.33 x 10 % = 0.999 → 1.00; a third back leaves 0.67, two thirds leave 0.33, all of it 0.00.
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share(), holding_days=30)
    sold = purchase(influencer, product, "2025-06-15", "3.33", quantity=3)
    compute()
    for returned in (1, 2, 3):
        give_back(sold, returned, f"2025-0{returned + 5}-20")
        compute()
        compute()

    assert lines("entry, base, amount, occurred_on::text, payable_on::text") == [
        ("earning", money("9.99"), money("1.00"), "2025-06-15", "2025-07-15"),
        ("reversal", money("-3.33"), money("-0.33"), "2025-06-20", "2025-07-15"),
        ("reversal", money("-3.33"), money("-0.34"), "2025-07-20", "2025-07-20"),
        ("reversal", money("-3.33"), money("-0.33"), "2025-08-20", "2025-08-20"),
    ]


def test_what_came_back_before_it_was_computed_earns_only_what_is_left():
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share())
    returned = {"returned_quantity": 2, "returned_date": "2025-02-02"}
    purchase(influencer, product, "2025-02-01", "10.00", quantity=2, status="returned", **returned)
    purchase(influencer, product, "2025-02-01", "10.00", status="cancelled")
    purchase(influencer, product, "2025-02-01", "10.00", quantity=4, status="partially_returned", **returned)

    compute()

    assert lines() == [("earning", money("4.00")), ("reversal", money("-2.00"))]


def test_a_cancellation_takes_everything_back_today():
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share())
    sold = purchase(influencer, product, "2025-02-01", "10.00", status="ordered")
    compute()

    change(sold, status="cancelled")
    compute()

    change(sold, status="completed")
    compute()

    assert lines("amount, occurred_on = CURRENT_DATE, reason") == [
        (money("1.00"), False, None),
        (money("-1.00"), True, "The sale was cancelled."),
        (money("1.00"), True, "Nothing of it is returned any more."),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unit_price": "12.00"}, [("correction", "4.00", "0.40")]),  # 2 x 12.00 x 10 % = 2.40
        ({"quantity": 1}, [("correction", "-10.00", "-1.00")]),
        ({"channel": -1}, [("correction", "-20.00", "-2.00")]),
        ({"bought_date": None}, [("correction", "-20.00", "-2.00")]),
        ({"bought_date": "2024-12-31"}, [("correction", "-20.00", "-2.00")]),  # before the campaign
        ({"bought_date": "2025-03-01"}, []),
        ({"rating": 5}, []),
    ],
)
def test_a_changed_sale_is_corrected_by_the_frozen_rate(changes, expected):
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share())
    sold = purchase(influencer, product, "2025-02-01", "10.00", quantity=2)
    compute()
    agree(campaign, influencer, share("0.5"), valid_from="2025-02-02")

    change(sold, **changes)
    compute()
    compute()

    assert lines("entry, base, amount")[1:] == [(entry, money(base), money(cents)) for entry, base, cents in expected]


def test_a_sale_that_was_somebody_elses_earns_for_him_instead_and_back_again():
    campaign, influencer, [product] = arranged()
    other_campaign, other, _ = arranged(products=0)
    [(user,)] = rows("SELECT min(user_id) FROM users")
    show(other_campaign, other, product, user)
    agree(campaign, influencer, share("0.1"))
    agree(other_campaign, other, share("0.2"))
    sold = purchase(influencer, product, "2025-02-01", "10.00")
    for channel in (influencer, other, influencer, other):
        change(sold, channel=channel)
        compute()
        compute()

    assert [amount for _, amount in lines("influencer_id, amount", f"influencer_id = {influencer}")] == [
        *(money("1.00"), money("-1.00"), money("1.00"), money("-1.00"))
    ]
    assert [amount for _, amount in lines("influencer_id, amount", f"influencer_id = {other}")] == [
        *(money("2.00"), money("-2.00"), money("2.00"))
    ]


def test_campaigns_that_match_share_a_sale_and_go_on_sharing_it():
    # 0.05 in two parts: 0.02 and 0.03, at 100 %; an order in two parts is 0.5 x 1.01 = 0.505 → 0.51 each.
    campaign, influencer, [product] = arranged()
    other, _, _ = arranged(products=0)
    third, _, _ = arranged(products=0)
    [(user,)] = rows("SELECT min(user_id) FROM users")
    for one in (other, third):  # the third has no terms, and no part
        show(one, influencer, product, user)
    per_order = {"basis": "per_order", "rate": "1.01"}
    agree(campaign, influencer, share("1"), per_order)
    agree(other, influencer, share("1"))
    sold = purchase(influencer, product, "2025-02-01", "0.05")
    compute()
    agree(third, influencer, share("1"))
    change(sold, unit_price="0.07")
    compute()

    assert lines("campaign_id, basis, part, parts, base, amount") == [
        (campaign, "revenue_share", 1, 2, money("0.02"), money("0.02")),
        (campaign, "per_order", 1, 2, money("0.5"), money("0.51")),
        (other, "revenue_share", 2, 2, money("0.03"), money("0.03")),
        (campaign, "revenue_share", 1, 2, money("0.01"), money("0.01")),
        (other, "revenue_share", 2, 2, money("0.01"), money("0.01")),
    ]


def test_a_later_version_pays_for_later_days_and_none_ends_it():
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share("0.1"))
    agree(campaign, influencer, share("0.2"), valid_from="2025-03-01")
    agree(campaign, influencer, valid_from="2025-04-01")
    for day in ("2025-02-28", "2025-03-01", "2025-03-31", "2025-04-01"):
        purchase(influencer, product, day, "10.00")

    compute()

    assert [str(amount) for _, amount in lines()] == ["1.00", "2.00", "2.00"]


def test_first_purchases_and_categories_have_rates_of_their_own():
    campaign, influencer, [product] = arranged()
    first = share("0.5", customers="first", categories=["Bags"])
    agree(campaign, influencer, first, share("0.1", customers="repeat"), share("0.01"))
    early = purchase(-1, product, "2025-01-01", "1.00")
    [(regular,)] = rows("SELECT customer_id FROM bought_by WHERE purchase_id = :id", id=early)
    purchase(influencer, product, "2025-02-01", "10.00")
    purchase(influencer, product, "2025-02-02", "10.00", customer_id=regular)
    rows("UPDATE products SET category = 'Shoes' RETURNING 1")
    purchase(influencer, product, "2025-02-03", "10.00")
    change(early, status="completed")

    compute()

    assert lines("component, amount") == [(2, money("0.10")), (1, money("1.00")), (2, money("0.10"))]
