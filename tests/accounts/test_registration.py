"""Registering without an invitation."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from shared.accounts.models import OneTimeToken, User
from shared.permissions import LEAST_ROLE
from shared.platform import clock, db
from shared.platform.config import settings
from tests.accounts.outbox import (
    PASSWORD,
    alike,
    at_once,
    counted_statements,
    letters,
    move_clock,
    person,
    ratio_of_times,
    subjects,
)
from tests.client import Client, Reply

MAIL = "newcomer@shop.example"


@pytest.fixture
def open_registration(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REGISTRATION", "open")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def register(api: Client, mail: str = MAIL, address: str = "192.0.2.1", **changes: str) -> Reply:
    body = {"user_mail": mail, "user_name": "New Comer", "password": PASSWORD, **changes}
    return api.post("auth/register", body, headers={"X-Forwarded-For": address})


def verify(api: Client, token: str) -> Reply:
    return api.post("auth/verify-mail", {"token": token})


def link(api: Client, mail: str = MAIL) -> str:
    assert register(api, mail).status == 202
    return letters(mail)[-1].token


def log_in(api: Client, mail: str = MAIL) -> Reply:
    return api.post("auth/login", {"mail": mail, "password": PASSWORD})


def all_mails() -> list[str]:
    with db.transaction() as session:
        return list(session.scalars(select(User.user_mail)))


def test_registration_is_closed_unless_a_setting_opens_it(api: Client):
    answer = register(api)

    assert (answer.status, answer.json["code"]) == (403, "registration_closed")
    assert (all_mails(), letters()) == ([], [])


@pytest.mark.usefixtures("open_registration")
class TestOpen:
    def test_there_is_no_account_before_the_address_is_verified(self, api: Client):
        assert register(api).status == 202

        assert all_mails() == []
        assert log_in(api).status == 401
        assert subjects() == ["Confirm your mail address"]

    def test_a_verified_address_gets_the_least_role(self, api: Client):
        assert verify(api, link(api)).status == 204

        user = log_in(api).json["user"]
        assert (user["user_mail"], user["user_role"], user["state"]) == (MAIL, LEAST_ROLE, "active")

    def test_the_least_role_is_not_one_that_the_caller_names(self, api: Client):
        assert register(api, user_role="admin").status == 422

    def test_the_link_is_good_once(self, api: Client):
        token = link(api)
        verify(api, token)

        assert verify(api, token).status == 409

    def test_of_two_uses_at_the_same_instant_one_wins(self, api: Client):
        token = link(api)

        answers = at_once(*[lambda: verify(api, token)] * 4)

        assert sorted(answer.status for answer in answers) == [204, 409, 409, 409]
        assert all_mails() == [MAIL]

    def test_of_two_links_to_one_address_one_wins(self, api: Client):
        first, second = link(api), link(api)

        answers = at_once(lambda: verify(api, first), lambda: verify(api, second))

        assert sorted(answer.status for answer in answers) == [204, 409]
        assert all_mails() == [MAIL]

    @pytest.mark.parametrize(("seconds", "status"), [(-1, 204), (0, 409)])
    def test_the_link_ends_to_the_second_after_24_hours(
        self, api: Client, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
    ):
        used_at = clock.now()  # asked for in the past: nobody can be a member since tomorrow
        monkeypatch.setattr(clock, "now", lambda: used_at)
        with monkeypatch.context() as earlier:
            move_clock(earlier, hours=-24, seconds=-seconds)
            token = link(api)

        assert verify(api, token).status == status

    def test_the_link_is_good_for_nothing_else(self, api: Client):
        token = link(api)

        for path in ("auth/password/reset", "auth/accept-invitation"):
            assert api.post(path, {"token": token, "password": PASSWORD}).status == 409
        assert verify(api, token).status == 204

    def test_the_link_is_void_once_registration_is_closed(self, api: Client, monkeypatch: pytest.MonkeyPatch):
        token = link(api)
        monkeypatch.setenv("REGISTRATION", "invitation")
        settings.cache_clear()

        assert verify(api, token).json["code"] == "registration_closed"

    def test_an_address_that_was_invited_meanwhile_is_not_taken_over(self, api: Client):
        token = link(api)
        invited = {"user_mail": MAIL, "user_name": "Invited", "user_role": "admin"}
        assert api.as_role("admin").post("users", invited).status == 201

        assert verify(api, token).status == 409
        assert log_in(api).status == 401

    def test_the_owner_of_an_account_is_told_and_nobody_else(self, api: Client):
        owner = person()

        assert register(api, owner.user_mail).status == 202

        [letter] = letters()
        assert (letter.to, letter.subject) == (owner.user_mail, "You have an account already")
        assert "#token" not in letter.text

    def test_existing_and_unknown_addresses_are_answered_alike(self, api: Client):
        known, unknown = register(api, person().user_mail), register(api)

        assert known.status == unknown.status == 202
        assert known.body == unknown.body
        assert known.headers.keys() == unknown.headers.keys()

    def test_existing_and_unknown_addresses_cost_the_same_statements(self, api: Client):
        owner = person()
        with counted_statements() as of_known:
            register(api, owner.user_mail)
        with counted_statements() as of_unknown:
            register(api)

        assert alike(of_known) == alike(of_unknown)

    def test_existing_and_unknown_addresses_take_similar_time(self, api: Client):
        known = [person().user_mail for _ in range(10)]
        unknown = [f"nobody{number}@shop.example" for number in range(10)]
        register(api)

        assert 0.6 < ratio_of_times(register, known, unknown) < 1.6

    def test_a_weak_password_is_refused_before_anything_is_looked_up(self, api: Client):
        answers = [register(api, mail, password="New Comer 123456") for mail in (MAIL, person().user_mail)]

        assert [answer.json["code"] for answer in answers] == ["weak_password"] * 2
        assert letters() == []

    def test_only_a_hash_of_the_password_waits(self, api: Client):
        link(api)

        with db.transaction() as session:
            [waiting] = session.scalars(select(OneTimeToken))
        assert PASSWORD not in json.dumps(waiting.data)
        assert waiting.data["user_password"].startswith("$argon2id$")

    def test_a_stranger_cannot_put_words_into_a_mail_to_somebody_else(self, api: Client):
        register(api, user_name="You won: evil.example")

        [letter] = letters(MAIL)
        assert "evil" not in letter.text + letter.html + letter.subject

    def test_at_most_five_mails_an_hour_go_to_one_address(self, api: Client):
        statuses = [register(api, address=f"192.0.2.{number}").status for number in range(7)]

        assert statuses == [202] * 5 + [429] * 2

    def test_registration_is_audited_without_personal_data(self, api: Client):
        verify(api, link(api))

        admin = api.as_role("admin")
        user_id = admin.get("users", q=MAIL).json["items"][0]["user_id"]
        rows = admin.get("audit", entity="users", entity_id=str(user_id))
        assert [(row["action"], row["actor_id"]) for row in rows.json["items"]] == [("user.registered", user_id)]
        assert MAIL not in rows.body.decode()
        assert "New Comer" not in rows.body.decode()
