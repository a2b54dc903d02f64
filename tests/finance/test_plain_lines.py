"""Lines that SQL writes are those that an account would make."""

import random
from collections import Counter
from typing import Any

import pytest

from shared.finance.computing import earning
from shared.permissions import Role
from tests.campaigns.shop import influencer, product, purchase
from tests.client import make_user
from tests.finance.ledger import agree, arranged, compute, lines, money, share, show
from tests.sales.shop import rows

pytestmark = pytest.mark.usefixtures("database")

OF = "basis, component, entry, part, parts, sequence, occurred_on, payable_on, base, rate, amount, reason"
ENDLESS = {"amount": "9999999", "period": "campaign"}  # a cap that is never reached, so that accounts are asked
ORDERS = {"basis": "per_order", "rate": "0.333333"}


def lines_of(influencer_id: int) -> Counter[Any]:
    return Counter(rows(f"SELECT {OF} FROM payment_lines WHERE influencer_id = :id", id=influencer_id))


def sell(influencer_id: int, product_id: int) -> None:
    """The same sales for each: shares and orders at half a cent, free ones, returned and cancelled ones."""
    chance = random.Random(3)  # noqa: S311 - sample data
    for _ in range(40):
        quantity = chance.randint(1, 4)
        price = f"{chance.choice((0, 5, 10, 15, 12345, chance.randint(1, 99_999))) / 100:.2f}"
        given: dict[str, Any] = {
            "quantity": quantity,
            "returned_quantity": chance.choice((0, 0, 0, quantity // 2, quantity)),
        }
        given |= {"status": chance.choice(("completed", "completed", "cancelled", "ordered"))}
        purchase(influencer_id, product_id, f"2025-02-{chance.randint(1, 28):02d}", price, **given)


@pytest.mark.parametrize("campaigns", [1, 3])
@pytest.mark.parametrize("components", [[share("0.1")], [ORDERS, share("0.033335")], [share("0.05"), share("0.9")]])
def test_are_the_same(campaigns, components):
    plain, counted = influencer(), influencer()
    user = make_user(Role.CAMPAIGN_MANAGER).user_id
    for one in (plain, counted):
        sold = product()
        for _ in range(campaigns):
            campaign, _, _ = arranged(products=0, influencer_id=one)
            show(campaign, one, sold, user)
            agree(campaign, one, *components, cap=ENDLESS if one == counted else None, holding_days=14)
        sell(one, sold)

    compute()

    assert lines_of(plain) == lines_of(counted)
    assert lines_of(plain).total() >= 20 * campaigns


def test_sql_writes_them(monkeypatch):
    monkeypatch.setattr(earning, "write_plain", lambda _: (0, 0))
    campaign, one, [shown] = arranged()
    agree(campaign, one, share())
    purchase(one, shown, "2025-02-01")

    assert compute().lines == []


@pytest.mark.parametrize(
    "component",
    [share(customers="first"), share(tiers=[{"from": "0", "rate": "0.1"}, {"from": "50", "rate": "0.2"}])],
    ids=["first orders", "tiers"],
)
def test_accounts_write_what_depends_on_more(monkeypatch, component):
    monkeypatch.setattr(earning, "write_plain", lambda _: (0, 0))
    campaign, one, [shown] = arranged()
    agree(campaign, one, component)
    purchase(one, shown, "2025-02-01", "40.00")

    assert [line.lines for line in compute().lines] == [1]


def test_what_was_earned_before_tiers_were_agreed_counts_for_them():
    """60 sold under a version that pays one rate leave 40 below the tier of the next; both are computed at once."""
    campaign, one, [shown] = arranged()
    agree(campaign, one, share("0.1"))
    tiers = [{"from": "0", "rate": "0.1"}, {"from": "100", "rate": "0.2"}]
    agree(campaign, one, share(tiers=tiers), valid_from="2025-06-01")
    for day in ("2025-02-01", "2025-06-02"):
        purchase(one, shown, day, "60.00")

    compute()

    assert lines("amount") == [(money("6.00"),), (money("4.00"),), (money("4.00"),)]
