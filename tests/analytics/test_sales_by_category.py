"""Sales by category: shares, growth, best products, seasons."""

import pytest
from sqlalchemy import text

from shared.platform import db
from tests.analytics.shop import DAYS, a_busy_quarter, open_shop, purchase

WHOLE = {"from": DAYS[0].isoformat(), "to": DAYS[-1].isoformat()}
FACTS = text("""
    SELECT category, count(*) AS orders, coalesce(sum(quantity), 0) AS units, sum(returned_quantity) AS returned_units,
           coalesce(sum(quantity * unit_price), 0.00)::text AS gross_revenue,
           coalesce(sum(returned_quantity * unit_price), 0.00)::text AS returned_revenue,
           coalesce(sum((coalesce(quantity, 0) - returned_quantity) * unit_price), 0.00)::text AS net_revenue
    FROM bought_by JOIN products USING (product_id)
    WHERE status <> 'cancelled' AND bought_date BETWEEN :from AND :to AND (:all OR channel = 1)
    GROUP BY category
""")


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


@pytest.fixture
def shop(database):
    with db.transaction() as session:
        open_shop(session)


def sell(day, units, **values):
    with db.transaction() as session:
        purchase(session, 1, day, quantity=units, **values)


@pytest.mark.parametrize("chosen", [{}, {"influencer_id": 1}])
@pytest.mark.parametrize("window", [WHOLE, {"from": "2025-01-17", "to": "2025-03-03"}])
def test_figures_are_those_of_the_purchases(analyst, shop, window, chosen):
    with db.transaction() as session:
        a_busy_quarter(session)
        known = {row.category: row._asdict() for row in session.execute(FACTS, {**window, "all": not chosen})}

    answer = analyst.get("sales/by-category", **window, **chosen).json

    assert {item["category"]: {name: item[name] for name in known["Bags"]} for item in answer["items"]} == known
    assert sum(item["share"] for item in answer["items"]) == pytest.approx(1)
    assert float(answer["net_revenue"]) == pytest.approx(sum(float(item["net_revenue"]) for item in answer["items"]))


def test_growth_is_against_the_period_before_and_a_year_before(analyst, shop):
    sell("2025-03-10", 3)
    sell("2025-02-28", 2)  # the ten days before are 19 to 28 February
    sell("2025-02-18", 50)
    sell("2024-03-01", 4)

    [bags] = analyst.get("sales/by-category", **{"from": "2025-03-01", "to": "2025-03-10"}).json["items"]

    assert bags["previous"] == {"first": "2025-02-19", "last": "2025-02-28", "net_revenue": "2.00", "growth": 0.5}
    assert bags["last_year"] == {"first": "2024-03-01", "last": "2024-03-10", "net_revenue": "4.00", "growth": -0.25}


def test_growth_from_nothing_is_unknown(analyst, shop):
    sell("2025-03-10", 3)

    [bags] = analyst.get("sales/by-category", **{"from": "2025-03-01", "to": "2025-03-10"}).json["items"]
    [ever] = analyst.get("sales/by-category", window="all").json["items"]

    assert bags["previous"]["growth"] is None
    assert (ever["previous"], ever["last_year"]) == (None, None)


def test_the_best_three_products_by_net_revenue(analyst, shop):
    with db.transaction() as session:
        for product_id in (11, 12, 13):
            session.execute(
                text("""INSERT INTO products (product_id, stock_quantity, category, sales_quantity, product_price,
                                              on_sale, title) VALUES (:id, 0, 'Bags', 0, 1, true, 'Demo ' || :id)"""),
                {"id": product_id},
            )
    for product_id, units, returned in ((1, 5, 0), (11, 9, 8), (12, 7, 0), (13, 2, 0)):
        sell("2025-03-10", units, product_id=product_id, returned_quantity=returned)

    [bags] = analyst.get("sales/by-category", **{"from": "2025-03-01", "to": "2025-03-10"}).json["items"]

    assert [(best["product_id"], best["net_revenue"]) for best in bags["best_products"]] == [
        (12, "7.00"),
        (1, "5.00"),
        (13, "2.00"),
    ]


def test_seasons_count_by_month_and_weekday_against_the_mean(analyst, shop):
    sell("2025-01-06", 62)  # a Monday, 31 days in January
    sell("2025-02-04", 28)  # a Tuesday, 28 days in February: 90 units in 59 days

    [bags] = analyst.get("sales/by-category", seasonality="true", **{"from": "2024-01-01", "to": "2025-02-28"}).json[
        "items"
    ]

    january, february = bags["seasonality"]["by_month"]
    assert (january["number"], january["units"], january["share"]) == (1, 62, pytest.approx(62 / 90))
    assert january["index"] == pytest.approx((62 / 31) / (90 / 59))
    assert february["index"] == pytest.approx((28 / 28) / (90 / 59))
    weekdays = {season["number"]: season for season in bags["seasonality"]["by_weekday"]}
    # from Monday, 6 January to Friday, 28 February: 54 days, 8 of them Mondays
    assert weekdays[1]["index"] == pytest.approx((62 / 8) / (90 / 54))
    assert weekdays[3] == {"number": 3, "units": 0, "share": 0, "index": 0}


def test_without_sales_there_is_nothing(analyst, shop):
    answer = analyst.get("sales/by-category", seasonality="true").json

    assert (answer["items"], answer["net_revenue"]) == ([], "0.00")


def test_nobody_without_the_right_may_ask(api):
    assert api.get("sales/by-category").status == 401
