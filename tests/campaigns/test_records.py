"""Campaigns as records: create, edit, clone, delete, arrange, list; and who may."""

import pytest

from shared.permissions import Role
from tests.campaigns.shop import Campaigns, day, done, influencer, pay, product, spend
from tests.client import make_user
from tests.sales.shop import audited, execute, rows

BODY = {"campaign_name": "Spring", "start_date": "2030-03-01", "end_date": "2030-03-31", "budget": "5000.5"}


def test_a_campaign_is_created_as_a_draft_and_read_back(campaigns):
    made = campaigns.api.post("campaigns", BODY)

    assert made.status == 201
    campaign_id = made.json["campaign_id"]
    assert made.headers["Location"] == f"/api/campaigns/{campaign_id}"
    assert made.json == BODY | {
        "campaign_id": campaign_id,
        "budget": "5000.50",
        "status": "draft",
        "ended_on": None,
        "source": None,
        "external_ref": None,
        "overlaps": [],
        "moved": [],
    }
    read = campaigns.api.get(f"campaigns/{campaign_id}")
    assert (read.json, read.headers["ETag"]) == (made.json, made.headers["ETag"])
    assert audited("campaign.created") == [("campaigns", str(campaign_id), {})]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("campaign_name", ""),
        ("campaign_name", "x" * 51),
        ("start_date", 0),
        ("start_date", "2030-02-30"),
        ("end_date", None),
        ("budget", "123456789.00"),
        ("budget", "-1"),
        ("budget", 5),
        ("status", "running"),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(campaigns, field, value):
    refused = campaigns.api.post("campaigns", BODY | {field: value})

    assert (refused.status, [error["pointer"] for error in refused.json["errors"]]) == (422, [f"/{field}"])


def test_no_campaign_ends_before_it_starts(campaigns):
    one_day = campaigns.draft(3, 3)

    refused = campaigns.api.post("campaigns", BODY | {"end_date": "2030-02-28"})
    earlier = campaigns.api.patch(f"campaigns/{one_day}", {"end_date": day(2)}, headers={"If-Match": "*"})

    assert [refused.json["code"], earlier.json["code"]] == ["campaign_ends_before_it_starts"] * 2
    assert campaigns.patch(one_day, start_date=day(1), end_date=day(2))["end_date"] == day(2)


def test_a_change_needs_the_version_that_was_read(campaigns):
    path = f"campaigns/{campaigns.draft()}"
    tag = campaigns.api.get(path).headers["ETag"]
    body = {"campaign_name": "Another"}

    assert campaigns.api.patch(path, body).status == 428
    changed = campaigns.api.patch(path, body, headers={"If-Match": tag})
    assert changed.status == 200
    assert campaigns.api.patch(path, {"campaign_name": "x"}, headers={"If-Match": tag}).status == 412
    assert campaigns.api.patch(path, body, headers={"If-Match": changed.headers["ETag"]}).status == 200
    assert [row[2] for row in audited("campaign.updated")] == [{"campaign_name": ["Demo campaign", "Another"]}]


def test_the_same_key_creates_once(campaigns):
    headers = {"Idempotency-Key": "spring"}

    first, again = (campaigns.api.post("campaigns", BODY, headers=headers) for _ in range(2))

    assert (first.json, rows("SELECT count(*) FROM campaigns")) == (again.json, [(1,)])


def test_a_clone_lasts_as_long_and_has_the_same_arrangements(campaigns, api):
    gone = make_user(Role.CAMPAIGN_MANAGER)
    boss = make_user(Role.MARKETING_MANAGER)
    mine = Campaigns(api.as_user(boss))
    original, who, what = mine.approved(-9, 4), influencer(), product()
    for user in (gone, boss):
        mine.arrange(original, who, what, user)
    execute("UPDATE users SET is_active = false WHERE user_id = :id", id=gone.user_id)

    copy = done(mine.api.post(f"campaigns/{original}/clone", {"start_date": "2030-01-01"}), 201)

    assert (copy["campaign_name"], copy["status"]) == ("Demo campaign (copy)", "draft")
    assert (copy["start_date"], copy["end_date"]) == ("2030-01-01", "2030-01-14")
    arranged = mine.read(f"campaigns/{copy['campaign_id']}/arrangements")["items"]
    assert [(one["influencer_id"], one["product_id"], one["user_id"]) for one in arranged] == [
        (who, what, boss.user_id)
    ]
    late = mine.api.post(f"campaigns/{original}/clone", {"start_date": "9999-12-31"})
    assert (late.status, late.json["code"]) == (409, "beyond_calendar")


def test_a_draft_takes_its_arrangements_with_it_but_nothing_else(campaigns):
    paid, reported, free, who = campaigns.draft(), campaigns.draft(), campaigns.draft(), influencer()
    pay(paid, who, "1.00", day())
    spend(reported, who, "1.00", day())
    campaigns.arrange(free, who, product())

    kept = [campaigns.api.delete(f"campaigns/{each}").json["used_by"] for each in (paid, reported)]

    assert kept == [["payments"], ["metrics"]]
    assert campaigns.api.delete(f"campaigns/{free}").status == 204
    assert rows("SELECT count(*) FROM arranges") == [(0,)]


def test_arrangements_are_combinations_and_come_once(campaigns):
    campaign_id, who, what = campaigns.draft(), [influencer(), influencer()], [product(), product()]
    body = {"influencer_id": who, "product_id": what}
    path = f"campaigns/{campaign_id}/arrangements"

    first = done(campaigns.api.post(path, body))
    again = done(campaigns.api.post(path, body))

    assert {(one["influencer_id"], one["product_id"]) for one in first["items"]} == {(i, p) for i in who for p in what}
    assert again["items"] == []
    removed = done(campaigns.api.delete(f"{path}/{first['items'][0]['arrangement_id']}"))
    assert removed["items"] == first["items"][:1]
    assert campaigns.api.delete(f"{path}/{first['items'][0]['arrangement_id']}").status == 404
    assert len(campaigns.read(path, influencer_id=who)["items"]) == 3


def test_what_is_not_there_or_not_fit_cannot_be_arranged(campaigns):
    path = f"campaigns/{campaigns.draft()}/arrangements"
    fit = {"influencer_id": [influencer()], "product_id": [product()]}
    analyst = make_user(Role.DATA_ANALYST).user_id
    wrong = {
        "unknown_influencer": {"influencer_id": [99999]},
        "unknown_product": {"product_id": [99999]},
        "user_cannot_be_in_charge": {"user_id": [analyst, 99999]},
    }

    answers = {code: campaigns.api.post(path, fit | part) for code, part in wrong.items()}

    assert {code: answer.json["code"] for code, answer in answers.items()} == {code: code for code in wrong}
    assert answers["user_cannot_be_in_charge"].json["user_id"] == [analyst, 99999]


def test_the_same_influencer_product_and_day_elsewhere_is_a_warning(campaigns):
    who, what = influencer(), product()
    first, second, after = campaigns.approved(0, 5), campaigns.draft(5, 9), campaigns.approved(6, 9)
    for each in (first, after):
        campaigns.arrange(each, who, what)

    warned = campaigns.arrange(second, who, what)["overlaps"]

    assert [(one["campaign_id"], one["first"], one["last"]) for one in warned] == [
        (first, day(5), day(5)),
        (after, day(6), day(9)),
    ]
    assert campaigns.patch(second, start_date=day(6))["overlaps"] == warned[1:]
    campaigns.api.post(f"campaigns/{after}/cancel")
    assert campaigns.read(f"campaigns/{second}")["overlaps"] == []


def test_a_list_is_filtered_by_state_days_people_and_goods(campaigns):
    user, who, what = make_user(Role.CAMPAIGN_MANAGER), influencer(), product()
    early, late = campaigns.approved(-20, -10), campaigns.draft(10, 20)
    campaigns.arrange(early, who, what, user)

    def listed(**query):
        return [one["campaign_id"] for one in campaigns.read("campaigns", **query)["items"]]

    assert listed() == [early, late]
    assert listed(sort="-start_date") == [late, early]
    assert [listed(status="draft"), listed(status=["draft", "completed"])] == [[late], [early, late]]
    assert [listed(**{"from": day(-10), "to": day(9)}), listed(**{"from": day(-9), "to": day(9)})] == [[early], []]
    assert [listed(influencer_id=who), listed(product_id=what), listed(user_id=user.user_id)] == [[early]] * 3
    assert [listed(q="MO CAM"), listed(q="%")] == [[early, late], []]


def test_campaign_managers_change_what_they_are_arranged_in_and_nothing_else(campaigns, api):
    manager = make_user(Role.CAMPAIGN_MANAGER)
    theirs, other, who = campaigns.approved(), campaigns.approved(), influencer()
    arranged = campaigns.arrange(theirs, who, product(), manager)["items"][0]["arrangement_id"]
    by = api.as_user(manager)
    change, anything = {"campaign_name": "Mine"}, {"If-Match": "*"}
    more = {"influencer_id": [who], "product_id": [product()]}

    assert by.patch(f"campaigns/{theirs}", change, headers=anything).status == 200
    assert by.post(f"campaigns/{theirs}/arrangements", more).status == 200
    refused = [
        by.patch(f"campaigns/{other}", change, headers=anything),
        by.post(f"campaigns/{other}/arrangements", more),
        by.delete(f"campaigns/{other}/arrangements/{arranged}"),
    ]
    assert [(one.status, one.json["code"]) for one in refused] == [(403, "not_in_charge_of_campaign")] * 3
    budget = by.patch(f"campaigns/{theirs}", {"budget": "9000.00"}, headers=anything)
    assert (budget.status, budget.json["code"]) == (403, "budget_needs_approval")
    assert by.get(f"campaigns/{other}").status == 200
