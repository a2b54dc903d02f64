"""What the API tells of influencers' performance: beside other periods, in lists, groups and series."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.analytics.metrics import BY_SLUG, CATALOGUE
from shared.analytics.queries.listed import followers
from shared.analytics.service import performance as service
from shared.platform import clock, db
from tests.analytics.shop import open_shop, purchase, report
from tests.client import Client

NEWCOMER = """INSERT INTO influencers OVERRIDING SYSTEM VALUE
    VALUES (50, 'New', 'TikTok', 1, 0, 'Fashion', 'new@shop.example', true, '2024-01-01')"""


@pytest.fixture
def api_shop(api: Client):
    """Influencer 1 sold for 30 today, 20 in the 30 days before, 10 a year before."""
    today = clock.today()
    with db.transaction() as session:
        open_shop(session)
        for days, price in ((0, "30.00"), (35, "20.00"), (365, "10.00")):
            purchase(session, 1, today - timedelta(days=days), unit_price=price)
        purchase(session, 3, today - timedelta(days=35), unit_price="7.00")
        report(session, 1, today, impressions=100, clicks=10)
    return api.as_role("data_analyst")


def test_an_influencer_beside_both_other_periods(api_shop: Client):
    read = api_shop.get("influencers/1/performance", window="30d", compare=["previous", "last_year"])

    assert read.status == 200, read.body
    told = read.json
    assert set(told["metrics"]) == {each.slug for each in CATALOGUE} == set(told["benchmark"])
    assert (told["metrics"]["net_revenue"], told["metrics"]["cvr"], told["tier"]) == ("30.00", 0.1, "nano")
    assert (told["previous"]["metrics"]["net_revenue"], told["previous"]["change"]["net_revenue"]) == ("20.00", 0.5)
    assert (told["last_year"]["metrics"]["net_revenue"], told["last_year"]["change"]["net_revenue"]) == ("10.00", 2)
    assert told["previous"]["change"]["cvr"] is None
    assert told["benchmark"]["net_revenue"] == {
        "cell": "all",
        "size": 3,
        "better": "high",
        "percentile": 1,
        "low_quartile": "0.00",
        "median": "0.00",
        "high_quartile": "15.00",
    }
    assert api_shop.get("influencers/77/performance").json["code"] == "influencer_not_found"


def test_somebody_may_come_while_an_influencer_is_compared(api_shop: Client, monkeypatch: pytest.MonkeyPatch):
    def then_somebody_comes(session):
        counts = followers(session)
        with db.transaction() as meanwhile:
            meanwhile.execute(text(NEWCOMER))
        return counts

    monkeypatch.setattr(service, "followers", then_somebody_comes)

    assert api_shop.get("influencers/1/performance", window="30d").status == 200


def test_who_left_and_did_nothing_has_zeros(api_shop: Client):
    told = api_shop.get("influencers/3/performance", window="30d").json

    assert (told["metrics"]["orders"], told["metrics"]["cvr"], told["previous"]) == (0, None, None)


def test_the_list_is_sorted_paged_and_compared(api_shop: Client):
    first = api_shop.get("performance", window="30d", limit=2, compare="previous").json
    rest = api_shop.get("performance", window="30d", limit=2, compare="previous", cursor=first["next_cursor"]).json

    assert [item["influencer_id"] for item in first["items"] + rest["items"]] == [1, 2, 4]
    assert first["items"][0]["previous"]["metrics"]["net_revenue"] == "20.00"
    assert first["items"][1]["previous"]["metrics"]["orders"] == 0
    assert (rest["next_cursor"], rest["items"][0]["last_year"]) == (None, None)
    other = api_shop.get("performance", window="30d", limit=2, sort="roi", cursor=first["next_cursor"])
    assert (other.status, other.json["code"]) == (422, "malformed")


def test_the_list_narrows_to_tiers_and_platforms(api_shop: Client):
    def listed(**query):
        return [item["influencer_id"] for item in api_shop.get("performance", window="30d", **query).json["items"]]

    assert listed(tier="nano", platform="TikTok") == [2]
    assert listed(tier=["micro", "mega"]) == []
    assert api_shop.get("performance", sort="charm").json["code"] == "metric_unknown"


def test_groups_have_names_and_other_periods(api_shop: Client):
    told = api_shop.get("performance/groups", by="platform", window="30d", compare="previous").json

    assert [(item["key"], item["metrics"]["orders"]) for item in told["items"]] == [("Instagram", 1)]
    assert told["items"][0]["previous"]["metrics"]["net_revenue"] == "27.00"
    (campaign, *_) = api_shop.get("performance/groups", by="campaign", window="30d").json["items"]
    assert (campaign["key"], campaign["name"], campaign["metrics"]["clicks"]) == (None, None, 10)


def test_a_series_has_every_day_also_those_without_anything(api_shop: Client):
    told = api_shop.get("influencers/1/series", window="30d", metric=["net_revenue", "ctr"]).json

    assert [each["slug"] for each in told["metrics"]] == ["net_revenue", "ctr"]
    assert len(told["points"]) == 30
    assert (told["points"][-1]["metrics"], told["points"][-1]["flags"]) == ({"net_revenue": "30.00", "ctr": 0.1}, [])
    assert told["points"][0]["metrics"] == {"net_revenue": "0.00", "ctr": None}


def test_a_series_over_everything_begins_with_the_first_month(api_shop: Client):
    told = api_shop.get("influencers/1/series", window="all", unit="month").json
    year_ago = clock.today() - timedelta(days=365)

    assert told["points"][0]["first"] == year_ago.replace(day=1).isoformat()
    assert len(told["points"][0]["metrics"]) == len(BY_SLUG)
    assert sum(point["metrics"]["orders"] for point in told["points"]) == 3
    whole = api_shop.get("performance/series", window="all", unit="week", metric="orders").json
    assert sum(point["metrics"]["orders"] for point in whole["points"]) == 4


@pytest.mark.parametrize("path", ["performance", "performance/series", "influencers/1/performance"])
def test_what_did_not_change_is_not_sent_again(api_shop: Client, path):
    first = api_shop.get(path, window="30d")

    assert api_shop.get(path, headers={"If-None-Match": first.headers["ETag"]}, window="30d").status == 304
