"""What ends a session ends its access tokens with it: from then on they are refused."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from shared.accounts.models import SignIn, TwoFactor, User
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.crypto import Place, seal
from tests.accounts.outbox import letters
from tests.accounts.second_factor import PASSWORD, hash_of
from tests.client import Client, make_user


@pytest.fixture
def user(database: None) -> User:
    return make_user(Role.DATA_ANALYST)


# What ends the sessions of a user: name, and the call of an admin that does it.
BY_ADMIN: dict[str, Callable[[Client, User], Any]] = {
    "role change": lambda admin, user: admin.patch(
        f"users/{user.user_id}", {"user_role": "marketing_manager"}, headers={"If-Match": "*"}
    ),
    "promotion": lambda admin, user: admin.patch(
        f"users/{user.user_id}", {"user_role": "admin"}, headers={"If-Match": "*"}
    ),
    "deactivation": lambda admin, user: admin.patch(
        f"users/{user.user_id}", {"is_active": False}, headers={"If-Match": "*"}
    ),
    "deletion": lambda admin, user: admin.delete(f"users/{user.user_id}"),
    "end of sessions": lambda admin, user: admin.delete(f"users/{user.user_id}/sessions"),
    "second factor reset": lambda admin, user: admin.delete(f"users/{user.user_id}/two-factor"),
}


@pytest.mark.parametrize("act", BY_ADMIN.values(), ids=BY_ADMIN.keys())
def test_a_token_from_before_is_refused_from_then_on(api: Client, user: User, act: Callable[[Client, User], Any]):
    admin, caller, bystander = api.as_role("admin"), api.as_user(user), api.as_role("data_analyst")
    add_second_factor(user)
    assert caller.get("me").status == 200

    assert act(admin, user).status in {200, 204}

    answer = caller.get("me")
    assert (answer.status, answer.json["reason"]) == (401, "session_ended")
    assert bystander.get("me").status == 200


def add_second_factor(user: User) -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", Place("two_factors", "secret", user.user_id))
    with db.transaction() as session:
        session.add(TwoFactor(user_id=user.user_id, secret=sealed, confirmed_at=clock.now()))


@pytest.fixture
def with_password(database: None) -> User:
    return make_user(Role.DATA_ANALYST, hash_of(PASSWORD))


def test_a_token_from_before_a_password_change_is_refused(api: Client, with_password: User):
    elsewhere, caller = api.as_user(with_password), api.as_user(with_password)

    changed = caller.put("me/password", {"password": PASSWORD, "new_password": "quite another passphrase"})

    assert changed.status == 200
    assert [elsewhere.get("me").status, caller.get("me").status] == [401, 401]
    assert api.with_token(changed.json["access_token"]).get("me").status == 200


def test_a_token_of_an_account_that_deleted_itself_is_refused(api: Client, with_password: User):
    caller = api.as_user(with_password)

    assert caller.delete("me", {"password": PASSWORD}).status == 204

    assert caller.get("me").status == 401


def test_a_token_of_a_session_one_has_ended_is_refused(api: Client, user: User):
    here, there = api.as_user(user), api.as_user(user)
    session_id = there.get("me").json["session_id"]

    assert here.delete(f"me/sessions/{session_id}").status == 204

    assert [here.get("me").status, there.get("me").status] == [200, 401]


def test_a_token_of_a_session_that_is_too_old_is_refused(api: Client, user: User):
    caller = api.as_user(user)
    with db.transaction() as session:
        session.execute(update(SignIn).values(expires_at=clock.now()))

    assert caller.get("me").status == 401


def test_a_token_from_before_a_password_reset_is_refused(api: Client, with_password: User):
    caller = api.as_user(with_password)
    assert api.post("auth/password/forgot", {"mail": with_password.user_mail}).status == 202
    (letter,) = letters(with_password.user_mail)

    assert (
        api.post("auth/password/reset", {"token": letter.token, "password": "quite another passphrase"}).status == 204
    )

    assert caller.get("me").status == 401
