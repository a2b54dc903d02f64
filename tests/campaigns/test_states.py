"""What a campaign goes through: every step from every state, and the calendar."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.campaigns import jobs
from shared.permissions import Role
from shared.platform import db
from tests.campaigns.shop import Campaigns, as_if_started, day, influencer, pay, product
from tests.client import make_user
from tests.sales.shop import audited, rows

REFUSED: str | None = None
# What each step makes of a campaign in each state.
STEPS: dict[str, dict[str, str | None]] = {
    "approve": {
        "draft": "running",
        "approved": REFUSED,
        "running": REFUSED,
        "completed": REFUSED,
        "cancelled": REFUSED,
    },
    "complete": {
        "draft": REFUSED,
        "approved": REFUSED,
        "running": "completed",
        "completed": REFUSED,
        "cancelled": REFUSED,
    },
    "cancel": {
        "draft": "cancelled",
        "approved": "cancelled",
        "running": "cancelled",
        "completed": REFUSED,
        "cancelled": REFUSED,
    },
    "delete": {
        "draft": "gone",
        "approved": REFUSED,
        "running": REFUSED,
        "completed": REFUSED,
        "cancelled": REFUSED,
    },
    "edit": {
        "draft": "draft",
        "approved": "approved",
        "running": "running",
        "completed": "completed",
        "cancelled": REFUSED,
    },
    "arrange": {
        "draft": "draft",
        "approved": "approved",
        "running": "running",
        "completed": "completed",
        "cancelled": REFUSED,
    },
    "clone": {
        "draft": "draft",
        "approved": "approved",
        "running": "running",
        "completed": "completed",
        "cancelled": "cancelled",
    },
    "the calendar": {
        "draft": "draft",
        "approved": "approved",
        "running": "running",
        "completed": "completed",
        "cancelled": "cancelled",
    },
}
TABLE = [(step, before, after) for step, row in STEPS.items() for before, after in row.items()]


def take(campaigns: Campaigns, step: str, campaign_id: int):
    path = f"campaigns/{campaign_id}"
    if step == "delete":
        return campaigns.api.delete(path)
    if step == "edit":
        return campaigns.api.patch(path, {"campaign_name": "Another"}, headers={"If-Match": "*"})
    if step == "arrange":
        body = {"influencer_id": [influencer()], "product_id": [product()]}
        return campaigns.api.post(f"{path}/arrangements", body)
    return campaigns.api.post(f"{path}/{step}", {"start_date": day(30)} if step == "clone" else None)


def follow_dates():
    with db.transaction() as session:
        return jobs.follow_dates(session)


@pytest.mark.parametrize(("step", "before", "after"), TABLE, ids=str)
def test_every_step_from_every_state(campaigns, step, before, after):
    campaign_id = campaigns.in_state(before)
    assert campaigns.status(campaign_id) == before

    if step == "the calendar":
        follow_dates()
    else:
        answer = take(campaigns, step, campaign_id)
        assert answer.status == (409 if after is REFUSED else answer.status)
        assert after is REFUSED or answer.status < 300, answer.body

    if after == "gone":
        assert campaigns.api.get(f"campaigns/{campaign_id}").status == 404
    else:
        assert campaigns.status(campaign_id) == (after or before)


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [(1, 9, "approved"), (0, 9, "running"), (-9, 0, "running"), (-9, -1, "completed")],
    ids=["begins tomorrow", "begins today", "ends today", "ended yesterday"],
)
def test_what_is_approved_stands_where_its_dates_are(campaigns, first, last, status):
    assert campaigns.status(campaigns.approved(first, last)) == status


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [(1, 9, "approved"), (0, 9, "running"), (-9, 0, "running"), (-9, -1, "completed")],
    ids=["begins tomorrow", "begins today", "ends today", "ended yesterday"],
)
def test_the_calendar_moves_what_is_approved(campaigns, first, last, status):
    campaign_id = campaigns.approved(5, 9)
    as_if_started(campaign_id, day(first), day(last))

    counts = follow_dates()

    assert campaigns.status(campaign_id) == status
    assert sum(counts.values()) == (0 if status == "approved" else 1)
    assert sum(follow_dates().values()) == 0
    assert [row[2] for row in audited("campaign.followed")] == (
        [] if status == "approved" else [{"status": ["approved", status]}]
    )


def test_the_calendar_follows_dates_that_a_file_changed(campaigns):
    extended, put_off = campaigns.approved(-9, -1), campaigns.approved(0, 9)
    as_if_started(extended, day(-9), day(3))
    as_if_started(put_off, day(5), day(9))

    assert follow_dates() == {"running": 1, "approved": 1}
    assert [campaigns.status(each) for each in (extended, put_off)] == ["running", "approved"]


def test_a_step_knows_that_it_is_past_midnight_before_the_calendar_does(campaigns):
    campaign_id = campaigns.approved(1, 9)
    as_if_started(campaign_id, day(0), day(9))

    assert campaigns.api.post(f"campaigns/{campaign_id}/complete").json["status"] == "completed"


def test_the_state_follows_changed_dates_also_backwards(campaigns):
    campaign_id = campaigns.approved(-9, -1)

    assert campaigns.patch(campaign_id, end_date=day(3))["status"] == "running"
    assert campaigns.patch(campaign_id, start_date=day(2))["status"] == "approved"


def test_what_was_ended_by_hand_stays_ended(campaigns):
    campaign_id = campaigns.in_state("running")
    ended = campaigns.api.post(f"campaigns/{campaign_id}/complete").json
    assert (ended["status"], ended["ended_on"], ended["end_date"]) == ("completed", day(0), day(9))

    assert campaigns.patch(campaign_id, end_date=day(20))["status"] == "completed"
    follow_dates()
    assert campaigns.status(campaign_id) == "completed"


def test_what_was_cancelled_before_it_began_never_ran(campaigns):
    ended = {
        status: campaigns.api.post(f"campaigns/{campaigns.in_state(status)}/cancel").json["ended_on"]
        for status in ("draft", "approved", "running")
    }

    assert ended == {"draft": day(-1), "approved": day(0), "running": day(0)}


def test_refuses_fees_one_cent_over_the_budget(campaigns):
    draft, who = campaigns.draft(budget="100.00"), influencer()
    pay(draft, who, "100.00", day(), status="pending")
    pay(draft, who, "0.01", day(), status="scheduled")
    pay(draft, who, "99.00", day(), status="failed")

    refused = campaigns.api.post(f"campaigns/{draft}/approve")

    assert (refused.status, refused.json["code"]) == (409, "campaign_over_budget")
    assert (refused.json["committed"], refused.json["budget"]) == ("100.01", "100.00")
    campaigns.patch(draft, budget="100.01")
    assert campaigns.api.post(f"campaigns/{draft}/approve").status == 200
    lowered = campaigns.api.patch(f"campaigns/{draft}", {"budget": "100.00"}, headers={"If-Match": "*"})
    assert (lowered.status, lowered.json["code"]) == (409, "campaign_over_budget")


def test_two_who_approve_at_once_approve_once(campaigns):
    path = f"campaigns/{campaigns.draft()}/approve"

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(campaigns.api.post, path) for _ in range(4)]

    assert sorted(answer.result().status for answer in answers) == [200, 409, 409, 409]
    assert len(audited("campaign.approved")) == 1


def test_who_is_in_charge_is_written_to_and_who_did_it_is_not(campaigns, api):
    boss = make_user(Role.MARKETING_MANAGER)
    manager = make_user(Role.CAMPAIGN_MANAGER)
    mine = Campaigns(api.as_user(boss))
    campaign_id = mine.draft()
    for user in (boss, manager):
        mine.arrange(campaign_id, influencer(), product(), user)

    mine.api.post(f"campaigns/{campaign_id}/approve")

    assert rows("SELECT to_address, subject FROM mail_outbox ORDER BY mail_id") == [
        (manager.user_mail, "You are in charge of a campaign"),
        (manager.user_mail, "A campaign was approved"),
    ]
