"""An influencer is deleted when all is settled, and the accounts are forgotten then."""

import pytest

from shared.finance.payout_accounts.service import details_for
from shared.permissions import Role
from shared.platform import db
from tests.campaigns.shop import Campaigns, day, influencer, product, purchase
from tests.client import Client
from tests.finance.accounts import BRITISH, Accounts
from tests.finance.spending import agree, earn
from tests.sales.shop import execute, rows


def delete(api: Client, influencer_id: int) -> tuple[int, str]:
    answer = api.as_role(Role.MARKETING_MANAGER).delete(f"influencers/{influencer_id}")
    return answer.status, answer.json["code"] if answer.body else ""


@pytest.mark.parametrize("status", ["pending", "approved", "scheduled", "failed"])
def test_an_influencer_with_a_payment_on_its_way_stays(accounts: Accounts, api: Client, status: str):
    influencer_id = influencer()
    campaign_id = Campaigns(api.as_role("marketing_manager")).draft()
    payment = "INSERT INTO payment (campaign_id, influencer_id, amount, status, date) VALUES (:c, :i, 1, :s, :d)"
    execute(payment, c=campaign_id, i=influencer_id, s=status, d=day(0))

    assert delete(api, influencer_id) == (409, "influencer_not_settled")
    execute("UPDATE payment SET status = 'cancelled'")
    assert delete(api, influencer_id) == (204, "")


def test_an_influencer_with_an_open_balance_stays_and_a_settled_ones_accounts_are_forgotten(
    accounts: Accounts, api: Client
):
    influencer_id = influencer()
    accounts.set(influencer_id)
    accounts.set(influencer_id, iban=BRITISH)
    campaign_id = Campaigns(api.as_role("marketing_manager")).draft()
    term_id = agree(campaign_id, influencer_id, 1, day(-9))
    earn(term_id, "first", "0.01")

    assert delete(api, influencer_id) == (409, "influencer_not_settled")
    earn(term_id, "second", "-0.01")
    assert delete(api, influencer_id) == (204, "")
    left = rows("SELECT num_nonnulls(account_holder, iban, other_account, bic, tax_id, last_four) FROM payout_accounts")
    assert left == [(0,), (0,)]
    with db.transaction() as session:
        assert details_for(session, influencer_id) is None
    assert accounts.put(influencer_id).json["code"] == "influencer_deleted"


def test_what_was_sold_since_the_last_computation_is_owed(accounts: Accounts, api: Client):
    campaigns, influencer_id, product_id = Campaigns(api.as_role("marketing_manager")), influencer(), product()
    campaign_id = campaigns.approved(-9, 9)
    campaigns.arrange(campaign_id, influencer_id, product_id)
    agree(campaign_id, influencer_id, 1, day(-9), {"basis": "revenue_share", "rate": "0.05"})
    sold = purchase(influencer_id, product_id, day(-1), price="20.00")

    answer = api.as_role(Role.MARKETING_MANAGER).delete(f"influencers/{influencer_id}")

    assert (answer.status, answer.json["open_balance"]) == (409, "1.00")
    assert rows("SELECT count(*) FROM payment_lines") == [(0,)]
    execute("UPDATE bought_by SET status = 'cancelled' WHERE purchase_id = :id", id=sold)
    assert delete(api, influencer_id) == (204, "")
