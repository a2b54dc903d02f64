"""Refreshes at the same instant: one lineage, one alarm, no errors."""

import threading

import pytest
from sqlalchemy import select

from shared.accounts.models import SignIn, User
from shared.permissions import Role
from shared.platform import db
from tests.accounts.families import (
    ALARM,
    INVALID,
    REUSED,
    alarms,
    mails_to,
    number_of_tokens,
    outcome,
    refresh,
    refresh_at_once,
    sign_in,
    state_of,
    works,
)
from tests.accounts.second_factor import Time
from tests.client import Client, make_user


@pytest.fixture
def user(database: None) -> User:
    return make_user(Role.DATA_ANALYST)


def test_a_refused_token_again_and_again_is_one_alarm(api: Client, user: User, still: Time):
    mine = sign_in(user)
    refresh(api, mine.refresh_token)
    still.move(60)

    answers = refresh_at_once(api, *[mine.refresh_token] * 8)

    assert {reply.status for reply in answers} == {401}
    assert {reply.json["code"] for reply in answers} <= {"refresh_token_reused", "refresh_token_invalid"}
    assert len(alarms()) == 1
    assert mails_to(user) == [ALARM]


@pytest.mark.parametrize("number", [2, 8])
@pytest.mark.parametrize("_repetition", range(4))
def test_of_refreshes_at_once_all_get_the_same_successor(api: Client, user: User, number: int, _repetition: int):
    mine = sign_in(user)

    answers = refresh_at_once(api, *[mine.refresh_token] * number)

    assert [reply.status for reply in answers] == [200] * number
    (successor,) = {reply.json["refresh_token"] for reply in answers}
    assert number_of_tokens(mine) == 2
    assert all(works(api, reply) for reply in answers)
    assert works(api, refresh(api, successor))
    assert alarms() == []


def test_more_at_once_than_there_are_connections_all_get_an_answer(api: Client, user: User):
    mine = sign_in(user)

    answers = refresh_at_once(api, *[mine.refresh_token] * 24)

    assert [reply.status for reply in answers] == [200] * 24
    assert len({reply.json["refresh_token"] for reply in answers}) == 1


def test_more_thefts_at_once_than_there_are_connections_are_all_answered(api: Client, still: Time):
    families = [sign_in(make_user(Role.DATA_ANALYST)) for _ in range(24)]
    for mine in families:
        refresh(api, mine.refresh_token)
    still.move(60)

    answers = refresh_at_once(api, *(mine.refresh_token for mine in families))

    assert [outcome(reply) for reply in answers] == [REUSED] * 24
    assert len(alarms()) == 24


def test_predecessor_and_successor_at_once_end_well_or_as_a_theft(api: Client, user: User):
    mine = sign_in(user)
    second = refresh(api, mine.refresh_token).json["refresh_token"]

    old, new = refresh_at_once(api, mine.refresh_token, second)

    if old.status == 200:  # it came first: a lost answer
        assert (old.json["refresh_token"], new.status, state_of(mine)) == (second, 200, (True, None))
    else:  # the successor came first
        assert (outcome(old), new.status) == (REUSED, 200)
        assert state_of(mine) == (False, "refresh token reused")
        assert not works(api, new)


def test_sessions_at_once_do_not_wait_for_each_other(api: Client, user: User):
    held, free = sign_in(user), sign_in(user)

    with db.transaction() as session:
        session.execute(select(SignIn).where(SignIn.session_id == held.session.session_id).with_for_update())
        assert refresh(api, free.refresh_token).status == 200


def test_a_refresh_and_the_end_of_the_session_at_once_leave_nothing_that_works(api: Client, user: User):
    for _ in range(5):
        mine = sign_in(user)
        end = threading.Thread(target=lambda m=mine: api.post("auth/logout", {"refresh_token": m.refresh_token}))
        end.start()
        answer = refresh(api, mine.refresh_token)
        end.join()

        assert answer.status in {200, 401}
        assert state_of(mine) == (False, "signed out")
        if answer.status == 200:
            assert not works(api, answer)
            assert outcome(refresh(api, answer.json["refresh_token"])) == INVALID
