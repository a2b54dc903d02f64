"""Asking again who it is: password, and a code where a second factor is on."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from shared.accounts import passwords
from shared.accounts.models import User
from shared.accounts.schemas import PasswordIn, ReauthenticationIn
from shared.accounts.service.reauthentication import confirm_identity
from shared.permissions import Role
from shared.platform import db
from shared.platform.identity import Actor
from tests.accounts.second_factor import PASSWORD, WRONG, MakePerson, Person, codes_of, hash_of
from tests.accounts.sign_ins import no_turns
from tests.client import Client, Reply, make_user


def change(user: User, **values: object) -> None:
    with db.transaction() as session:
        session.execute(update(User).where(User.user_id == user.user_id).values(**values))


def actor_of(user: User) -> Actor:
    return Actor(user.user_id, user.user_role)


def test_the_right_password_gives_the_caller_locked(database: None):
    user = make_user(Role.DATA_ANALYST, hash_of(PASSWORD))

    with db.transaction() as session:
        confirmed = confirm_identity(session, actor_of(user), PasswordIn(password=SecretStr(PASSWORD)))

        assert confirmed.user_id == user.user_id
        with db.connection() as other:
            lock = text("SELECT user_id FROM users WHERE user_id = :user_id FOR UPDATE SKIP LOCKED")
            assert other.execute(lock, {"user_id": user.user_id}).all() == []


def test_a_wrong_password_is_refused_and_leaves_a_row(person: MakePerson):
    somebody = person()

    assert codes_of(somebody.begin(WRONG)) == [(403, "wrong_password")]
    with db.transaction() as session:
        [row] = session.execute(text("SELECT actor_id, changes FROM audit_log WHERE action = 'request.refused'"))
    assert row == (somebody.user.user_id, {"code": "wrong_password"})


@pytest.mark.parametrize("typed", [f" {PASSWORD}", f"{PASSWORD} ", PASSWORD.upper()])
def test_the_password_is_compared_as_it_was_typed(person: MakePerson, typed: str):
    assert codes_of(person().begin(typed)) == [(403, "wrong_password")]


def test_where_a_second_factor_is_on_a_code_is_asked_for(enrolled: Person):
    refused = [enrolled.renew(None), enrolled.renew("000000")]

    assert codes_of(*refused) == [(403, "code_required"), (403, "wrong_code")]
    assert enrolled.renew(enrolled.code()).status == 200


def test_a_code_beside_a_wrong_password_is_not_used_up(enrolled: Person):
    code = enrolled.code()

    assert codes_of(enrolled.renew(code, WRONG), enrolled.renew(code)) == [(403, "wrong_password"), (200, "")]


def test_a_recovery_code_stands_in_for_the_code(enrolled: Person):
    assert enrolled.renew(enrolled.recovery_codes[0]).status == 200


def test_where_no_second_factor_is_on_the_password_is_enough(person: MakePerson):
    somebody = person()

    assert somebody.api.delete("me", {"password": PASSWORD, "code": "000000"}).status == 204


def test_wrong_passwords_have_to_wait_longer_and_longer(person: MakePerson):
    somebody = person()
    refused = [somebody.begin(WRONG) for _ in range(6)]

    assert codes_of(*refused) == [(403, "wrong_password")] * 5 + [(429, "too_many_attempts")]
    assert refused[5].headers["Retry-After"] == "1"
    assert somebody.begin().status == 429  # not even the right one, and it is not checked
    somebody.time.move(1)
    assert somebody.begin().status == 200
    assert codes_of(*[somebody.begin(WRONG) for _ in range(5)]) == [(403, "wrong_password")] * 5


def test_wrong_codes_have_to_wait_too(enrolled: Person):
    assert [enrolled.renew("000000").status for _ in range(6)] == [403] * 5 + [429]
    enrolled.time.move(1)
    assert enrolled.renew(enrolled.code()).status == 200


def test_a_missing_code_costs_one_of_the_five_until_it_is_sent(enrolled: Person):
    for _ in range(4):
        enrolled.renew(None)

    assert enrolled.renew(enrolled.code()).status == 200


def test_one_who_cannot_confirm_does_not_slow_others_down(person: MakePerson):
    stranger, somebody = person(), person()
    for _ in range(6):
        stranger.begin(WRONG)

    assert somebody.begin().status == 200


@pytest.mark.parametrize(
    "meanwhile", [{"user_password": "!"}, {"is_active": False}], ids=["another password", "deactivated"]
)
def test_what_changes_while_the_password_is_checked_counts(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, object]
):
    somebody = person()
    compare = passwords.matches

    def slowly(password: str, phc: str | None) -> bool:
        change(somebody.user, **meanwhile)
        return compare(password, phc)

    monkeypatch.setattr(passwords, "matches", slowly)

    assert codes_of(somebody.begin()) == [(403, "wrong_password")]


def test_an_attempt_that_got_no_turn_does_not_count(person: MakePerson):
    somebody = person()
    with no_turns():
        busy = [somebody.begin() for _ in range(8)]

    assert codes_of(*busy) == [(503, "busy")] * 8
    assert somebody.begin().status == 200


def test_no_connection_is_held_while_a_password_is_checked(person: MakePerson, monkeypatch: pytest.MonkeyPatch):
    """Else as many at once as there are connections would each wait for one more."""
    somebody = person()
    held = []
    compare = passwords.matches

    def watched(password: str, phc: str | None) -> bool:
        held.append(db.engine().pool.checkedout())  # type: ignore[attr-defined]
        return compare(password, phc)

    monkeypatch.setattr(passwords, "matches", watched)
    somebody.begin()
    somebody.api.put("me/password", {"password": PASSWORD, "new_password": "eight boats at the quay"})

    assert held == [0, 0]


def test_more_at_once_than_there_are_connections_are_all_answered(person: MakePerson):
    somebody = person()
    number = db.engine().pool.size() * 3  # type: ignore[attr-defined]
    together = threading.Barrier(number)

    def confirm(_: int) -> Reply:
        together.wait(20)
        return somebody.begin(WRONG)

    with ThreadPoolExecutor(number) as pool:
        statuses = sorted(reply.status for reply in pool.map(confirm, range(number)))

    assert statuses == [403] * 5 + [429] * (number - 5)


def _change_and_confirm(session: Session) -> None:
    user = make_user(Role.DATA_ANALYST, hash_of(PASSWORD))
    session.execute(text("INSERT INTO throttles (subject) VALUES ('x')"))
    confirm_identity(session, actor_of(user), ReauthenticationIn(password=SecretStr(PASSWORD)))


def test_a_unit_of_work_that_changed_something_keeps_its_connection(database: None):
    with pytest.raises(RuntimeError), db.transaction() as session:
        _change_and_confirm(session)

    with db.transaction() as session:
        assert session.execute(text("SELECT * FROM throttles")).all() == []


def test_nobody_can_confirm_without_a_token(api: Client):
    assert api.post("me/two-factor", {"password": PASSWORD}).status == 401
