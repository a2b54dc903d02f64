"""What a campaign brought and cost: credited once, and set against targets, the days before and past campaigns."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.analytics.campaigns.queries import Level, measured
from shared.permissions import Role
from shared.platform import db
from tests.analytics.campaigns.conftest import CAMPAIGNS, arrange, campaign
from tests.analytics.shop import a_busy_quarter, customer, payment, purchase, report
from tests.client import Client, make_user

OF_SALES = ["orders", "units", "gross_revenue", "returned_revenue", "net_revenue", "return_rate", "aov"]


@pytest.fixture
def quarter(campaigns):
    with db.transaction() as session:
        a_busy_quarter(session)


def success(client, campaign_id, *against):
    answer = client.get(f"campaigns/{campaign_id}/success", against=against)
    assert answer.status == 200, answer.json
    return answer.json


@pytest.mark.parametrize("campaign_id", CAMPAIGNS)
def test_sales_are_those_of_the_cube(analyst, quarter, campaign_id):
    first, last = CAMPAIGNS[campaign_id]
    question = {"metrics": OF_SALES, "from": first, "to": last, "filters": {"campaign_id": [campaign_id]}}

    told = success(analyst, campaign_id)

    for dimension, key, listed in (
        ("influencer", "influencer_id", "influencers"),
        ("product", "product_id", "products"),
        ("day", "day", "days"),
    ):
        rows = analyst.post("metrics/query", {**question, "dimensions": [dimension], "limit": 500}).json["rows"]
        wanted = {row.pop(dimension): row for row in rows}
        found = {each[key]: {slug: each["metrics"][slug] for slug in OF_SALES} for each in told[listed]}
        assert {each: found[each] for each in wanted} == wanted
        assert {row["orders"] for each, row in found.items() if each not in wanted} <= {0}
    totals = analyst.post("metrics/query", question).json["totals"]
    assert {slug: told["metrics"][slug] for slug in OF_SALES} == totals


def test_costs_and_clicks_are_the_campaigns_own_on_any_day(analyst, campaigns):
    with db.transaction() as session:
        purchase(session, 1, "2025-02-05", quantity=4, unit_price="10.00")  # shared by campaigns 1 and 2
        report(session, 1, "2025-02-05", campaign_id=2, impressions=100, clicks=10, spend="1.50")
        report(session, 1, "2025-02-05", clicks=500)
        report(session, 1, "2025-02-05", campaign_id=1, clicks=500)
        payment(session, 1, "2025-06-30", "8.50", campaign_id=2)
        payment(session, 1, "2025-02-05", "99.00", campaign_id=2, status="failed")

    told = success(analyst, 2)

    figures = told["metrics"]
    assert (figures["orders"], figures["net_revenue"], figures["cost"]) == (0.5, "20.00", "10.00")
    assert (figures["clicks"], figures["ctr"], figures["cvr"], figures["roi"]) == (10, 0.1, 0.05, 1.0)
    assert [(day["day"], day["metrics"]["cost"]) for day in told["days"]] == [
        ("2025-02-05", "1.50"),
        ("2025-06-30", "8.50"),
    ]
    (product,) = told["products"]
    assert (product["metrics"]["net_revenue"], product["metrics"]["cost"], product["metrics"]["clicks"]) == (
        "20.00",
        None,
        None,
    )


def test_more_orders_than_clicks_are_flagged(analyst, campaigns):
    with db.transaction() as session:
        purchase(session, 3, "2025-01-02", product_id=2)

    told = success(analyst, 4)

    assert (told["metrics"]["cvr"], told["flags"]) == (None, ["more_orders_than_clicks"])


def test_new_customers_are_shared_by_the_campaigns_of_their_influencer(analyst, campaigns):
    with db.transaction() as session:
        for channel, day in ((1, "2025-02-15"), (1, "2025-02-15"), (1, "2025-01-31"), (2, "2025-03-01")):
            customer(session, channel, day)
        customer(session, 3, "2025-03-01")  # when its campaign was over

    found = {number: success(analyst, number)["metrics"]["new_customers"] for number in CAMPAIGNS}

    assert found == {1: 1.666666, 2: 0.666667, 3: 1.666667, 4: 0}


DAY = st.dates(date(2025, 1, 1), date(2025, 1, 9))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.tuples(DAY, DAY).map(sorted), min_size=1, max_size=6),
    amounts=st.lists(
        st.tuples(DAY, st.decimals("0.01", "999.99", places=2), st.integers(1, 7)), min_size=1, max_size=6
    ),
)
def test_the_split_of_credit_adds_up_to_the_cent(campaigns, days, amounts):
    with Session(db.engine()) as session:
        session.execute(text("DELETE FROM arranges"))
        (user,) = session.execute(text("SELECT min(user_id) FROM users")).one()
        for number, each in enumerate(days, start=10):
            campaign(session, number, each)
            arrange(session, user, number)
        for day, price, quantity in amounts:
            purchase(session, 1, day, quantity=quantity, returned_quantity=quantity // 2, unit_price=price)
            customer(session, 1, day)
        numbers = range(10, 10 + len(days))

        rows = measured(session, list(numbers))

        credited = [each for each in amounts if any(first <= each[0] <= last for first, last in days)]
        for level in Level:
            of: list[Any] = [row.values for row in rows if row.level is level and row.campaign_id in numbers]
            assert sum(row["orders"] for row in of) == len(credited)
            assert sum(row["net_revenue"] for row in of) == sum(
                price * (quantity - quantity // 2) for _, price, quantity in credited
            )
            if level is not Level.PRODUCT:
                assert sum(row["new_customers"] for row in of) == len(credited)
        session.rollback()


def test_the_days_before_are_all_that_the_same_pairs_sold(analyst, campaigns):
    with db.transaction() as session:
        sold = {"2025-02-15": 6, "2025-02-01": 1, "2025-01-31": 3, "2025-01-04": 1, "2025-01-03": 9}
        for day, quantity in sold.items():
            purchase(session, 2, day, product_id=2, quantity=quantity)
        purchase(session, 2, "2025-01-31", product_id=1, quantity=50)
        purchase(session, 2, "2025-01-31", product_id=2, quantity=50, status="cancelled")

    previous = success(analyst, 2, "previous")["previous"]

    assert (previous["first"], previous["last"]) == ("2025-01-04", "2025-01-31")
    assert (previous["metrics"]["orders"], previous["metrics"]["net_revenue"]) == (2, "4.00")
    assert previous["change"]["net_revenue"] == 0  # 6 ÷ 2 + 1 against 4
    assert "clicks" not in previous["metrics"]


def test_past_campaigns_of_the_same_categories_are_meant(analyst, campaigns):
    with db.transaction() as session:
        campaign(session, 5, ("2024-01-01", "2024-01-31"))
        campaign(session, 6, ("2024-01-01", "2024-01-31"), "cancelled")
        (user,) = session.execute(text("SELECT min(user_id) FROM users")).one()
        arrange(session, user, 5, (2, 2))
        arrange(session, user, 6, (1, 2))
        purchase(session, 2, "2024-01-05", product_id=2, unit_price="10.01")
        purchase(session, 3, "2025-01-02", product_id=2, unit_price="20.00")
        purchase(session, 2, "2025-02-02", product_id=2, unit_price="30.01")
        payment(session, 2, "2024-01-05", "5.00", campaign_id=5)

    past = success(analyst, 2, "past")["past"]

    assert past["campaigns"] == [4, 5]
    assert (past["metrics"]["net_revenue"], past["metrics"]["roi"]) == ("15.01", pytest.approx(1.002))
    assert past["change"]["net_revenue"] == pytest.approx(30.01 / 15.01 - 1)
    assert success(analyst, 4, "past")["past"]["campaigns"] == [5]


def test_a_campaign_of_which_nothing_is_known_has_zeros(analyst, campaigns):
    told = success(analyst, 4, "previous", "past", "lift")

    assert (told["metrics"]["orders"], told["metrics"]["net_revenue"], told["metrics"]["roi"]) == (0, "0.00", None)
    assert (told["products"], told["days"], told["flags"]) == ([], [], [])
    (arranged,) = told["influencers"]
    assert (arranged["influencer_id"], arranged["metrics"]) == (3, told["metrics"])
    assert told["past"]["campaigns"] == []
    assert told["lift"]["reason"] == "too_few_products"


def test_a_campaign_to_come_has_no_days_before(analyst, campaigns):
    with db.transaction() as session:
        campaign(session, 9, ("2999-01-01", "2999-02-01"), "approved")

    told = success(analyst, 9, "previous", "lift")

    assert (told["previous"], told["lift"]["reason"]) == (None, "not_started")


def test_a_window_narrows_sales_clicks_and_costs_alike(analyst, campaigns):
    with db.transaction() as session:
        for day, price in (("2024-12-31", "5.00"), ("2025-01-01", "7.00"), ("2025-01-03", "11.00")):
            purchase(session, 3, day, product_id=2, unit_price=price)
            report(session, 3, day, campaign_id=4, clicks=int(float(price)))
        payment(session, 3, "2025-01-02", "1.50", campaign_id=4)
        payment(session, 3, "2025-03-01", "99.00", campaign_id=4)
        customer(session, 3, "2025-01-02")

    answer = analyst.get("campaigns/4/success", **{"from": "2025-01-01", "to": "2025-01-02", "against": "previous"})

    told = answer.json
    found = {slug: told["metrics"][slug] for slug in ("orders", "net_revenue", "clicks", "cost", "new_customers")}
    assert found == {"orders": 1, "net_revenue": "7.00", "clicks": 7, "cost": "1.50", "new_customers": 1}
    assert [day["day"] for day in told["days"]] == ["2025-01-01", "2025-01-02"]
    assert (told["first"], told["last"], told["as_of"], told["targets"]) == (
        "2025-01-01",
        "2025-01-02",
        "2025-01-02",
        [],
    )
    assert (told["previous"]["first"], told["previous"]["metrics"]["net_revenue"]) == ("2024-12-30", "5.00")
    beyond = analyst.get("campaigns/4/success", **{"from": "2026-01-01", "to": "2026-01-02", "against": "previous"})
    assert (beyond.json["metrics"]["net_revenue"], beyond.json["previous"]) == ("0.00", None)
    refused = analyst.get("campaigns/4/success", **{"from": "2025-01-01", "to": "2025-01-02", "against": "lift"})
    assert (refused.status, refused.json["code"]) == (422, "window_excludes_against")
    half = analyst.get("campaigns/4/success", **{"from": "2025-01-01"})
    assert (half.status, half.json["code"]) == (422, "window_malformed")


def test_an_unknown_campaign_is_not_there(analyst, campaigns):
    for path in ("success", "targets", "audience"):
        answer = analyst.get(f"campaigns/99/{path}")
        assert (answer.status, answer.json["code"]) == (404, "campaign_not_found")


def put(client, campaign_id, targets, tag="*"):
    return client.put(f"campaigns/{campaign_id}/targets", {"targets": targets}, {"If-Match": tag})


def test_targets_say_whether_they_are_reached(api, analyst, campaigns):
    with db.transaction() as session:
        purchase(session, 3, "2025-01-02", product_id=2, unit_price="100.00")
        payment(session, 3, "2025-01-02", "40.00", campaign_id=4)
    manager = api.as_role("marketing_manager")

    set_them = put(manager, 4, {"net_revenue": "100.00", "cost": 39.99, "orders": 2, "ctr": "0.01"})

    assert set_them.json == {
        "campaign_id": 4,
        "targets": {"cost": 39.99, "ctr": 0.01, "net_revenue": 100.0, "orders": 2.0},
    }
    found = {each["metric"]: (each["reached"], each["share"]) for each in success(analyst, 4)["targets"]}
    assert found == {
        "net_revenue": (True, 1.0),
        "cost": (False, pytest.approx(1.00025)),
        "orders": (False, 0.5),
        "ctr": (None, None),
    }


def test_targets_keep_to_if_match_and_make_success_new(api, analyst, campaigns):
    manager = api.as_role("marketing_manager")
    tag = manager.get("campaigns/4/targets").headers["ETag"]
    known = analyst.get("campaigns/4/success").headers["ETag"]

    assert manager.put("campaigns/4/targets", {"targets": {}}).status == 428
    assert put(manager, 4, {"orders": 5}, tag).status == 200
    assert put(manager, 4, {"orders": 6}, tag).status == 412
    assert analyst.get("campaigns/4/success", headers={"If-None-Match": known}).status == 200
    again = analyst.get("campaigns/4/success")
    assert analyst.get("campaigns/4/success", headers={"If-None-Match": again.headers["ETag"]}).status == 304


@pytest.mark.parametrize(
    ("targets", "code"),
    [({"beauty": 1}, "target_unknown"), ({"revenue_contribution": 1}, "target_unknown"), ({"orders": -1}, "malformed")],
)
def test_what_makes_no_target_is_refused(api, campaigns, targets, code):
    answer = put(api.as_role("admin"), 4, targets)

    assert (answer.status, answer.json["code"]) == (422, code)


def test_a_campaign_manager_sets_targets_of_his_own_campaigns_only(campaigns):
    user = make_user(Role.CAMPAIGN_MANAGER)
    with db.transaction() as session:
        arrange(session, user.user_id, 2)
    manager = Client().as_user(user)

    refused = put(manager, 4, {"orders": 5})

    assert (refused.status, refused.json["code"]) == (403, "not_in_charge_of_campaign")
    assert put(manager, 2, {"orders": 5}).status == 200
    assert put(manager, 2, {}).json["targets"] == {}


def test_a_target_is_rounded_to_six_decimals(api, campaigns):
    answer = put(api.as_role("admin"), 4, {"net_revenue": 478145715518.20966, "cost": 7e-290, "orders": 0.1234565})

    assert answer.json["targets"] == {"cost": 0, "net_revenue": 478145715518.20966, "orders": 0.123457}
