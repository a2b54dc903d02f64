"""Changing one's own mail address: confirmed at the new one, told to the old one."""

import pytest

from shared.accounts.models import User
from shared.platform import clock
from tests.accounts.outbox import (
    OTHER_PASSWORD,
    PASSWORD,
    alike,
    at_once,
    counted_statements,
    give_second_factor,
    letters,
    move_clock,
    next_code,
    person,
    reload,
    subjects,
)
from tests.client import Client, Reply

NEW_MAIL = "new@shop.example"


def ask(caller: Client, mail: str = NEW_MAIL, password: str = PASSWORD, **code: str) -> Reply:
    return caller.post("me/mail", {"user_mail": mail, "password": password, **code})


def verify(api: Client, token: str) -> Reply:
    return api.post("auth/verify-mail", {"token": token})


def log_in(api: Client, mail: str, password: str = PASSWORD) -> Reply:
    return api.post("auth/login", {"mail": mail, "password": password, "client": "native"})


def link(api: Client, user: User, mail: str = NEW_MAIL) -> str:
    assert ask(api.as_user(user), mail).status == 202
    return letters(mail)[-1].token


def test_the_link_at_the_new_address_makes_the_change_and_the_old_one_is_told(api: Client):
    user = person()

    token = link(api, user)

    assert reload(user).user_mail == user.user_mail
    assert verify(api, token).status == 204
    assert reload(user).user_mail == NEW_MAIL
    assert log_in(api, NEW_MAIL).status == 200
    assert log_in(api, user.user_mail).status == 401
    assert subjects(NEW_MAIL) == ["Confirm your new mail address"]
    assert subjects(user.user_mail) == ["Another mail address was asked for", "Your mail address was changed"]


def test_only_the_new_address_gets_the_link(api: Client):
    user = person()
    token = link(api, user)

    assert all(token not in letter.text + letter.html for letter in letters(user.user_mail))


@pytest.mark.parametrize(
    ("body", "code"),
    [({"password": "wrong"}, "wrong_password"), ({}, "code_required"), ({"code": "000000"}, "wrong_code")],
)
def test_password_and_code_are_asked_again(api: Client, body: dict[str, str], code: str):
    user = person()
    give_second_factor(user)

    answer = ask(api.as_user(user), **body)

    assert (answer.status, answer.json["code"]) == (403, code)
    assert NEW_MAIL not in {letter.to for letter in letters()}


def test_with_both_it_is_sent(api: Client):
    user = person()
    app = give_second_factor(user)

    assert ask(api.as_user(user), code=next_code(app)).status == 202
    assert subjects(NEW_MAIL) == ["Confirm your new mail address"]


def test_a_taken_address_is_not_revealed(api: Client):
    user, other = person(), person()
    with counted_statements() as of_taken:
        taken = ask(api.as_user(user), other.user_mail)
    with counted_statements() as of_free:
        free = ask(api.as_user(user))

    assert taken.status == free.status == 202
    assert taken.body == free.body
    assert alike(of_taken) == alike(of_free)
    assert letters(other.user_mail) == []
    assert subjects(user.user_mail) == ["Another mail address was asked for"] * 2


def test_an_address_taken_meanwhile_stays_with_who_has_it(api: Client):
    user = person()
    token = link(api, user)
    invited = {"user_mail": NEW_MAIL, "user_name": "Other", "user_role": "data_analyst"}
    api.as_role("admin").post("users", invited)

    answer = verify(api, token)

    assert (answer.status, answer.json["code"]) == (409, "link_invalid")
    assert reload(user).user_mail == user.user_mail


def test_of_two_who_take_one_address_at_the_same_instant_one_gets_it(api: Client):
    users = [person(), person()]
    tokens = [link(api, user) for user in users]

    answers = at_once(lambda: verify(api, tokens[0]), lambda: verify(api, tokens[1]))

    assert sorted(answer.status for answer in answers) == [204, 409]
    assert [reload(user).user_mail for user in users].count(NEW_MAIL) == 1


def test_the_link_is_good_once(api: Client):
    token = link(api, person())

    assert sorted(one.status for one in at_once(*[lambda: verify(api, token)] * 3)) == [204, 409, 409]
    assert verify(api, token).status == 409


def test_only_the_newest_link_is_good(api: Client):
    user = person()
    older = link(api, user)
    newer = link(api, user, "newer@shop.example")

    assert verify(api, older).status == 409
    assert verify(api, newer).status == 204


@pytest.mark.parametrize(("seconds", "status"), [(-1, 204), (0, 409)])
def test_the_link_ends_to_the_second_after_24_hours(
    api: Client, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
):
    asked_at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: asked_at)
    token = link(api, person())

    move_clock(monkeypatch, hours=24, seconds=seconds)

    assert verify(api, token).status == status


def test_the_link_is_good_for_nothing_else(api: Client):
    token = link(api, person())

    for path in ("auth/password/reset", "auth/accept-invitation"):
        assert api.post(path, {"token": token, "password": OTHER_PASSWORD}).status == 409
    assert verify(api, token).status == 204


def test_a_password_link_that_went_to_the_old_address_is_void_afterwards(api: Client):
    user = person()
    token = link(api, user)
    api.post("auth/password/forgot", {"mail": user.user_mail})
    reset = letters(user.user_mail)[-1].token

    verify(api, token)

    assert api.post("auth/password/reset", {"token": reset, "password": OTHER_PASSWORD}).status == 409


def test_at_most_five_mails_an_hour_go_to_one_address(api: Client):
    statuses = [ask(api.as_user(person())).status for _ in range(7)]

    assert statuses == [202] * 5 + [429] * 2


def test_the_change_is_audited_without_the_addresses(api: Client):
    user = person()
    verify(api, link(api, user))

    rows = api.as_role("admin").get("audit", entity="users", entity_id=str(user.user_id))

    assert [row["action"] for row in rows.json["items"]] == ["user.mail_change_asked", "user.mail_changed"]
    assert "@" not in rows.body.decode()
