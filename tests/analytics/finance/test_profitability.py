"""Which collaborations are worth it: money by hand, expectations as the model has them, words by their rules."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.analytics import jobs as rankings
from shared.analytics.finance import jobs
from shared.analytics.finance.prospects import prospects
from shared.analytics.finance.verdicts import Case, Halves, Prospect, Recommendation, Trend, recommend
from shared.analytics.ranking import simulation
from shared.analytics.ranking.figures import Figures
from shared.analytics.ranking.model import fitted, score
from shared.platform import clock, db
from tests.analytics.shop import open_shop, payment, purchase, report
from tests.client import Client
from tests.finance.planted import line, row, term, user

TODAY = date(2025, 7, 1)
RECENT, OLD = TODAY - timedelta(days=10), TODAY - timedelta(days=100)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def arrange(session: Session, owner: int, *pairs: tuple[int, int]) -> None:
    for campaign_id, influencer_id in pairs:
        row(session, "arranges", product_id=1, influencer_id=influencer_id, user_id=owner, campaign_id=campaign_id)


@pytest.fixture
def shop(database) -> None:
    """Influencers 1 to 3 in campaign 1, all of 2025; influencer 1 in campaign 2 as well, in June alone."""
    with db.transaction() as session:
        open_shop(session)
        owner = user(session)
        row(
            session,
            "campaigns",
            campaign_id=2,
            campaign_name="June",
            start_date="2025-06-01",
            end_date="2025-06-30",
            budget=1,
            status="completed",
        )
        arrange(session, owner, (1, 1), (1, 2), (1, 3), (2, 1))


def sell(session: Session, influencer_id: int, day: date, times: int, **given: Any) -> None:
    for _ in range(times):
        purchase(session, influencer_id, day, **({"unit_price": "10.00"} | given))


def ask(api: Client, **query: Any) -> Any:
    reply = api.as_role("data_analyst").get("profitability", **query)
    assert reply.status == 200, reply.body
    return reply.json


def recompute() -> None:
    with db.transaction() as session:
        jobs.recompute_profitability(session, TODAY)
        rankings.recompute_rankings(session, TODAY)


def test_a_collaboration_counts_its_share_of_sales_and_all_that_it_costs(api: Client, shop: None):
    """Influencer 1 sells 3 × 10.01 in June, shared by two campaigns: 15.00 and 15.03; one of them came back."""  # noqa: RUF002
    with db.transaction() as session:
        sell(session, 1, RECENT, 2, unit_price="10.01")
        sell(session, 1, RECENT, 1, unit_price="10.01", returned_quantity=1, status="returned")
        sell(session, 1, OLD, 1, unit_price="100.00")
        sell(session, 1, OLD, 9, unit_price="99.00", product_id=2)
        report(session, 1, "2024-12-24", campaign_id=1, spend="1.00", clicks=40, impressions=400)
        report(session, 1, OLD, spend="77.00")
        payment(session, 1, "2025-01-01", "2.00")
        payment(session, 1, "2026-01-01", "4.00", status="approved")
        payment(session, 1, "2025-01-01", "55.00", status="failed")
        fee = {"basis": "fixed_fee", "amount": "16.00", "deliverable": "reel"}
        term_id = term(session, 1, 1, {"components": [fee], "cap": None})
        line(session, term_id, "8.00", basis="per_click", rate="1")
        row(
            session,
            "expenses",
            campaign_id=1,
            influencer_id=1,
            cost_category="studio",
            expense_date=RECENT,
            amount="32.00",
        )
    recompute()

    found = {(one["campaign_id"], one["influencer_id"]): one for one in ask(api)["items"]}

    assert set(found) == {(1, 1), (1, 2), (1, 3), (2, 1)}
    first, second = found[1, 1], found[2, 1]
    assert [
        (one["orders"], one["gross_revenue"], one["returned_revenue"], one["net_revenue"]) for one in (first, second)
    ] == [
        (2.5, "115.00", "5.00", "110.00"),
        (1.5, "15.03", "5.01", "10.02"),
    ]
    money = ("paid", "committed", "cost", "net_contribution")
    assert [first[name] for name in money] == ["35.00", "28.00", "63.00", "47.00"]
    assert [second[name] for name in money] == ["0.00", "0.00", "0.00", "10.02"]
    assert (first["roi"], second["roi"]) == (pytest.approx(47 / 63), None)
    assert (first["campaign_name"], second["campaign_status"]) == ("Demo campaign 1", "completed")
    # Campaign 1: the 180 days until 30 June are halved on 2 April; campaign 2: 30 days, halved on 16 June.
    trend = first["trend"]
    assert (trend["days"], trend["recent_orders"], trend["earlier_orders"]) == (90, 1.5, 1)
    assert (trend["recent_net_revenue"], trend["earlier_net_revenue"], trend["change"]) == ("10.00", "100.00", -0.9)
    assert (second["trend"]["days"], second["trend"]["recent_orders"], second["trend"]["word"]) == (15, 1.5, "unknown")


def test_expectations_are_those_of_the_ranking_model():
    """The quantiles that are stored give what scoring the same figures at the same cost gives."""
    chance = np.random.default_rng(5)
    size = 40
    clicks = chance.integers(50, 500, size).astype(float)
    orders = chance.binomial(clicks.astype(int), 0.05).astype(float)
    gross = np.rint(orders * chance.lognormal(8, 0.3, size))
    table = {"impressions": clicks * 20, "clicks": clicks, "orders": orders, "units": orders, "gross_cents": gross}
    figures = figures_of(table, cost=np.rint(gross * chance.uniform(0.3, 3, size)) / 100 + 1)

    model = fitted(figures)
    assert model is not None
    scored, drawn = score(figures), simulation.draw(figures, model)
    rows = [Stored(drawn, place, enough=scored.state[place] != "not_enough_data") for place in range(size)]
    found = prospects(rows, [round(100 * cost) for cost in figures.cost])

    for place, one in enumerate(found):
        assert one.low == pytest.approx(scored.low[place], abs=0.01 * (1 + scored.low[place]) + 1e-3)
        assert one.high == pytest.approx(scored.high[place], abs=0.01 * (1 + scored.high[place]) + 1e-3)
        assert one.positive == pytest.approx(scored.positive[place], abs=0.011)
        assert one.positive is not None
        assert 0 < one.positive < 1
        if one.enough:
            assert one.value == pytest.approx(scored.roi[place], rel=1e-3, abs=1e-3)


class Stored:
    def __init__(self, drawn: Any, place: int, *, enough: bool) -> None:
        self.points = drawn.points[place].astype("<f4").tobytes()
        self.expected_cents = round(drawn.mean[place] * 100)
        self.enough = enough


def figures_of(table: dict[str, Any], cost: Any) -> Figures:
    from shared.analytics.ranking.evidence import Blocks

    size = len(cost)
    zeros = np.zeros(size)
    given = [np.arange(size), np.ones(size), zeros + 3, zeros, table["impressions"], table["clicks"], table["orders"]]
    evidence = Blocks.of(list(np.column_stack([*given, table["units"], zeros, table["gross_cents"]])))
    names = np.array(["Instagram"] * size, dtype=object)
    return Figures(
        influencer_id=np.arange(size),
        platform=names,
        tier=names,
        impressions=table["impressions"],
        clicks=table["clicks"],
        orders=table["orders"],
        cost=cost,
        evidence=evidence.evidence(np.arange(size)),
    )


def test_words_follow_probability_and_trend(api: Client, shop: None):
    """1 sold for 4,000 and cost 100, 2 sold for 200 and cost 4,000; 3 sold nothing that could tell."""
    with db.transaction() as session:
        for who, price in ((1, "100.00"), (2, "5.00")):
            for month in range(1, 7):
                sell(session, who, date(2025, month, 9), 7, unit_price=price)
                report(session, who, date(2025, month, 9), campaign_id=1, clicks=100, impressions=1000)
        payment(session, 1, RECENT, "100.00")
        payment(session, 2, RECENT, "4000.00")
        payment(session, 3, RECENT, "5.00")
    recompute()

    found = ask(api, campaign_id=1)
    of_influencers = ask(api, by="influencer", window="365d")

    words = {1: "continue", 2: "stop", 3: "not_enough_data"}
    assert {one["influencer_id"]: one["recommendation"] for one in found["items"]} == words
    assert found["recommendations"] == {"continue": 1, "stop": 1, "not_enough_data": 1}
    by_id = {one["influencer_id"]: one for one in of_influencers["items"]}
    assert {who: by_id[who]["recommendation"] for who in words} == words
    assert by_id[1]["expected_roi"]["low"] > 0 > by_id[2]["expected_roi"]["high"]
    assert (by_id[2]["net_revenue"], by_id[2]["cost"], by_id[2]["paid"]) == ("210.00", "4000.00", "4000.00")
    assert (found["window"], of_influencers["window"]) == (None, "365d")
    why = next(one for one in found["items"] if one["influencer_id"] == 2)["reasons"]
    assert why[0] == "So far 210.00 net came in and 4,000.00 were spent or promised: -3,790.00 are missing."
    assert why[1].startswith("It earns more than it costs with a probability of ")
    assert why[2].endswith(" orders in 90 days are not clearly other than the 21 of the 90 days before.")


@pytest.mark.parametrize(
    ("positive", "orders", "word"),
    [
        (0.90, (20, 20), Recommendation.CONTINUE),
        (0.899999, (20, 20), Recommendation.WATCH),
        (0.90, (5, 40), Recommendation.WATCH),
        (0.10, (20, 20), Recommendation.STOP),
        (0.100001, (20, 20), Recommendation.WATCH),
        (0.10, (40, 5), Recommendation.WATCH),
        (0.50, (40, 5), Recommendation.WATCH),
        (None, (20, 20), Recommendation.NOT_ENOUGH_DATA),
    ],
)
def test_the_edges_of_the_words(positive: float | None, orders: tuple[int, int], word: Recommendation):
    case = Case(100, 50, 40, Prospect(1.0, 0.1, 2.0, positive, enough=True), Halves(90, *orders, 0, 0))

    assert recommend(case) is word


def test_what_costs_nothing_goes_on_if_it_brings_anything():
    free = Prospect(None, None, None, None, enough=True)

    words = [recommend(Case(net, 0, 40, free, Halves(90, 20, 20, 0, 0))) for net in (1, 0)]

    assert words == [Recommendation.CONTINUE, Recommendation.WATCH]


@pytest.mark.parametrize(
    ("recent", "earlier", "trend"),
    [
        # sqrt(2·(1/10.5 + 1/20.5))·1.645 = 0.883; ln(20.5/10.5) = 0.669, ln(30.5/10.5) = 1.066 over 0.832
        (20, 10, Trend.STEADY),
        (30, 10, Trend.RISING),
        (10, 30, Trend.FALLING),
        (0, 9, Trend.UNKNOWN),
        # ln(10.5/0.5) = 3.045; sqrt(2·(2 + 1/10.5))·1.645 = 3.367
        (0, 10, Trend.STEADY),
        # ln(20.5/0.5) = 3.714; sqrt(2·(2 + 1/20.5))·1.645 = 3.330
        (0, 20, Trend.FALLING),
    ],
)
def test_a_trend_has_to_be_clear(recent: int, earlier: int, trend: Trend):
    assert Halves(90, recent, earlier, 0, 0).trend is trend


def test_sort_pages_filters_and_not_modified(api: Client, shop: None):
    with db.transaction() as session:
        for who, amount in ((1, "30.00"), (2, "10.00"), (3, "20.00")):
            payment(session, who, RECENT, amount)
    recompute()
    analyst = api.as_role("data_analyst")

    costs = [one["cost"] for one in ask(api, sort="-cost")["items"]]
    first = ask(api, sort="cost", limit=3)
    rest = ask(api, sort="cost", limit=3, cursor=first["next_cursor"])
    reply = analyst.get("profitability")
    etag = reply.headers["ETag"]

    assert costs == ["30.00", "20.00", "10.00", "0.00"]
    assert [[one["cost"] for one in page["items"]] for page in (first, rest)] == [["0.00", "10.00", "20.00"], ["30.00"]]
    assert [one["influencer_id"] for one in ask(api, platform="TikTok")["items"]] == [2]
    assert ask(api, recommendation="stop")["items"] == []
    assert analyst.get("profitability", headers={"If-None-Match": etag}).status == 304
    with db.transaction() as session:
        payment(session, 1, RECENT, "1.00")
    assert analyst.get("profitability", headers={"If-None-Match": etag}).status == 200
    assert api.as_role("campaign_manager").get("profitability").status == 403


def test_twice_the_same(api: Client, shop: None):
    with db.transaction() as session:
        sell(session, 1, RECENT, 5)
    recompute()
    once = stored()
    recompute()

    assert stored() == once


def stored() -> list[Any]:
    with db.transaction() as session:
        columns = "campaign_id, influencer_id, orders, gross_cents, expected_cents, points, recent_first"
        return [tuple(one) for one in session.execute(text(f"SELECT {columns} FROM collaborations ORDER BY 1, 2"))]
