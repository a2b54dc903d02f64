"""Attribution from the rows of the shop to the answer, computed at once."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import text

from shared.analytics.attribution.catalogue import AttributionModel
from tests.analytics.attributing import BOUGHT, FIRST, LAST, LOOKBACK, TOUCHED, a_busy_shop, asked, credited, like
from tests.analytics.shop import UNKNOWN, _insert, customer, open_shop, purchase


@pytest.fixture
def shop(session):
    open_shop(session)  # customer 1 came direct, long ago
    return session


def test_a_path_is_registering_liking_buying_and_the_own_channel_last(shop):
    customer(shop, 1, "2025-01-05")
    like(shop, 2, 2, "2025-01-10")
    purchase(shop, 3, "2025-01-12", customer_id=2, unit_price="10.00")
    purchase(shop, -1, "2025-02-01", customer_id=2, unit_price="30.00", quantity=2, returned_quantity=1)

    answer = asked(shop)

    assert credited(answer) == {3: (2, "40.00")}
    assert credited(answer, "first_touch") == {1: (2, "40.00")}
    third = pytest.approx(2 / 3, abs=1e-6)
    assert credited(answer, "linear") == {1: (third, "13.34"), 2: (third, "13.33"), 3: (third, "13.33")}
    assert credited(answer, "position") == {1: (0.8, "16.00"), 2: (0.4, "8.00"), 3: (0.8, "16.00")}
    assert (answer.total.conversions, answer.total.revenue) == (2, "40.00")


@pytest.mark.parametrize(("day", "seen"), [("2024-10-03", True), ("2024-10-02", False)])
def test_the_lookback_ends_after_ninety_days(shop, day, seen):
    like(shop, 1, 2, day)
    purchase(shop, 1, FIRST)

    assert (2 in credited(asked(shop), "first_touch")) == seen
    assert 2 not in credited(asked(shop, lookback=89), "first_touch")


def test_direct_counts_only_where_nothing_else_is(shop):
    like(shop, 1, 2, "2025-01-10")
    purchase(shop, None, "2025-01-11")
    customer(shop, None, "2025-01-05")
    like(shop, 2, -1, "2025-01-06")
    purchase(shop, -1, "2025-01-11", customer_id=2)

    assert credited(asked(shop), "linear") == {2: (1, "1.00"), -1: (1, "1.00")}


def test_lines_of_one_day_through_one_channel_are_one_touch_and_all_of_them_conversions(shop):
    for _line in range(3):
        purchase(shop, 1, "2025-01-10")
    purchase(shop, 2, "2025-01-20")

    assert credited(asked(shop), "linear") == {1: (3.5, "3.50"), 2: (0.5, "0.50")}


def test_purchases_of_one_day_are_not_before_each_other(shop):
    purchase(shop, 1, "2025-01-10")
    purchase(shop, 2, "2025-01-10")

    assert credited(asked(shop), "first_touch") == {1: (1, "1.00"), 2: (1, "1.00")}


def test_what_is_cancelled_or_has_no_day_is_neither_conversion_nor_touch(shop):
    purchase(shop, 1, "2025-01-10", status="cancelled")
    purchase(shop, 1, None)
    purchase(shop, 2, "2025-01-20")

    assert credited(asked(shop), "first_touch") == {2: (1, "1.00")}


def test_channels_that_name_nobody_are_one(shop):
    purchase(shop, UNKNOWN, "2025-01-10")
    purchase(shop, UNKNOWN + 1, "2025-01-12")

    (item,) = asked(shop).items

    assert (item.origin, item.influencer_id, item.influencer_name) == ("unknown_channel", None, None)
    assert credited(asked(shop), "first_touch") == {None: (2, "2.00")}


def test_who_bought_nothing_weakens_a_channel_under_markov_only(shop):
    like(shop, 1, 1, "2025-01-09")
    purchase(shop, 2, "2025-01-10", unit_price="10.00")
    for number in (2, 3):  # C1 and C2 > C3, neither converts
        customer(shop, 1 if number == 2 else 2, "2025-01-05")

    answer = asked(shop)

    assert credited(answer, "linear") == {1: (0.5, "5.00"), 2: (0.5, "5.00")}
    # Removal effects: channel 1 is on the way of 2/3 of 1/2 of 1/2, so 1/6, of the 1/3 that converts, channel 2 of all.
    assert credited(answer, "markov") == {1: (0.333333, "3.33"), 2: (0.666667, "6.67")}


def test_a_filter_by_product_chooses_conversions_and_leaves_the_touches(shop):
    purchase(shop, 1, "2025-01-10", product_id=1, unit_price="5.00")
    purchase(shop, 2, "2025-01-20", product_id=2, unit_price="7.00")

    shoes = asked(shop, category=("Shoes",))

    assert credited(shoes, "linear") == {1: (0.5, "3.50"), 2: (0.5, "3.50")}
    assert (shoes.total.conversions, shoes.total.revenue) == (1, "7.00")
    assert credited(asked(shop, product_id=(1,)), "linear") == {1: (1, "5.00")}


def test_campaigns_share_a_conversion_to_the_cent(shop):
    ids = [1, 2]
    _insert(
        shop,
        "campaigns",
        campaign_id=2,
        campaign_name="B",
        start_date=FIRST,
        end_date=LAST,
        budget=1,
        status="completed",
    )
    user = shop.scalars(
        text("""INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)
                VALUES ('admin', 'a@shop.example', 'A', '!', true, '2025-01-01') RETURNING user_id""")
    ).one()
    for campaign_id in ids:
        _insert(shop, "arranges", product_id=1, influencer_id=1, user_id=user, campaign_id=campaign_id)
    like(shop, 1, 2, "2025-01-09")
    purchase(shop, 1, "2025-01-10", unit_price="10.01")
    purchase(shop, 1, "2025-01-10", unit_price="99.00", product_id=2)

    totals = [asked(shop, campaign_id=(campaign_id,)).total for campaign_id in ids]

    assert [(total.conversions, total.revenue) for total in totals] == [(0.5, "5.00"), (0.5, "5.01")]
    assert asked(shop, campaign_id=tuple(ids)).total.revenue == "10.01"
    assert credited(asked(shop, campaign_id=(ids[0],)), "linear") == {1: (0.25, "2.50"), 2: (0.25, "2.50")}


def test_who_is_listed_is_chosen_and_the_others_are_summed_up(shop):
    like(shop, 1, 2, "2025-01-09")
    purchase(shop, 1, "2025-01-10", unit_price="10.00")
    purchase(shop, -1, "2025-01-11", customer_id=1)

    answer = asked(shop, platform=("TikTok",), models=("linear",))

    assert [item.influencer_name for item in answer.items] == ["Demo influencer 2"]
    assert answer.models[0].label == "Linear"
    assert (answer.items[0].credits["linear"].conversions, answer.others["linear"].conversions) == (1, 1)
    assert [item.influencer_id for item in asked(shop, limit=1, sort="first_touch").items] == [2]


def expected(session):
    """First, linear and Shapley credits by the definition, purchase by purchase, in fractions."""
    known = set(session.scalars(text("SELECT influencer_id FROM influencers")))
    touched = [row for row in session.execute(TOUCHED) if row.day is not None]
    found: dict[str, dict[int | None, list[Fraction]]] = {
        model: defaultdict(lambda: [Fraction(0), Fraction(0)]) for model in ("first_touch", "linear", "shapley")
    }

    def give(model, channel, share, revenue):
        key = channel if channel == -1 or channel in known else None
        found[model][key][0] += share
        found[model][key][1] += share * Fraction(revenue)

    for row in session.execute(BOUGHT, {"first": FIRST, "last": LAST}):
        before = sorted(
            (each.day, each.bought, each.channel)
            for each in touched
            if each.customer_id == row.customer_id
            and row.day - timedelta(days=LOOKBACK) <= each.day
            and (each.day < row.day or (each.day == row.day and not each.bought))
        )
        path = [channel for *_, channel in before if channel != -1] + ([row.channel] if row.channel != -1 else [])
        path = path or [-1]
        distinct = {channel if channel == -1 or channel in known else None for channel in path}
        give("first_touch", path[0], Fraction(1), row.revenue)
        for channel in path:
            give("linear", channel, Fraction(1, len(path)), row.revenue)
        for channel in distinct:
            give("shapley", channel, Fraction(1, len(distinct)), row.revenue)
    return found


def test_a_busy_shop_is_credited_as_the_definition_says(shop):
    a_busy_shop(shop)

    answer = asked(shop)

    for model, wanted in expected(shop).items():
        found = credited(answer, model)
        assert found.keys() == wanted.keys(), model
        for channel, (conversions, revenue) in wanted.items():
            assert abs(Fraction(Decimal(str(found[channel][0]))) - conversions) < Fraction(1, 10**6), model
            assert abs(Fraction(found[channel][1]) - revenue) < Fraction(1, 100), model


def test_every_model_gives_what_the_shop_sold_to_the_cent(shop):
    a_busy_shop(shop)
    sold = service_totals(shop)

    for query in ({}, {"category": ("Bags",)}, {"window": "all", "first": None, "last": None}, {"limit": 2}):
        answer = asked(shop, **query)
        for model in AttributionModel:
            parts = [item.credits[model] for item in answer.items] + [answer.others[model]]
            whole = (Decimal(str(answer.total.conversions)), Decimal(answer.total.revenue))
            assert sum(Decimal(str(part.conversions)) for part in parts) == whole[0], model
            assert sum(Decimal(part.revenue) for part in parts) == whole[1], model
    assert (asked(shop).total.conversions, Decimal(asked(shop).total.revenue)) == sold


def service_totals(session):
    rows = session.execute(BOUGHT, {"first": FIRST, "last": LAST}).all()
    return len(rows), sum(row.revenue for row in rows)


def test_an_empty_shop_has_nothing_to_share_out(session):
    answer = asked(session)

    assert (answer.total.conversions, answer.total.revenue, answer.items) == (0, "0.00", [])
    assert answer.others.keys() == set(AttributionModel)
