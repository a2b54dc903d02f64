"""Units per day before and after each change of a price: up to the neighbouring changes, with an interval."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import text

from shared.analytics.price_changes import PriceChange, Side, changes, dispersion, ratio, sides
from shared.permissions import Role
from shared.platform import db
from tests.analytics.shop import open_shop, purchase
from tests.client import make_user

ONE, TWO, THREE = Decimal("1.00"), Decimal("2.00"), Decimal("3.00")
LATER = date(2030, 1, 1)


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


@pytest.fixture
def edit(database):
    with db.transaction() as session:
        open_shop(session)
    user = make_user(Role.ADMIN)

    def make(day, old, new):
        with db.transaction() as session:
            session.execute(
                text("""INSERT INTO adjusts (user_id, product_id, date_time, is_active, field, old_value, new_value)
                        VALUES (:user, 1, :at, false, 'product_price', :old, :new)"""),
                {"user": user.user_id, "at": datetime.combine(day, time(12)), "old": old, "new": new},
            )

    return make


def sell(*of):
    with db.transaction() as session:
        for day, units in of:
            purchase(session, 1, day, quantity=units)


def test_counts_28_days_on_each_side_and_not_the_day_itself(analyst, edit):
    edit(date(2025, 3, 1), 2, 3)
    sell(("2025-01-31", 100), ("2025-02-01", 5), ("2025-02-28", 3), ("2025-03-01", 100))
    sell(("2025-03-02", 1), ("2025-03-29", 3), ("2025-03-30", 100))

    answer = analyst.get("products/1/price-effect").json

    [item] = answer["items"]
    assert answer["note"].startswith("An indication, not proof")
    assert (item["day"], item["old_price"], item["new_price"]) == ("2025-03-01", "2.00", "3.00")
    assert item["before"] == {
        "first": "2025-02-01",
        "last": "2025-02-28",
        "days": 28,
        "units": 8,
        "units_per_day": pytest.approx(8 / 28),
    }
    assert (item["after"]["first"], item["after"]["last"], item["after"]["units"]) == ("2025-03-02", "2025-03-29", 4)
    assert item["ratio"]["value"] == 0.5
    assert item["ratio"]["low"] < 0.5 < item["ratio"]["high"]


def test_neighbouring_changes_shorten_a_side_and_the_latest_comes_first(analyst, edit):
    edit(date(2025, 3, 1), 2, 3)
    edit(date(2025, 3, 11), 3, 4)
    sell(("2025-01-05", 1))

    later, earlier = analyst.get("products/1/price-effect", days=14).json["items"]

    assert (earlier["after"]["first"], earlier["after"]["last"]) == ("2025-03-02", "2025-03-10")
    assert (later["before"]["first"], later["before"]["last"]) == ("2025-03-02", "2025-03-10")
    assert (later["after"]["last"], earlier["before"]["first"]) == ("2025-03-25", "2025-02-15")
    assert (earlier["ratio"]["value"], analyst.get("products/1/price-effect", limit=1).json["items"][0]["day"]) == (
        None,
        "2025-03-11",
    )


def test_a_product_that_is_not_there(analyst, database):
    assert analyst.get("products/7/price-effect").status == 404


def test_without_a_change_there_is_nothing(analyst, edit):
    assert analyst.get("products/1/price-effect").json["items"] == []


def test_edits_of_one_day_are_one_change_or_none():
    first, second = date(2025, 3, 1), date(2025, 3, 2)

    assert changes([(first, ONE, TWO), (first, TWO, THREE), (second, THREE, ONE), (second, ONE, THREE)]) == [
        PriceChange(first, ONE, THREE)
    ]


def test_changes_on_days_that_follow_leave_no_day_between():
    of = [PriceChange(date(2025, 3, 1), ONE, TWO), PriceChange(date(2025, 3, 2), TWO, ONE)]

    assert sides(of, 0, 28, Side(date.min, LATER)) == (Side(date(2025, 2, 1), date(2025, 2, 28)), None)
    assert sides(of, 1, 28, Side(date.min, date(2025, 3, 2))) == (None, None)


def test_days_before_the_product_existed_are_no_days_without_sales(analyst, edit):
    edit(date(2025, 3, 1), 2, 3)
    [unsold] = analyst.get("products/1/price-effect").json["items"]
    assert (unsold["before"], unsold["ratio"]) == (None, None)  # the change is the first that is known of it

    sell(("2025-02-20", 4), ("2025-03-05", 1))
    [item] = analyst.get("products/1/price-effect").json["items"]
    assert (item["before"]["first"], item["before"]["days"], item["before"]["units"]) == ("2025-02-20", 9, 4)

    with db.transaction() as session:
        session.execute(text("UPDATE products SET created_at = '2025-02-10 12:00+00'"))
    [item] = analyst.get("products/1/price-effect").json["items"]
    assert (item["before"]["first"], item["before"]["days"]) == ("2025-02-10", 19)


def test_the_interval_is_that_of_the_ratio_of_two_gammas():
    # Gamma(1/2) is half a squared normal: the ratio of two is the square of a Cauchy variable.
    from math import pi, tan

    nothing = ratio((0, 10), (0, 20))

    assert nothing.value is None
    assert nothing.low == pytest.approx(tan(pi / 2 * 0.05) ** 2 / 2)
    assert nothing.high == pytest.approx(tan(pi / 2 * 0.95) ** 2 / 2)


def test_much_to_go_by_makes_the_interval_narrow():
    # Of many units the logarithm of the ratio is normal: variance 1 ÷ units before + 1 ÷ units after.
    from math import exp, log

    found = ratio((40_000, 28), (10_000, 14))

    assert found.value == 0.5
    assert log(found.high / found.low) == pytest.approx(2 * 1.644854 * (1 / 40_000 + 1 / 10_000) ** 0.5, rel=1e-3)
    assert found.low < 0.5 < found.high < exp(log(0.5) + 0.02)


def test_days_that_vary_more_than_chance_make_the_interval_wider():
    from math import log

    calm, wild = [10] * 14, [0, 20] * 7

    assert dispersion([calm, calm]) == 1
    assert dispersion([[0] * 14, [0] * 14]) == 1
    assert dispersion([[5], [7]]) == 1
    # Each day of the wild side is 10 off its mean of 10, so 14 times 100 ÷ 10 over 26 degrees of freedom.
    spread = dispersion([calm, wild])
    assert spread == pytest.approx(140 / 26)

    narrow, wide = ratio((40_000, 28), (10_000, 14)), ratio((40_000, 28), (10_000, 14), spread)
    assert log(wide.high / wide.low) == pytest.approx(log(narrow.high / narrow.low) * spread**0.5, rel=1e-3)


def test_the_same_units_spread_over_fewer_days_tell_less(analyst, edit):
    edit(date(2025, 3, 1), 2, 3)
    sell(*((f"2025-02-{day:02}", 2) for day in range(1, 29)), *((f"2025-03-{day:02}", 1) for day in range(2, 30)))
    [steady] = analyst.get("products/1/price-effect").json["items"]
    with db.transaction() as session:
        session.execute(text("DELETE FROM bought_by"))
    sell(("2025-02-01", 28), ("2025-02-08", 28), ("2025-03-02", 28))

    [lumpy] = analyst.get("products/1/price-effect").json["items"]

    assert lumpy["ratio"]["value"] == steady["ratio"]["value"] == 0.5
    assert lumpy["ratio"]["low"] < steady["ratio"]["low"] < steady["ratio"]["high"] < lumpy["ratio"]["high"]
