from datetime import UTC, datetime, timedelta

import pytest

from local.host.model import Retry, StartError, resolve
from local.host.schedule import parse_schedule

FRIDAY = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("*/10 * * * * *", datetime(2026, 11, 20, 12, 0, 10, tzinfo=UTC)),
        ("0 */5 * * * *", datetime(2026, 11, 20, 12, 5, 0, tzinfo=UTC)),
        ("0 30 9 * * MON-FRI", datetime(2026, 11, 23, 9, 30, 0, tzinfo=UTC)),
        ("0 0 0 1 * *", datetime(2026, 12, 1, 0, 0, 0, tzinfo=UTC)),
        ("0 0 0 * * 0", datetime(2026, 11, 22, 0, 0, 0, tzinfo=UTC)),
        ("0 0 0 1 Jan *", datetime(2027, 1, 1, 0, 0, 0, tzinfo=UTC)),
        ("01:30:00", datetime(2026, 11, 20, 13, 30, 0, tzinfo=UTC)),
        # A first of the month that is a Monday: both have to fit.
        ("0 0 0 1 * 1", datetime(2027, 2, 1, 0, 0, 0, tzinfo=UTC)),
    ],
)
def test_the_first_moment_after_friday_noon(expression, due):
    assert parse_schedule(expression, "f").after(FRIDAY) == due


@pytest.mark.parametrize(
    "expression", ["", "* * * * *", "0 0 0 * * 7", "0 0 0 L * *", "0 61 * * * *", "0 0 0 ? * *", "daily", "@daily"]
)
def test_what_is_no_ncrontab_is_refused_with_the_function(expression):
    with pytest.raises(StartError, match="Function nightly: "):
        parse_schedule(expression, "nightly")


def test_a_setting_is_put_in(monkeypatch):
    monkeypatch.setenv("NIGHTLY", "0 0 3 * * *")
    assert resolve("%NIGHTLY%", "f") == "0 0 3 * * *"


def test_a_missing_setting_is_named():
    with pytest.raises(StartError, match="Function f: the setting MISSING_ONE is missing"):
        resolve("%MISSING_ONE%", "f")


def test_retry_pauses():
    fixed = Retry(3, "fixed_delay", delay=timedelta(seconds=5))
    growing = Retry(9, "exponential_backoff", least=timedelta(seconds=2), most=timedelta(seconds=10))

    assert [fixed.pause(attempt) for attempt in (1, 2, 3)] == [5, 5, 5]
    assert [growing.pause(attempt) for attempt in (1, 2, 3, 4)] == [2, 4, 8, 10]
