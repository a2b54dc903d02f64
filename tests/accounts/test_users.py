"""Managing other people's accounts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from shared.accounts.models import SignIn, User
from shared.permissions import Role
from shared.platform import clock, db
from tests.accounts.outbox import (
    OTHER_PASSWORD,
    PASSWORD,
    give_second_factor,
    letters,
    next_code,
    person,
    reload,
    subjects,
)
from tests.client import Client, Reply, make_user

ANY = {"If-Match": "*"}


def change(admin: Client, user: User, **changes: object) -> Reply:
    return admin.patch(f"users/{user.user_id}", changes, headers=ANY)


def log_in(api: Client, user: User) -> Reply:
    return api.post("auth/login", {"mail": user.user_mail, "password": PASSWORD, "client": "native"})


def test_an_account_is_shown_without_secrets(api: Client):
    user = person(Role.FINANCE_MANAGER)

    shown = api.as_role("admin").get(f"users/{user.user_id}")

    assert shown.json == {
        "user_id": user.user_id,
        "user_mail": user.user_mail,
        "user_name": user.user_name,
        "user_role": "finance_manager",
        "is_active": True,
        "state": "active",
        "member_since": clock.today().isoformat(),
    }
    assert "argon2" not in shown.body.decode()


def test_accounts_are_found_by_role_activity_and_part_of_the_name(api: Client):
    admin = api.as_role("admin")
    analyst, closed = make_user(Role.DATA_ANALYST), make_user(Role.DATA_ANALYST)
    change(admin, closed, is_active=False)

    def found(**query: Any) -> list[int]:
        return [item["user_id"] for item in admin.get("users", **query).json["items"]]

    assert found(user_role="data_analyst") == [analyst.user_id, closed.user_id]
    assert found(is_active="false") == [closed.user_id]
    assert found(q=analyst.user_mail.upper()) == [analyst.user_id]


def test_a_change_asks_for_the_version_that_was_read(api: Client):
    admin, user = api.as_role("admin"), person()
    path = f"users/{user.user_id}"
    read = admin.get(path).headers["ETag"]

    assert admin.patch(path, {"user_name": "First"}).status == 428
    assert admin.patch(path, {"user_name": "First"}, headers={"If-Match": read}).status == 200
    assert admin.patch(path, {"user_name": "Second"}, headers={"If-Match": read}).status == 412
    assert reload(user).user_name == "First"


def test_another_role_acts_at_once_and_ends_the_sessions(api: Client):
    user = person()
    before = log_in(api, user).json
    caller = api.with_token(before["access_token"])
    assert caller.get("users").status == 403

    assert change(api.as_role("admin"), user, user_role="campaign_manager").json["user_role"] == "campaign_manager"

    assert caller.get("me").status == 401
    assert api.post("auth/refresh", {"refresh_token": before["refresh_token"]}).status == 401
    assert log_in(api, user).json["user"]["user_role"] == "campaign_manager"


def test_a_deactivated_account_can_neither_sign_in_nor_go_on(api: Client):
    user = person()
    before = log_in(api, user).json
    admin = api.as_role("admin")

    assert change(admin, user, is_active=False).json["state"] == "deactivated"

    assert api.with_token(before["access_token"]).get("me").status == 401
    assert api.post("auth/refresh", {"refresh_token": before["refresh_token"]}).status == 401
    assert log_in(api, user).json["code"] == "wrong_credentials"


def test_an_account_made_active_again_has_its_password_but_none_of_its_sessions(api: Client):
    user = person()
    before = api.as_user(user)
    admin = api.as_role("admin")
    change(admin, user, is_active=False)

    assert change(admin, user, is_active=True).json["state"] == "active"

    assert before.get("me").status == 401
    assert log_in(api, user).status == 200


def test_deactivation_voids_open_links_and_a_half_finished_sign_in(api: Client):
    user = person()
    app = give_second_factor(user)
    challenge = log_in(api, user).json["challenge"]
    api.post("auth/password/forgot", {"mail": user.user_mail})
    token = letters(user.user_mail)[-1].token
    admin = api.as_role("admin")
    change(admin, user, is_active=False)
    change(admin, user, is_active=True)

    assert api.post("auth/login/two-factor", {"challenge": challenge, "code": next_code(app)}).status == 401
    assert api.post("auth/password/reset", {"token": token, "password": OTHER_PASSWORD}).status == 409


def test_another_name_leaves_the_sessions(api: Client):
    user = person()
    caller = api.as_user(user)

    change(api.as_role("admin"), user, user_name="Another Name")

    assert caller.get("me").json["user_name"] == "Another Name"


def test_a_change_to_what_is_already_so_changes_nothing(api: Client):
    user = person()
    caller, admin = api.as_user(user), api.as_role("admin")

    answer = change(admin, user, user_role=user.user_role, is_active=True, user_name=user.user_name)

    assert answer.status == 200
    assert reload(user).version == user.version
    assert caller.get("me").status == 200
    assert admin.get("audit", entity="users", entity_id=str(user.user_id)).json["items"] == []


def test_an_admin_deletes_another_account_but_not_his_own_this_way(api: Client):
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    client = api.as_user(admin)

    own = client.delete(f"users/{admin.user_id}")

    assert (own.status, own.json["code"]) == (409, "own_account")
    assert client.delete(f"users/{other.user_id}").status == 204
    last = client.delete(f"users/{admin.user_id}")
    assert (last.status, last.json["code"]) == (409, "last_admin")


def test_deleting_asks_for_a_fresh_second_factor(api: Client):
    admin, user = make_user(Role.ADMIN), person()
    client = api.as_user(admin)
    with db.transaction() as session:
        session.execute(update(SignIn).values(two_factor_at=clock.now() - timedelta(minutes=5)))

    answer = client.delete(f"users/{user.user_id}")

    assert (answer.status, answer.json["code"]) == (403, "fresh_two_factor_required")
    assert reload(user).deleted_at is None


@pytest.mark.parametrize("changes", [{"is_active": True}, {"user_name": "Back Again"}, {"user_role": "admin"}])
def test_a_deleted_account_stays_deleted(api: Client, changes: dict[str, object]):
    admin, user = api.as_role("admin"), person()
    admin.delete(f"users/{user.user_id}")

    assert admin.get(f"users/{user.user_id}").json["state"] == "deleted"
    assert change(admin, user, **changes).json["code"] == "user_deleted"
    assert admin.delete(f"users/{user.user_id}").json["code"] == "user_deleted"
    assert admin.post(f"users/{user.user_id}/invitation").json["code"] == "not_invited"


def test_what_is_not_there_is_404(api: Client):
    admin = api.as_role("admin")

    for answer in (
        admin.get("users/4711"),
        change(admin, User(user_id=4711), user_name="Nobody"),
        admin.delete("users/4711"),
        admin.post("users/4711/invitation"),
    ):
        assert (answer.status, answer.json["code"]) == (404, "user_not_found")


def test_changes_are_audited_without_personal_data(api: Client):
    admin, user = api.as_role("admin"), person()
    change(admin, user, user_name="Very Private", user_role="finance_manager")
    admin.delete(f"users/{user.user_id}")

    rows = admin.get("audit", entity="users", entity_id=str(user.user_id)).json["items"]

    assert [row["action"] for row in rows] == ["user.updated", "user.deleted"]
    assert rows[0]["changes"] == {"user_name": "withheld", "user_role": ["data_analyst", "finance_manager"]}
    for private in (user.user_mail, user.user_name, "Very Private"):
        assert private not in json.dumps(rows)


def test_only_an_admin_manages_accounts(api: Client):
    other = person()
    for role in set(Role) - {Role.ADMIN}:
        client = api.as_role(role)
        statuses = [
            client.get("users").status,
            client.get(f"users/{other.user_id}").status,
            change(client, other, user_role="admin").status,
            client.delete(f"users/{other.user_id}").status,
            client.post(f"users/{other.user_id}/invitation").status,
        ]
        assert statuses == [403] * 5
    assert subjects() == []
