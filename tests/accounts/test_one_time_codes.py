"""Codes of the second factor: when they are good, how often, and what stands in for them."""

import base64
import re
import shutil
import subprocess
import threading
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from shared.accounts.models import RecoveryCode, TwoFactor
from shared.accounts.service.codes import check_code
from shared.permissions import Role
from shared.platform import db
from shared.platform.crypto import Place, SealBrokenError, unseal
from tests.accounts.second_factor import WRONG, MakePerson, Person, actions, codes_of
from tests.client import Client

AT_ONCE = 8


def test_the_code_that_confirmed_is_used_up(person: MakePerson):
    somebody = person()
    somebody.secret = somebody.begin().json["secret"]
    somebody.confirm(somebody.code())

    assert codes_of(somebody.answer(somebody.code())) == [(401, "wrong_code")]


@pytest.mark.parametrize(("steps", "status"), [(-2, 403), (-1, 200), (0, 200), (1, 200), (2, 403)])
def test_a_clock_may_be_off_by_one_step(person: MakePerson, steps: int, status: int):
    somebody = person()
    somebody.secret = somebody.begin().json["secret"]

    assert somebody.confirm(somebody.code(steps)).status == status


@pytest.mark.parametrize(("steps", "status"), [(-2, 403), (-1, 200), (0, 200), (1, 200), (2, 403)])
def test_a_code_shown_again_may_be_off_by_one_step(enrolled: Person, steps: int, status: int):
    enrolled.time.move(60)

    assert enrolled.verify(enrolled.code(steps)).status == status


def test_a_step_is_good_once_and_none_before_it(enrolled: Person):
    enrolled.time.move(30)
    earlier, code, later = (enrolled.code(steps) for steps in (-1, 0, 1))

    statuses = [enrolled.verify(tried).status for tried in (code, code, earlier, later, later)]

    assert statuses == [200, 403, 403, 200, 403]


@pytest.mark.parametrize("kind", ["one-time code", "recovery code"])
def test_of_many_who_use_a_code_at_the_same_instant_one_gets_in(enrolled: Person, kind: str):
    code = enrolled.code() if kind == "one-time code" else enrolled.recovery_codes[0]
    barrier = threading.Barrier(AT_ONCE)

    def try_it() -> bool:
        with db.transaction() as session:
            session.execute(select(1))
            barrier.wait()
            return check_code(session, enrolled.user.user_id, SecretStr(code))

    assert sorted(at_once(try_it)) == [False] * (AT_ONCE - 1) + [True]


def test_of_many_requests_with_a_code_at_the_same_instant_one_is_answered(enrolled: Person):
    code = enrolled.code()
    barrier = threading.Barrier(4)  # as many failures as are free

    def try_it() -> int:
        barrier.wait()
        return enrolled.verify(code).status

    assert sorted(at_once(try_it, 4)) == [200, 403, 403, 403]


def at_once[T](deed: Callable[[], T], times: int = AT_ONCE) -> list[T]:
    """What each of so many threads made of it."""
    made: list[T] = []
    threads = [threading.Thread(target=lambda: made.append(deed())) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return made


def test_wrong_codes_have_to_wait_longer_and_longer(enrolled: Person):
    statuses = [enrolled.verify("000000").status for _ in range(6)]

    assert statuses == [403] * 5 + [429]
    refused = enrolled.verify(enrolled.code())
    assert codes_of(refused) == [(429, "too_many_attempts")]
    enrolled.time.move(int(refused.headers["Retry-After"]))
    assert enrolled.verify(enrolled.code()).status == 200
    assert enrolled.verify("000000").status == 403


def test_wrong_codes_to_confirm_have_to_wait_too(person: MakePerson):
    somebody = person()
    somebody.begin()

    assert [somebody.confirm("000000").status for _ in range(6)] == [403] * 5 + [429]


def test_ten_recovery_codes_of_120_bits_are_kept_by_their_hashes(enrolled: Person):
    assert len(set(enrolled.recovery_codes)) == 10
    assert all(re.fullmatch("([A-Z2-7]{4}-){5}[A-Z2-7]{4}", code) for code in enrolled.recovery_codes)
    with db.transaction() as session:
        kept = session.scalars(select(RecoveryCode)).all()
        plain = [base64.b32decode(code.replace("-", "")) for code in enrolled.recovery_codes]
        assert [len(row.code_hash) for row in kept] == [32] * 10
        assert not any(code in row.code_hash for code in plain for row in kept)


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ').swapcase()} "],
    ids=["as shown", "lower case", "without dashes", "with spaces"],
)
def test_a_recovery_code_signs_in_however_it_is_typed_and_once(enrolled: Person, typed: Callable[[str], str]):
    code = typed(enrolled.recovery_codes[3])

    assert codes_of(enrolled.answer(code), enrolled.answer(code)) == [(200, ""), (401, "wrong_code")]
    assert enrolled.two_factor["recovery_codes_left"] == 9
    assert enrolled.mails()[-1] == "A recovery code was used"
    assert "recovery_code.used" in actions(enrolled.user)


def test_a_recovery_code_is_its_owners_alone(enrolled: Person, person: MakePerson):
    somebody_else = person().enrol()

    assert somebody_else.verify(enrolled.recovery_codes[0]).status == 403
    assert enrolled.verify(enrolled.recovery_codes[0]).status == 200


def test_new_recovery_codes_make_the_old_ones_void(enrolled: Person):
    answer = enrolled.renew(enrolled.code())

    fresh = answer.json["recovery_codes"]
    assert (answer.status, len(fresh), set(fresh) & set(enrolled.recovery_codes)) == (200, 10, set())
    assert [enrolled.verify(code).status for code in (enrolled.recovery_codes[0], fresh[0])] == [403, 200]
    assert enrolled.mails()[1] == "You have new recovery codes"
    assert "recovery_codes.renewed" in actions(enrolled.user)


def test_new_recovery_codes_take_password_and_code(enrolled: Person):
    refused = [enrolled.renew(None), enrolled.renew("000000"), enrolled.renew(enrolled.code(), WRONG)]

    assert codes_of(*refused) == [(403, "code_required"), (403, "wrong_code"), (403, "wrong_password")]
    assert enrolled.verify(enrolled.recovery_codes[0]).status == 200


def test_without_a_second_factor_there_are_no_recovery_codes(person: MakePerson):
    assert codes_of(person().renew(None)) == [(409, "two_factor_not_on")]


def test_the_secret_is_sealed_and_opens_nowhere_else(enrolled: Person):
    with db.transaction() as session:
        sealed = session.get_one(TwoFactor, enrolled.user.user_id).secret

    assert enrolled.secret not in sealed
    assert unseal(sealed, Place("two_factors", "secret", enrolled.user.user_id)) == enrolled.secret
    with pytest.raises(SealBrokenError):
        unseal(sealed, Place("two_factors", "secret", enrolled.user.user_id + 1))


@pytest.mark.skipif(shutil.which("oathtool") is None, reason="the command oathtool is not installed")
def test_the_command_oathtool_is_a_second_factor(person: MakePerson):
    somebody = person(Role.FINANCE_MANAGER)
    somebody.secret = somebody.begin().json["secret"]

    assert somebody.confirm(oathtool_command(somebody)).status == 200
    somebody.time.move(30)
    signed_in = somebody.answer(oathtool_command(somebody))

    assert signed_in.status == 200
    assert Client().with_token(signed_in.json["access_token"]).get("rankings").status == 200


def oathtool_command(somebody: Person) -> str:
    when = somebody.time.now.strftime("%Y-%m-%d %H:%M:%S UTC")
    command = ["oathtool", "--totp", "--base32", "--now", when, somebody.secret]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
