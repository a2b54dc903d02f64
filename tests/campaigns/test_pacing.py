"""Pacing through the API, and who is told when a campaign leaves its plan."""

import pytest

from shared.analytics import service
from shared.permissions import Role
from shared.platform import db
from tests.campaigns.shop import Campaigns, day, done, influencer, pay, product, spend
from tests.client import make_user
from tests.sales.shop import execute, rows


@pytest.fixture
def who(database):
    return influencer()


def watch():
    with db.transaction() as session:
        return service.watch_pacing(session)


def spend_on(campaign_id, who, offsets, amount):
    for offset in offsets:
        spend(campaign_id, who, amount, day(offset))


def test_figures_by_hand(campaigns, who):
    campaign_id = campaigns.approved(-10, 19, budget="3000.00")
    spend_on(campaign_id, who, range(-10, 0), "90.00")
    pay(campaign_id, who, "100.00", day(-1))
    pay(campaign_id, who, "250.00", day(5), status="scheduled")
    pay(campaign_id, who, "999.00", day(5), status="cancelled")

    found = campaigns.read(f"campaigns/{campaign_id}/pacing")

    assert {name: found[name] for name in ("planned", "planned_to_date", "paid", "committed", "remaining")} == {
        "planned": "3000.00",
        "planned_to_date": "1000.00",
        "paid": "1000.00",
        "committed": "250.00",
        "remaining": "1750.00",
    }
    assert (found["burn_per_day"], found["planned_per_day"], found["state"]) == ("100.00", "100.00", "on_track")
    assert found["projected"]["value"] == "3000.00"
    assert float(found["projected"]["low"]) < 3_000 < float(found["projected"]["high"])
    assert found["budget_ends_on"]["value"] == day(20)
    assert found["budget_ends_on"]["earliest"] < day(20) < found["budget_ends_on"]["latest"]
    line = found["series"]
    assert (len(line), line[0]["day"], line[-1]["day"]) == (30, day(-10), day(19))
    assert (line[0]["planned"], line[0]["cost"], line[0]["projected"]) == ("100.00", "90.00", None)
    assert (line[9]["cost"], line[10]["cost"], line[-1]["planned"]) == ("1000.00", None, "3000.00")
    assert (line[10]["projected"]["value"], line[-1]["projected"]) == ("1100.00", found["projected"])


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [(2, 9, "not_started"), (-2, 9, "too_early"), (-20, -1, "ended")],
)
def test_states_before_and_after(campaigns, first, last, state):
    found = campaigns.read(f"campaigns/{campaigns.approved(first, last)}/pacing")

    assert (found["state"], found["remaining"], found["alert"]) == (state, "1000.00", None)


def test_what_never_ran_has_no_line(campaigns):
    campaign_id = campaigns.approved(2, 9)
    done(campaigns.api.post(f"campaigns/{campaign_id}/cancel"))

    found = campaigns.read(f"campaigns/{campaign_id}/pacing")

    assert (found["state"], found["series"], found["planned_per_day"]) == ("ended", [], None)


def test_an_alert_is_raised_once_per_crossing(campaigns, who):
    manager = make_user(Role.CAMPAIGN_MANAGER)
    campaign_id = campaigns.approved(-10, 9, budget="1500.00")
    campaigns.arrange(campaign_id, who, product(), manager)
    spend_on(campaign_id, who, range(-10, 0), "80.00")

    assert watch() == {"over_budget": 1, "behind": 0}
    assert watch() == {"over_budget": 0, "behind": 0}

    written = rows("SELECT to_address, subject FROM mail_outbox WHERE subject NOT LIKE 'You are in charge%'")
    assert written == [(manager.user_mail, "A campaign is going to cost more than its budget")]
    found = campaigns.read(f"campaigns/{campaign_id}/pacing")
    assert (found["state"], found["alert"]) == ("over_budget", {"kind": "over_budget", "since": day()})

    listed = {kind: campaigns.read("campaigns", alert=kind)["items"] for kind in ("over_budget", "behind")}
    assert {kind: [one["campaign_id"] for one in of] for kind, of in listed.items()} == {
        "over_budget": [campaign_id],
        "behind": [],
    }

    # A little below the budget is not yet back within the plan; well below it is.
    campaigns.patch(campaign_id, budget="1650.00")
    assert watch() == {"over_budget": 0, "behind": 0}
    assert campaigns.read(f"campaigns/{campaign_id}/pacing")["alert"] is not None
    campaigns.patch(campaign_id, budget="1700.00")
    watch()
    assert campaigns.read(f"campaigns/{campaign_id}/pacing")["alert"] is None
    campaigns.patch(campaign_id, budget="1500.00")
    assert watch() == {"over_budget": 1, "behind": 0}
    assert len(rows("SELECT 1 FROM mail_outbox")) == 3


def test_from_over_the_budget_to_far_behind_is_another_alert(campaigns, who):
    campaign_id = campaigns.approved(-10, 9, budget="1500.00")
    spend_on(campaign_id, who, range(-10, 0), "80.00")
    watch()

    campaigns.patch(campaign_id, budget="9000.00")

    assert watch() == {"over_budget": 0, "behind": 1}
    assert rows("SELECT kind::text, cleared_on IS NULL FROM pacing_alerts ORDER BY alert_id") == [
        ("over_budget", False),
        ("behind", True),
    ]
    done(campaigns.api.post(f"campaigns/{campaign_id}/complete"))
    watch()
    assert rows("SELECT count(*) FROM pacing_alerts WHERE cleared_on IS NULL") == [(0,)]


def test_marketing_managers_are_told_where_nobody_active_is_in_charge(api, who):
    boss, left = make_user(Role.MARKETING_MANAGER), make_user(Role.CAMPAIGN_MANAGER)
    mine = Campaigns(api.as_user(boss))
    campaign_id = mine.approved(-10, 9)
    mine.arrange(campaign_id, who, product(), left)
    execute("UPDATE users SET is_active = false WHERE user_id = :id", id=left.user_id)

    assert watch() == {"over_budget": 0, "behind": 1}

    assert rows("SELECT to_address FROM mail_outbox WHERE subject LIKE 'A campaign%'") == [(boss.user_mail,)]
