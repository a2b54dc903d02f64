"""Families of refresh tokens against a model, whatever the order of what is done to them."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from shared.accounts import jobs
from shared.accounts.service.sessions import SignedIn, end_session
from shared.permissions import Role
from shared.platform import clock, db
from tests.accounts.families import alarms, number_of_tokens, refresh, refresh_at_once, sign_in, state_of
from tests.accounts.family_model import INVALID, REUSED, Family
from tests.client import Client, Reply, make_user

# Right before, at and after each limit; sums of these meet them, too.
WAITS = st.sampled_from(
    [
        *[timedelta()] * 4,
        *[timedelta(seconds=30, microseconds=-1)] * 2,
        timedelta(seconds=30),
        timedelta(hours=7),
        timedelta(hours=8, microseconds=-1),
        timedelta(hours=8),
        timedelta(hours=24),
    ]
)

AGES, WHICH = st.sampled_from([0, 0, 0, 1, 2]), st.sampled_from([1, 1, 1, 2])

# Time passes by making everything older, so that Python and PostgreSQL agree about it.
AGE = text("""
    WITH aged AS (
        UPDATE sessions SET created_at = created_at - :by, last_used_at = last_used_at - :by,
                            expires_at = expires_at - :by, ended_at = ended_at - :by)
    UPDATE refresh_tokens SET expires_at = expires_at - :by, used_at = used_at - :by""")

DOUBTFUL = timedelta(minutes=5)  # PostgreSQL's clock runs on while ours stands still


@dataclass
class Pair:
    """A session as it is and as it should be."""

    real: SignedIn
    model: Family
    tokens: list[str]
    access_token: str = ""


class Families(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patches = pytest.MonkeyPatch()
        stopped = clock.now()
        self.patches.setattr(clock, "now", lambda: stopped)
        self.api = Client()
        self.user = make_user(Role.DATA_ANALYST)
        self.time = timedelta()
        self.pairs: list[Pair] = []
        self.alarms_before = len(alarms())

    def teardown(self) -> None:
        self.patches.undo()

    @initialize()
    def sign_in_first(self) -> None:
        self.sign_in()

    @rule()
    def sign_in(self) -> None:
        real = sign_in(self.user)
        self.pairs.append(Pair(real, Family(self.time), [real.refresh_token]))

    @rule(which=WHICH, uses=st.lists(st.tuples(AGES, WAITS), min_size=1, max_size=4))
    def refresh(self, which: int, uses: list[tuple[int, timedelta]]) -> None:
        """Use the latest token (age 0), the one before or older ones, in some order and after some time each."""
        for age, wait in uses:
            pair = self.choose(which, wait)
            token = max(pair.model.latest - age, 0)

            seen = self.seen(pair, refresh(self.api, pair.tokens[token]))

            assert seen == pair.model.refresh(token, self.time)

    @rule(which=WHICH, age=AGES, wait=WAITS, number=st.integers(2, 4))
    def refresh_at_once(self, which: int, age: int, wait: timedelta, number: int) -> None:
        pair = self.choose(which, wait)
        token = max(pair.model.latest - age, 0)

        replies = refresh_at_once(self.api, *[pair.tokens[token]] * number)

        expected = [pair.model.refresh(token, self.time) for _ in replies]
        seen = [self.seen(pair, reply) for reply in replies]
        if expected[0] == REUSED:  # whoever comes while the family is being ended may be told so or that it has ended
            assert REUSED in seen
            assert set(seen) <= {REUSED, INVALID}
        else:
            assert seen == expected

    @rule(which=WHICH, wait=WAITS)
    def refresh_latest_and_previous_at_once(self, which: int, wait: timedelta) -> None:
        pair = self.choose(which, wait)
        latest, previous = pair.model.latest, max(pair.model.latest - 1, 0)

        replies = refresh_at_once(self.api, pair.tokens[latest], pair.tokens[previous])

        one, other = deepcopy(pair.model), deepcopy(pair.model)
        first_latest = [one.refresh(latest, self.time), one.refresh(previous, self.time)]
        first_previous = [other.refresh(previous, self.time), other.refresh(latest, self.time)][::-1]
        seen = [self.seen(pair, reply) for reply in replies]
        assert seen in (first_latest, first_previous)
        pair.model = one if seen == first_latest else other

    @rule(which=WHICH, age=AGES, wait=WAITS, by_an_admin=st.booleans())
    def end(self, which: int, age: int, wait: timedelta, *, by_an_admin: bool) -> None:
        pair = self.choose(which, wait)
        if by_an_admin:
            with db.transaction() as session:
                end_session(session, self.user.user_id, pair.real.session.session_id, "ended by an admin")
            pair.model.end("ended by an admin")
        else:
            token = pair.tokens[max(pair.model.latest - age, 0)]
            assert self.api.post("auth/logout", {"refresh_token": token}).status == 204
            pair.model.log_out()

    @rule(wait=WAITS)
    def clean_up(self, wait: timedelta) -> None:
        self.wait(wait)
        with db.transaction() as session:
            jobs.forget_expired_access(session)
        for pair in self.pairs:
            pair.model.clean_up(self.time)

    @invariant()
    def sessions_are_as_they_should_be(self) -> None:
        for pair in self.pairs[-2:]:
            reason = pair.model.end_reason
            assert state_of(pair.real) == (reason is None, reason)
            assert number_of_tokens(pair.real) == (len(pair.tokens) if pair.model.tokens_kept else 0)

    @invariant()
    def access_tokens_are_good_as_long_as_their_session(self) -> None:
        for pair in self.pairs[-2:]:
            left = pair.real.session.expires_at - clock.now() - (self.time - pair.model.opened)
            if pair.access_token and not timedelta() < left < DOUBTFUL:
                answer = self.api.with_token(pair.access_token).get("me")
                assert answer.status == (401 if pair.model.is_over(self.time) else 200)

    @invariant()
    def each_theft_is_told_once(self) -> None:
        assert len(alarms()) - self.alarms_before == sum(pair.model.alarms for pair in self.pairs)

    def choose(self, which: int, wait: timedelta) -> Pair:
        """Return a session that lives (1) or the one before, whatever became of it, after some time."""
        if which == 1 and (self.pairs[-1].model.is_over(self.time) or self.pairs[-1].model.is_idle(self.time)):
            self.sign_in()
        self.wait(wait)
        return self.pairs[-min(which, len(self.pairs))]

    def wait(self, by: timedelta) -> None:
        self.time += by
        with db.connection() as connection:
            connection.execute(AGE, {"by": by})

    def seen(self, pair: Pair, reply: Reply) -> int | str:
        """Return the number of the token that was given out, or the code of the refusal."""
        if reply.status != 200:
            assert reply.status == 401
            return str(reply.json["code"])
        pair.access_token = reply.json["access_token"]
        if reply.json["refresh_token"] not in pair.tokens:
            pair.tokens.append(reply.json["refresh_token"])
        return pair.tokens.index(reply.json["refresh_token"])


@pytest.mark.usefixtures("database")
def test_families_do_what_the_model_says():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    chosen = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Families, settings=chosen)
