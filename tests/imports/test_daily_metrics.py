"""Figures per influencer and day, and totals spread over the days of a campaign."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.imports.conftest import Shop, counts, csv_of

DAILY: dict[str, Any] = {
    "target": "daily_metrics",
    "fields": {
        "influencer": "who",
        "campaign": {"column": "campaign", "lookup": {"missing": "create"}},
        "day": "day",
        "clicks": "clicks",
        "spend": "spend",
    },
}
HEADER = "who,campaign,day,clicks,spend"
STORED = """
    SELECT i.external_ref, c.external_ref, day, clicks, spend, impressions
    FROM influencer_metrics JOIN influencers i USING (influencer_id) LEFT JOIN campaigns c USING (campaign_id)
    ORDER BY metric_id
"""
SPREAD: dict[str, Any] = {
    "target": "daily_metrics",
    "spread": "campaign_days",
    "fields": {
        "external_ref": "ad",
        "influencer": "who",
        "campaign": "campaign",
        "campaign.start_date": {"constant": "2024-03-01"},
        "campaign.end_date": {"constant": "2024-03-07"},
        "clicks": "clicks",
        "spend": "spend",
    },
}
SPREAD_HEADER = "ad,who,campaign,clicks,spend"


def test_figures_land_and_a_second_reading_changes_what_changed(shop: Shop):
    shop.source(DAILY)
    shop.drop(csv_of(HEADER, "i1,,2024-03-01,5,1.005", "i1,spring,2024-03-01,7,", "i1,spring,2024-03-02,N/A,2"))

    run = shop.drop(csv_of(HEADER, "i1,,2024-03-01,5,1.01", "i1,spring,2024-03-01,8,", "i2,,2024-03-01,1,1"))

    assert counts(run) == (1, 1, 1, 0)
    assert sorted(shop.rows(STORED), key=str) == [
        ("i1", "spring", date(2024, 3, 1), 8, Decimal(0), 0),
        ("i1", "spring", date(2024, 3, 2), 0, Decimal(2), 0),
        ("i1", None, date(2024, 3, 1), 5, Decimal("1.01"), 0),
        ("i2", None, date(2024, 3, 1), 1, Decimal(1), 0),
    ]
    assert shop.rows("SELECT external_ref, clicked_number FROM influencers ORDER BY 1") == [("i1", 13), ("i2", 1)]


def test_a_created_campaign_lasts_from_its_first_day_to_its_last(shop: Shop):
    shop.source(DAILY)

    shop.drop(csv_of(HEADER, "i1,spring,2024-03-05,5,1", "i1,spring,2024-03-01,5,1"))

    assert shop.rows("SELECT campaign_name, start_date, end_date, budget, status::text FROM campaigns") == [
        ("unnamed spring", date(2024, 3, 1), date(2024, 3, 5), Decimal(0), "completed")
    ]


def test_equal_influencer_campaign_and_day_the_last_line_counts(shop: Shop):
    shop.source(DAILY)

    run = shop.drop(csv_of(HEADER, "i1,,2024-03-01,5,1", "i1,,2024-03-01,5,1", "i1,,2024-03-01,6,1"))

    assert counts(run) == (1, 0, 0, 2)
    assert [row[3] for row in shop.rows(STORED)] == [6]


def test_totals_are_spread_to_the_cent_and_read_again_change_nothing(shop: Shop):
    shop.source(SPREAD)
    content = csv_of(SPREAD_HEADER, "a1,i1,spring,10,0.05", "a2,i1,spring,3,100", "a3,i1,spring,0,0")

    first, second = shop.drop(content), shop.drop(content, "again.csv")

    assert (counts(first), counts(second)) == ((3, 0, 0, 0), (0, 0, 3, 0))
    assert shop.rows(
        "SELECT external_ref, count(*), sum(clicks), sum(spend), max(clicks) - min(clicks), max(spend) - min(spend)"
        " FROM influencer_metrics GROUP BY 1 ORDER BY 1"
    ) == [
        ("a1", 7, 10, Decimal("0.05"), 1, Decimal("0.01")),
        ("a2", 7, 3, Decimal(100), 1, Decimal("0.01")),
        ("a3", 7, 0, Decimal(0), 0, Decimal(0)),
    ]
    assert first.notes == second.notes != []


def test_spread_totals_that_change_replace_their_days(shop: Shop):
    shop.source(SPREAD)
    shop.drop(csv_of(SPREAD_HEADER, "a1,i1,spring,10,0.05", "a2,i1,spring,3,100"))
    shop.do("UPDATE campaigns SET end_date = '2024-03-03'")

    run = shop.drop(csv_of(SPREAD_HEADER, "a1,i1,spring,10,0.05", "a3,i2,spring,3,100"), "again.csv")

    assert counts(run) == (1, 1, 0, 0)
    assert shop.rows("SELECT external_ref, count(*), sum(clicks) FROM influencer_metrics GROUP BY 1 ORDER BY 1") == [
        ("a1", 3, 10),
        ("a2", 7, 3),
        ("a3", 3, 3),
    ]
    assert shop.rows("SELECT external_ref, clicked_number FROM influencers ORDER BY 1") == [("i1", 13), ("i2", 3)]


def test_small_totals_do_not_all_land_on_the_same_day(shop: Shop):
    shop.source(SPREAD)

    shop.drop(csv_of(SPREAD_HEADER, *[f"a{n},i1,spring,1,0" for n in range(200)]))

    days = shop.rows("SELECT sum(clicks)::integer FROM influencer_metrics GROUP BY day")
    assert len(days) == 7
    assert all(10 < clicks < 50 for (clicks,) in days)


def test_more_clicks_than_can_be_counted_are_refused_and_the_others_land(shop: Shop):
    shop.source(DAILY)

    run = shop.drop(
        csv_of(HEADER, "i1,,2024-03-01,2000000000,1", "i1,,2024-03-02,2000000000,1", "i2,,2024-03-01,2000000000,1")
    )

    assert counts(run) == (1, 0, 0, 2)
    assert [reject[0] for reject in shop.rejects(run)] == [2, 3]


@pytest.mark.parametrize(
    ("end", "reason"),
    [("2024-02-01", "lies before the start of the campaign"), ("2034-03-01", "lasts longer than 1100 days")],
)
def test_a_campaign_that_nothing_can_be_spread_over_is_refused(shop: Shop, end: str, reason: str):
    shop.source(SPREAD | {"fields": SPREAD["fields"] | {"campaign.end_date": {"constant": end}}})

    run = shop.drop(csv_of(SPREAD_HEADER, "a1,i1,spring,1,0"))

    assert counts(run) == (0, 0, 0, 1)
    assert reason in shop.rejects(run)[0][3]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**9)), min_size=1, max_size=20))
def test_every_total_is_exact_whatever_it_is(shop: Shop, totals: list[tuple[int, int]]):
    if not shop.rows("SELECT FROM import_sources"):
        shop.source(SPREAD)
    lines = [f"a{n},i1,spring,{clicks},{cents / 100:.2f}" for n, (clicks, cents) in enumerate(totals)]

    shop.drop(csv_of(SPREAD_HEADER, *lines), f"{abs(hash(tuple(totals)))}.csv")

    stored = shop.rows("SELECT external_ref, sum(clicks), sum(spend * 100) FROM influencer_metrics GROUP BY 1")
    assert {ref: (clicks, cents) for ref, clicks, cents in stored if int(ref[1:]) < len(totals)} == {
        f"a{n}": pair for n, pair in enumerate(totals)
    }
