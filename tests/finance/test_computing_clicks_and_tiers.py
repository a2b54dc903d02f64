"""Clicks and fees are earned once; tiers and caps run over what is in the ledger already."""

import pytest

from shared.finance.computing import jobs
from tests.campaigns import shop
from tests.campaigns.shop import purchase
from tests.finance.ledger import agree, arranged, change, compute, give_back, lines, money, share
from tests.sales.shop import execute, rows

pytestmark = pytest.mark.usefixtures("database")
PER_CLICK = {"basis": "per_click", "rate": "0.10"}
TIERS = [{"from": "0", "rate": "0.04"}, {"from": "200", "rate": "0.06"}, {"from": "400", "rate": "0.08"}]


def clicked(influencer: int, campaign: int | None, day: str, clicks: int, *, ref: str = "") -> int:
    values = {"influencer_id": influencer, "campaign_id": campaign, "day": day, "clicks": clicks}
    return shop._insert("influencer_metrics", values | {"source": "feed", "external_ref": ref}, "metric_id")


def report(metric_id: int, clicks: int) -> None:
    execute("UPDATE influencer_metrics SET clicks = :clicks WHERE metric_id = :id", clicks=clicks, id=metric_id)


def test_clicks_reported_anew_are_corrected_for_the_difference():
    campaign, influencer, _ = arranged()
    agree(campaign, influencer, PER_CLICK, holding_days=10)
    reported = clicked(influencer, campaign, "2025-02-01", 10)
    clicked(influencer, campaign, "2025-02-01", 5, ref="another ad")
    clicked(influencer, campaign, "2026-01-01", 5)  # after the campaign
    compute()
    for clicks in (12, 12, 3, 0):
        report(reported, clicks)
        compute()
    execute("DELETE FROM influencer_metrics")
    compute()
    compute()

    assert lines("entry, base, amount, occurred_on::text, payable_on::text, sequence") == [
        ("earning", 15, money("1.50"), "2025-02-01", "2025-02-11", 0),
        ("correction", 2, money("0.20"), "2025-02-01", "2025-02-11", 1),
        ("correction", -9, money("-0.90"), "2025-02-01", "2025-02-11", 2),
        ("correction", -3, money("-0.30"), "2025-02-01", "2025-02-11", 3),
        ("correction", -5, money("-0.50"), "2025-02-01", "2025-02-11", 4),
    ]


def test_clicks_without_a_campaign_count_where_there_is_one_only():
    campaign, influencer, _ = arranged()
    other, _, _ = arranged(influencer_id=influencer)
    agree(campaign, influencer, PER_CLICK)
    loose = clicked(influencer, None, "2025-02-01", 7)
    clicked(influencer, campaign, "2025-02-01", 1)
    compute()
    agree(other, influencer, PER_CLICK)
    clicked(influencer, None, "2025-02-02", 7)
    clicked(influencer, other, "2025-02-01", 3)
    compute()  # whose 7 of the first day they are stays settled, whose 7 of the second is unknown

    assert lines("campaign_id, base") == [(campaign, 8), (other, 3)]

    report(loose, 6)
    compute()

    assert lines("campaign_id, base")[2:] == [(campaign, -1)]


def test_fees_are_earned_on_their_day_once():
    campaign, influencer, _ = arranged()
    fee = {"basis": "fixed_fee", "amount": "100.00"}
    agree(campaign, influencer, fee | {"due_on": "2025-01-31"}, fee | {"due_on": "2999-01-01"}, holding_days=5)
    agree(campaign, influencer, fee | {"due_on": "2025-01-31"}, fee | {"due_on": "2025-03-01"}, valid_from="2025-02-01")
    draft, another, _ = arranged(status="draft")
    agree(draft, another, fee | {"due_on": "2025-01-31"})

    compute()
    compute()

    assert lines("term_id, reference, amount, payable_on::text") == [
        (1, "2025-01-31", money("100.00"), "2025-02-05"),
        (2, "2025-03-01", money("100.00"), "2025-03-01"),
    ]


def test_a_delivered_fee_belongs_to_the_version_of_its_day():
    campaign, influencer, _ = arranged()
    term = agree(campaign, influencer, {"basis": "fixed_fee", "amount": "50.00", "deliverable": "video"})
    compute()
    user = rows("SELECT min(user_id) FROM users")[0][0]
    values = {"campaign_id": campaign, "influencer_id": influencer, "deliverable": "video", "term_id": term}
    shop._insert("deliverables", values | {"delivered_on": "2025-02-01", "confirmed_by": user}, "term_id")

    compute()
    compute()

    assert lines("reference, occurred_on::text, amount") == [("video", "2025-02-01", money("50.00"))]


@pytest.mark.parametrize(("convention", "total"), [("marginal", "28.00"), ("all_units", "40.00"), ("reached", "32.00")])
@pytest.mark.parametrize("at_once", [True, False])
def test_tiers_earn_the_same_in_one_computation_or_in_five(convention, total, at_once):
    # Five orders of 100 at 4/6/8 % from 0/200/400: see docs/metrics.md.
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, {"basis": "revenue_share", "tiers": TIERS, "tier_convention": convention})
    for day in range(1, 6):
        purchase(influencer, product, f"2025-02-0{day}", "100.00")
        if not at_once:
            compute()
    compute()
    compute()

    assert rows("SELECT sum(amount) FROM payment_lines") == [(money(total),)]


def test_what_is_raised_later_is_returned_in_proportion():
    # 100 (half of it back) and 100 make 150 of net sales, 50 more make 200: all at 6 %.
    # Raised: 100 x 2 % = 2.00 each, of the first 1.00 is taken back. 3.00 + 6.00 + 3.00 = 12.00.
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, {"basis": "revenue_share", "tiers": TIERS, "tier_convention": "all_units"})
    first = purchase(influencer, product, "2025-02-01", "50.00", quantity=2)
    compute()
    give_back(first, 1)
    compute()
    purchase(influencer, product, "2025-02-02", "100.00")
    compute()
    purchase(influencer, product, "2025-03-02", "50.00")
    compute()
    compute()

    assert lines("purchase_id, entry, amount")[:2] == [(1, "earning", money("4.00")), (1, "reversal", money("-2.00"))]
    assert sorted(lines("purchase_id, entry, amount")[2:]) == [
        (1, "reversal", money("-1.00")),
        (1, "tier_adjustment", money("2.00")),
        (2, "earning", money("4.00")),
        (2, "tier_adjustment", money("2.00")),
        (3, "earning", money("3.00")),
    ]


def test_a_cap_holds_over_computations_and_corrections_and_returns_give_room():
    # Cap 15.00: 10.00, then 5.00 of 10.00; back 4.00 of the first; 4.00 of the next 10.00.
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share(), cap={"amount": "15.00", "period": "campaign"})
    first = purchase(influencer, product, "2025-02-01", "20.00", quantity=5)
    compute()
    second = purchase(influencer, product, "2025-02-02", "100.00")
    compute()
    change(second, unit_price="300.00")  # what was cut stays cut
    compute()
    change(first, unit_price="30.00")  # would be 5.00 more
    compute()
    change(first, unit_price="20.00")
    compute()
    give_back(first, 2)
    compute()
    purchase(influencer, product, "2025-02-03", "100.00")
    compute()

    assert [str(amount) for _, amount in lines()] == ["10.00", "5.00", "0.00", "0.00", "0.00", "-4.00", "4.00"]
    assert "cap of 15.00" in lines("reason")[1][0]


def test_the_timer_does_everybody_in_batches_and_again_nothing():
    for _ in range(3):
        campaign, influencer, [product] = arranged()
        agree(campaign, influencer, share())
        purchase(influencer, product, "2025-02-01", "10.00")

    assert jobs.compute_payments(at_once=2) == {"lines": 3, "payments": 3}
    assert jobs.compute_payments(at_once=2) == {"lines": 0, "payments": 0}


def test_one_who_cannot_be_computed_keeps_nobody_else_waiting():
    for price in ("10.00", "9999999999.99", "20.00"):
        campaign, influencer, [product] = arranged()
        agree(campaign, influencer, share("1"))
        purchase(influencer, product, "2025-02-01", price, quantity=2)  # twice the greatest is more than a line holds

    with pytest.raises(jobs.SomeFailedError, match="2"):
        jobs.compute_payments()

    assert lines("influencer_id, amount") == [(1, money("20.00")), (3, money("40.00"))]
    purchase(77, product, "2025-02-01", "1.00")  # he has no terms: his notes are forgotten
    with pytest.raises(jobs.SomeFailedError):
        jobs.compute_payments()
    assert rows("SELECT DISTINCT influencer_id FROM earning_changes") == [(2,)]
