"""What audiences have in common: as sets say, with nobody shown whom a group of five does not hide."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.analytics.campaigns.overlap import jaccard
from shared.analytics.campaigns.privacy import LEAST_PEOPLE, hidden_groups
from shared.platform import db
from tests.analytics.shop import customer, purchase

WINDOW = {"from": "2025-01-01", "to": "2025-12-31"}


def as_sent(people):
    return np.array(people, ">i4").tobytes()


def of_sets(one, other):
    both, only = len(one & other), (len(one - other), len(other - one))
    if both < LEAST_PEOPLE or any(0 < each < LEAST_PEOPLE for each in only):
        return None
    return round(both / len(one | other), 6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(1, 30), max_size=60), min_size=1, max_size=5))
def test_the_matrix_is_what_sets_say(lists):
    audiences = {key: as_sent(people) for key, people in enumerate(lists) if people}

    sizes, matrix = jaccard(audiences, range(len(lists)))

    sets = [set(people) for people in lists]
    assert sizes == [len(each) for each in sets]
    assert matrix == [[of_sets(one, other) for other in sets] for one in sets]


@given(st.dictionaries(st.integers(), st.integers(0, 40), max_size=6))
def test_nobody_hidden_can_be_told_by_subtraction(people):
    hidden = hidden_groups(people)

    shown = people.keys() - hidden
    assert all(people[key] >= LEAST_PEOPLE for key in shown)
    rest = sum(people[key] for key in hidden)
    assert rest == 0 or rest >= LEAST_PEOPLE or not shown


@pytest.fixture
def bought(campaigns):
    """Influencer 1 has customers 2 to 21, 2 has 12 to 31, 3 has four of them, 4 none in the window."""
    with db.transaction() as session:
        for _ in range(40):
            customer(session, None, "2025-01-01")
        for channel, people in ((1, range(2, 22)), (2, range(12, 32)), (3, range(2, 6))):
            for number in people:
                purchase(session, channel, "2025-02-01", customer_id=number)
        purchase(session, 1, "2025-02-02", customer_id=2)
        purchase(session, 1, "2025-02-02", customer_id=40, status="cancelled")
        purchase(session, 4, "2024-02-02", customer_id=40)
        for number in range(2, 12):
            session.execute(
                text("INSERT INTO liked_by (customer_id, product_id, channel, liked_date) VALUES (:c, 1, 4, :d)"),
                {"c": number, "d": "2025-03-01"},
            )


def overlap(client, **query):
    answer = client.get("audience/overlap", **WINDOW, **query)
    assert answer.status == 200, answer.json
    return [(each["influencer_id"], each["people"]) for each in answer.json["influencers"]], answer.json["jaccard"]


def test_buyers_in_common(analyst, bought):
    third = round(10 / 30, 6)

    assert overlap(analyst) == (
        [(1, 20), (2, 20), (3, None)],
        [[1.0, third, None], [third, 1.0, None], [None, None, None]],
    )
    assert overlap(analyst, influencer_id=[4, 2]) == ([(2, 20), (4, None)], [[1.0, None], [None, None]])
    assert overlap(analyst, limit=2)[0] == [(1, 20), (2, 20)]


def test_likers_in_common(analyst, bought):
    assert overlap(analyst, influencer_id=[1, 4], of="likers") == (
        [(1, None), (4, 10)],
        [[None, None], [None, 1.0]],
    )


def test_nobody_has_no_matrix(analyst, campaigns):
    assert overlap(analyst) == ([], [])


@pytest.mark.parametrize("path", ["audience", "audience/overlap"])
@pytest.mark.parametrize("influencer", [1, 4, 99, 2**40])
def test_everything_may_be_asked_about_anybody(analyst, bought, path, influencer):
    assert analyst.get(path, influencer_id=influencer, window="all").status == 200


def test_a_campaign_of_a_huge_number_is_not_there(analyst, campaigns):
    assert analyst.get(f"campaigns/{2**40}/success").status == 404
