"""What carries a refresh token: a cookie no script can read, or the body of a program; and what takes it away."""

import pytest
from sqlalchemy import select

from shared.accounts.models import User
from shared.accounts.rules import Client as Kind
from shared.permissions import Role
from shared.platform import db
from shared.platform.models import AuditEntry
from tests.accounts.families import COOKIE, INVALID, alarms, cookie_of, outcome, refresh, sign_in, state_of, works
from tests.accounts.second_factor import PASSWORD, hash_of
from tests.client import Client, make_user


@pytest.fixture
def user(database: None) -> User:
    return make_user(Role.DATA_ANALYST)


@pytest.mark.parametrize(
    "token", ["x" * 43, "\N{SNOWMAN}" * 20, " " * 30, "a.b.c" * 10], ids=["unknown", "unicode", "blanks", "dots"]
)
def test_an_unknown_token_is_refused(api: Client, token: str):
    answer = api.post("auth/refresh", {"refresh_token": token})

    assert answer.status in {401, 422}
    assert token not in answer.body.decode()


def test_neither_cookie_nor_body_is_said(api: Client):
    answer = api.post("auth/refresh", {})

    assert outcome(answer) == (401, "refresh_token_missing")


def test_a_browser_gets_its_token_in_a_cookie_and_never_in_the_body(api: Client):
    user = make_user(Role.DATA_ANALYST, hash_of(PASSWORD))
    credentials = {"mail": user.user_mail, "password": PASSWORD}

    signed_in = api.post("auth/login", credentials)
    token, attributes = cookie_of(signed_in)
    refreshed = api.post("auth/refresh", {}, headers={"Cookie": f"theme=dark; {COOKIE}={token}; a=b"})
    successor, attributes_then = cookie_of(refreshed)

    for reply, secret in ((signed_in, token), (refreshed, successor)):
        assert reply.json["refresh_token"] is None
        assert secret not in reply.body.decode()
        assert reply.headers["Cache-Control"] == "no-store"
    assert attributes == attributes_then
    assert attributes == {"Max-Age=28800", "Path=/api/auth", "Secure", "HttpOnly", "SameSite=Strict"}
    assert works(api, refreshed)
    assert len({token, successor}) == 2


def test_a_native_client_gets_its_token_in_the_body_and_no_cookie(api: Client):
    user = make_user(Role.DATA_ANALYST, hash_of(PASSWORD))
    credentials = {"mail": user.user_mail, "password": PASSWORD, "client": "native"}

    signed_in = api.post("auth/login", credentials)
    refreshed = refresh(api, signed_in.json["refresh_token"])

    assert len(refreshed.json["refresh_token"]) == 43
    assert "Set-Cookie" not in signed_in.headers
    assert "Set-Cookie" not in refreshed.headers


def test_a_browsers_token_sent_in_the_body_is_still_answered_by_a_cookie(api: Client, user: User):
    """What a script in the page could read of it stays what it was: nothing."""
    mine = sign_in(user, Kind.BROWSER)

    answer = refresh(api, mine.refresh_token)

    assert answer.json["refresh_token"] is None
    assert cookie_of(answer)[0] != mine.refresh_token


@pytest.mark.parametrize("cookie", ["", "rubbish", f"{COOKIE}=", f"{COOKIE}", f'{COOKIE}="\\303"', "a=b; ; =; é=ü"])
def test_a_broken_cookie_is_refused(api: Client, cookie: str):
    assert api.post("auth/refresh", {}, headers={"Cookie": cookie}).status == 401


def test_signing_out_ends_the_session_by_any_of_its_tokens(api: Client, user: User):
    for choose_latest in (True, False):
        mine = sign_in(user)
        answer = refresh(api, mine.refresh_token)
        chosen = answer.json["refresh_token"] if choose_latest else mine.refresh_token

        assert api.post("auth/logout", {"refresh_token": chosen}).status == 204

        assert state_of(mine) == (False, "signed out")
        assert not works(api, answer)
        assert outcome(refresh(api, answer.json["refresh_token"])) == INVALID
    assert alarms() == []


def test_signing_out_ends_the_session_of_an_access_token_alone(api: Client, user: User):
    mine, other = sign_in(user), sign_in(user)
    answer = refresh(api, mine.refresh_token)
    bearer = {"Authorization": f"Bearer {answer.json['access_token']}"}

    replies = [api.post("auth/logout", {}, headers=bearer) for _ in range(2)]

    assert [reply.status for reply in replies] == [204, 204]
    assert (state_of(mine), state_of(other)[0]) == ((False, "signed out"), True)
    assert not works(api, answer)
    with db.transaction() as session:
        (row,) = session.scalars(select(AuditEntry))
    assert (row.action, row.actor_id, row.entity_id) == ("session.ended", user.user_id, str(mine.session.session_id))


def test_signing_out_removes_the_cookie_and_is_audited_once(api: Client, user: User):
    mine = sign_in(user, Kind.BROWSER)

    answers = [api.post("auth/logout", {}, headers={"Cookie": f"{COOKIE}={mine.refresh_token}"}) for _ in range(2)]

    assert [reply.status for reply in answers] == [204, 204]
    value, attributes = cookie_of(answers[0])
    assert (value, attributes) == ("", {"Max-Age=0", "Path=/api/auth", "Secure", "HttpOnly", "SameSite=Strict"})
    with db.transaction() as session:
        (row,) = session.scalars(select(AuditEntry))
    assert (row.action, row.actor_id, row.entity, row.entity_id) == (
        "session.ended", user.user_id, "sessions", str(mine.session.session_id),
    )  # fmt: skip


def test_signing_out_with_an_unknown_token_says_nothing(api: Client):
    assert api.post("auth/logout", {"refresh_token": "x" * 43}).status == 204


def test_whoever_has_no_token_any_more_is_signed_out_all_the_same(api: Client):
    answer = api.post("auth/logout", {})

    assert answer.status == 204
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
