"""Metrics by any dimensions: the same sums whichever way they are found."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import text

from shared.analytics.dimensions import Dimension
from shared.permissions import Role
from shared.platform import db
from tests.analytics.shop import CATEGORIES, DAYS, INFLUENCERS, a_busy_quarter, open_shop, payment, purchase, report
from tests.client import make_user

WHOLE = {"from": DAYS[0].isoformat(), "to": DAYS[-1].isoformat()}
EDGES = {"from": "2025-01-17", "to": "2025-03-03"}
MONEY = ["gross_revenue", "returned_revenue", "net_revenue"]
CAMPAIGNS = {1: ("2025-01-01", "2025-12-31"), 2: ("2025-02-01", "2025-02-28"), 3: ("2025-02-10", "2025-03-10")}
ARRANGED = {(1, 1, 1), (1, 1, 2), (1, 1, 3), (2, 2, 2), (2, 2, 3)}  # influencer, product, campaign


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


@pytest.fixture
def quarter(database):
    """A busy quarter in which up to three campaigns share a purchase; one is arranged by two users."""
    users = [make_user(Role.ADMIN).user_id, make_user(Role.ADMIN).user_id]
    with db.transaction() as session:
        open_shop(session)
        for campaign_id in (2, 3):
            start, end = CAMPAIGNS[campaign_id]
            session.execute(
                text("""INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status)
                        VALUES (:id, 'Demo campaign', :start, :end, 1, 'completed')"""),
                {"id": campaign_id, "start": start, "end": end},
            )
        for user, (influencer, product, campaign) in [(users[0], each) for each in ARRANGED] + [(users[1], (1, 1, 2))]:
            session.execute(
                text("""INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
                        VALUES (:product, :influencer, :user, :campaign)"""),
                {"product": product, "influencer": influencer, "user": user, "campaign": campaign},
            )
        a_busy_quarter(session)


def campaigns_of(row):
    return [
        campaign
        for campaign, (start, end) in CAMPAIGNS.items()
        if (row.channel, row.product_id, campaign) in ARRANGED and start <= row.bought_date.isoformat() <= end
    ]


def shares(row, key):
    """Return (value of the dimensions, part of the cents' function) of a purchase."""
    monday = row.bought_date - timedelta(days=row.bought_date.weekday())
    values = {
        "day": row.bought_date.isoformat(),
        "week": monday.isoformat(),
        "month": row.bought_date.replace(day=1).isoformat(),
        "influencer": row.channel,
        "product": row.product_id,
        "category": CATEGORIES[row.product_id],
        "platform": INFLUENCERS.get(row.channel, (None,))[0],
        "rating": row.rating,
    }
    of = (campaigns_of(row) if "campaign" in key else []) or [None]
    for place, campaign in enumerate(of):
        yield tuple({**values, "campaign": campaign}[name] for name in key), place, len(of)


def expected(key, window, matches=bool):
    """Return orders and cents by values of the dimensions, a purchase at a time; cents are split whole."""
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    with db.connection() as connection:
        for row in connection.execute(
            text("""SELECT coalesce(channel, -1) AS channel, product_id, bought_date, rating, returned_quantity,
                           coalesce(quantity, 0) AS quantity, (unit_price * 100)::bigint AS cents FROM bought_by
                    WHERE status <> 'cancelled' AND bought_date BETWEEN :from AND :to"""),
            window,
        ):
            if not matches(row):
                continue
            for values, place, of in shares(row, key):
                sums[values]["orders"] += 1 / of
                sums[values]["units"] += row.quantity / of
                for name, quantity in (("gross_revenue", row.quantity), ("returned_revenue", row.returned_quantity)):
                    cents = quantity * row.cents
                    sums[values][name] += cents * (place + 1) // of - cents * place // of
    return sums


def ask(client, key, window, **more):
    body = {"metrics": ["orders", "units", *MONEY], "dimensions": list(key), **window, "limit": 1000, **more}
    answer = client.post("metrics/query", body)
    assert answer.status == 200, answer.json
    return answer.json


def assert_same(rows, key, known):
    assert {tuple(row[name] for name in key) for row in rows} == set(known), key
    for row in rows:
        sums = known[tuple(row[name] for name in key)]
        assert (row["orders"], row["units"]) == pytest.approx((sums["orders"], sums["units"]), abs=1e-3), (key, row)
        cents = [sums["gross_revenue"], sums["returned_revenue"], sums["gross_revenue"] - sums["returned_revenue"]]
        assert [row[name] for name in MONEY] == [f"{each / 100:.2f}" for each in cents], (key, row)


@pytest.mark.parametrize("window", [WHOLE, EDGES])
def test_one_or_two_dimensions_give_what_the_purchases_say(analyst, quarter, window):
    [whole] = expected((), window).values()
    names = [dimension.value for dimension in Dimension]
    for key in ((), *((name,) for name in names), *combinations(names, 2)):
        answer = ask(analyst, key, window)

        assert_same(answer["rows"], key, expected(key, window))
        assert answer["totals"]["orders"] == whole["orders"]
        assert answer["totals"]["gross_revenue"] == f"{whole['gross_revenue'] / 100:.2f}"
        cents = sum(round(float(row["net_revenue"]) * 100) for row in answer["rows"])
        assert cents == round(float(answer["totals"]["net_revenue"]) * 100)


FILTERS: list[tuple[dict[str, Any], Any]] = [
    ({"influencer_id": [1]}, lambda row: row.channel == 1),
    ({"platform": ["TikTok"]}, lambda row: row.channel == 2),
    ({"category": ["Shoes"]}, lambda row: row.product_id == 2),
    ({"product_id": [1], "platform": ["Instagram"]}, lambda row: row.product_id == 1 and row.channel in {1, 3}),
]


@pytest.mark.parametrize(("filters", "matches"), FILTERS)
def test_filters_narrow_every_way(analyst, quarter, filters, matches):
    for key in ((), ("influencer",), ("product",), ("category", "month"), ("rating",), ("campaign",)):
        answer = ask(analyst, key, EDGES, filters=filters)

        assert_same(answer["rows"], key, expected(key, EDGES, matches))


def test_a_campaign_gets_its_part_of_what_it_shares(analyst, quarter):
    of_campaigns = {row["campaign"]: row for row in ask(analyst, ("campaign",), WHOLE)["rows"]}
    [second] = ask(analyst, (), WHOLE, filters={"campaign_id": [2]})["rows"]

    assert {name: second[name] for name in MONEY} == {name: of_campaigns[2][name] for name in MONEY}
    assert second["orders"] == of_campaigns[2]["orders"]
    assert second["orders"] != int(second["orders"])


def test_a_campaign_filter_ranks_by_the_same_parts(analyst, quarter):
    with db.transaction() as session:
        report(session, 1, "2025-02-15", clicks=40, campaign_id=2)
        report(session, 1, "2025-02-15", clicks=99)
        payment(session, 1, "2025-02-15", "10.00", campaign_id=2)
        payment(session, 2, "2025-02-15", "99.00")
    of_campaign = {
        row["influencer"]: row for row in ask(analyst, ("influencer",), WHOLE, filters={"campaign_id": [2]})["rows"]
    }

    shop = analyst.get("metrics/shop", campaign_id=2, **WHOLE).json["metrics"]
    ranking = analyst.get("rankings", by="net_revenue", campaign_id=2, **WHOLE).json["items"]

    assert {item["influencer_id"]: {name: item["metrics"][name] for name in MONEY} for item in ranking} == {
        each: {name: row[name] for name in MONEY} for each, row in of_campaign.items()
    }
    first = next(item["metrics"] for item in ranking if item["influencer_id"] == 1)
    assert first["orders"] == of_campaign[1]["orders"]
    assert (shop["clicks"], shop["cost"]) == (first["clicks"], first["cost"])
    assert (first["new_customers"], first["cac"]) == (None, None)
    assert float(shop["net_revenue"]) == pytest.approx(sum(float(row["net_revenue"]) for row in of_campaign.values()))
    assert {item["previous_position"] for item in ranking} == {None}


def test_ratios_are_made_of_sums(analyst, quarter):
    answer = ask(analyst, ("category",), WHOLE, metrics=["net_revenue", "aov", "revenue_contribution", "return_rate"])

    assert sum(row["revenue_contribution"] for row in answer["rows"]) == pytest.approx(1)
    assert answer["totals"]["revenue_contribution"] == 1
    assert answer["columns"][2] == {"name": "aov", "label": "Average order value (AOV)", "unit": "money"}


def test_comparison_stands_beside_also_where_the_value_is_unknown(analyst, database):
    with db.transaction() as session:
        open_shop(session)
        for channel, day in ((1, "2025-03-05"), (-1, "2025-03-05"), (-1, "2025-02-25"), (2, "2025-02-25")):
            purchase(session, channel, day, unit_price="3.00")

    answer = ask(
        analyst, ("platform",), {"from": "2025-03-01", "to": "2025-03-10"}, metrics=["net_revenue"], compare="previous"
    )

    assert answer["compared"] == "2025-02-19..2025-02-28"
    assert answer["rows"] == [
        {"platform": "Instagram", "net_revenue": "3.00", "net_revenue_before": None},
        {"platform": None, "net_revenue": "3.00", "net_revenue_before": "3.00"},
    ]
    assert answer["totals"] == {"net_revenue": "6.00", "net_revenue_before": "6.00"}


@pytest.mark.parametrize("sort", [None, "product", "-net_revenue", "orders"])
def test_pages_are_the_whole(analyst, quarter, sort):
    key = ("influencer", "week")
    sort = "week" if sort == "product" else sort
    whole, paged, cursor = ask(analyst, key, WHOLE, sort=sort)["rows"], [], None
    while True:
        page = ask(analyst, key, WHOLE, sort=sort, limit=7, cursor=cursor)
        paged += page["rows"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert paged == whole
    if sort == "-net_revenue":
        net = [float(row["net_revenue"]) for row in whole]
        assert net == sorted(net, reverse=True)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"metrics": ["clicks"]}, "metric_not_of_sales"),
        ({"metrics": ["luck"]}, "metric_unknown"),
        ({"metrics": []}, "malformed"),
        ({"metrics": ["orders"], "dimensions": ["moon"]}, "malformed"),
        ({"metrics": ["orders"], "sort": "units"}, "malformed"),
        ({"metrics": ["orders"], "cursor": "x"}, "malformed"),
        ({"metrics": ["orders"], "limit": 1001}, "malformed"),
        ({"metrics": ["orders"], "dimensions": ["day"], "compare": "previous"}, "compare_excludes_time"),
        ({"metrics": ["orders"], "window": "90d", "from": "2025-01-01"}, "window_malformed"),
    ],
)
def test_what_makes_no_sense_is_refused(analyst, body, code):
    answer = analyst.post("metrics/query", body)

    assert (answer.status, answer.json["code"]) == (422, code)


def test_a_cursor_is_of_its_question_only(analyst, quarter):
    cursor = ask(analyst, ("day",), WHOLE, limit=2)["next_cursor"]

    assert analyst.post("metrics/query", {"metrics": ["units"], "dimensions": ["day"], "cursor": cursor}).status == 422


def test_without_sales_totals_are_nothing(analyst, database):
    answer = ask(analyst, ("day",), WHOLE)

    assert answer["rows"] == []
    assert answer["totals"]["net_revenue"] == "0.00"
    assert date.fromisoformat(answer["as_of"]) == DAYS[-1]
