"""A signing key that is not sealed under our key-encryption key neither verifies anything nor stops the service."""

import json
import logging
from collections.abc import Callable

import jwt
import pytest

from shared.permissions import Role
from shared.platform import signing_keys
from shared.platform.crypto import Place, new_key, seal
from tests.client import Client, make_user
from tests.platform.keys import kids, plant

pytestmark = pytest.mark.usefixtures("database", "no_keys")


def stranger(kid: str = "planted") -> dict[str, str]:
    return signing_keys._new_jwk(kid)


PLANTED: dict[str, Callable[[], str]] = {
    "in the clear": lambda: json.dumps(stranger()),
    "empty": lambda: "",
    "sealed elsewhere": lambda: seal(json.dumps(stranger()), Place("signing_keys", "private_key", "another")),
    "under no key of ours": lambda: "s1.9." + seal("{}", Place("signing_keys", "private_key", "planted"))[5:],
    "under another key": lambda: sealed_by_a_stranger(json.dumps(stranger())),
}


def sealed_by_a_stranger(text: str) -> str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SECRET_ENCRYPTION_KEYS", json.dumps({"keys": [new_key("1")]}))
        return seal(text, Place("signing_keys", "private_key", "planted"))


@pytest.mark.parametrize("made", PLANTED.values(), ids=PLANTED.keys())
@pytest.mark.parametrize("alone", [False, True])
def test_a_planted_key_is_passed_over_and_logged(
    api: Client, caplog: pytest.LogCaptureFixture, *, made: Callable[[], str], alone: bool
):
    if not alone:
        signing_keys.signing_key()
    plant(made())

    assert api.as_role("data_analyst").get("me").status == 200
    assert "planted" not in kids()
    assert len(kids()) == 1
    assert "the signing key 'planted' is passed over" in caplog.text
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


def test_a_planted_key_verifies_nothing(api: Client):
    jwk = stranger()
    plant(json.dumps(jwk))
    good = api.as_role("admin")
    claims = jwt.decode(str(good._token), options={"verify_signature": False})

    token = jwt.encode(
        claims, jwt.PyJWK(jwk, algorithm="EdDSA"), algorithm="EdDSA", headers={"kid": "planted", "typ": "at+jwt"}
    )

    assert good.get("me").status == 200
    assert api.with_token(token).get("me").status == 401


def test_a_lost_encryption_key_ends_access_tokens_but_not_the_service(
    api: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    caller = api.as_user(make_user(Role.DATA_ANALYST))
    monkeypatch.setenv("SECRET_ENCRYPTION_KEYS", json.dumps({"keys": [new_key("2")]}))
    signing_keys.forget()

    assert caller.get("me").status == 401
    assert api.as_user(make_user(Role.DATA_ANALYST)).get("me").status == 200
    assert "has no key of version 1" in caplog.text
