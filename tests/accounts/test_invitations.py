"""Accounts by invitation."""

import pytest

from shared.permissions import Role
from shared.platform import clock
from tests.accounts.outbox import OTHER_PASSWORD, PASSWORD, at_once, letters, move_clock, person, subjects
from tests.client import Client, Reply, make_user

NEW = {"user_mail": "new@shop.example", "user_name": "New Colleague", "user_role": "campaign_manager"}


def invite(api: Client, **changes: str) -> Reply:
    return api.as_role("admin").post("users", NEW | changes)


def invited(api: Client) -> str:
    """Invite somebody and return the token of the mail."""
    assert invite(api).status == 201
    return letters(NEW["user_mail"])[-1].token


def accept(api: Client, token: str, password: str = PASSWORD, **changes: str) -> Reply:
    return api.post("auth/accept-invitation", {"token": token, "password": password, **changes})


def log_in(api: Client, password: str = PASSWORD) -> Reply:
    return api.post("auth/login", {"mail": NEW["user_mail"], "password": password})


def test_an_invited_account_is_there_but_closed(api: Client):
    answer = invite(api)

    assert answer.status == 201
    assert answer.headers["Location"] == f"/api/users/{answer.json['user_id']}"
    assert answer.json["state"] == "invited"
    assert not answer.json["is_active"]
    assert log_in(api).status == log_in(api, "!").status == 401


def test_who_accepts_chooses_password_and_name_and_can_sign_in(api: Client):
    token = invited(api)

    assert accept(api, token, user_name="As I Am Called").status == 204

    user = log_in(api).json["user"]
    assert (user["user_name"], user["state"]) == ("As I Am Called", "active")
    assert user["user_role"] == "campaign_manager"


def test_without_a_name_the_one_of_the_invitation_stays(api: Client):
    accept(api, invited(api))

    assert log_in(api).json["user"]["user_name"] == "New Colleague"


def test_an_invitation_is_good_once(api: Client):
    token = invited(api)
    accept(api, token)

    answer = accept(api, token, OTHER_PASSWORD)

    assert (answer.status, answer.json["code"]) == (409, "link_invalid")
    assert log_in(api).status == 200


def test_of_two_who_accept_at_the_same_instant_one_wins(api: Client):
    token = invited(api)

    answers = at_once(lambda: accept(api, token), lambda: accept(api, token, OTHER_PASSWORD))

    assert sorted(answer.status for answer in answers) == [204, 409]
    assert log_in(api, PASSWORD if answers[0].status == 204 else OTHER_PASSWORD).status == 200


@pytest.mark.parametrize(("seconds", "status"), [(-1, 204), (0, 409)])
def test_an_invitation_ends_to_the_second_after_seven_days(
    api: Client, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
):
    asked_at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: asked_at)
    token = invited(api)

    move_clock(monkeypatch, days=7, seconds=seconds)

    assert accept(api, token).status == status


def test_a_weak_password_leaves_the_invitation_good(api: Client):
    token = invited(api)

    for weak in ("x" * 15, "New Colleague!!", "new@shop.example", "passwordpassword"):
        refused = accept(api, token, weak)
        assert (refused.status, refused.json["code"]) == (422, "weak_password")

    assert accept(api, token).status == 204


def test_the_password_may_not_hold_the_name_one_chooses_instead(api: Client):
    refused = accept(api, invited(api), "zanzibar says hello", user_name="Zanzibar")

    assert refused.json["code"] == "weak_password"


def test_another_invitation_voids_the_one_before(api: Client):
    admin = api.as_role("admin")
    path = f"users/{admin.post('users', NEW).json['user_id']}/invitation"
    assert admin.post(path).status == 202
    older, newer = letters(NEW["user_mail"])

    assert accept(api, older.token).status == 409
    assert accept(api, newer.token).status == 204


def test_nobody_is_invited_again_once_the_account_was_opened(api: Client):
    admin = api.as_role("admin")
    opened = person()
    closed = person()
    admin.patch(f"users/{closed.user_id}", {"is_active": False}, headers={"If-Match": "*"})

    for user in (opened, closed):
        answer = admin.post(f"users/{user.user_id}/invitation")
        assert (answer.status, answer.json["code"]) == (409, "not_invited")
        assert letters(user.user_mail) == []


def test_a_deleted_invitation_cannot_be_accepted(api: Client):
    admin = api.as_role("admin")
    user_id = admin.post("users", NEW).json["user_id"]
    token = letters(NEW["user_mail"])[0].token

    assert admin.delete(f"users/{user_id}").status == 204

    assert accept(api, token).status == 409
    assert letters(NEW["user_mail"]) == []  # neither the link nor a farewell from an account there never was


def test_another_role_before_the_invitation_is_accepted_leaves_the_link_good(api: Client):
    admin = api.as_role("admin")
    path = f"users/{admin.post('users', NEW).json['user_id']}"
    admin.patch(path, {"user_role": "data_analyst"}, headers={"If-Match": "*"})

    accept(api, letters(NEW["user_mail"])[0].token)

    assert log_in(api).json["user"]["user_role"] == "data_analyst"


def test_only_the_invited_opens_the_account(api: Client):
    admin = api.as_role("admin")
    user_id = admin.post("users", NEW).json["user_id"]

    answer = admin.patch(f"users/{user_id}", {"is_active": True}, headers={"If-Match": "*"})

    assert (answer.status, answer.json["code"]) == (409, "invitation_open")


@pytest.mark.parametrize("path", ["auth/password/reset", "auth/verify-mail"])
def test_an_invitation_is_good_for_nothing_else(api: Client, path: str):
    token = invited(api)
    body = {"token": token} | ({"password": PASSWORD} if path.endswith("reset") else {})

    assert api.post(path, body).status == 409
    assert accept(api, token).status == 204


def test_an_invited_account_gets_no_password_link(api: Client):
    invited(api)

    assert api.post("auth/password/forgot", {"mail": NEW["user_mail"]}).status == 202
    assert subjects(NEW["user_mail"]) == ["Your invitation"]


def test_a_mail_address_belongs_to_one_account(api: Client):
    invite(api)

    answer = invite(api, user_mail="NEW@shop.EXAMPLE")

    assert (answer.status, answer.json["code"]) == (409, "user_mail_taken")
    assert len(letters(NEW["user_mail"])) == 1


def test_of_two_invitations_of_one_address_at_the_same_instant_one_wins(api: Client):
    admin = api.as_role("admin")

    answers = at_once(*[lambda: admin.post("users", NEW)] * 4)

    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    "wrong", [{"user_mail": "no address"}, {"user_name": ""}, {"user_role": "owner"}, {"password": PASSWORD}]
)
def test_a_malformed_invitation_is_refused(api: Client, wrong: dict[str, str]):
    assert invite(api, **wrong).status == 422


def test_invitation_and_acceptance_are_audited_without_personal_data(api: Client):
    user_id = invite(api).json["user_id"]
    accept(api, letters(NEW["user_mail"])[0].token, user_name="Private Name")

    rows = api.as_role("admin").get("audit", entity="users", entity_id=str(user_id))

    assert [row["action"] for row in rows.json["items"]] == ["user.invited", "user.activated"]
    assert [row["actor_id"] for row in rows.json["items"]] == [1, user_id]
    for private in (NEW["user_mail"], NEW["user_name"], "Private Name"):
        assert private not in rows.body.decode()


def test_only_an_admin_invites(api: Client):
    for role in Role:
        status = api.as_user(make_user(role)).post("users", NEW | {"user_mail": f"{role}@shop.example"}).status
        assert status == (201 if role is Role.ADMIN else 403)


def test_membership_begins_with_the_invitation(api: Client):
    user_id = invite(api).json["user_id"]
    accept(api, letters(NEW["user_mail"])[0].token)

    shown = api.as_role("admin").get(f"users/{user_id}").json
    assert shown["member_since"] == clock.today().isoformat()
