"""Every metric against figures computed by hand and against the facts, with edges by one day and one cent."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from shared.analytics import queries
from shared.analytics.metrics import CATALOGUE, SUMS, MetricUnknown, Unit, metric, to_json
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.platform import rollups
from shared.sales.models import SALES
from tests.analytics.shop import (
    DAYS,
    INFLUENCERS,
    UNKNOWN,
    a_busy_quarter,
    assert_same,
    customer,
    expected,
    open_shop,
    payment,
    purchase,
    report,
)

WINDOW = Window(date(2025, 3, 10), date(2025, 3, 20))
FIRST, MIDDLE, LAST, BEFORE, AFTER = "2025-03-10", "2025-03-15", "2025-03-20", "2025-03-09", "2025-03-21"
NO_ACTIVITY = dict.fromkeys([each.slug for each in CATALOGUE if each.unit is Unit.COUNT], 0) | {
    "gross_revenue": Decimal(0),
    "returned_revenue": Decimal(0),
    "net_revenue": Decimal(0),
    "cost": Decimal(0),
    "net_contribution": Decimal(0),
    "revenue_contribution": Decimal(0),
}


@pytest.fixture
def shop(session):
    open_shop(session)
    purchase(session, 1, FIRST, quantity=2, unit_price="10.00", rating=5)
    purchase(session, 1, LAST, product_id=2, unit_price="19.99", rating=2, status="returned", returned_quantity=1)
    purchase(session, 1, MIDDLE, quantity=3, unit_price="0.01")
    purchase(session, 1, "2025-03-12", quantity=None, unit_price="5.00")
    purchase(session, 1, MIDDLE, quantity=5, unit_price="100.00", status="cancelled", rating=1)
    for outside in (BEFORE, AFTER, None):
        purchase(session, 1, outside, unit_price="50.00", rating=1)
    purchase(session, 2, MIDDLE, unit_price="30.00")
    purchase(session, None, MIDDLE, unit_price="10.00")
    purchase(session, -1, MIDDLE, unit_price="5.00")
    purchase(session, UNKNOWN, MIDDLE, unit_price="34.97")

    report(session, 1, FIRST, impressions=1000, clicks=9, likes=5, comments=4, shares=3, saves=2, spend="1.50")
    report(session, 1, LAST, impressions=1000, clicks=1, conversions=1, spend="0.25", campaign_id=1)
    for outside in (BEFORE, AFTER):
        report(session, 1, outside, impressions=1, clicks=100, likes=100, conversions=100, spend="100.00")
        customer(session, 1, outside)
    for inside in (FIRST, LAST):
        customer(session, 1, inside)
    customer(session, -1, MIDDLE)
    customer(session, None, MIDDLE)

    payment(session, 1, FIRST, "5.00", status="pending")
    payment(session, 1, MIDDLE, "1.00", status="approved")
    payment(session, 1, MIDDLE, "1.00", status="scheduled")
    payment(session, 1, LAST, "1.25")
    for status in ("failed", "cancelled"):
        payment(session, 1, MIDDLE, "100.00", status=status)
    for outside in (BEFORE, AFTER):
        payment(session, 1, outside, "50.00")
    return session


BY_HAND: dict[str, int | Decimal | Fraction] = {
    "impressions": 2000,
    "clicks": 10,
    "engagements": 14,
    "reported_conversions": 1,
    "ctr": Fraction(5, 1000),
    "engagement_rate": Fraction(7, 1000),
    "orders": 4,
    "units": 6,
    "gross_revenue": Decimal("40.02"),
    "returned_revenue": Decimal("19.99"),
    "net_revenue": Decimal("20.03"),
    "return_rate": Fraction(1, 6),
    "cvr": Fraction(4, 10),
    "aov": Decimal("10.01"),  # 10.005
    "cost": Decimal("10.00"),
    "net_contribution": Decimal("10.03"),
    "roi": Fraction(1003, 1000),
    "roas": Fraction(2003, 1000),
    "revenue_contribution": Fraction(2003, 10000),
    "new_customers": 2,
    "cac": Decimal("5.00"),
    "epc": Decimal("2.00"),  # 2.003
    "average_rating": Decimal("3.5"),
}


def of(session: Session, influencer_id: int, window: Window = WINDOW, **filters: object) -> queries.InfluencerRow:
    rows = queries.performance(session, window, filters=Filters.model_validate(filters))
    return next(row for row in rows if row.influencer_id == influencer_id)


@pytest.mark.parametrize("folded", [False, True])
def test_every_metric_as_computed_by_hand(shop, folded):
    if folded:
        for rollup in SALES:
            rollups.fold(shop, rollup)

    assert_same(of(shop, 1).values, BY_HAND)
    assert of(shop, 1).flags == []


def test_the_second_way_agrees_with_the_hand(shop):
    assert_same(expected(shop, WINDOW, [1]), BY_HAND)


def test_more_orders_than_clicks_is_flagged_and_never_clipped(shop):
    row = of(shop, 2)

    assert (row.values["orders"], row.values["clicks"], row.values["cvr"]) == (1, 0, None)
    assert row.flags == ["more_orders_than_clicks"]


def test_as_many_orders_as_clicks_is_a_conversion_rate_of_one(shop):
    report(shop, 2, MIDDLE, clicks=1)

    assert (of(shop, 2).values["cvr"], of(shop, 2).flags) == (1, [])


def test_empty_denominators_give_null(shop):
    values = of(shop, 4).values

    assert {slug: value for slug, value in values.items() if value is not None} == NO_ACTIVITY


def test_a_shop_that_sold_nothing_contributes_null(shop):
    assert of(shop, 1, Window(date(2024, 1, 1), date(2024, 1, 2))).values["revenue_contribution"] is None


def test_listed_is_who_is_a_partner_or_did_something(shop):
    def listed():
        return [row.influencer_id for row in queries.performance(shop, WINDOW)]

    assert listed() == [1, 2, 4]
    report(shop, 3, LAST, clicks=0)
    assert listed() == [1, 2, 3, 4]


def test_the_whole_shop_counts_direct_and_unknown_channels_too(shop):
    total = queries.totals(shop, WINDOW)

    assert (total.values["orders"], total.values["net_revenue"]) == (8, Decimal("100.00"))
    assert (total.values["new_customers"], total.values["revenue_contribution"]) == (4, 1)
    assert_same(total.values, expected(shop, WINDOW))


def test_the_shop_narrowed_to_a_platform_counts_its_influencers(shop):
    total = queries.totals(shop, WINDOW, filters=Filters(platform=("TikTok",)))

    assert_same(total.values, expected(shop, WINDOW, [2]))


def test_origins_show_what_names_no_influencer(shop):
    assert queries.sales_by_origin(shop, WINDOW) == [
        queries.OriginRow("direct", 1, 2, 1500, 1500),
        queries.OriginRow("influencer", 2, 5, 7002, 5003),
        queries.OriginRow("unknown_channel", 1, 1, 3497, 3497),
    ]


@pytest.mark.parametrize("filters", [{"product_id": (2,)}, {"category": ("Shoes",)}])
def test_a_filter_by_product_leaves_null_what_is_not_known_per_product(shop, filters):
    row = of(shop, 1, **filters)

    assert (row.values["net_revenue"], row.values["orders"]) == (Decimal("0.00"), 1)
    assert_same(row.values, expected(shop, WINDOW, [1], products=[2]))
    assert row.flags == []


def test_the_catalogue_says_what_is_known_per_product(shop):
    unknown = {each.slug for each in CATALOGUE if not each.known_per_product}

    assert {slug for slug, value in of(shop, 1, product_id=(1,)).values.items() if value is None} == unknown


def test_filters_narrow_to_influencers_and_platforms(shop):
    def chosen(**filters):
        return [row.influencer_id for row in queries.performance(shop, WINDOW, filters=Filters(**filters))]

    assert chosen(influencer_id=(1, 3)) == [1]
    assert chosen(platform=("Instagram",)) == [1, 4]
    assert chosen(platform=("Instagram", "TikTok"), influencer_id=(2,)) == [2]


def test_every_metric_is_made_of_known_sums():
    assert all(each.sums for each in CATALOGUE)
    assert {name for each in CATALOGUE for name in each.sums} == SUMS.keys()


def test_an_unknown_metric_is_refused_by_name():
    with pytest.raises(MetricUnknown) as refusal:
        metric("score")

    assert (refusal.value.status, refusal.value.code) == (422, "metric_unknown")


@pytest.mark.parametrize(
    ("slug", "value", "shown"),
    [
        ("cost", Decimal("1234567.5"), "1234567.50"),
        ("net_revenue", Decimal("-0.01"), "-0.01"),
        ("orders", 3, 3),
        ("roi", Decimal("-0.25"), -0.25),
        ("average_rating", Decimal("4.5"), 4.5),
        ("cac", None, None),
    ],
)
def test_json_has_money_as_text_and_ratios_as_numbers(slug, value, shown):
    found = to_json(metric(slug), value)

    assert (found, type(found)) == (shown, type(shown))


def test_any_window_equals_the_facts(session):
    """Months, edges and open deltas add up, whatever the window begins and ends with."""
    open_shop(session)
    a_busy_quarter(session)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from([None, 1, 2]))
    def check(one, other, product_id):
        window = Window(min(one, other), max(one, other))
        filters = Filters(product_id=() if product_id is None else (product_id,))
        products = None if product_id is None else [product_id]
        for row in queries.performance(session, window, filters=filters):
            assert_same(row.values, expected(session, window, [row.influencer_id], products=products))
        total = queries.totals(session, window, filters=filters)
        assert_same(total.values, expected(session, window, products=products))

    check()


def test_everything_equals_the_facts(session):
    open_shop(session)
    a_busy_quarter(session)
    window = Window(date.min, DAYS[-1], "all")

    assert len(queries.performance(session, window)) == len(INFLUENCERS)
    for row in queries.performance(session, window):
        assert_same(row.values, expected(session, window, [row.influencer_id]))


def test_the_documentation_lists_the_catalogue():
    page = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
    catalogue, *_ = page.read_text(encoding="utf-8").split("\n## ")
    listed = [line for line in catalogue.splitlines() if line.startswith("| `")]

    assert listed == [
        f"| `{each.slug}` | {each.label} | {each.unit} | {each.formula} | {each.better} |"
        f" {'yes' if each.known_per_product else 'no'} |"
        for each in CATALOGUE
    ]
