"""Getting back in with a forgotten password."""

import pytest

from shared.accounts.models import User
from shared.permissions import Role
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
    ratio_of_times,
    subjects,
)
from tests.client import Client, Reply

UNKNOWN = "nobody@shop.example"


def forgot(api: Client, mail: str, address: str = "192.0.2.1") -> Reply:
    return api.post("auth/password/forgot", {"mail": mail}, headers={"X-Forwarded-For": address})


def link(api: Client, user: User) -> str:
    assert forgot(api, user.user_mail).status == 202
    return letters(user.user_mail)[-1].token


def reset(api: Client, token: str, password: str = OTHER_PASSWORD) -> Reply:
    return api.post("auth/password/reset", {"token": token, "password": password})


def log_in(api: Client, user: User, password: str = PASSWORD) -> Reply:
    return api.post("auth/login", {"mail": user.user_mail, "password": password, "client": "native"})


def test_the_link_of_the_mail_sets_another_password(api: Client):
    user = person()

    assert reset(api, link(api, user)).status == 204

    assert log_in(api, user).status == 401
    assert log_in(api, user, OTHER_PASSWORD).status == 200
    assert subjects(user.user_mail) == ["Choose a new password", "Your password was changed"]


def test_a_link_is_good_once(api: Client):
    token = link(api, person())
    reset(api, token)

    answer = reset(api, token, PASSWORD)

    assert (answer.status, answer.json["code"]) == (409, "link_invalid")


def test_of_two_uses_at_the_same_instant_one_wins(api: Client):
    user = person()
    token = link(api, user)

    answers = at_once(lambda: reset(api, token), lambda: reset(api, token, "thirteen red kettles sigh"))

    assert sorted(answer.status for answer in answers) == [204, 409]
    won = OTHER_PASSWORD if answers[0].status == 204 else "thirteen red kettles sigh"
    assert log_in(api, user, won).status == 200
    assert subjects(user.user_mail).count("Your password was changed") == 1


@pytest.mark.parametrize(("seconds", "status"), [(-1, 204), (0, 409)])
def test_a_link_ends_to_the_second_after_30_minutes(
    api: Client, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
):
    asked_at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: asked_at)
    token = link(api, person())

    move_clock(monkeypatch, minutes=30, seconds=seconds)

    assert reset(api, token).status == status


def test_only_the_newest_link_is_good(api: Client):
    user = person()
    older, newer = link(api, user), link(api, user)

    assert reset(api, older).status == 409
    assert reset(api, newer).status == 204


def test_a_weak_password_is_refused_and_leaves_the_link_good(api: Client):
    user = person()
    token = link(api, user)

    refused = reset(api, token, "x" * 14)

    assert (refused.status, refused.json["code"]) == (422, "weak_password")
    assert refused.json["errors"][0]["pointer"] == "/password"
    assert reset(api, token).status == 204


def test_with_a_second_factor_eight_characters_are_enough(api: Client):
    user = person()
    give_second_factor(user)

    assert reset(api, link(api, user), "kT7#wq2").status == 422
    assert reset(api, link(api, user), "kT7#wq2!").status == 204


def test_a_reset_ends_all_sessions(api: Client):
    user = person()
    signed_in = api.as_user(user)
    kept = log_in(api, user).json["refresh_token"]

    reset(api, link(api, user))

    assert signed_in.get("me").status == 401
    assert api.post("auth/refresh", {"refresh_token": kept}).status == 401


def test_a_reset_does_not_pass_the_second_factor_by(api: Client):
    user = person(Role.ADMIN)
    app = give_second_factor(user)
    reset(api, link(api, user))

    challenged = log_in(api, user, OTHER_PASSWORD)

    assert challenged.json.keys() == {"two_factor_required", "challenge"}
    answer = {"challenge": challenged.json["challenge"], "code": next_code(app)}
    assert api.post("auth/login/two-factor", answer).status == 200


def test_a_reset_clears_what_strangers_guesses_did_to_the_account(api: Client):
    user = person()
    for _ in range(7):
        log_in(api, user, "wrong")
    assert log_in(api, user).status == 429

    reset(api, link(api, user))

    assert log_in(api, user, OTHER_PASSWORD).status == 200


def test_a_reset_voids_the_other_links_and_a_half_finished_sign_in(api: Client):
    user = person()
    app = give_second_factor(user)
    challenge = log_in(api, user).json["challenge"]
    change = {"password": PASSWORD, "code": next_code(app), "user_mail": "new@shop.example"}
    assert api.as_user(user).post("me/mail", change).status == 202
    mail_change = letters("new@shop.example")[0].token

    reset(api, link(api, user))

    assert api.post("auth/verify-mail", {"token": mail_change}).status == 409
    assert api.post("auth/login/two-factor", {"challenge": challenge, "code": next_code(app)}).status == 401


@pytest.mark.parametrize("path", ["auth/accept-invitation", "auth/verify-mail", "auth/login/two-factor"])
def test_a_link_of_a_reset_is_good_for_nothing_else(api: Client, path: str):
    user = person()
    token = link(api, user)
    bodies: dict[str, dict[str, str]] = {
        "auth/accept-invitation": {"token": token, "password": OTHER_PASSWORD},
        "auth/verify-mail": {"token": token},
        "auth/login/two-factor": {"challenge": token, "code": "123456"},
    }

    assert api.post(path, bodies[path]).status in {401, 409}
    assert reset(api, token).status == 204


def test_a_deactivated_account_gets_no_link_and_its_open_one_is_void(api: Client):
    user = person()
    token = link(api, user)
    api.as_role("admin").patch(f"users/{user.user_id}", {"is_active": False}, headers={"If-Match": "*"})

    assert reset(api, token).status == 409
    assert forgot(api, user.user_mail).status == 202
    assert subjects(user.user_mail) == ["Choose a new password"]


def test_existing_and_unknown_addresses_are_answered_alike(api: Client):
    known, unknown = forgot(api, person().user_mail), forgot(api, UNKNOWN)

    assert known.status == unknown.status == 202
    assert known.body == unknown.body
    assert _without_request_id(known) == _without_request_id(unknown)
    assert subjects(UNKNOWN) == []


def _without_request_id(answer: Reply) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}


def test_existing_and_unknown_addresses_cost_the_same_statements(api: Client):
    user = person()
    with counted_statements() as of_known:
        forgot(api, user.user_mail)
    with counted_statements() as of_unknown:
        forgot(api, UNKNOWN)

    assert alike(of_known) == alike(of_unknown)
    assert any(one.startswith("INSERT INTO mail_outbox") for one in of_unknown)


def test_existing_and_unknown_addresses_take_similar_time(api: Client):
    known = [person().user_mail for _ in range(20)]
    unknown = [f"nobody{number}@shop.example" for number in range(20)]
    forgot(api, UNKNOWN)

    assert 0.6 < ratio_of_times(forgot, known, unknown) < 1.6  # leaving out the work for unknown ones halves their time


def test_at_most_five_mails_an_hour_go_to_one_address(api: Client):
    user = person()

    statuses = [forgot(api, user.user_mail).status for _ in range(7)]

    assert statuses == [202] * 5 + [429] * 2
    assert len(letters(user.user_mail)) == 5


def test_guessing_links_is_throttled_by_address(api: Client):
    guesses = [reset(api, f"{number:043}") for number in range(25)]

    assert {answer.status for answer in guesses[:20]} == {409}
    assert guesses[-1].status == 429
    assert int(guesses[-1].headers["Retry-After"]) >= 1
