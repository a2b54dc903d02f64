"""The demo's accounts, and the client that signs in with them."""

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import delete

from local.demo import people, signing_in
from local.demo.load import DemoError
from local.demo.signing_in import SignIn
from shared.accounts import queries
from shared.accounts.models import RefreshToken, User
from shared.accounts.models import SignIn as OpenedSession
from shared.accounts.service import two_factor
from shared.platform import db
from tests.client import Client

DAY = date(2026, 3, 2)
BASE = "http://demo.example"
WITH_SECOND_FACTOR = {"admin", "finance_manager"}

type Ensure = Callable[[], dict[str, Any]]


@pytest.fixture
def ensure(database: None, tmp_path: Path) -> Ensure:
    return lambda: people.ensure(tmp_path / "demo.json", BASE, DAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "demo.json"


def client_of(user: dict[str, str]) -> httpx.Client:
    """Return a client of the real API whose requests go straight to the triggers."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/")
        body = json.loads(request.content) if request.content else None
        headers = {name: request.headers[name] for name in ("authorization",) if name in request.headers}
        reply = Client().call(request.method, path, body=body, headers=headers)
        return httpx.Response(reply.status, content=reply.body)

    auth = SignIn(BASE, user, sleep=lambda _: None)
    return httpx.Client(base_url=f"{BASE}/api/", transport=httpx.MockTransport(answer), auth=auth)


def by_role(demo: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {user["role"]: user for user in demo["users"]}


def test_every_role_signs_in_with_what_the_file_holds(ensure: Ensure, path: Path):
    demo = ensure()

    assert json.loads(path.read_text()) == demo
    assert path.stat().st_mode & 0o777 == 0o600
    assert {user["role"] for user in demo["users"] if "totp_secret" in user} == WITH_SECOND_FACTOR
    for user in demo["users"]:
        me = client_of(user).get("me").json()
        assert (me["user_role"], me["two_factor"]["enabled"]) == (user["role"], "totp_secret" in user)


def test_the_present_code_is_left_to_people(ensure: Ensure):
    admin = by_role(ensure())["admin"]
    present = pyotp.TOTP(admin["totp_secret"]).now()

    challenge = Client().post("auth/login", {"mail": admin["mail"], "password": admin["password"]}).json["challenge"]

    assert Client().post("auth/login/two-factor", {"challenge": challenge, "code": present}).status == 200


def test_what_the_file_holds_is_kept(ensure: Ensure):
    assert ensure() == ensure()


def test_a_lost_file_means_new_passwords_and_secrets_and_no_sessions(ensure: Ensure, path: Path):
    before = by_role(ensure())
    signed_in = {role: client_of(user) for role, user in before.items()}
    tokens = [client.get("me").request.headers["authorization"] for client in signed_in.values()]
    path.unlink()

    after = by_role(ensure())

    assert all(after[role]["password"] != before[role]["password"] for role in before)
    assert all(after[role]["totp_secret"] != before[role]["totp_secret"] for role in WITH_SECOND_FACTOR)
    assert [Client().get("me", headers={"authorization": token}).status for token in tokens] == [401] * 5
    assert all(client_of(user).get("me").is_success for user in after.values())


def test_a_lost_database_means_new_accounts(ensure: Ensure):
    before = by_role(ensure())
    with db.transaction() as session:
        session.execute(delete(User))

    after = by_role(ensure())

    assert after["admin"]["totp_secret"] != before["admin"]["totp_secret"]
    assert all(client_of(user).get("me").is_success for user in after.values())


def test_a_second_factor_that_was_switched_off_comes_back_where_it_is_asked_for(ensure: Ensure):
    before = by_role(ensure())
    with db.transaction() as session:
        admin = queries.user_by_mail(session, before["admin"]["mail"])
        assert admin is not None
        two_factor.remove(session, admin)

    after = by_role(ensure())

    assert after["admin"]["totp_secret"] != before["admin"]["totp_secret"]
    assert after["admin"]["password"] == before["admin"]["password"]
    assert client_of(after["admin"]).get("users").is_success


def test_the_client_goes_on_when_its_access_token_or_its_session_has_ended(ensure: Ensure):
    client = client_of(by_role(ensure())["marketing_manager"])
    first = client.get("me").request.headers["authorization"]
    assert isinstance(client.auth, SignIn)
    client.auth._tokens["access_token"] = "one that has run out"

    assert client.get("me").is_success
    with db.transaction() as session:
        session.execute(delete(RefreshToken))
        session.execute(delete(OpenedSession))
    again = client.get("me")

    assert again.is_success
    assert again.request.headers["authorization"] != first


def test_a_user_who_is_not_let_in_is_named(ensure: Ensure):
    with pytest.raises(DemoError, match=r"^admin@demo\.example could not sign in: .*wrong_credentials"):
        client_of(by_role(ensure())["admin"] | {"password": "another"}).get("me")


def test_codes_are_tried_from_the_last_step_on_and_then_waited_for(monkeypatch: pytest.MonkeyPatch):
    now = [3_000_000_010.0]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def sleep(seconds: float) -> None:
        now[0] += seconds

    totp = pyotp.TOTP(pyotp.random_base32())
    tried = [(code, now[0]) for code in signing_in.codes(totp.secret, sleep)]

    begun = 3_000_000_000
    assert tried == [
        (totp.at(begun - 30), begun + 10),
        (totp.at(begun), begun + 10),
        (totp.at(begun + 30), begun + 10),
        (totp.at(begun + 60), begun + 30),
        (totp.at(begun + 90), begun + 60),
    ]
