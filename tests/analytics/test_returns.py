"""Returns by influencer, product and category: whose are surely high, and why they came back."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from shared.analytics.shrinkage import JEFFREYS, Prior, fit_prior, shrink
from shared.platform import db
from tests.analytics.shop import CATEGORIES, DAYS, INFLUENCERS, a_busy_quarter, open_shop, purchase

WHOLE = {"from": DAYS[0].isoformat(), "to": DAYS[-1].isoformat()}
EDGES = {"from": "2025-01-17", "to": "2025-03-03"}
FACTS = text("""
    SELECT coalesce(channel, -1) AS channel, product_id, quantity, unit_price, line.units, line.day, line.reason,
           bought_date, purchase_id
    FROM bought_by
    LEFT JOIN LATERAL (
        SELECT quantity AS units, returned_date AS day, reason FROM return_lines
        WHERE purchase_id = bought_by.purchase_id
        UNION ALL
        SELECT returned_quantity - coalesce((SELECT sum(quantity) FROM return_lines
                                             WHERE purchase_id = bought_by.purchase_id), 0),
               returned_date, return_reason
    ) AS line ON true
    WHERE status <> 'cancelled'
""")


def line(session, purchase_id, day, reason):
    session.execute(
        text("INSERT INTO return_lines (purchase_id, quantity, returned_date, reason) VALUES (:p, 1, :d, :r)"),
        {"p": purchase_id, "d": day, "r": reason},
    )


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


@pytest.fixture
def quarter(database):
    """A busy quarter whose returns have reasons; every third return has a line for its first unit."""
    with db.transaction() as session:
        open_shop(session)
        a_busy_quarter(session)
        session.execute(
            text("""
                UPDATE bought_by SET returned_date = bought_date + 9,
                       return_reason = (ARRAY['late', 'other', NULL])[purchase_id % 3 + 1]
                WHERE returned_quantity > 0 AND bought_date IS NOT NULL
            """)
        )
        of = text(
            "SELECT purchase_id, bought_date FROM bought_by WHERE returned_date IS NOT NULL AND purchase_id % 3 = 0"
        )
        for purchase_id, day in session.execute(of).all():
            line(session, purchase_id, day, "defective")


def expected(key, window, by):
    """Return units, returned units and cents, and the units of each reason, by key, a row at a time."""
    first, last = (date.fromisoformat(day) for day in window.values())
    figures: dict[Any, Counter[str]] = defaultdict(Counter)
    reasons: dict[Any, Counter[str | None]] = defaultdict(Counter)
    seen = set()
    with db.connection() as connection:
        for row in connection.execute(FACTS):
            of = key(row)
            cents = int(row.unit_price * 100)
            bought = row.bought_date is not None and first <= row.bought_date <= last
            if bought and row.purchase_id not in seen:
                figures[of]["units"] += row.quantity or 0
                figures[of]["gross"] += (row.quantity or 0) * cents
            seen.add(row.purchase_id)
            day = row.day if by == "return_day" else row.bought_date
            if row.units and day is not None and first <= day <= last:
                figures[of]["returned"] += row.units
                figures[of]["back"] += row.units * cents
                reasons[of][row.reason] += row.units
    return figures, reasons


KEYS = {
    "influencer": ("influencer_id", lambda row: row.channel),
    "product": ("product_id", lambda row: row.product_id),
    "category": ("category", lambda row: CATEGORIES[row.product_id]),
}


@pytest.mark.usefixtures("quarter")
@pytest.mark.parametrize("by", ["purchase_day", "return_day"])
@pytest.mark.parametrize("window", [WHOLE, EDGES])
@pytest.mark.parametrize("of", list(KEYS))
def test_figures_are_those_of_the_purchases(analyst, of, window, by):
    name, key = KEYS[of]
    figures, reasons = expected(key, window, by)

    answer = analyst.get(f"returns/by-{of}", by=by, **window)

    assert answer.status == 200, answer.json
    listed = {item[name]: item for item in answer.json["items"]}
    assert set(listed) == {each for each, of_it in figures.items() if any(of_it.values())} - {-1, 99}
    for each, item in listed.items():
        known = figures[each]
        assert (item["units"], item["returned_units"]) == (known["units"], known["returned"])
        assert item["gross_revenue"] == f"{known['gross'] / 100:.2f}"
        assert item["returned_revenue"] == f"{known['back'] / 100:.2f}"
        assert item["return_rate"] == pytest.approx(known["returned"] / known["units"])
        assert {reason["reason"]: reason["units"] for reason in item["reasons"]} == dict(reasons[each])
    assert answer.json["shop"]["returned_units"] == sum(each["returned"] for each in figures.values())


def test_a_filter_narrows_the_list_but_not_what_it_is_measured_against(analyst, quarter):
    everybody = analyst.get("returns/by-influencer", **WHOLE).json
    one = analyst.get("returns/by-influencer", platform="TikTok", **WHOLE).json

    assert [item["influencer_id"] for item in one["items"]] == [2]
    assert (one["shop"], one["prior"]) == (everybody["shop"], everybody["prior"])
    assert one["items"][0] in everybody["items"]


def test_a_filter_of_the_other_side_narrows_everything(analyst, quarter):
    shoes = analyst.get("returns/by-influencer", category="Shoes", **WHOLE).json
    _, key = KEYS["influencer"]
    figures, _ = expected(lambda row: (key(row), row.product_id), WHOLE, "purchase_day")

    assert shoes["shop"]["units"] == sum(known["units"] for (_, of), known in figures.items() if of == 2)
    assert {item["influencer_id"]: item["returned_units"] for item in shoes["items"]} == {
        each: figures[each, 2]["returned"] for each in INFLUENCERS if figures[each, 2]["units"]
    }


def test_the_first_of_a_campaign_gets_its_own_purchases_only(analyst, quarter):
    with db.transaction() as session:
        user = session.scalars(text("SELECT min(user_id) FROM users")).one()
        session.execute(
            text("INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id) VALUES (1, 1, :u, 1)"),
            {"u": user},
        )
    figures, reasons = expected(
        lambda row: (row.channel, row.product_id), {**WHOLE, "from": "2025-01-01"}, "purchase_day"
    )

    answer = analyst.get("returns/by-influencer", campaign_id=1, **WHOLE).json

    [item] = answer["items"]
    assert item["influencer_id"] == 1
    assert item["units"] == answer["shop"]["units"] == figures[1, 1]["units"]
    assert {each["reason"]: each["units"] for each in item["reasons"]} == dict(reasons[1, 1])


def test_only_those_beyond_doubt_are_flagged(analyst, database):
    with db.transaction() as session:
        open_shop(session)
        for influencer_id, units, returned in ((1, 1000, 300), (2, 1000, 100), (3, 2, 2), (4, 1000, 90)):
            purchase(session, influencer_id, "2025-01-05", quantity=units, returned_quantity=returned)

    answer = analyst.get("returns/by-influencer", **WHOLE).json

    flagged = {item["influencer_id"]: item["above_shop"] for item in answer["items"]}
    few = next(item for item in answer["items"] if item["influencer_id"] == 3)
    assert flagged == {1: True, 2: False, 3: False, 4: False}
    assert few["return_rate"] == 1
    assert few["shrunk"]["low"] < answer["shop"]["return_rate"] < few["shrunk"]["rate"] < 1
    assert answer["items"][0]["influencer_id"] == 1


def test_the_day_of_the_return_gives_no_interval_and_no_campaign(analyst, quarter):
    by_return = analyst.get("returns/by-product", by="return_day", **WHOLE).json
    refused = analyst.get("returns/by-product", by="return_day", campaign_id=1, **WHOLE)

    assert by_return["prior"] is None
    assert {item["shrunk"] for item in by_return["items"]} == {None}
    assert (refused.status, refused.json["code"]) == (422, "campaign_unknown_by_return_day")


def test_the_limit_cuts_the_list(analyst, quarter):
    assert len(analyst.get("returns/by-influencer", limit=1, **WHOLE).json["items"]) == 1


@pytest.mark.parametrize("path", ["returns/by-influencer", "returns/by-product", "returns/by-category"])
def test_nothing_sold_is_nothing_listed(analyst, database, path):
    answer = analyst.get(path).json

    assert answer["items"] == []
    assert answer["shop"]["return_rate"] is None


def test_the_interval_is_that_of_the_beta_distribution():
    # Beta(2, 1) has the distribution function x², Beta(1, 2) the other way round.
    both, none = shrink([(1, 1), (0, 1)], Prior(1, 1))

    assert (both.rate, both.low, both.high) == pytest.approx((2 / 3, 0.05**0.5, 0.95**0.5))
    assert (none.rate, none.low, none.high) == pytest.approx((1 / 3, 1 - 0.95**0.5, 1 - 0.05**0.5))


def test_the_prior_is_the_likeliest():
    from math import lgamma

    groups = [(3, 10), (1, 10), (5, 10), (40, 100), (9, 100), (0, 3), (2, 2)]

    def log_beta(a, b):
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    def likelihood(alpha, beta):
        return sum(log_beta(alpha + k, beta + n - k) - log_beta(alpha, beta) for k, n in groups)

    prior = fit_prior(groups)
    best = likelihood(prior.alpha, prior.beta)

    for up in (0.9, 0.99, 1.01, 1.1):
        assert likelihood(prior.alpha * up, prior.beta) < best
        assert likelihood(prior.alpha, prior.beta * up) < best
        assert likelihood(prior.alpha * up, prior.beta * up) < best


def test_the_prior_finds_what_the_groups_were_drawn_from():
    import random

    chance = random.Random(3)  # noqa: S311 - test data
    rates = [chance.betavariate(4, 36) for _ in range(3000)]
    groups = [(sum(chance.random() < rate for _ in range(100)), 100) for rate in rates]

    prior = fit_prior(groups)

    assert prior.alpha == pytest.approx(4, rel=0.1)
    assert prior.beta == pytest.approx(36, rel=0.1)


@pytest.mark.parametrize("groups", [[], [(1, 5)], [(0, 0), (2, 7)], [(0, 10)] * 5, [(10, 10)] * 5])
def test_without_two_groups_or_any_difference_the_prior_is_jeffreys(groups):
    assert fit_prior(groups) == JEFFREYS


def test_groups_that_differ_less_than_chance_are_drawn_together():
    groups = [(5, 10)] * 50

    rates = shrink(groups, fit_prior(groups))

    assert all(0.499 < each.low < each.rate < each.high < 0.501 for each in rates)
