"""Changing one's own name and password."""

import pytest

from shared.permissions import Role
from tests.accounts.outbox import (
    OTHER_PASSWORD,
    PASSWORD,
    at_once,
    give_second_factor,
    letters,
    move_clock,
    person,
    subjects,
)
from tests.client import Client, Reply

NEW_MAIL = "new@shop.example"


def change_password(caller: Client, new: str = OTHER_PASSWORD, password: str = PASSWORD) -> Reply:
    return caller.put("me/password", {"password": password, "new_password": new})


def log_in(api: Client, mail: str, password: str = PASSWORD) -> Reply:
    return api.post("auth/login", {"mail": mail, "password": password, "client": "native"})


def test_ones_own_name_is_changed_by_the_version_that_was_read(api: Client):
    caller = api.as_user(person())
    read = caller.get("me").headers["ETag"]

    assert caller.patch("me", {"user_name": "Renamed"}).status == 428
    assert caller.patch("me", {"user_name": "Renamed"}, headers={"If-Match": read}).json["user_name"] == "Renamed"
    assert caller.patch("me", {"user_name": "Again"}, headers={"If-Match": read}).status == 412


@pytest.mark.parametrize("field", ["user_role", "is_active", "user_mail", "user_id", "member_since"])
def test_nothing_but_the_name_is_changed_that_way(api: Client, field: str):
    body = {"user_name": "Renamed", field: "admin"}

    assert api.as_role("data_analyst").patch("me", body, headers={"If-Match": "*"}).status == 422


class TestPassword:
    def test_the_new_one_is_good_from_now_on_and_the_old_one_is_not(self, api: Client):
        user = person()

        answer = change_password(api.as_user(user))

        assert answer.status == 200
        assert log_in(api, user.user_mail).status == 401
        assert log_in(api, user.user_mail, OTHER_PASSWORD).status == 200
        assert subjects(user.user_mail) == ["Your password was changed"]

    def test_all_sessions_end_and_a_new_one_begins(self, api: Client):
        user = person()
        elsewhere, here = api.as_user(user), api.as_user(user)

        opened = change_password(here).json

        assert elsewhere.get("me").status == here.get("me").status == 401
        caller = api.with_token(opened["access_token"])
        assert [one["current"] for one in caller.get("me/sessions").json["items"]] == [True]
        assert api.post("auth/refresh", {"refresh_token": opened["refresh_token"]}).status == 200

    def test_the_new_session_stands_where_the_old_one_did_with_the_second_factor(
        self, api: Client, monkeypatch: pytest.MonkeyPatch
    ):
        user = person(Role.ADMIN)
        give_second_factor(user)
        caller = api.as_user(user)
        fresh_until = caller.get("me").json["two_factor"]["fresh_until"]
        move_clock(monkeypatch, minutes=2)

        opened = change_password(caller).json

        assert opened["two_factor_enrolment_required"] is False
        again = api.with_token(opened["access_token"]).get("me").json
        assert again["two_factor"]["fresh_until"] == fresh_until

    def test_a_session_without_second_factor_gets_none_by_it(self, api: Client):
        user = person()
        signed_in = log_in(api, user.user_mail).json

        opened = change_password(api.with_token(signed_in["access_token"])).json

        me = api.with_token(opened["access_token"]).get("me").json
        assert me["two_factor"]["fresh_until"] is None

    def test_a_browser_gets_its_cookie(self, api: Client):
        user = person()
        body = {"mail": user.user_mail, "password": PASSWORD, "client": "browser"}
        token = api.post("auth/login", body).json["access_token"]

        answer = change_password(api.with_token(token))

        assert answer.json["refresh_token"] is None
        assert "HttpOnly" in answer.headers["Set-Cookie"]

    def test_a_wrong_present_password_changes_nothing(self, api: Client):
        user = person()

        answer = change_password(api.as_user(user), password="wrong")

        assert (answer.status, answer.json["code"]) == (403, "wrong_password")
        assert log_in(api, user.user_mail).status == 200
        assert letters() == []

    @pytest.mark.parametrize("new", ["x" * 14, "password" * 2, "123456789012345"])
    def test_a_weak_one_is_refused(self, api: Client, new: str):
        answer = change_password(api.as_user(person()), new)

        assert (answer.status, answer.json["code"]) == (422, "weak_password")
        assert answer.json["errors"][0]["pointer"] == "/new_password"

    def test_name_and_mail_address_are_no_password(self, api: Client):
        user = person()
        caller = api.as_user(user)
        caller.patch("me", {"user_name": "Zanzibar"}, headers={"If-Match": "*"})

        for new in ("my name is zanzibar!", f"<<{user.user_mail}>>"):
            assert change_password(caller, new).json["code"] == "weak_password"

    def test_eight_characters_are_enough_with_a_second_factor_only(self, api: Client):
        protected = person()
        give_second_factor(protected)

        assert change_password(api.as_user(person()), "kT7#wq2!").status == 422
        assert change_password(api.as_user(protected), "kT7#wq2").status == 422
        assert change_password(api.as_user(protected), "kT7#wq2!").status == 200

    def test_open_links_are_void(self, api: Client):
        user = person()
        api.as_user(user).post("me/mail", {"user_mail": NEW_MAIL, "password": PASSWORD})
        move = letters(NEW_MAIL)[0].token
        api.post("auth/password/forgot", {"mail": user.user_mail})
        reset = letters(user.user_mail)[-1].token

        change_password(api.as_user(user))

        assert api.post("auth/verify-mail", {"token": move}).status == 409
        assert api.post("auth/password/reset", {"token": reset, "password": PASSWORD}).status == 409
        assert log_in(api, user.user_mail, OTHER_PASSWORD).status == 200

    def test_of_two_changes_at_the_same_instant_one_wins(self, api: Client):
        user = person()
        callers = [api.as_user(user), api.as_user(user)]

        answers = at_once(
            lambda: change_password(callers[0]), lambda: change_password(callers[1], "thirteen red kettles sigh")
        )

        assert sorted(answer.status for answer in answers) == [200, 403]
        assert subjects(user.user_mail) == ["Your password was changed"]

    def test_blanks_at_both_ends_belong_to_a_password(self, api: Client):
        user = person()
        change_password(api.as_user(user), f"  {OTHER_PASSWORD} ")

        assert log_in(api, user.user_mail, OTHER_PASSWORD).status == 401
        assert log_in(api, user.user_mail, f"  {OTHER_PASSWORD} ").status == 200
