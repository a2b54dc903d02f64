"""Did a campaign sell more? Planted effects are found, and none where there is none."""

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import text

from shared.analytics.campaigns.difference import Counts, effect, spread_of
from shared.permissions import Role
from shared.platform import db
from tests.analytics.campaigns.conftest import arrange, campaign
from tests.analytics.shop import purchase
from tests.client import make_user

CASES = 300
APART = 0.2  # by which products grow apart for reasons of their own
DISPERSION = 2.0
WEEK = [0.8, 0.9, 1.0, 1.0, 1.1, 1.3, 0.9]


def simulated(chance, products, days, planted):
    """Return units by product and day, as many days before as in the campaign: seasons, weekdays, luck, the effect."""
    level = chance.lognormal(0.5, 1.0, (products, 1))
    season = np.exp(0.2 * np.sin(np.arange(2 * days) / 9)) * np.resize(WEEK, 2 * days)
    grown = np.where(np.arange(2 * days) < days, 1, (1 + planted) * np.exp(chance.normal(0, APART, (products, 1))))
    usual = level * season * grown
    return chance.poisson(chance.gamma(usual / (DISPERSION - 1), DISPERSION - 1))


def sides(units, days):
    halves = (units[:, :days], units[:, days:])
    return [(int(each.sum()), int((each**2).sum()), days) for half in halves for each in half]


def counts(units, days):
    return [Counts(int(each[:days].sum()), int(each[days:].sum())) for each in units]


@pytest.mark.parametrize("planted", [0.0, 0.3])
@pytest.mark.parametrize(("treated", "comparable", "days"), [(1, 8, 28), (3, 20, 28), (5, 40, 60)])
def test_the_interval_holds_what_was_planted(planted, treated, comparable, days):
    chance = np.random.default_rng(20250101)
    found = []
    for _ in range(CASES):
        shown, others = simulated(chance, treated, days, planted), simulated(chance, comparable, days, 0.0)
        spread = spread_of(sides(shown, days) + sides(others, days))
        found.append(effect(counts(shown, days), counts(others, days), spread))

    told = [each for each in found if each is not None]
    assert len(told) > 0.95 * CASES
    held = sum(each.low <= planted <= each.high for each in told) / len(told)
    assert 0.85 <= held <= 0.95


def test_what_is_too_little_tells_nothing():
    enough, little = Counts(6, 4), Counts(5, 4)

    assert effect([little], [enough] * 5) is None
    assert effect([enough], [enough] * 4 + [little]) is None
    assert effect([], [enough] * 9) is None
    told = effect([enough, little], [enough] * 5)
    assert told is not None
    assert told.low < 0 < told.high
    assert told.value == pytest.approx(0)


def test_dispersion_is_pearsons():
    assert spread_of([]) == 1
    assert spread_of([(0, 0, 7), (3, 9, 1)]) == 1
    assert spread_of([(4, 16, 4)]) == pytest.approx(4)  # 4, 0, 0, 0: (9 + 1 + 1 + 1) ÷ 1 ÷ 3


def test_the_products_of_a_campaign_against_others(analyst, campaigns):
    """Products 11 and 12 double, 13 to 20 stay; 21 is in another campaign then, 22 of another category."""
    user, first = make_user(Role.ADMIN).user_id, date(2025, 9, 1)
    with db.transaction() as session:
        for number in range(11, 23):
            session.execute(
                text("""INSERT INTO products (product_id, stock_quantity, category, sales_quantity, product_price,
                                              on_sale, title)
                        VALUES (:id, 0, :category, 0, 1, true, :title)"""),
                {"id": number, "category": "Hats" if number < 22 else "Belts", "title": f"Demo product {number}"},
            )
            for place in range(56):
                day = first + timedelta(days=place - 28)
                units = 2 if place >= 28 and number in {11, 12} else 50 if number > 20 and place >= 28 else 1
                purchase(session, -1, day, product_id=number, quantity=units)
        for campaign_id, days in ((7, (first, date(2025, 9, 28))), (8, (date(2025, 9, 28), date(2025, 12, 31)))):
            campaign(session, campaign_id, days)
        for campaign_id, product in ((7, 11), (7, 12), (8, 21)):
            arrange(session, user, campaign_id, (1, product))

    lift = analyst.get("campaigns/7/success", against="lift").json["lift"]

    assert (lift["first"], lift["products"], lift["comparable_products"]) == ("2025-08-04", 2, 8)
    assert (lift["units_before"], lift["units_during"]) == (56, 112)
    assert lift["effect"] == pytest.approx(56.5 / 28.5 - 1)
    assert 0 < lift["low"] < lift["effect"] < lift["high"]
    assert "not proof" in lift["note"]
