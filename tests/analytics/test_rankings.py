"""Rankings begin with the best, end with what is unknown, and remember the positions stored before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from shared.analytics import queries
from shared.analytics.jobs import recompute_rankings
from shared.analytics.metrics import BY_SLUG, CATALOGUE, to_json
from shared.analytics.models import InfluencerRanking
from shared.analytics.schemas import Filters
from shared.analytics.slices import Order, Slice
from shared.analytics.windows import SLUGS, Window, named_window
from tests.analytics.shop import open_shop, payment, purchase, report

TODAY = date(2025, 3, 31)
YESTERDAY = TODAY - timedelta(days=1)
WINDOW = named_window("90d", TODAY)


def sells(session, influencer_id, revenue, cost=None):
    purchase(session, influencer_id, TODAY, unit_price=revenue)
    if cost:
        payment(session, influencer_id, TODAY, cost)


@pytest.fixture
def shop(session):
    open_shop(session)
    sells(session, 1, "20.00", "10.00")  # ROI 1
    sells(session, 2, "90.00", "30.00")  # ROI 2
    sells(session, 3, "50.00")  # no cost, so no ROI
    return session


def places(ranking):
    return [(row.position, row.performance.influencer_id) for row in ranking]


def test_best_first_and_unknown_last(shop):
    ranking = queries.ranked(shop, "roi", WINDOW)

    assert places(ranking) == [(1, 2), (2, 1), (3, 3), (4, 4)]
    assert [row.state for row in ranking] == ["ranked", "ranked", "not_enough_data", "not_enough_data"]


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("net_revenue", [2, 3, 1, 4]),
        ("cost", [3, 4, 1, 2]),  # low is better, zero is the lowest, ties by id
        ("orders", [1, 2, 3, 4]),
        ("roas", [2, 1, 3, 4]),
    ],
)
def test_every_metric_begins_with_its_better_end(shop, by, order):
    assert [row.performance.influencer_id for row in queries.ranked(shop, by, WINDOW)] == order


@pytest.mark.parametrize("by", [metric.slug for metric in CATALOGUE])
def test_can_be_ranked_by_every_metric(shop, by):
    assert [row.position for row in queries.ranked(shop, by, WINDOW)] == [1, 2, 3, 4]


def test_one_cent_decides(shop):
    purchase(shop, 1, TODAY, unit_price="30.01")

    assert [row.performance.influencer_id for row in queries.ranked(shop, "net_revenue", WINDOW)] == [2, 1, 3, 4]


def test_a_part_keeps_the_positions_and_counts_everybody(shop):
    answer = queries.ranking(shop, "roi", WINDOW, part=Slice(2, 1))

    whole = places(queries.ranked(shop, "roi", WINDOW))
    assert [(item.position, item.influencer_id) for item in answer.items] == whole[1:3]
    assert sum(answer.counts.values()) == 4


def test_the_other_end_first_is_the_same_list_backwards_but_for_the_unknown(shop):
    whole = queries.ranking(shop, "roi", WINDOW)
    known = [item for item in whole.items if item.score is not None]

    backwards = queries.ranking(shop, "roi", WINDOW, part=Slice(order=Order.WORST))

    assert backwards.items == known[::-1] + [item for item in whole.items if item.score is None][::-1]
    assert backwards.counts == {"ranked": len(known), "not_enough_data": 4 - len(known)} == whole.counts


def test_positions_count_those_who_are_listed(shop):
    ranking = queries.ranked(shop, "roi", WINDOW, filters=Filters(platform=("Instagram",)))

    assert places(ranking) == [(1, 1), (2, 3), (3, 4)]


def test_products_can_be_ranked_by_what_is_known_of_them(shop):
    purchase(shop, 1, TODAY, product_id=2, unit_price="5.00")

    ranking = queries.ranked(shop, "net_revenue", WINDOW, filters=Filters(category=("Shoes",)))

    assert [row.performance.values["net_revenue"] for row in ranking] == [Decimal("5.00"), 0, 0]
    with pytest.raises(queries.MetricUnknownPerProduct):
        queries.ranked(shop, "roi", WINDOW, filters=Filters(category=("Shoes",)))


def test_the_answer_has_the_shape_that_others_rely_on(shop):
    answer = queries.ranking(shop, "net_revenue", WINDOW, part=Slice(1)).model_dump(mode="json")

    values = queries.ranked(shop, "net_revenue", WINDOW)[0].performance.values
    assert answer == {
        "as_of": "2025-03-31",
        "window": "90d",
        "items": [
            {
                "influencer_id": 2,
                "influencer_name": "Demo influencer 2",
                "platform": "TikTok",
                "position": 1,
                "previous_position": None,
                "state": "ranked",
                "score": 90.0,
                "roi": {"value": 2.0, "low": None, "high": None, "probability_positive": None},
                "expected_rank": None,
                "metrics": {slug: to_json(BY_SLUG[slug], value) for slug, value in values.items()},
                "flags": ["more_orders_than_clicks"],
            }
        ],
        "without_cost": [],
        "counts": {"ranked": 4, "not_enough_data": 0},
        "next_cursor": None,
    }
    assert answer["items"][0]["metrics"]["net_revenue"] == "90.00"


def stored(session):
    of = InfluencerRanking
    return session.execute(
        select(
            of.as_of, of.window_slug, of.influencer_id, of.position, of.state, of.score, of.metrics, of.parts
        ).order_by(of.as_of, of.window_slug, of.influencer_id)
    ).all()


def test_the_job_stores_every_window_with_all_metrics(shop):
    assert recompute_rankings(shop, TODAY) == dict.fromkeys(SLUGS, 4)

    rows = [row for row in stored(shop) if row.window_slug == "90d"]
    assert [row.influencer_id for row in rows] == [1, 2, 3, 4]
    assert rows[0].metrics.keys() == BY_SLUG.keys()
    assert (rows[1].metrics["cost"], rows[1].metrics["roi"], rows[2].metrics["roi"]) == ("30.00", 2.0, None)


def test_the_job_twice_changes_nothing(shop):
    recompute_rankings(shop, TODAY)
    once = stored(shop)

    recompute_rankings(shop, TODAY)

    assert stored(shop) == once


def test_the_job_again_on_the_same_day_replaces_that_day_only(shop):
    recompute_rankings(shop, YESTERDAY)
    recompute_rankings(shop, TODAY)
    before = stored(shop)
    sells(shop, 4, "1000.00", "1.00")
    shop.execute(text("UPDATE influencers SET still_partner = false"))

    recompute_rankings(shop, TODAY)

    assert [row for row in stored(shop) if row.as_of == YESTERDAY] == [row for row in before if row.as_of == YESTERDAY]
    today = {row.influencer_id: row.metrics["roi"] for row in stored(shop) if row.as_of == TODAY}
    assert today[4] == 999


def test_windows_end_on_the_day_they_are_stored_for(shop):
    """All was sold and paid today: yesterday's windows know nothing of it."""
    recompute_rankings(shop, YESTERDAY)

    assert {row.metrics["orders"] for row in stored(shop)} == {0}


def previous_positions(session, by, window=WINDOW, **filters):
    ranking = queries.ranked(session, by, window, filters=Filters(**filters))
    return {row.performance.influencer_id: row.previous_position for row in ranking}


def test_positions_before_are_by_the_same_metric(shop):
    recompute_rankings(shop, TODAY)
    tomorrow = named_window("90d", TODAY + timedelta(days=1))

    assert previous_positions(shop, "roi", tomorrow) == {2: 1, 1: 2, 3: 3, 4: 4}
    assert previous_positions(shop, "net_revenue", tomorrow) == {2: 1, 3: 2, 1: 3, 4: 4}
    assert previous_positions(shop, "cost", tomorrow) == {3: 1, 4: 2, 1: 3, 2: 4}
    assert previous_positions(shop, "net_revenue", tomorrow, platform=("Instagram",)) == {3: 1, 1: 2, 4: 3}


def test_the_positions_of_the_day_itself_do_not_count_as_before(shop):
    recompute_rankings(shop, TODAY)

    assert set(previous_positions(shop, "roi").values()) == {None}


def test_of_several_days_stored_the_latest_before_counts(shop):
    purchase(shop, 1, YESTERDAY - timedelta(days=1), unit_price="500.00")
    recompute_rankings(shop, YESTERDAY - timedelta(days=1))
    purchase(shop, 3, YESTERDAY, unit_price="900.00")
    recompute_rankings(shop, YESTERDAY)

    assert previous_positions(shop, "net_revenue") == {3: 1, 1: 2, 2: 3, 4: 4}


def test_who_was_not_listed_before_has_no_position_before(shop):
    recompute_rankings(shop, YESTERDAY)  # influencer 3 is no partner and had sold nothing

    assert previous_positions(shop, "net_revenue")[3] is None


def test_days_chosen_freely_have_no_positions_before(shop):
    recompute_rankings(shop, YESTERDAY)

    assert set(previous_positions(shop, "roi", Window(WINDOW.first, WINDOW.last)).values()) == {None}


def test_reports_without_sales_are_ranked_too(shop):
    report(shop, 4, TODAY, impressions=10, clicks=1)

    assert queries.ranked(shop, "ctr", WINDOW)[0].performance.influencer_id == 4
