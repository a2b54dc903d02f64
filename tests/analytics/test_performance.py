"""Performance of influencers: the same figures as everywhere, and where they stand among peers."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from shared.analytics import queries
from shared.analytics.benchmarks import Cell, circles_of, percentile, standing
from shared.analytics.dimensions import Dimension
from shared.analytics.metrics import CATALOGUE, Better
from shared.analytics.periods import TooManyPeriods, periods
from shared.analytics.queries.grouped import Grouping, first_month, grouped
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.influencers.rules import TIER_FROM, Tier, tier
from tests.analytics.shop import DAYS, a_busy_quarter, open_shop, payment, report

WINDOW = Window(DAYS[0], DAYS[-1])
TIMES = (Dimension.DAY, Dimension.WEEK, Dimension.MONTH)
NARROWED: tuple[dict[str, Any], ...] = (
    {},
    {"influencer_id": (1,)},
    {"platform": ("Instagram",)},
    {"category": ("Bags",)},
    {"campaign_id": (1,)},
    {"campaign_id": (1,), "influencer_id": (2,)},
)


@pytest.fixture
def busy(session):
    open_shop(session)
    a_busy_quarter(session)
    session.execute(
        text("INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id) VALUES (1, 1, :user, 1)"),
        {"user": _user(session)},
    )
    for number, day in enumerate(DAYS[::5]):
        session.execute(
            text(
                "INSERT INTO expenses (campaign_id, influencer_id, cost_category, expense_date, amount)"
                " VALUES (1, :influencer_id, 'studio', :day, 10.01)"
            ),
            {"influencer_id": 2 if number % 3 == 0 else None, "day": day},
        )
    return session


def _user(session):
    return session.scalar(
        text("""
        INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since)
        VALUES ('admin', 'a@shop.example', 'A', '!', true, '2020-01-01') RETURNING user_id""")
    )


@pytest.mark.parametrize("unit", TIMES)
def test_each_point_of_a_series_is_what_its_days_give_alone(busy, unit):
    for narrowed in NARROWED:
        check_points(busy, unit, Filters(**narrowed))


def check_points(busy, unit, filters):
    cut = periods(WINDOW, unit)
    rows = {row.key: row for row in grouped(busy, Grouping(unit, WINDOW, filters, tuple(each.key for each in cut)))}

    assert set(rows) == {each.key for each in cut}
    for each in cut[:: 2 if unit is Dimension.MONTH else 11]:
        alone = queries.totals(busy, Window(each.first, each.last), filters=filters)
        assert (rows[each.key].values, rows[each.key].flags) == (alone.values, alone.flags)


@pytest.mark.parametrize("narrowed", [NARROWED[0], NARROWED[3]], ids=str)
def test_each_platform_is_what_a_filter_by_it_gives(busy, narrowed):
    rows = {row.key: row for row in grouped(busy, Grouping(Dimension.PLATFORM, WINDOW, Filters(**narrowed)))}

    for platform in rows.keys() - {None}:
        alone = queries.totals(busy, WINDOW, filters=Filters(**narrowed | {"platform": (platform,)}))
        assert (rows[platform].values, rows[platform].flags) == (alone.values, alone.flags)


@pytest.mark.parametrize(("by", "field", "key"), [("campaign", "campaign_id", 1), ("category", "category", "Bags")])
def test_each_campaign_and_category_is_what_a_filter_by_it_gives(busy, by, field, key):
    report(busy, 1, DAYS[3], impressions=9, clicks=3, spend="2.00", campaign_id=1)
    rows = {row.key: row for row in grouped(busy, Grouping(Dimension(by), WINDOW, Filters()))}

    assert rows[key].values == queries.totals(busy, WINDOW, filters=Filters(**{field: (key,)})).values


@pytest.mark.parametrize("by", [Dimension.PLATFORM, Dimension.CAMPAIGN, Dimension.CATEGORY])
def test_groups_add_up_to_the_whole(busy, by):
    rows = grouped(busy, Grouping(by, WINDOW, Filters()))
    whole = queries.totals(busy, WINDOW).values

    for slug in ("orders", "units", "net_revenue", "clicks", "cost"):
        values = [row.values[slug] for row in rows]
        assert None in values or sum(values) == whole[slug]  # type: ignore[arg-type]


def test_the_first_month_is_of_those_asked_for(busy):
    payment(busy, 4, "2023-05-17", "1.00")

    assert first_month(busy, Filters(influencer_id=(4,))) == date(2023, 5, 1)
    assert first_month(busy, Filters(influencer_id=(3,))) >= date(2024, 12, 1)  # type: ignore[operator]
    assert first_month(busy, Filters(influencer_id=(77,))) is None


def test_metrics_that_were_not_asked_for_cost_nothing_and_change_nothing(busy):
    for each in CATALOGUE:
        asked = Grouping(Dimension.MONTH, WINDOW, Filters(platform=("Instagram",)), metrics=(each,))
        whole = grouped(busy, replace(asked, metrics=CATALOGUE))
        assert {row.key: row.values[each.slug] for row in grouped(busy, asked)}.items() <= {
            (row.key, row.values[each.slug]) for row in whole
        }


@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2020, 1, 1), date(2022, 1, 1)), st.integers(0, 900), st.sampled_from(TIMES))
def test_periods_are_the_window_without_gaps(first, days, unit):
    window = Window(first, first + timedelta(days=days))

    cut = periods(window, unit)

    assert (cut[0].first, cut[-1].last) == (window.first, window.last)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(cut))
    assert all(one.key <= one.first <= one.last for one in cut)
    assert len({one.key for one in cut}) == len(cut)


def test_a_series_has_an_end():
    with pytest.raises(TooManyPeriods):
        periods(Window(date.min, date(9999, 11, 30)), Dimension.DAY)
    assert len(periods(Window(date.min, date(1, 1, 10)), Dimension.WEEK)) == 2
    assert periods(Window(date(9999, 12, 1), date.max), Dimension.MONTH)[-1].last == date.max


@pytest.mark.parametrize("followers", [0, 9_999, 10_000, 99_999, 100_000, 499_999, 500_000, 999_999, 1_000_000])
def test_tiers_begin_where_they_say(followers):
    chosen = tier(followers)

    assert TIER_FROM[chosen] <= followers
    assert [each for each in Tier if TIER_FROM[chosen] < TIER_FROM[each] <= followers] == []
    assert list(TIER_FROM) == list(Tier) == ["nano", "micro", "mid", "macro", "mega"]


def test_the_percentile_counts_the_worse_and_half_of_the_equal():
    assert percentile(3, [1, 2, 3, 4], Better.HIGH) == 0.625
    assert percentile(3, [1, 2, 3, 4], Better.LOW) == 0.375
    assert percentile(9, [1, 2], Better.HIGH) == 1
    assert percentile(9, [], Better.HIGH) is None


@pytest.mark.parametrize(
    ("same_tier", "same_platform", "cell", "size"),
    [
        (7, 0, Cell.PLATFORM_AND_TIER, 8),
        (6, 1, Cell.PLATFORM, 8),
        (6, 0, Cell.ALL, 10),
    ],
)
def test_a_cell_of_fewer_than_eight_falls_back(same_tier, same_platform, cell, size):
    alike = ("Instagram", Tier.NANO)
    others: list[Any] = [(alike, n) for n in range(same_tier)] + [(alike, None)]
    others += [(("Instagram", Tier.MEGA), n) for n in range(same_platform)]
    others += [(("TikTok", Tier.NANO), 5)] * 3

    found = standing(4, circles_of(alike, others), Better.HIGH)

    assert found is not None
    assert (found.cell, found.size) == (cell, size)


def test_an_unknown_value_stands_nowhere_and_the_quartiles_are_those_of_all():
    assert standing(None, {Cell.ALL: [1]}, Better.HIGH) is None
    found = standing(5, {Cell.ALL: [1, 2, 3, 4]}, Better.HIGH)
    assert found is not None
    assert [int(each) for each in (found.low_quartile, found.median, found.high_quartile)] == [2, 3, 4]
