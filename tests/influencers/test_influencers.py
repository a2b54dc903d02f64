"""Influencers: who sees what of them, what changes, and what is left of one who is deleted."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from shared.platform import clock, db
from tests.client import Client
from tests.influencers.people import influencer, made
from tests.sales.shop import audited, execute, rows

ANNA = {
    "influencer_name": "Anna Example",
    "platform": "TikTok",
    "follower_count": 100_000,
    "category": "Travel",
    "influencer_mail": "anna@creators.example",
    "clicked_number": 7,
    "still_partner": True,
    "member_since": "2025-03-01",
}


@pytest.fixture
def manager(api: Client) -> Client:
    return api.as_role("marketing_manager")


def test_an_influencer_is_created_and_read_back(manager: Client):
    answer = manager.post("influencers", ANNA)

    told = answer.json
    assert (answer.status, answer.headers["Location"]) == (201, f"/api/influencers/{told['influencer_id']}")
    assert told == ANNA | {
        "influencer_id": told["influencer_id"],
        "tier": "mid",
        "is_deleted": False,
        "masked": False,
    }
    assert manager.get(f"influencers/{told['influencer_id']}").json == told
    assert manager.get(f"influencers/{made(manager)}").json["member_since"] == clock.today().isoformat()


@pytest.mark.parametrize("role", ["data_analyst", "campaign_manager", "finance_manager"])
def test_who_does_not_deal_with_influencers_sees_no_mail_and_changes_nothing(api: Client, manager: Client, role):
    path = f"influencers/{made(manager, **ANNA)}"
    reader = api.as_role(role)

    one, listed = reader.get(path), reader.get("influencers")

    for told in (one.json, listed.json["items"][0]):
        assert (told["influencer_name"], told["influencer_mail"], told["masked"]) == (
            "Anna Example",
            "a***@c***.example",
            True,
        )
    assert reader.post("influencers", influencer()).status == 403
    assert reader.patch(path, {"category": "Food"}, headers={"If-Match": "*"}).status == 403
    assert reader.delete(path).status == 403


def test_the_list_narrows_by_tier_platform_and_partnership(manager: Client):
    nano, mid = made(manager, follower_count=9_999), made(manager, **ANNA)
    manager.delete(f"influencers/{nano}")

    def listed(**query):
        return [item["influencer_id"] for item in manager.get("influencers", **query).json["items"]]

    assert listed() == [nano, mid]
    assert (listed(tier="nano"), listed(tier=["mid", "mega"]), listed(tier="micro")) == ([nano], [mid], [])
    assert (listed(is_deleted=True), listed(still_partner=True), listed(platform="TikTok")) == ([nano], [mid], [mid])


def test_a_change_needs_the_version_that_was_read_and_names_no_values(manager: Client):
    path = f"influencers/{made(manager, **ANNA)}"
    tag = manager.get(path).headers["ETag"]

    assert manager.patch(path, {"category": "Food"}).status == 428
    changed = manager.patch(path, {"category": "Food", "influencer_mail": "b@x.example"}, headers={"If-Match": tag})
    assert (changed.json["category"], changed.json["influencer_mail"]) == ("Food", "b@x.example")
    assert manager.patch(path, {"category": "Home"}, headers={"If-Match": tag}).status == 412
    assert [changes for _, _, changes in audited("influencer.updated")] == [{"fields": ["category", "influencer_mail"]}]


def test_ending_and_beginning_a_partnership_leave_rows_of_their_own(manager: Client):
    path = f"influencers/{made(manager)}"

    for partner in (False, True):
        assert manager.patch(path, {"still_partner": partner}, headers={"If-Match": "*"}).status == 200

    assert [changes for _, _, changes in audited("influencer.partnership_ended")] == [{"fields": ["still_partner"]}]
    assert len(audited("influencer.updated")) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("influencer_name", "x" * 51),
        ("platform", ""),
        ("follower_count", -1),
        ("follower_count", 2**31),
        ("influencer_mail", "nobody"),
        ("member_since", "2999-01-01"),
        ("category", None),
        ("is_deleted", True),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(manager: Client, field, value):
    patched = manager.patch(f"influencers/{made(manager)}", {field: value}, headers={"If-Match": "*"})

    for refused in (manager.post("influencers", influencer(**{field: value})), patched):
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_mail_address_belongs_to_one(manager: Client):
    made(manager, **ANNA)

    answer = manager.post("influencers", influencer(influencer_mail=ANNA["influencer_mail"]))

    assert (answer.status, answer.json["code"]) == (409, "influencer_mail_taken")


def test_of_a_deleted_one_only_figures_are_left(manager: Client):
    created = manager.post("influencers", ANNA, headers={"Idempotency-Key": "one"})
    path = f"influencers/{created.json['influencer_id']}"

    assert [manager.delete(path).status for _ in range(2)] == [204, 204]

    told = manager.get(path).json
    assert (told["influencer_name"], told["is_deleted"], told["still_partner"]) == ("Deleted influencer", True, False)
    assert (told["follower_count"], told["clicked_number"]) == (100_000, 7)
    refused = manager.patch(path, {"category": "Food"}, headers={"If-Match": "*"})
    assert (refused.status, refused.json["code"]) == (409, "influencer_deleted")
    assert len(audited("influencer.deleted")) == 1
    with db.transaction() as session:
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        held = {
            table: json.dumps([str(row) for row in session.execute(text(f"SELECT t::text FROM {table} AS t"))])
            for table in tables
        }
    bodies = [bytes(body) for (body,) in rows("SELECT body FROM idempotency_keys WHERE body IS NOT NULL")]
    assert [table for table, all_of_it in held.items() if "Anna" in all_of_it or "anna@" in all_of_it] == []
    assert [body for body in bodies if b"Anna" in body] == []


def test_nothing_brings_a_deleted_one_back(manager: Client):
    path = f"influencers/{made(manager)}"
    manager.delete(path)
    before = manager.get(path).json

    execute("""UPDATE influencers SET influencer_name = 'Anna', influencer_mail = 'a@b.example', category = 'Food',
               still_partner = true, is_deleted = false""")

    assert manager.get(path).json == before | {"category": "Food"}


def test_what_feeds_reported_is_listed(manager: Client):
    one, other = made(manager), made(manager)
    for influencer_id, day, clicks in ((one, "2025-03-01", 5), (one, "2025-03-02", 7), (other, "2025-03-01", 9)):
        execute(
            "INSERT INTO influencer_metrics (influencer_id, day, source, clicks, spend) VALUES (:i, :d, 'ads', :c, 2)",
            i=influencer_id,
            d=day,
            c=clicks,
        )
        execute(
            "INSERT INTO influencer_snapshots (influencer_id, day, source, followers) VALUES (:i, :d, 'ads', :c)",
            i=influencer_id,
            d=day,
            c=clicks,
        )

    told = manager.get(f"influencers/{one}/metrics", sort="-clicks", limit=1, count="true").json

    assert (told["total"], [(item["clicks"], item["spend"]) for item in told["items"]]) == (2, [(7, "2.00")])
    after = manager.get(f"influencers/{one}/metrics", sort="-clicks", limit=1, cursor=told["next_cursor"]).json
    assert ([item["day"] for item in after["items"]], after["next_cursor"]) == (["2025-03-01"], None)
    since: dict[str, Any] = {"from": "2025-03-02"}
    for what in ("metrics", "snapshots"):
        later = manager.get(f"influencers/{one}/{what}", source="ads", **since).json["items"]
        assert [item["day"] for item in later] == ["2025-03-02"]
        assert manager.get(f"influencers/{one}/{what}", source="other").json["items"] == []
        assert manager.get(f"influencers/99/{what}").json["code"] == "influencer_not_found"
