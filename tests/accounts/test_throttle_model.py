"""The throttle's table against a model of its rule: whatever comes in whatever order, both refuse the same."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from shared.accounts import throttle
from shared.accounts.throttle import Rule, Subject
from shared.platform import clock, db
from tests.accounts.test_throttle import MAIL, at, forgive, refusal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# The rule once more, as plainly as it can be said: the times of the failures that still count.
KINDS = {
    throttle.account(MAIL): (5, 86_400, 1, 900, False),
    throttle.of_user("code", 7): (5, 86_400, 1, 900, False),
    throttle.address(at("192.0.2.1")): (20, 3_600, 1, 900, True),
    throttle.mails_to(MAIL): (5, 3_600, 3_600, 3_600, False),
    Subject("tight", Rule(free=1, fade=timedelta(seconds=90), longest_delay=timedelta(seconds=60))): (
        1, 90, 1, 60, False,
    ),
    Subject("shared", Rule(2, timedelta(seconds=600), timedelta(seconds=3), timedelta(seconds=50), shared=True)): (
        2, 600, 3, 50, True,
    ),
}  # fmt: skip
subjects_of = st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=3, unique=True)


class Model:
    def __init__(self, kind: tuple[int, int, int, int, bool]) -> None:
        self.free, self.fade, self.first, self.longest, self.shared = kind
        self.failures = 0
        self.last = NOON - timedelta(days=9)

    def wait(self, now: datetime) -> float:
        """Return the seconds until the next attempt may be made."""
        if self.failures < self.free:
            return 0
        delay = min(self.first * 2.0 ** (self.failures - self.free), self.longest)
        return max(0, delay - (now - self.last).total_seconds())

    def count(self, now: datetime) -> None:
        self.failures = 1 if (now - self.last).total_seconds() >= self.fade else self.failures + 1
        self.last = now

    def take_back(self) -> None:
        self.failures = max(0, self.failures - 1)

    def forgive(self) -> None:
        self.failures = self.failures - 1 if self.shared and self.failures else 0


class Clock:
    now = NOON

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Throttling(RuleBasedStateMachine):
    """Attempts, successes and waiting in any order: the table refuses exactly what the model refuses."""

    clock = Clock()

    def __init__(self) -> None:
        super().__init__()
        with db.connection() as connection:
            connection.execute(text("TRUNCATE throttles"))
        self.models = {subject: Model(kind) for subject, kind in KINDS.items()}
        self.clock.now = NOON
        self.told: tuple[Any, ...] = ()

    @rule(subjects=subjects_of)
    def attempt(self, subjects: list[Subject]) -> None:
        wait = max(self.models[subject].wait(self.clock.now) for subject in subjects)
        if wait:
            self.told = refusal(*subjects).retry_after_seconds, subjects
            assert self.told[0] == math.ceil(wait)
            return
        throttle.admit(*subjects)
        self.told = ()  # who was told to wait and did not come first has to wait anew
        for subject in subjects:
            self.models[subject].count(self.clock.now)

    @rule(subject=st.sampled_from(list(KINDS)), times=st.integers(5, 25))
    def fail_often(self, subject: Subject, times: int) -> None:
        for _ in range(times):
            self.attempt([subject])

    @rule(subjects=subjects_of)
    def succeed(self, subjects: list[Subject]) -> None:
        forgive(*subjects)
        for subject in subjects:
            self.models[subject].forgive()

    @rule(subjects=subjects_of)
    def give_up(self, subjects: list[Subject]) -> None:
        throttle.take_back(*subjects)
        for subject in subjects:
            self.models[subject].take_back()

    @rule(seconds=st.sampled_from([0.25, 1, 2, 7, 30, 60, 90, 600, 900, 3_599, 3_600, 86_399, 86_400]))
    def wait(self, seconds: float) -> None:
        self.clock.wait(seconds)

    @precondition(lambda self: self.told)
    @rule()
    def come_back_when_told(self) -> None:
        seconds, subjects = self.told
        self.clock.wait(seconds)
        self.told = ()
        assert all(self.models[subject].wait(self.clock.now) == 0 for subject in subjects)
        self.attempt(subjects)

    @invariant()
    def the_table_counts_what_the_model_counts(self) -> None:
        with db.transaction() as session:
            kept = {
                row.subject: row.failures for row in session.execute(text("SELECT subject, failures FROM throttles"))
            }
        assert kept == {s.key: self.models[s].failures for s in KINDS if s.key in kept}
        assert all(self.models[s].failures == 0 for s in KINDS if s.key not in kept)

    @invariant()
    def nobody_waits_longer_than_the_longest_delay(self) -> None:
        assert all(model.wait(self.clock.now) <= model.longest for model in self.models.values())


def test_the_table_keeps_the_rule_whatever_comes_in_whatever_order(database: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "now", lambda: Throttling.clock.now)
    run_state_machine_as_test(
        Throttling,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
