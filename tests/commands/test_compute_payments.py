import pytest

from commands.compute_payments import compute
from tests.campaigns.shop import purchase
from tests.finance.ledger import agree, arranged, lines, money, share


def test_does_what_the_timer_does_and_says_so(database, capsys):
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share())
    purchase(influencer, product, "2025-02-01", "10.00")

    compute()

    assert lines("amount, payment_id") == [(money("1.00"), 1)]
    assert capsys.readouterr().out == "1 lines and 1 payments were made.\n"


def test_ends_with_an_error_that_names_whom_it_failed_for(database, capsys):
    campaign, influencer, [product] = arranged()
    agree(campaign, influencer, share("1"))
    purchase(influencer, product, "2025-02-01", "9999999999.99", quantity=2)

    with pytest.raises(SystemExit):
        compute()

    assert capsys.readouterr().err == "Nothing was computed for the influencers [1].\n"
