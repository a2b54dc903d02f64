"""What is forgotten at night: nothing that lets anybody in, nothing that is still shown."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shared.accounts import jobs, throttle
from shared.accounts.models import OneTimeToken, Purpose, RefreshToken, SignIn, Throttle
from shared.accounts.service import one_time_tokens
from shared.accounts.service.sessions import SignedIn, end_session
from shared.permissions import Role
from shared.platform import clock, db
from tests.accounts.families import number_of_tokens, refresh, sign_in, state_of
from tests.accounts.second_factor import Time
from tests.client import Client, make_user

pytestmark = pytest.mark.usefixtures("database")

HOUR, DAY = 3600, 86400
NOTHING = dict.fromkeys(("sessions_ended", "refresh_tokens", "sessions", "one_time_tokens", "throttles"), 0)


def forget() -> dict[str, int]:
    with db.transaction() as session:
        done = jobs.forget_expired_access(session)
    return {name: number for name, number in done.items() if number}


def end(signed_in: SignedIn) -> None:
    with db.transaction() as session:
        end_session(session, signed_in.user.user_id, signed_in.session.session_id, "signed out")


def number_of(table: type[SignIn | RefreshToken | OneTimeToken | Throttle]) -> int:
    with db.transaction() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_what_is_in_use_stays(api: Client, still: Time):
    mine = sign_in(make_user(Role.DATA_ANALYST))
    refresh(api, mine.refresh_token)
    with db.transaction() as session:
        one_time_tokens.issue(session, Purpose.PASSWORD_RESET, mine.user.user_id)
    throttle.admit(throttle.account("a@shop.example"))

    with db.transaction() as session:
        assert jobs.forget_expired_access(session) == NOTHING

    assert (number_of(SignIn), number_of(RefreshToken), number_of(OneTimeToken), number_of(Throttle)) == (1, 2, 1, 1)


def test_a_session_is_ended_when_none_of_its_tokens_is_good_any_more(api: Client, still: Time):
    idle, used = (sign_in(make_user(Role.DATA_ANALYST)) for _ in range(2))
    still.move(4 * HOUR)
    refresh(api, used.refresh_token)
    still.move(4 * HOUR - 1)
    assert forget() == {}

    still.move(1)
    assert forget() == {"sessions_ended": 1, "refresh_tokens": 1}

    assert [state_of(idle), state_of(used)] == [(False, "expired"), (True, None)]
    assert number_of_tokens(used) == 2, "an old token that comes back tells of a theft"


def test_a_session_that_is_too_old_ended_when_it_was(still: Time):
    mine = sign_in(make_user(Role.DATA_ANALYST))
    still.move(3 * DAY)

    assert forget() == {"sessions_ended": 1, "refresh_tokens": 1}

    with db.transaction() as session:
        assert session.get_one(SignIn, mine.session.session_id).ended_at == mine.session.expires_at


def test_ended_sessions_are_kept_for_thirty_days_and_their_tokens_not_at_all(api: Client, still: Time):
    mine = sign_in(make_user(Role.DATA_ANALYST))
    refresh(api, mine.refresh_token)
    end(mine)

    assert forget() == {"refresh_tokens": 2}
    still.move(30 * DAY - 1)
    assert forget() == {}
    assert state_of(mine) == (False, "signed out")
    still.move(1)
    assert forget() == {"sessions": 1}


def test_one_time_tokens_and_throttles_go_when_they_count_for_nothing(still: Time):
    with db.transaction() as session:
        one_time_tokens.issue(session, Purpose.PASSWORD_RESET, make_user(Role.DATA_ANALYST).user_id)
        one_time_tokens.issue(session, Purpose.REGISTRATION)
    throttle.admit(throttle.account("a@shop.example"))

    still.move(30 * 60)
    assert forget() == {"one_time_tokens": 1}
    still.move(DAY - 30 * 60)
    assert forget() == {"one_time_tokens": 1, "throttles": 1}


def test_a_session_that_is_refreshed_at_this_very_moment_is_not_ended(api: Client, still: Time):
    """The job waits for the row, and then looks again."""
    mine = sign_in(make_user(Role.DATA_ANALYST))
    still.move(8 * HOUR)

    with db.transaction() as session:
        session.get_one(SignIn, mine.session.session_id).last_used_at = clock.now() - timedelta(seconds=1)

    assert forget() == {}
