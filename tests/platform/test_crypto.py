"""Sealed values open in their own place under their own key, and nowhere else."""

import itertools
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.accounts.models import TwoFactor
from shared.permissions import Role
from shared.platform import clock, crypto, db
from shared.platform.config import MisconfiguredError
from shared.platform.crypto import EncryptionKeyMissing, Place, SealBrokenError, new_key, seal, unseal
from tests.client import Client, make_user

PLACE = Place("two_factors", "secret", 7)
SECRET_VARIABLE = "SECRET_ENCRYPTION_KEYS"

pytestmark = pytest.mark.usefixtures("_configured")

type Rekey = Callable[..., None]


@pytest.fixture
def keys_are(monkeypatch: pytest.MonkeyPatch) -> Rekey:
    """Make the secret hold these keys; as at a start, none was read before."""

    def set_keys(*entries: dict[str, str]) -> None:
        monkeypatch.setenv(SECRET_VARIABLE, json.dumps({"keys": entries}))
        monkeypatch.setattr(crypto, "_last_good", {})

    return set_keys


@settings(deadline=None)
@given(st.text(max_size=200), st.text(min_size=1, max_size=20))
def test_a_value_opens_in_its_place(value: str, row: str):
    place = Place("payout_accounts", "iban", row)

    assert unseal(seal(value, place), place) == value


def test_a_seal_tells_nothing_of_its_value_and_no_two_are_alike():
    first, second = seal("JBSWY3DPEHPK3PXP", PLACE), seal("JBSWY3DPEHPK3PXP", PLACE)

    assert "JBSWY" not in first
    assert set(first.split(".")[2:]).isdisjoint(second.split(".")[2:])


@pytest.mark.parametrize(
    "elsewhere", [PLACE._replace(table="users"), PLACE._replace(column="other"), PLACE._replace(row=8)]
)
def test_a_seal_that_was_moved_does_not_open(elsewhere: Place):
    with pytest.raises(SealBrokenError, match=r"moved"):
        unseal(seal("secret", PLACE), elsewhere)


def test_neighbouring_parts_of_a_place_cannot_be_shifted_into_each_other():
    assert Place("a", "b.c", 1).associated_data != Place("a.b", "c", 1).associated_data
    assert Place("a", 'b", "c', 1).associated_data != Place('a", "b', "c", 1).associated_data


def test_no_character_of_a_seal_can_be_changed():
    """Not even where base64 has several spellings of the same bytes."""
    sealed = seal("secret", PLACE)

    for position, old in enumerate(sealed):
        for new in {"A", "B", "Q", "g", "_", "=", ".", "!", " ", "\n", "é"} - {old}:
            with pytest.raises((SealBrokenError, EncryptionKeyMissing)):
                unseal(sealed[:position] + new + sealed[position + 1 :], PLACE)


def test_nothing_can_be_added_to_a_seal_nor_taken_away():
    sealed = seal("secret", PLACE)
    form, version, wrapped, ciphertext = sealed.split(".")
    spoilt = [sealed[:length] for length in range(len(sealed))]
    spoilt += [sealed + more for more in (".", "=", "A", "\n", "!", ".AAAA")]
    spoilt += [f"{form}.{version}.{ciphertext}.{wrapped}", f"{form}.{version}.{wrapped}.{wrapped}", "secret", ""]

    for text in spoilt:
        with pytest.raises((SealBrokenError, EncryptionKeyMissing)):
            unseal(text, PLACE)


def test_parts_of_two_seals_of_one_place_cannot_be_mixed():
    one, other = seal("one", PLACE).split("."), seal("other", PLACE).split(".")

    for mixed in ([*one[:3], other[3]], [*one[:2], other[2], one[3]]):
        with pytest.raises(SealBrokenError):
            unseal(".".join(mixed), PLACE)


def test_after_a_change_of_key_both_open_and_the_first_seals(keys_are: Rekey):
    old, new = new_key("1"), new_key("2")
    keys_are(old)
    before = seal("secret", PLACE)

    keys_are(new, old)

    assert unseal(before, PLACE) == "secret"
    after = seal("secret", PLACE)
    assert (crypto.version_of(before), crypto.version_of(after)) == ("1", "2")
    assert unseal(after, PLACE) == "secret"


def test_a_process_that_is_told_of_a_key_before_it_seals_opens_what_others_seal_with_it(keys_are: Rekey):
    old, new = new_key("1"), new_key("2")
    keys_are(new, old)
    sealed_by_another = seal("secret", PLACE)

    keys_are(old, new)

    assert unseal(sealed_by_another, PLACE) == "secret"
    assert crypto.current_version() == "1"


def test_the_version_of_a_seal_cannot_be_exchanged(keys_are: Rekey):
    first = new_key("1")
    keys_are(first, first | {"version": "2"})

    with pytest.raises(SealBrokenError):
        unseal(seal("secret", PLACE).replace("s1.1.", "s1.2."), PLACE)


def test_a_lost_key_is_named_in_the_error_and_in_the_log(keys_are: Rekey, caplog: pytest.LogCaptureFixture):
    keys_are(new_key("lost"))
    sealed = seal("secret", PLACE)
    keys_are(new_key("2"))

    with pytest.raises(EncryptionKeyMissing, match="version lost"):
        unseal(sealed, PLACE)

    assert [record.getMessage() for record in caplog.records] == [
        "two_factors.secret of 7 cannot be opened: the secret encryption-keys has no key of version lost."
    ]


def test_another_key_under_the_same_version_is_suspected(keys_are: Rekey):
    keys_are(new_key("1"))
    sealed = seal("secret", PLACE)
    keys_are(new_key("1"))

    with pytest.raises(SealBrokenError, match="its key of version 1 was another one"):
        unseal(sealed, PLACE)


@pytest.mark.usefixtures("no_keys")
def test_callers_get_503_for_a_lost_key(api: Client, keys_are: Rekey, caplog: pytest.LogCaptureFixture):
    user = make_user(Role.DATA_ANALYST)
    keys_are(new_key("lost"))
    sealed = seal("JBSWY3DPEHPK3PXP", Place("two_factors", "secret", user.user_id))
    with db.transaction() as session:
        session.add(TwoFactor(user_id=user.user_id, secret=sealed, confirmed_at=clock.now()))
    keys_are(new_key("2"))

    answer = api.as_user(user).post("me/two-factor/verify", {"code": "123456"})

    assert (answer.status, answer.json["code"]) == (503, "encryption_key_missing")
    assert answer.json["detail"] == "The encryption key of version lost is not in the secret store."
    assert f"two_factors.secret of {user.user_id} cannot be opened" in caplog.text


def test_a_version_with_a_line_break_reaches_no_log(caplog: pytest.LogCaptureFixture):
    with pytest.raises(SealBrokenError):
        unseal("s1.1\nERROR all is lost.AAAA.AAAA", PLACE)

    assert caplog.records == []


GOOD = new_key("1")


@pytest.mark.parametrize(
    "secret",
    [
        "not json",
        "[]",
        "7",
        "null",
        '{"keys": []}',
        '{"keys": {}}',
        '{"keys": ["1"]}',
        '{"keys": [{"version": "1"}]}',
        json.dumps({"keys": [GOOD | {"key": "c2hvcnQ="}]}),
        json.dumps({"keys": [GOOD | {"key": "!" + GOOD["key"]}]}),
        json.dumps({"keys": [GOOD | {"key": 7}]}),
        json.dumps({"keys": [GOOD | {"version": "1.2"}]}),
        json.dumps({"keys": [GOOD | {"version": ""}]}),
        json.dumps({"keys": [GOOD, new_key("1")]}),
    ],
    ids=itertools.count(),
)
def test_a_malformed_secret_is_one_line_that_shows_no_key(
    secret: str, keys_are: Rekey, monkeypatch: pytest.MonkeyPatch
):
    keys_are()
    monkeypatch.setenv(SECRET_VARIABLE, secret)

    with pytest.raises(MisconfiguredError) as refused:
        seal("secret", PLACE)

    message = str(refused.value)
    assert message.startswith("The secret encryption-keys ")
    assert "\n" not in message
    assert GOOD["key"] not in message


def test_a_secret_that_is_spoilt_while_we_run_does_not_stop_us(
    keys_are: Rekey, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    keys_are(new_key("1"))
    sealed = seal("secret", PLACE)
    monkeypatch.setenv(SECRET_VARIABLE, '{"keys": [')

    assert unseal(sealed, PLACE) == "secret"
    assert {record.levelno for record in caplog.records} == {logging.ERROR}
    assert "go on being used" in caplog.text


def test_a_second_process_opens_what_this_one_sealed(app_settings: dict[str, Any]):
    sealed = seal("secret", PLACE)
    code = f"from shared.platform.crypto import *; print(unseal({sealed!r}, Place(*{tuple(PLACE)!r})))"

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2], env=app_settings, check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout == "secret\n"
