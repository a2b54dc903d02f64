"""Attribution as it is stored, and as the API answers it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from shared.analytics import service
from shared.analytics.models import AttributionResult
from shared.analytics.windows import SLUGS
from shared.platform import clock, db
from tests.analytics.attributing import LAST, a_busy_shop, asked, credited, like
from tests.analytics.shop import UNKNOWN, open_shop, purchase


@pytest.fixture
def shop(session):
    open_shop(session)  # customer 1 came direct, long ago
    return session


def test_the_job_stores_the_usual_windows_once(shop):
    a_busy_shop(shop)

    once = service.store_attribution(shop, LAST)
    first = shop.scalar(select(func.count()).select_from(AttributionResult))
    again = service.store_attribution(shop, LAST)

    assert once == again
    assert once.keys() == set(SLUGS)
    assert shop.scalar(select(func.count()).select_from(AttributionResult)) == first > 0
    sums = shop.execute(
        select(AttributionResult.window_slug, func.sum(AttributionResult.conversions)).group_by(
            AttributionResult.window_slug, AttributionResult.model
        )
    ).all()
    assert {(slug, float(total)) for slug, total in sums} == set(once.items())


def test_the_answer_is_the_stored_one_while_it_is_fresh(shop, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: LAST + timedelta(days=1))
    usual = {"window": "90d", "first": None, "last": None}
    purchase(shop, 1, "2025-03-01")
    service.store_attribution(shop, LAST)
    purchase(shop, 2, "2025-03-02")

    stored, live = asked(shop, **usual), asked(shop, **usual, live=True)

    assert (stored.as_of, live.as_of) == (LAST, LAST + timedelta(days=1))
    assert credited(stored, "linear") == {1: (1, "1.00")}
    assert credited(live, "last_touch") == {1: (1, "1.00"), 2: (1, "1.00")}
    assert asked(shop, **usual, lookback=1).total.conversions == 2
    assert asked(shop, **usual, category=("Bags",)).total.conversions == 2
    monkeypatch.setattr(clock, "today", lambda: LAST + timedelta(days=2))
    assert asked(shop, **usual).total.conversions == 2


def test_who_is_deleted_becomes_an_unknown_channel(shop, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: LAST)
    purchase(shop, 1, "2025-03-01")
    purchase(shop, UNKNOWN, "2025-03-01")
    service.store_attribution(shop, LAST)
    shop.execute(text("DELETE FROM influencers WHERE influencer_id = 1"))

    answer = asked(shop, window="90d", first=None, last=None, models=("shapley",))

    assert credited(answer, "shapley") == {None: (2, "2.00")}


def test_the_api_answers_in_the_shape_that_is_written_down(api):
    with db.transaction() as session:
        open_shop(session)
        purchase(session, 1, clock.today(), unit_price="10.00")
    analyst = api.as_role("data_analyst")

    answer = analyst.get("attribution", window="30d", models=["markov", "last_touch"])

    assert answer.status == 200, answer.body
    credit = {"conversions": 1.0, "revenue": "10.00"}
    both = {"last_touch": credit, "markov": credit}
    assert {name: answer.json[name] for name in ("window", "lookback", "total")} == {
        "window": "30d",
        "lookback": 90,
        "total": credit,
    }
    assert [model["model"] for model in answer.json["models"]] == ["last_touch", "markov"]
    assert answer.json["items"] == [
        {
            "origin": "influencer",
            "influencer_id": 1,
            "influencer_name": "Demo influencer 1",
            "platform": "Instagram",
            "credits": both,
        }
    ]
    assert analyst.get("attribution", {"If-None-Match": answer.headers["ETag"]}, window="30d").status == 200
    again = {"window": "30d", "models": ["markov", "last_touch"]}
    assert analyst.get("attribution", {"If-None-Match": answer.headers["ETag"]}, **again).status == 304
    with db.transaction() as session:
        like(session, 1, 2, clock.today())
    assert analyst.get("attribution", {"If-None-Match": answer.headers["ETag"]}, **again).status == 200


@pytest.mark.parametrize(
    "query",
    [
        {"models": "best"},
        {"models": "linear", "sort": "markov"},
        {"lookback": 366},
        {"lookback": -1},
        {"limit": 201},
        {"from": "2025-01-01"},
        {"a": 1},
    ],
)
def test_the_api_refuses_what_makes_no_sense(api, query):
    assert api.as_role("finance_manager").get("attribution", **query).status == 422


@pytest.mark.parametrize(
    "query",
    [
        {"product_id": [10**12, 1]},
        {"campaign_id": -(10**20)},
        {"category": "a%s'%%(x)s\\"},
        {"from": "0001-01-01", "to": "9999-11-30", "lookback": 365},
    ],
)
def test_values_that_need_quoting_or_name_nothing_are_answered(api, query):
    assert api.as_role("admin").get("attribution", **query).status == 200
