"""Refresh tokens rotate; one that comes back ends its family, but not for a lost answer or two calls at once."""

from typing import Any

import pytest
from sqlalchemy import text, update

from shared.accounts.models import RefreshToken, SignIn, User
from shared.accounts.service.one_time_tokens import hash_of
from shared.permissions import Role
from shared.platform import clock, db, signing_keys
from tests.accounts.families import (
    ALARM,
    INVALID,
    REUSED,
    alarms,
    mails_to,
    number_of_tokens,
    outcome,
    refresh,
    sign_in,
    state_of,
    token_row,
    works,
)
from tests.accounts.second_factor import Time
from tests.client import Client, make_user

HOUR = 3600


@pytest.fixture
def user(database: None) -> User:
    return make_user(Role.DATA_ANALYST)


def test_a_refresh_gives_a_new_pair_in_the_same_session(api: Client, user: User):
    mine = sign_in(user)

    first = refresh(api, mine.refresh_token)
    second = refresh(api, first.json["refresh_token"])

    assert works(api, first)
    assert works(api, second)
    assert len({mine.refresh_token, first.json["refresh_token"], second.json["refresh_token"]}) == 3
    assert api.with_token(second.json["access_token"]).get("me").json["session_id"] == str(mine.session.session_id)
    assert (second.json["token_type"], second.json["expires_in"]) == ("Bearer", 900)
    assert second.json["user"]["user_id"] == user.user_id


def test_tokens_have_256_random_bits_and_are_kept_by_their_hash(api: Client, user: User):
    mine = sign_in(user)
    token = refresh(api, mine.refresh_token).json["refresh_token"]

    assert len(token) == 43
    with db.transaction() as session:
        rows = session.execute(text("SELECT refresh_tokens::text FROM refresh_tokens")).scalars().all()
    assert len(rows) == 2
    assert not any(known in row for row in rows for known in (token, mine.refresh_token))


def test_a_lost_answer_is_given_again(api: Client, user: User, still: Time):
    mine = sign_in(user)
    lost = refresh(api, mine.refresh_token)

    still.move(30 - 1e-6)
    again = refresh(api, mine.refresh_token)

    assert again.json["refresh_token"] == lost.json["refresh_token"]
    assert works(api, again)
    assert number_of_tokens(mine) == 2
    assert alarms() == []


def test_after_half_a_minute_it_is_a_theft(api: Client, user: User, still: Time):
    mine = sign_in(user)
    stolen = refresh(api, mine.refresh_token)
    caller = api.with_token(stolen.json["access_token"])
    assert caller.get("me").status == 200

    still.move(30)
    answer = refresh(api, mine.refresh_token)

    assert outcome(answer) == REUSED
    assert "Set-Cookie" not in answer.headers
    assert state_of(mine) == (False, "refresh token reused")
    assert caller.get("me").status == 401
    assert outcome(refresh(api, stolen.json["refresh_token"])) == INVALID
    assert alarms() == [(str(mine.session.session_id), {"user_id": user.user_id})]
    assert mails_to(user) == [ALARM]


def test_once_the_successor_is_used_it_is_a_theft_at_once(api: Client, user: User):
    mine = sign_in(user)
    second = refresh(api, mine.refresh_token).json["refresh_token"]
    third = refresh(api, second)

    assert token_row(mine.refresh_token).successor_salt is None
    assert outcome(refresh(api, mine.refresh_token)) == REUSED
    assert state_of(mine) == (False, "refresh token reused")
    assert not works(api, third)
    assert len(alarms()) == 1


def test_a_token_that_has_expired_since_it_was_used_tells_of_a_theft_as_well(api: Client, user: User, still: Time):
    mine = sign_in(user)
    second = refresh(api, mine.refresh_token).json["refresh_token"]
    still.move(7 * HOUR)
    third = refresh(api, second).json["refresh_token"]
    still.move(2 * HOUR)

    assert outcome(refresh(api, mine.refresh_token)) == REUSED
    assert outcome(refresh(api, third)) == INVALID


def test_the_family_of_a_theft_is_one_session_not_the_user(api: Client, user: User, still: Time):
    stolen, other = sign_in(user), sign_in(user)
    refresh(api, stolen.refresh_token)
    still.move(60)

    refresh(api, stolen.refresh_token)

    assert state_of(other) == (True, None)
    assert works(api, refresh(api, other.refresh_token))


def test_an_idle_session_is_over_after_eight_hours(api: Client, user: User, still: Time):
    early, late = sign_in(user), sign_in(user)

    still.move(8 * HOUR - 1e-6)
    assert refresh(api, early.refresh_token).status == 200
    still.move(1e-6)
    assert outcome(refresh(api, late.refresh_token)) == INVALID


def test_each_use_begins_the_eight_hours_anew_but_a_day_is_the_end(api: Client, user: User, still: Time):
    mine = sign_in(user)
    token = mine.refresh_token

    for _ in range(3):
        still.move(7 * HOUR)
        token = refresh(api, token).json["refresh_token"]
    assert token_row(token).expires_at == mine.session.expires_at
    still.move(3 * HOUR - 1e-6)
    last = refresh(api, token)
    assert last.status == 200
    still.move(1e-6)
    assert outcome(refresh(api, last.json["refresh_token"])) == INVALID
    assert alarms() == []


def test_an_old_token_after_the_end_of_its_session_is_no_alarm(api: Client, user: User, still: Time):
    mine = sign_in(user)
    refresh(api, mine.refresh_token)
    still.move(24 * HOUR)

    assert outcome(refresh(api, mine.refresh_token)) == INVALID
    assert (alarms(), mails_to(user)) == ([], [])


def test_use_is_noted_for_the_list_of_sessions(api: Client, user: User, still: Time):
    mine = sign_in(user)
    still.move(2 * HOUR)

    refresh(api, mine.refresh_token)

    with db.transaction() as session:
        assert session.get_one(SignIn, mine.session.session_id).last_used_at == clock.now()


def test_an_account_that_is_not_active_gets_nothing(api: Client, user: User):
    """Ending the sessions is what counts; this is the second line."""
    mine = sign_in(user)
    with db.transaction() as session:
        session.execute(update(User).values(is_active=False))

    assert outcome(refresh(api, mine.refresh_token)) == INVALID
    assert token_row(mine.refresh_token).used_at is None


def test_when_no_token_can_be_issued_the_refresh_token_is_not_used_up(
    api: Client, user: User, monkeypatch: pytest.MonkeyPatch
):
    mine = sign_in(user)

    def broken() -> Any:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(signing_keys, "signing_key", broken)
        assert refresh(api, mine.refresh_token).status == 500

    assert token_row(mine.refresh_token).used_at is None
    assert refresh(api, mine.refresh_token).status == 200


def test_a_successor_cannot_be_computed_from_the_database(api: Client, user: User):
    """Its maker is the token itself, of which only the hash is kept."""
    mine = sign_in(user)
    successor = refresh(api, mine.refresh_token).json["refresh_token"]
    row = token_row(mine.refresh_token)

    assert row.token_hash == hash_of(mine.refresh_token)
    assert hash_of(successor) not in {row.token_hash, row.successor_salt}
    with db.transaction() as session:
        assert session.get(RefreshToken, hash_of(successor)) is not None
