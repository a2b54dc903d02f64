"""Another set or budget of a campaign, beside what it is now."""

import pytest

from shared.permissions import Role
from tests.analytics.recommendation.conftest import arrange
from tests.client import Client, make_user
from tests.sales.shop import rows


def what_if(client: Client, **body):
    answer = client.post("campaigns/1/what-if", body)
    assert answer.status == 200, answer.json
    return answer.json


def test_another_set_is_set_beside_the_present_one(analyst, measured):
    arrange(make_user(Role.ADMIN), 1, 1, 2)

    told = what_if(analyst, influencer_id=[1, 3, 99])

    now, then = told["now"], told["then"]
    assert ([each["influencer_id"] for each in now["members"]], told["unknown"], told["best"]) == ([1, 2], [99], None)
    # The same people twice: of 1 and 2 what the lesser brings counts once.
    assert float(now["counted_once"]) == pytest.approx(float(now["members"][1]["revenue"]), abs=0.01)
    assert (then["counted_once"], now["within_budget"]) == ("0.00", True)
    change = float(then["net"]["value"]) - float(now["net"]["value"])
    assert float(told["difference"]["value"]) == pytest.approx(change, abs=0.02)
    assert float(told["difference"]["low"]) < change < float(told["difference"]["high"])


def test_another_budget_gives_another_best_set(analyst, measured):
    arrange(make_user(Role.ADMIN), 1, 1)

    small, large = what_if(analyst, budget="400.00"), what_if(analyst, budget="900.00")

    assert len(small["then"]["members"]) < len(large["then"]["members"])
    assert float(small["then"]["cost"]) <= 400
    assert float(small["then"]["net"]["value"]) < float(large["then"]["net"]["value"])
    assert (small["best"]["gap"], small["now"]) == (0, large["now"])
    assert rows("SELECT budget FROM campaigns WHERE campaign_id = 1")[0][0] == 1000  # nothing was changed


def test_a_set_may_be_too_dear(analyst, measured):
    arrange(make_user(Role.ADMIN), 1, 1)

    told = what_if(analyst, influencer_id=[1, 12], costs=[{"influencer_id": 12, "cost": "999.99"}])

    assert (told["then"]["within_budget"], told["now"]["within_budget"]) == (False, True)
