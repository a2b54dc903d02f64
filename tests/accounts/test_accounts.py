"""Signing in and managing accounts."""

import json
from datetime import timedelta

import jwt
import pytest

from shared.accounts import passwords
from shared.permissions import Role
from shared.platform import clock, identity
from shared.platform.config import settings
from tests.client import Client, make_user

PASSWORD = "correct horse battery"


def credentials(**changes: str) -> dict[str, str]:
    user = make_user(Role.DATA_ANALYST, passwords.hash_password(PASSWORD))
    return {"mail": user.user_mail, "password": PASSWORD} | changes


def test_mail_and_password_give_a_token_that_works(api: Client):
    answer = api.post("auth/login", credentials())

    assert answer.status == 200
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 900)
    me = api.with_token(answer.json["access_token"]).get("me")
    assert me.json == answer.json["user"]
    assert "user_password" not in me.json


def test_the_mail_address_is_found_in_any_case(api: Client):
    body = credentials()

    assert api.post("auth/login", body | {"mail": body["mail"].upper()}).status == 200


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(api: Client):
    wrong = api.post("auth/login", credentials(password="wrong"))
    unknown = api.post("auth/login", credentials(mail="nobody@shop.example"))

    assert wrong.status == unknown.status == 401
    assert wrong.json | {"request_id": ""} == unknown.json | {"request_id": ""}
    assert wrong.json["code"] == "wrong_credentials"


def test_a_deactivated_account_can_neither_sign_in_nor_use_its_token(api: Client):
    body = credentials()
    signed_in = api.post("auth/login", body).json
    path = f"users/{signed_in['user']['user_id']}"

    api.as_role("admin").patch(path, {"is_active": False}, headers={"If-Match": "*"})

    assert api.post("auth/login", body).status == 401
    assert api.with_token(signed_in["access_token"]).get("me").status == 401


def test_a_role_change_acts_at_once(api: Client):
    signed_in = api.post("auth/login", credentials()).json
    caller = api.with_token(signed_in["access_token"])
    assert caller.get("users").status == 403

    api.as_role("admin").patch(
        f"users/{signed_in['user']['user_id']}", {"user_role": "admin"}, headers={"If-Match": "*"}
    )

    assert caller.get("users").status == 200


def test_the_last_admin_stays(api: Client):
    admin = api.as_role("admin")
    path = f"users/{admin.get('me').json['user_id']}"

    for change in ({"is_active": False}, {"user_role": "data_analyst"}):
        answer = admin.patch(path, change, headers={"If-Match": "*"})
        assert (answer.status, answer.json["code"]) == (409, "last_admin")


def test_a_password_of_14_characters_is_too_short(api: Client):
    body = {"user_mail": "a@shop.example", "user_name": "A", "user_role": "admin", "password": "x" * 14}
    admin = api.as_role("admin")

    assert admin.post("users", body).json["errors"][0]["pointer"] == "/password"
    assert admin.post("users", body | {"password": "x" * 15}).status == 201


def test_a_mail_address_belongs_to_one_account(api: Client):
    body = {"user_mail": "a@shop.example", "user_name": "A", "user_role": "admin", "password": "x" * 15}
    admin = api.as_role("admin")
    admin.post("users", body)

    answer = admin.post("users", body | {"user_mail": "A@SHOP.example"})

    assert (answer.status, answer.json["code"]) == (409, "user_mail_taken")


def test_changes_are_audited_without_personal_data(api: Client):
    admin = api.as_role("admin")
    body = {"user_mail": "a@shop.example", "user_name": "Very Private", "user_role": "admin", "password": "x" * 15}
    user_id = admin.post("users", body).json["user_id"]
    admin.patch(
        f"users/{user_id}", {"user_name": "Also Private", "user_role": "data_analyst"}, headers={"If-Match": "*"}
    )

    rows = admin.get("audit", entity="users", entity_id=str(user_id)).json["items"]

    assert [row["action"] for row in rows] == ["user.created", "user.updated"]
    assert rows[1]["changes"] == {"user_name": "changed", "user_role": ["admin", "data_analyst"]}
    assert "Private" not in json.dumps(rows)


def forged(**changes: object) -> dict[str, object]:
    issued = clock.now()
    claims = {
        "iss": settings().token_issuer,
        "aud": settings().token_audience,
        "sub": "1",
        "iat": issued,
        "exp": issued + timedelta(minutes=5),
        "jti": "j",
    }
    return claims | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": clock.now() - timedelta(seconds=1)},
        {"aud": "https://elsewhere.example"},
        {"iss": "https://elsewhere.example"},
        {"sub": "not a number"},
    ],
    ids=["expired", "audience", "issuer", "subject"],
)
def test_a_token_with_wrong_claims_is_refused(api: Client, changes: dict[str, object]):
    api.as_role("admin")
    kid, key = next(iter(identity.signing_keys().items()))
    token = jwt.encode(forged(**changes), key, algorithm="EdDSA", headers={"kid": kid})

    assert api.with_token(token).get("me").status == 401


def test_a_token_of_another_key_algorithm_or_kid_is_refused(api: Client):
    api.as_role("admin")
    kid, key = next(iter(identity.signing_keys().items()))
    stranger = jwt.PyJWK(identity.new_signing_key())
    tokens = [
        jwt.encode(forged(), stranger, algorithm="EdDSA", headers={"kid": kid}),
        jwt.encode(forged(), key, algorithm="EdDSA", headers={"kid": "unknown"}),
        jwt.encode(forged(), "", algorithm="none", headers={"kid": kid}),
        jwt.encode(forged(), "k" * 32, algorithm="HS256", headers={"kid": kid}),
        "rubbish",
    ]

    assert [api.with_token(token).get("me").status for token in tokens] == [401] * 5


def test_published_keys_verify_a_token_and_hold_nothing_private(api: Client):
    token = api.post("auth/login", credentials()).json["access_token"]
    published = api.get(".well-known/jwks.json").json["keys"]

    assert "d" not in published[0]
    claims = jwt.decode(token, jwt.PyJWK(published[0]), algorithms=["EdDSA"], audience=settings().token_audience)
    assert claims["iss"] == settings().token_issuer


def test_hashes_fit_the_column_and_keep_to_owasps_minimum():
    phc = passwords.hash_password(PASSWORD)

    assert phc.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(phc) <= 100
