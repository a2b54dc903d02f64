"""Signing in where a second factor is on: a challenge, answered by a code."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from shared.accounts import throttle
from tests.accounts.second_factor import PASSWORD, MakePerson, Person, codes_of
from tests.accounts.sign_ins import ELSEWHERE, HOME, answer, audit_rows, change, sign_in
from tests.client import Client


def test_with_a_second_factor_the_password_gives_a_challenge_and_no_token(enrolled: Person):
    first = sign_in(enrolled.user)

    assert first.status == 200
    assert first.json.keys() == {"two_factor_required", "challenge"}
    assert first.json["two_factor_required"] is True
    assert "Set-Cookie" not in first.headers
    assert audit_rows("user.logged_in") == []


def test_a_code_answers_the_challenge(enrolled: Person, api: Client):
    second = answer(sign_in(enrolled.user).json["challenge"], enrolled.code())

    assert second.status == 200
    me = api.with_token(second.json["access_token"]).get("me").json
    assert me["user_id"] == enrolled.user.user_id
    assert me["two_factor"]["fresh_until"] is not None
    [row] = audit_rows("user.logged_in")
    assert row["changes"] == {"session_id": me["session_id"], "two_factor": True}


@pytest.mark.parametrize("client", ["native", "browser"])
def test_the_kind_of_client_is_that_of_the_first_step(enrolled: Person, client: str):
    body = {"mail": enrolled.user.user_mail, "password": PASSWORD, "client": client}
    challenge = Client().post("auth/login", body).json["challenge"]

    second = answer(challenge, enrolled.code())

    assert (second.json["refresh_token"] is None) == ("Set-Cookie" in second.headers) == (client == "browser")


def test_a_challenge_is_answered_once(enrolled: Person):
    challenge = sign_in(enrolled.user).json["challenge"]
    answer(challenge, enrolled.code())
    enrolled.time.move(30)

    assert codes_of(answer(challenge, enrolled.code())) == [(401, "challenge_invalid")]


def test_a_wrong_code_leaves_the_challenge_open(enrolled: Person):
    challenge = sign_in(enrolled.user).json["challenge"]

    assert codes_of(answer(challenge, "000000"), answer(challenge, enrolled.code())) == [(401, "wrong_code"), (200, "")]


def test_a_challenge_takes_five_codes(enrolled: Person):
    challenge = sign_in(enrolled.user).json["challenge"]
    wrong = []
    for _ in range(5):
        wrong.append(answer(challenge, "000000"))
        enrolled.time.move(1)

    assert codes_of(*wrong) == [(401, "wrong_code")] * 5
    assert codes_of(answer(challenge, enrolled.code())) == [(401, "challenge_invalid")]


def test_another_challenge_does_not_give_more_codes(enrolled: Person):
    for _ in range(5):
        answer(sign_in(enrolled.user).json["challenge"], "000000")

    challenge = sign_in(enrolled.user).json["challenge"]
    refused = answer(challenge, enrolled.code(), address=ELSEWHERE)
    assert codes_of(refused) == [(429, "too_many_attempts")]
    enrolled.time.move(int(refused.headers["Retry-After"]))
    assert answer(challenge, enrolled.code()).status == 200  # what was refused was not one of the five


@pytest.mark.parametrize(("seconds", "outcome"), [(299, (200, "")), (300, (401, "challenge_invalid"))])
def test_a_challenge_is_open_for_five_minutes(enrolled: Person, seconds: float, outcome: tuple[int, str]):
    challenge = sign_in(enrolled.user).json["challenge"]
    enrolled.time.move(seconds)

    assert codes_of(answer(challenge, enrolled.code())) == [outcome]


@pytest.mark.parametrize(
    "meanwhile", [{"user_password": "!"}, {"is_active": False}], ids=["another password", "deactivated"]
)
def test_what_changed_since_makes_a_challenge_void(enrolled: Person, meanwhile: dict[str, object]):
    challenge = sign_in(enrolled.user).json["challenge"]
    change(enrolled.user, **meanwhile)

    assert codes_of(answer(challenge, enrolled.code())) == [(401, "challenge_invalid")]


def test_a_challenge_survives_that_the_hash_is_made_anew(enrolled: Person):
    change(enrolled.user, user_password=PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD))

    assert answer(sign_in(enrolled.user).json["challenge"], enrolled.code()).status == 200


def test_somebody_elses_code_does_not_answer(enrolled: Person, person: MakePerson):
    other = person().enrol()

    assert codes_of(answer(sign_in(enrolled.user).json["challenge"], other.code())) == [(401, "wrong_code")]


def test_a_code_without_a_challenge_is_nothing(enrolled: Person):
    assert codes_of(answer("A" * 43, enrolled.code())) == [(401, "challenge_invalid")]


def test_of_many_answers_at_once_one_opens_a_session(enrolled: Person):
    challenge, code = sign_in(enrolled.user).json["challenge"], enrolled.code()
    together = threading.Barrier(4)  # fewer than would be throttled

    def at_once(_: int) -> int:
        together.wait(10)
        return answer(challenge, code).status

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(at_once, range(4)))

    assert statuses == [200, 401, 401, 401]
    assert len(audit_rows("user.logged_in")) == 1


def test_of_many_guesses_at_once_a_challenge_takes_five(enrolled: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(throttle, "admit", lambda *_: None)
    challenge = sign_in(enrolled.user).json["challenge"]
    together = threading.Barrier(12)

    def at_once(number: int) -> str:
        together.wait(10)
        return str(answer(challenge, f"00000{number % 10}").json["code"])

    with ThreadPoolExecutor(12) as pool:
        found = sorted(pool.map(at_once, range(12)))

    assert found == ["challenge_invalid"] * 7 + ["wrong_code"] * 5


def test_a_wrong_code_leaves_a_row_that_says_of_whom(enrolled: Person):
    answer(sign_in(enrolled.user).json["challenge"], "000000")

    [row] = audit_rows("request.refused")
    assert (row["changes"], row["address"]) == ({"code": "wrong_code", "user_id": enrolled.user.user_id}, HOME)
