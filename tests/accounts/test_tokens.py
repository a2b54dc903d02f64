"""Access tokens: what is not exactly ours, and of a session that lives, is refused."""

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import clock, db, identity, signing_keys
from shared.platform.config import settings
from tests.client import Client, make_session, make_user

type Claims = dict[str, Any]


@pytest.fixture
def user(database: None) -> User:
    return make_user(Role.DATA_ANALYST)


@pytest.fixture
def claims(user: User) -> Claims:
    """What a good token of `user` says."""
    now = int(clock.now().timestamp())
    return {
        "iss": settings().token_issuer,
        "aud": settings().token_audience,
        "sub": str(user.user_id),
        "sid": str(make_session(user)),
        "iat": now,
        "exp": now + 300,
        "jti": "j",
    }


def key() -> signing_keys.Key:
    return signing_keys.signing_key()


def header(**changes: object) -> dict[str, Any]:
    good = {"alg": "EdDSA", "typ": "at+jwt", "kid": key().kid} | changes
    return {name: value for name, value in good.items() if value is not None}


def encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def compact(head: dict[str, Any], claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    """Put a token together by hand, as libraries refuse to make bad ones."""
    signed = encoded(json.dumps(head).encode()) + b"." + encoded(json.dumps(claims).encode())
    return (signed + b"." + encoded(sign(signed))).decode()


def ours(signed: bytes) -> bytes:
    return key().signing.key.sign(signed)  # type: ignore[no-any-return]


def strangers(signed: bytes) -> bytes:
    jwk = signing_keys._new_jwk("theirs")
    return jwt.PyJWK(jwk, algorithm="EdDSA").key.sign(signed)  # type: ignore[no-any-return]


def status(api: Client, token: str) -> int:
    answer = api.with_token(token).get("me")
    assert answer.status == 200 or answer.json["reason"] in {"invalid_token", "session_ended"}
    return answer.status


def test_a_token_made_by_these_helpers_is_good(api: Client, claims: Claims):
    """Else the refusals below would prove nothing."""
    assert status(api, compact(header(), claims, ours)) == 200


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_without_signature_is_refused(api: Client, claims: Claims, algorithm: str):
    assert status(api, compact(header(alg=algorithm), claims, lambda _: b"")) == 401
    assert status(api, compact(header(alg=algorithm), claims, ours)) == 401
    assert status(api, compact(header(), claims, lambda _: b"")) == 401


def published_forms() -> list[bytes]:
    """Return the public key in every form that a confused library could take for a secret."""
    public = key().signing.key.public_key()
    encoding, form = serialization.Encoding, serialization.PublicFormat
    (jwk,) = (one for one in signing_keys.public_keys()["keys"] if one["kid"] == key().kid)
    return [
        public.public_bytes(encoding.Raw, form.Raw),
        public.public_bytes(encoding.PEM, form.SubjectPublicKeyInfo),
        public.public_bytes(encoding.DER, form.SubjectPublicKeyInfo),
        public.public_bytes(encoding.OpenSSH, form.OpenSSH),
        json.dumps(jwk).encode(),
        jwk["x"].encode(),
    ]


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "EdDSA"])
def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(api: Client, claims: Claims, algorithm: str):
    digest = hashlib.sha512 if algorithm == "HS512" else hashlib.sha256
    for secret in published_forms():

        def sign(signed: bytes, secret: bytes = secret) -> bytes:
            return hmac.digest(secret, signed, digest)

        assert status(api, compact(header(alg=algorithm), claims, sign)) == 401


def test_a_token_of_another_key_is_refused(api: Client, claims: Claims):
    assert status(api, compact(header(), claims, strangers)) == 401


@pytest.mark.parametrize(
    "kid",
    [None, "", "unknown", "../../dev/null", "' OR 1=1 --", "x" * 10_000, "\0", "\ud800", 7, [], {}, True],
    ids=lambda kid: repr(kid)[:16],
)
def test_a_token_of_an_unknown_kid_is_refused(api: Client, claims: Claims, kid: object):
    assert status(api, compact(header(kid=kid), claims, ours)) == 401


def test_a_token_under_the_kid_of_our_other_key_is_refused(api: Client, claims: Claims):
    key()
    with db.transaction() as session:
        signing_keys._add(session, clock.now() + timedelta(minutes=10))
    signing_keys.forget()
    other = signing_keys.public_keys()["keys"][0]["kid"]

    assert other != key().kid
    assert status(api, compact(header(kid=other), claims, ours)) == 401


def test_a_key_the_token_brings_along_is_not_used(api: Client, claims: Claims):
    private = signing_keys._new_jwk(key().kid)
    jwk = {name: value for name, value in private.items() if name != "d"}
    sign = jwt.PyJWK(private, algorithm="EdDSA").key.sign

    for brought in ({"jwk": jwk}, {"jku": "https://elsewhere.example/keys"}, {"x5u": "https://elsewhere.example/x"}):
        assert status(api, compact(header(**brought), claims, sign)) == 401


@pytest.mark.parametrize("kind", [None, "", "JWT", "jwt", "rt+jwt", "at+JWT ", 7])
def test_a_token_of_another_type_is_refused(api: Client, claims: Claims, kind: object):
    assert status(api, compact(header(typ=kind), claims, ours)) == 401


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "https://elsewhere.example/api"),
        ("aud", ["https://elsewhere.example/api"]),
        ("aud", "https://shop.example"),
        ("aud", ""),
        ("aud", []),
        ("iss", "https://elsewhere.example"),
        ("iss", "https://shop.example/"),
        ("iss", ["https://shop.example"]),
        ("iss", 7),
        ("exp", 0),
        ("exp", -1),
        ("exp", "soon"),
        ("exp", float("nan")),
        ("sub", "not a number"),
        ("sub", "-1"),
        ("sub", 1),
        ("sub", "1.5"),
        ("sid", "not a uuid"),
        ("sid", 7),
        ("sid", str(uuid.UUID(int=0))),
        ("jti", 7),
        ("nbf", 2**33),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(api: Client, claims: Claims, claim: str, value: object):
    assert status(api, compact(header(), claims | {claim: value}, ours)) == 401


@pytest.mark.parametrize("claim", ["aud", "iss", "exp", "iat", "sub", "sid", "jti"])
def test_a_token_without_one_of_its_claims_is_refused(api: Client, claims: Claims, claim: str):
    del claims[claim]

    assert status(api, compact(header(), claims, ours)) == 401


def test_a_token_is_good_for_a_quarter_of_an_hour_to_the_second(
    api: Client, user: User, monkeypatch: pytest.MonkeyPatch
):
    began = clock.now().replace(microsecond=0)
    times = {"now": began}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    token = identity.issue_access_token(user.user_id, make_session(user))

    def status_at(moment: datetime) -> int:
        times["now"] = moment
        return status(api, token)

    end = began + timedelta(minutes=15)
    assert [status_at(end - timedelta(microseconds=1)), status_at(end)] == [200, 401]


def test_a_token_from_a_machine_whose_clock_is_ahead_is_good(api: Client, claims: Claims):
    assert status(api, compact(header(), claims | {"iat": claims["iat"] + 20}, ours)) == 200


def test_a_user_cannot_be_exchanged_for_another_in_the_same_session(api: Client, claims: Claims):
    admin = make_user(Role.ADMIN)

    assert status(api, compact(header(), claims | {"sub": str(admin.user_id)}, ours)) == 401


def test_no_character_of_a_token_can_be_changed(api: Client, claims: Claims):
    token = compact(header(), claims, ours)

    for position in range(0, len(token) - 1, 7):
        other = "A" if token[position] != "A" else "B"
        assert status(api, token[:position] + other + token[position + 1 :]) == 401


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer rubbish", "Bearer a.b.c", "Bearer é.é.é", "Bearer ...."],
)
def test_what_is_no_token_is_refused(api: Client, authorization: str):
    answer = api.get("me", headers={"authorization": authorization})

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
