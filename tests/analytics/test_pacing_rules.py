"""The arithmetic of pacing: fixed points, and intervals that hold what they promise."""

import random
from datetime import date, timedelta

import pytest

from shared.analytics.pacing import Outlay, Pace, PacingState, Plan

FIRST = date(2026, 1, 1)
DAY = timedelta(days=1)


def pace(costs, days=60, budget=6_000, promised=()):
    """A campaign whose first days cost `costs`; today is the day after them; `promised` by days from today."""
    today = FIRST + len(costs) * DAY
    plan = Plan(FIRST, FIRST + (days - 1) * DAY, budget, today)
    spent = [Outlay(FIRST + place * DAY, cost, 0) for place, cost in enumerate(costs) if cost]
    return Pace(plan, [*spent, *(Outlay(today + ahead * DAY, 0, cost) for ahead, cost in promised)])


def test_equal_days_leave_no_doubt():
    steady = pace([100] * 20)

    projected, ends = steady.projected(), steady.budget_ends()

    assert (projected.value, projected.low, projected.high) == (6_000, 6_000, 6_000)
    assert steady.state() is PacingState.ON_TRACK
    # 60 days cost exactly the budget; the 61st passes it.
    assert ends.value == ends.earliest == ends.latest == FIRST + 60 * DAY
    assert [steady.plan.planned_by(FIRST + n * DAY) for n in (-1, 0, 29, 59, 99)] == [0, 100, 3_000, 6_000, 6_000]


@pytest.mark.parametrize(
    ("costs", "budget", "state"),
    [
        ([100] * 6, 6_000, PacingState.TOO_EARLY),
        ([100] * 7, 6_000, PacingState.ON_TRACK),
        ([100] * 20, 5_999, PacingState.OVER_BUDGET),
        ([70] * 20, 6_000, PacingState.ON_TRACK),
        ([69] * 20, 6_000, PacingState.BEHIND),
        ([0] * 20, 6_000, PacingState.BEHIND),
        ([0] * 20, 0, PacingState.ON_TRACK),
        ([6_001], 6_000, PacingState.OVER_BUDGET),
    ],
)
def test_states_by_the_cent(costs, budget, state):
    assert pace(costs, budget=budget).state() is state


def test_what_is_promised_is_the_least_the_days_ahead_cost():
    promised = pace([10] * 20, promised=[(5, 1_000), (100, 500)])

    assert promised.projected().value == 20 * 10 + 1_500
    assert promised.projected(FIRST + 24 * DAY).value == 20 * 10 + 5 * 10
    assert promised.projected(FIRST + 25 * DAY).value == 20 * 10 + 1_000


def test_after_the_last_day_nothing_is_guessed():
    over = pace([100] * 70, days=60, budget=10_000)

    assert over.projected().value == over.projected().high == 7_000
    assert over.budget_ends() is None


def test_a_budget_that_is_used_up_says_since_when():
    assert pace([100] * 20, budget=1_050).budget_ends().value == FIRST + 10 * DAY


def test_long_plans_are_drawn_by_400_points_with_the_last():
    plan = Plan(FIRST, date(9999, 12, 31), 1, FIRST)

    shown = Pace(plan, []).days_shown()

    assert len(shown) <= 400
    assert (shown[-1], shown[0] >= FIRST) == (plan.last, True)
    assert len(pace([1]).days_shown()) == 60


KINDS = {
    "every day": lambda chance: int(chance.gammavariate(2, 500)),
    "one day in four": lambda chance: int(chance.gammavariate(2, 2_000)) if chance.random() < 0.25 else 0,
    "one day in ten": lambda chance: int(chance.gammavariate(5, 2_000)) if chance.random() < 0.1 else 0,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_interval_holds_what_it_promises(kind):
    """A planted pace, 300 campaigns of 75 days seen after 45: 85 to 95 % of the totals lie within the interval."""
    chance, within = random.Random(6), 0  # noqa: S311 - test data
    for _ in range(300):
        costs = [KINDS[kind](chance) for _ in range(75)]
        projected = pace(costs[:45], days=75).projected()
        within += projected.low <= sum(costs) <= projected.high

    assert 0.85 <= within / 300 <= 0.95
