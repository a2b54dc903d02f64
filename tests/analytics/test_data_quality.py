"""What cannot be in the data, or is hardly so, is found; what is merely good or bad is not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared.analytics.quality import Engagement, QualityFlag, engagement_out_of_line
from shared.influencers.rules import Tier
from shared.platform import clock
from tests.analytics.shop import customer, open_shop, purchase, report
from tests.client import Client


def ago(days: int):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def shop(session):
    open_shop(session)
    return session


@pytest.fixture
def find(api: Client, shop):
    analyst = api.as_role("data_analyst")

    def read(**query):
        shop.commit()
        answer = analyst.get("data-quality", window="30d", **query)
        assert answer.status == 200, answer.body
        return answer.json

    return read


def flags(told):
    return [(item["flag"], item["influencer_id"]) for item in told["items"]]


def snapshot(session, influencer_id, days, followers, *, source="feed"):
    session.execute(
        text("INSERT INTO influencer_snapshots (influencer_id, day, source, followers) VALUES (:i, :d, :s, :f)"),
        {"i": influencer_id, "d": ago(days), "s": source, "f": followers},
    )


def test_a_quiet_shop_has_no_findings(shop, find):
    report(shop, 1, ago(1), impressions=100, clicks=100)
    purchase(shop, 1, ago(1))
    purchase(shop, -1, ago(1))
    purchase(shop, None, ago(1))

    told = find()

    assert told["items"] == []
    assert told["counts"] == {flag.value: 0 for flag in QualityFlag}


def test_more_clicks_than_impressions_on_a_day(shop, find):
    report(shop, 1, ago(3), impressions=10, clicks=11)
    report(shop, 1, ago(2), impressions=10, clicks=90)
    report(shop, 1, ago(1), impressions=1000, clicks=5)
    report(shop, 2, ago(1), clicks=50)  # a feed that knows no impressions
    report(shop, 1, ago(40), impressions=1, clicks=9)

    (item,) = find()["items"]

    assert (item["flag"], item["influencer_id"], item["days"]) == ("clicks_above_impressions", 1, 2)
    assert (item["day"], item["found"], item["expected"]) == (ago(2).isoformat(), 90, 10)
    assert item["detail"].startswith("2 days with more clicks than impressions, the worst")


def test_more_orders_than_clicks_in_the_window(shop, find):
    report(shop, 1, ago(3), clicks=1)
    for days in (1, 2):
        purchase(shop, 1, ago(days))
    purchase(shop, 2, ago(40))

    (item,) = find()["items"]

    assert (item["flag"], item["influencer_id"], item["found"], item["expected"]) == (
        "more_orders_than_clicks",
        1,
        2,
        1,
    )


def test_channels_that_nobody_has(shop, find):
    for _ in range(2):
        purchase(shop, 99, ago(1))
    customer(shop, 99, ago(1))
    customer(shop, 98, ago(1))
    purchase(shop, 97, ago(40))

    told = find()

    assert [(item["flag"], item["channel"], item["found"]) for item in told["items"]] == [
        ("unknown_channel", 98, 1),
        ("unknown_channel", 99, 3),
    ]
    assert told["items"][1]["detail"] == (
        "2 orders, 1 new customers and 0 likes name the channel 99, which nobody has."
    )
    assert find(platform="Instagram")["items"] == []


@pytest.mark.parametrize(("last", "falls"), [(950, True), (951, False)])
def test_followers_that_fall_by_a_twentieth(shop, find, last, falls):
    snapshot(shop, 1, 40, 9000)
    snapshot(shop, 1, 20, 1000)
    snapshot(shop, 1, 1, last)
    snapshot(shop, 1, 1, 10, source="another")  # only ever compared with itself

    assert flags(find()) == ([("followers_falling", 1)] if falls else [])


@pytest.mark.parametrize("case", [(20, 100, True), (20, 99, False), (21, 104, False), (21, 105, True), (0, 100, True)])
def test_a_day_far_above_those_before(shop, find, case):
    usual, found, jumps = case
    for days in range(40, 33, -1):  # before the window, but what it is held against
        report(shop, 1, ago(days), clicks=usual)
    report(shop, 1, ago(5), clicks=found)

    told = find()

    assert flags(told) == ([("sudden_jump", 1)] if jumps else [])
    assert [(item["measure"], item["day"]) for item in told["items"]] == [("clicks", ago(5).isoformat())] * jumps


def test_no_jump_without_a_week_of_reports_or_below_twice_the_highest(shop, find):
    for days in range(15, 9, -1):
        report(shop, 1, ago(days), clicks=1)
    report(shop, 1, ago(9), clicks=5000)
    for days in range(20, 10, -1):
        report(shop, 2, ago(days), clicks=1)
    report(shop, 2, ago(10), clicks=60)
    report(shop, 2, ago(9), clicks=119)

    assert find()["items"] == []


def alike(number, engagements, impressions=10_000, tier=Tier.NANO):
    return Engagement(number, "Instagram", tier, engagements, impressions)


def test_engagement_far_from_that_of_the_same_tier():
    usual = [alike(n, 300 + 10 * n) for n in range(1, 9)]

    def flagged(*more):
        return [(each.channel, each.found) for each in engagement_out_of_line([*usual, *more])]

    assert flagged() == []
    assert flagged(alike(50, 5000)) == [(50, 0.5)]
    assert flagged(alike(50, 0)) == [(50, 0)]
    assert flagged(alike(50, 900)) == []  # outside the fences, but not three times the median
    assert flagged(alike(50, 499, impressions=999)) == []
    assert flagged(alike(50, 5000, tier=Tier.MEGA)) == [(50, 0.5)]  # held against the platform
    assert engagement_out_of_line([*usual[:6], alike(50, 5000)]) == []


def test_findings_are_narrowed_counted_and_paged(shop, find):
    report(shop, 1, ago(3), impressions=10, clicks=11)
    report(shop, 2, ago(3), impressions=10, clicks=90)
    purchase(shop, 4, ago(1))

    first = find(limit=2)

    assert flags(first) == [("clicks_above_impressions", 2), ("clicks_above_impressions", 1)]
    assert (first["counts"]["clicks_above_impressions"], first["counts"]["more_orders_than_clicks"]) == (2, 1)
    rest = find(limit=2, cursor=first["next_cursor"])
    assert (flags(rest), rest["next_cursor"]) == ([("more_orders_than_clicks", 4)], None)
    assert flags(find(platform="TikTok")) == [("clicks_above_impressions", 2)]
    assert flags(find(influencer_id=1)) == [("clicks_above_impressions", 1)]
    assert find(flag="more_orders_than_clicks")["counts"] == {"more_orders_than_clicks": 1}


def test_a_window_has_a_year_at_most(api: Client, shop):
    analyst = api.as_role("campaign_manager")

    assert analyst.get("data-quality", window="all").json["code"] == "window_too_long"
    year: dict[str, Any] = {"from": "2024-01-01", "to": "2024-12-31"}
    assert analyst.get("data-quality", **year).status == 200
