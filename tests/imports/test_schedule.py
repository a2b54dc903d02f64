"""NCRONTAB as Azure has it."""

from datetime import UTC, datetime, timedelta

import pytest
from croniter import croniter
from hypothesis import given
from hypothesis import strategies as st

from shared.imports.schedule import Schedule, backoff

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("expression", "minutes_ago", "due"),
    [
        ("0 * * * * *", 1, True),
        ("0 0 12 * * *", 1, True),
        ("0 1 12 * * *", 60, False),
        ("0 */15 * * * *", 14, True),
        ("0 0 12 * * FRI", 1, True),
        ("0 0 12 * * sat", 1, False),
        ("0 0 12 1 3 5", 1, True),
        ("0 0 12 2 * 5", 1, False),
        ("0 0 12 1 * 6", 1, False),
        ("30 59 11 * * *", 1, True),
        ("0 0 6-18/6 * * *", 1, True),
        ("0 0 12 1 MAR,APR *", 1, True),
        ("0 0 0 1 1 *", 60 * 24 * 61, True),
        ("0 0 0 1 1 *", 60 * 24 * 59, False),
    ],
)
def test_is_due_when_a_moment_has_come(expression: str, minutes_ago: int, due: bool):  # noqa: FBT001 - a table
    assert Schedule.parse(expression).due(NOON - timedelta(minutes=minutes_ago), NOON) is due


@pytest.mark.parametrize(
    "expression", ["", "* * * * *", "60 * * * * *", "0 0 0 * * 7", "0 0 0 0 * *", "0 5-1 * * * *", "0 */0 * * * *", "x"]
)
def test_what_is_no_schedule_is_refused(expression: str):
    with pytest.raises(ValueError, match="field"):
        Schedule.parse(expression)


@given(
    st.sampled_from(["0 0 3 * * *", "15 */7 * * * *", "0 30 8 1-7 * MON", "0 0 12 */10 2,11 *"]),
    st.integers(0, 60 * 24 * 40),
)
def test_agrees_with_croniter(expression: str, minutes: int):
    since = NOON - timedelta(minutes=minutes)
    wanted = croniter(expression, since, second_at_beginning=True, day_or=False).get_next(datetime)

    assert Schedule.parse(expression).next(since) == wanted
    assert Schedule.parse(expression).due(since, NOON) == (wanted <= NOON)


def test_a_day_that_never_comes_has_no_next_moment():
    assert Schedule.parse("0 0 0 30 2 *").next(NOON) is None
    assert Schedule.parse("0 0 0 29 2 *").next(datetime(2096, 3, 1, tzinfo=UTC)) == datetime(2104, 2, 29, tzinfo=UTC)


def test_the_pause_after_failures_doubles_up_to_an_hour():
    assert [backoff(failures).total_seconds() / 60 for failures in (1, 2, 3, 6, 7, 1000)] == [1, 2, 4, 32, 60, 60]
