"""What terms promise counts as committed before there is a payment."""

import pytest

from shared.platform import db
from tests.campaigns.shop import Campaigns, day, influencer, pay
from tests.finance.planted import line, term


@pytest.fixture
def who(database):
    return influencer()


def agree(campaign_id: int, who: int, *fees: dict[str, str]) -> int:
    rules = {"components": [{"basis": "fixed_fee", **fee} for fee in fees], "cap": None}
    with db.transaction() as session:
        return term(session, campaign_id, who, rules)


def test_a_campaign_is_approved_up_to_what_is_promised(campaigns: Campaigns, who: int):
    """A payment of 10, an open line of 20.50, and fees of 60 and 9.50 to come: 100.00."""
    for budget, status in (("99.99", 409), ("100.00", 200)):
        campaign_id = campaigns.draft(1, 9, budget)
        pay(campaign_id, who, "10.00", day(-1))
        fees = {"amount": "60.00", "due_on": day(5)}, {"amount": "9.50", "deliverable": "reel"}
        term_id = agree(campaign_id, who, *fees, {"amount": "20.50", "due_on": day(-1)})
        with db.transaction() as session:
            line(session, term_id, "20.50", basis="fixed_fee", reference=day(-1), rate=None)

        reply = campaigns.api.post(f"campaigns/{campaign_id}/approve")

        assert reply.status == status
        if status == 409:
            assert (reply.json["code"], reply.json["committed"]) == ("campaign_over_budget", "100.00")


def test_pacing_shows_what_is_owed_on_the_day_it_is_payable(campaigns: Campaigns, who: int):
    """Fees of 100 in five days and 30 for a reel; a line of 7 payable in three days, one of 2 since yesterday."""
    campaign_id = campaigns.approved(-10, 19, budget="1000.00")
    fees = {"amount": "100.00", "due_on": day(5)}, {"amount": "30.00", "deliverable": "reel"}
    term_id = agree(campaign_id, who, *fees)
    with db.transaction() as session:
        for amount, offset in (("7.00", 3), ("2.00", -1)):
            days = {"payable_on": day(offset), "occurred_on": day(-offset)}
            line(session, term_id, amount, basis="per_click", rate="1", **days)

    found = campaigns.read(f"campaigns/{campaign_id}/pacing")

    assert (found["paid"], found["committed"], found["remaining"]) == ("0.00", "139.00", "861.00")
    known = {point["day"]: point["projected"]["value"] for point in found["series"] if point["projected"]}
    assert [known[day(offset)] for offset in (0, 2, 3, 4, 5, 18, 19)] == [
        *("2.00", "2.00", "9.00", "9.00", "109.00", "109.00", "139.00")
    ]
