"""Where one is signed in: the list of sessions, and ending them one by one or all at once."""

from uuid import uuid4

import pytest

from shared.accounts.models import User
from shared.permissions import Role
from tests.accounts.second_factor import Time
from tests.accounts.sign_ins import ELSEWHERE, HOME, audit_rows, sign_in, somebody
from tests.client import Client


@pytest.fixture
def user(database: None) -> User:
    return somebody()


def signed_in(user: User, address: str = HOME) -> Client:
    return Client().with_token(sign_in(user, address=address).json["access_token"])


def session_of(client: Client) -> str:
    return str(client.get("me").json["session_id"])


def test_the_list_shows_where_one_is_signed_in(user: User, still: Time):
    still.move(-60)
    first = signed_in(user)
    still.move(60)
    second = signed_in(user, ELSEWHERE)

    shown = first.get("me/sessions").json["items"]

    assert [one["session_id"] for one in shown] == [session_of(second), session_of(first)]
    assert [(one["address"], one["current"], one["client"]) for one in shown] == [
        (ELSEWHERE, False, "native"),
        (HOME, True, "native"),
    ]


def test_the_list_holds_no_ended_and_no_expired_sessions(user: User, still: Time):
    still.move(-24 * 3600)
    signed_in(user)
    still.move(24 * 3600)
    gone, present = signed_in(user), signed_in(user)
    gone.delete(f"me/sessions/{session_of(gone)}")

    assert [one["session_id"] for one in present.get("me/sessions").json["items"]] == [session_of(present)]


def test_one_of_several_sessions_can_be_ended(user: User):
    here, there = signed_in(user), signed_in(user, ELSEWHERE)
    ended = session_of(there)

    assert here.delete(f"me/sessions/{ended}").status == 204

    assert [here.get("me").status, there.get("me").status] == [200, 401]
    assert [(row["entity_id"], row["actor_id"]) for row in audit_rows("session.ended")] == [(ended, user.user_id)]


def test_a_session_is_ended_once(user: User):
    here, there = signed_in(user), signed_in(user)
    path = f"me/sessions/{session_of(there)}"
    here.delete(path)

    again = here.delete(path)

    assert (again.status, again.json["code"]) == (404, "session_not_found")


def test_all_but_the_present_one_can_be_ended(user: User):
    here, *others = [signed_in(user) for _ in range(3)]

    assert here.call("DELETE", "me/sessions", query={"keep_current": "true"}).status == 204

    assert here.get("me").status == 200
    assert {other.get("me").status for other in others} == {401}
    assert len(audit_rows("session.ended")) == 2


def test_all_can_be_ended(user: User):
    here, there = signed_in(user), signed_in(user)

    assert here.delete("me/sessions").status == 204

    assert {here.get("me").status, there.get("me").status} == {401}


def test_a_refresh_token_ends_with_its_session(user: User):
    tokens = sign_in(user).json
    Client().with_token(tokens["access_token"]).delete("me/sessions")

    answer = Client().post("auth/refresh", {"refresh_token": tokens["refresh_token"]})

    assert (answer.status, answer.json["code"]) == (401, "refresh_token_invalid")


def test_somebody_elses_session_is_not_there(user: User):
    stranger, mine = signed_in(somebody()), signed_in(user)

    for unknown in (session_of(mine), str(uuid4())):
        assert stranger.delete(f"me/sessions/{unknown}").status == 404
    assert mine.get("me").status == 200


def test_an_admin_signs_somebody_out_everywhere(api: Client, user: User):
    here, there, bystander = signed_in(user), signed_in(user), signed_in(somebody())

    assert api.as_role(Role.ADMIN).delete(f"users/{user.user_id}/sessions").status == 204

    assert {here.get("me").status, there.get("me").status} == {401}
    assert bystander.get("me").status == 200


def test_nobody_is_signed_out_who_is_not_there(api: Client):
    answer = api.as_role(Role.ADMIN).delete("users/999999999/sessions")

    assert (answer.status, answer.json["code"]) == (404, "user_not_found")
