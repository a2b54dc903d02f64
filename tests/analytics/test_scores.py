"""The ranking by score through the triggers: stored and live, its history, its explanation."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import text

from shared.analytics import jobs
from shared.analytics.ranking.decay import weight
from shared.analytics.ranking.evidence import PAIRS
from shared.analytics.ranking.placing import listed_in_turn, read_blocks
from shared.analytics.windows import ALL, LENGTHS, SLUGS, named_window
from shared.platform import db
from tests.analytics.shop import DAYS, a_busy_quarter, open_shop, payment, purchase, report

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)
SOLD = {1: 10, 2: 30, 4: 20}  # orders; all cost the same
INFLUENCERS = (1, 2, 3, 4)
FACTS = text("""
    SELECT influencer_id, day, sum(impressions) AS impressions, sum(clicks) AS clicks, sum(orders) AS orders,
           sum(units) AS units, sum(returned_units) AS returned_units, sum(gross_cents) AS gross_cents
    FROM (
        SELECT influencer_id, day, impressions, clicks, 0 AS orders, 0 AS units, 0 AS returned_units, 0 AS gross_cents
        FROM influencer_metrics
        UNION ALL
        SELECT channel, bought_date, 0, 0, 1, coalesce(quantity, 0), returned_quantity,
               coalesce(quantity, 0) * unit_price * 100
        FROM bought_by WHERE status <> 'cancelled' AND bought_date IS NOT NULL
    ) AS fact
    GROUP BY influencer_id, day""")


@pytest.fixture
def analyst(api):
    return api.as_role("data_analyst")


@pytest.fixture
def shop(database):
    """Influencers 2, 4 and 1 earn in this order, 3 is no partner and sells without cost since yesterday."""
    with db.transaction() as session:
        open_shop(session)
        for influencer_id, orders in SOLD.items():
            report(session, influencer_id, YESTERDAY, impressions=100_000, clicks=1000)
            payment(session, influencer_id, YESTERDAY, "500.00")
            for _ in range(orders):
                purchase(session, influencer_id, YESTERDAY, unit_price="50.00")
        for _ in range(6):
            purchase(session, 3, YESTERDAY, unit_price="50.00")


def recompute(as_of=TODAY):
    with db.transaction() as session:
        return jobs.recompute_rankings(session, as_of)


def places(answer, of="items"):
    assert answer.status == 200, answer.json
    return [(item["position"], item["influencer_id"]) for item in answer.json[of]]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_evidence_is_what_the_facts_say(session, slug):
    """Against every purchase and report, weighed one by one; weeks and months as decay.py has them."""
    open_shop(session)
    a_busy_quarter(session)
    last = DAYS[-1] + timedelta(days=40)
    window = named_window(slug, last)
    blocks = read_blocks(session, window)

    found = blocks.evidence(np.array(INFLUENCERS))

    facts = [row._mapping for row in session.execute(FACTS) if window.first <= row.day <= last]
    for pair, counted in zip(PAIRS, (found.clicks, found.orders, found.returned, found.gross), strict=True):
        for at, influencer_id in enumerate(INFLUENCERS):
            own = [
                (int(row[pair[0]]), int(row[pair[1]]), row["day"])
                for row in facts
                if row["influencer_id"] == influencer_id
            ]
            assert counted.weighted_n[at] == pytest.approx(
                sum(n * weight((last - day).days) for _, n, day in own), rel=0.03
            )
            by_block: dict[tuple[int, object], list[int]] = {}
            for x, n, day in own:
                block = by_block.setdefault(_block(day, last), [0, 0])
                block[0], block[1] = block[0] + x, block[1] + n
            told = [(x, n, age) for (age, _), (x, n) in by_block.items() if n > 0]
            assert counted.blocks[at] == len(told)
            assert counted.n[at] == sum(n for _, n, _ in told)
            assert counted.x[at] == sum(x for x, _, _ in told)
            assert counted.xx_per_n[at] == pytest.approx(sum(x * x / n for x, n, _ in told))
            assert counted.weighted_x[at] == pytest.approx(sum(x * weight(age) for x, _, age in told))
            assert counted.squared_n[at] == pytest.approx(sum(n * weight(age) ** 2 for _, n, age in told))


def test_windows_read_in_turn_have_the_evidence_of_each_by_itself(session):
    open_shop(session)
    a_busy_quarter(session)
    windows = [named_window(slug, DAYS[-1] + timedelta(days=40)) for slug in SLUGS]

    in_turns = list(listed_in_turn(session, windows))
    orders = [each.figures.evidence.orders.x.sum() for each in in_turns]

    assert orders == sorted(orders)
    assert orders[0] < orders[1] < orders[-1]
    for window, in_turn in zip(windows, in_turns, strict=True):
        alone = read_blocks(session, window).evidence(in_turn.figures.influencer_id)
        np.testing.assert_array_equal(astuple(in_turn.figures.evidence), astuple(alone))


def _block(day, last):
    """Return the age of the middle of the block, and the shortest window that holds it."""
    age = (last - day).days
    reach = next((length for length in LENGTHS.values() if age < length), ALL)
    first, end = (day.replace(day=1), (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
    edges = {365: (90, 364), ALL: (365, 10**6)}
    if reach in edges:
        newest, oldest = edges[reach]
        if (last - end).days >= newest and (last - first).days <= oldest:
            return (last - first).days - 14, reach
    return age // 7 * 7 + 3, reach


def test_before_anything_is_stored_it_is_computed(analyst, shop):
    answer = analyst.get("rankings", by="score")

    assert places(answer) == [(1, 2), (2, 4), (3, 1)]
    assert places(answer, "without_cost") == [(1, 3)]
    assert [item["state"] for item in answer.json["items"]] == ["ranked"] * 3


def test_stored_and_computed_are_the_same(analyst, shop):
    live = analyst.get("rankings", by="score").json

    recompute()

    assert analyst.get("rankings", by="score").json == live
    assert live["as_of"] == TODAY.isoformat()


def test_the_answer_says_how_sure_it_is(analyst, shop):
    first = analyst.get("rankings", by="score").json["items"][0]

    roi = first["roi"]
    assert roi["low"] < first["score"] < roi["value"] < roi["high"]
    assert 0 < roi["probability_positive"] < 1
    assert 1 <= first["expected_rank"] <= 3
    assert first["metrics"]["net_revenue"] == "1500.00"


def test_what_is_stored_stands_until_it_is_made_anew(analyst, shop):
    recompute()
    with db.transaction() as session:
        for _ in range(400):
            purchase(session, 1, TODAY, unit_price="50.00")

    assert places(analyst.get("rankings", by="score"))[0] == (1, 2)
    recompute()
    assert places(analyst.get("rankings", by="score"))[0] == (1, 1)


def test_days_chosen_freely_are_computed(analyst, shop):
    recompute()

    answer = analyst.get("rankings", by="score", **{"from": "2020-01-01", "to": TODAY.isoformat()})

    assert places(answer) == [(1, 2), (2, 4), (3, 1)]
    assert answer.json["window"] == f"2020-01-01..{TODAY}"


def test_days_before_anything_happened_have_partners_without_data_only(analyst, shop):
    answer = analyst.get("rankings", by="score", **{"from": "2020-01-01", "to": "2020-01-05"})

    assert places(answer) == [(1, 1), (2, 2), (3, 4)]
    assert {item["state"] for item in answer.json["items"]} == {"not_enough_data"}
    assert answer.json["items"][0]["roi"] == {"value": None, "low": None, "high": None, "probability_positive": None}


@pytest.mark.parametrize("stored", [True, False])
def test_a_filter_makes_a_ranking_of_its_own(analyst, shop, stored):
    if stored:
        recompute(YESTERDAY)
        recompute()

    answer = analyst.get("rankings", by="score", platform="Instagram")

    assert places(answer) == [(1, 4), (2, 1)]
    assert places(answer, "without_cost") == [(1, 3)]
    assert [item["previous_position"] for item in answer.json["items"]] == ([1, 2] if stored else [None, None])
    assert places(analyst.get("rankings", by="score", influencer_id=1)) == [(1, 1)]
    assert places(analyst.get("rankings", by="score", limit=1)) == [(1, 2)]


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("asked", [{"by": "score"}, {"by": "score", "order": "worst"}, {"by": "cost"}], ids=str)
def test_page_after_page_is_the_whole(analyst, shop, stored, asked):
    if stored:
        recompute()
    whole = analyst.get("rankings", **asked).json

    pages = [analyst.get("rankings", limit=1, **asked).json]
    while (cursor := pages[-1]["next_cursor"]) is not None:
        pages.append(analyst.get("rankings", limit=1, cursor=cursor, **asked).json)

    for of in ("items", "without_cost"):
        assert [item for page in pages for item in page[of]] == whole[of]
    assert {str(page["counts"]) for page in pages} == {str(whole["counts"])}
    assert sum(whole["counts"].values()) == 4
    other = analyst.get("rankings", window="30d", cursor=pages[0]["next_cursor"], **asked)
    assert (other.status, other.json["code"]) == (422, "malformed")


@pytest.mark.parametrize("stored", [True, False])
def test_the_worst_are_those_whose_high_end_is_lowest(analyst, shop, stored):
    if stored:
        recompute()

    answer = analyst.get("rankings", by="score", order="worst").json

    highs = [item["roi"]["high"] for item in answer["items"]]
    assert highs == sorted(highs)
    assert answer["counts"] == {"ranked": 3, "without_cost": 1}


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"product_id": 1}, "metric_unknown_per_product"),
        ({"category": "Bags"}, "metric_unknown_per_product"),
        ({"campaign_id": 1}, "score_unknown_per_campaign"),
    ],
)
def test_products_and_campaigns_have_no_score(analyst, shop, chosen, code):
    answer = analyst.get("rankings", by="score", **chosen)

    assert (answer.status, answer.json["code"]) == (422, code)


def test_positions_before_are_those_of_the_day_before(analyst, shop):
    recompute(YESTERDAY)
    with db.transaction() as session:
        for _ in range(400):
            purchase(session, 1, TODAY, unit_price="50.00")
    recompute()

    items = analyst.get("rankings", by="score").json["items"]

    assert [(item["influencer_id"], item["previous_position"]) for item in items] == [(1, 3), (2, 1), (4, 2)]


def test_places_by_raw_roi_of_older_versions_are_none_of_these(analyst, shop):
    recompute(YESTERDAY)
    with db.transaction() as session:
        session.execute(text("UPDATE influencer_rankings SET state = 'by_raw_roi', parts = '{}'"))
    recompute()

    items = analyst.get("rankings", by="score").json["items"]

    assert {item["previous_position"] for item in items} == {None}
    assert len(analyst.get("rankings/2/history").json["items"]) == 1


def test_the_history_of_one_influencer(analyst, shop):
    recompute(YESTERDAY)
    recompute()

    history = analyst.get("rankings/2/history", window="30d").json

    assert [(one["as_of"], one["position"], one["of"], one["state"]) for one in history["items"]] == [
        (YESTERDAY.isoformat(), 1, 3, "ranked"),
        (TODAY.isoformat(), 1, 3, "ranked"),
    ]
    assert history["items"][1]["roi"]["low"] < history["items"][1]["score"]
    assert len(analyst.get("rankings/2/history", limit=1).json["items"]) == 1
    assert analyst.get("rankings/3/history").json["items"][0]["of"] == 1
    assert analyst.get("rankings/99/history").json["code"] == "influencer_not_found"


@pytest.mark.parametrize("stored", [True, False])
def test_the_explanation_tells_what_the_score_is_made_of(analyst, shop, stored):
    if stored:
        recompute()

    told = analyst.get("rankings/2/explanation").json

    assert (told["position"], told["of"], told["tier"], told["state"]) == (1, 3, "nano", "ranked")
    parts = {part["part"]: part for part in told["parts"]}
    assert list(parts) == ["clicks", "orders", "order_value", "returned"]
    assert (parts["orders"]["seen"], parts["order_value"]["seen"]) == (0.03, "50.00")
    assert parts["orders"]["usual"] < parts["orders"]["expected"] < 0.03
    assert parts["orders"]["seen_low"] < 0.03 < parts["orders"]["seen_high"]
    product = np.prod([part["factor"] for part in told["parts"]])
    assert (1 + told["usual_roi"]) * product == pytest.approx(1 + told["roi"]["value"], rel=1e-3)
    assert told["text"][0] == "Position 1 of 3, by the ROI that is surely (at 90 %) exceeded."
    assert len(told["text"]) == 7
    assert "3 % seen (worth 1,000 clicks)" in told["text"][4]


def test_explanations_of_those_who_are_not_ranked(analyst, shop):
    assert analyst.get("rankings/3/explanation").json["text"][0] == (
        "Position 1 of 1 among those without cost, by the money that is surely (at 90 %) exceeded: "
        f"{analyst.get('rankings', by='score').json['without_cost'][0]['score']:,.2f}."
    )
    days = {"from": "2020-01-01", "to": "2020-01-05"}
    told = analyst.get("rankings/1/explanation", **days).json
    assert told["text"] == ["There is not enough data yet: fewer than 30 clicks and fewer than 5 orders."]
    assert analyst.get("rankings/3/explanation", **days).json["code"] == "influencer_not_ranked"
    assert analyst.get("rankings/99/explanation").json["code"] == "influencer_not_found"
