"""Signing in by mail address and password."""

import json
import logging
import statistics
import time
import unicodedata
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher, extract_parameters

from shared.accounts import passwords
from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import db
from tests.accounts.second_factor import PASSWORD, codes_of, hash_of
from tests.accounts.sign_ins import (
    HOME,
    WRONG,
    audit_rows,
    change,
    forget_failures,
    sign_in,
    somebody,
)
from tests.client import Client, Reply, make_user


def stored(user: User) -> str:
    with db.transaction() as session:
        return session.get_one(User, user.user_id).user_password


def test_mail_and_password_give_a_token_that_works(api: Client):
    signed_in = sign_in(somebody())

    assert signed_in.status == 200
    assert (signed_in.json["token_type"], signed_in.json["expires_in"]) == ("Bearer", 900)
    me = api.with_token(signed_in.json["access_token"]).get("me").json
    assert signed_in.json["user"].items() <= me.items()
    assert "argon2" not in signed_in.body.decode()


def test_the_mail_address_is_found_in_any_case(api: Client):
    assert sign_in(somebody().user_mail.upper()).status == 200


def test_each_sign_in_is_a_session_of_its_own(api: Client):
    user = somebody()
    callers = [api.with_token(sign_in(user).json["access_token"]) for _ in range(2)]

    assert len({caller.get("me").json["session_id"] for caller in callers}) == 2


@pytest.mark.parametrize("password", [f"  {PASSWORD} ", f"{PASSWORD}\t", " " * 20, "\u00a0nbsp on both sides\u00a0"])
def test_blanks_around_a_password_belong_to_it(api: Client, password: str):
    user = somebody(password=password)

    assert sign_in(user, password).status == 200
    assert sign_in(user, password.strip() or "x").status == 401


def test_a_password_may_be_typed_on_a_keyboard_that_composes_otherwise(api: Client):
    composed, taken_apart = (unicodedata.normalize(form, "crème brûlée à midi") for form in ("NFC", "NFD"))

    assert sign_in(somebody(password=composed), taken_apart).status == 200


@pytest.mark.parametrize("password", ["", "x" * 129, 5, None, ["x"], "\ud800"])
def test_what_cannot_be_a_password_is_malformed_and_not_repeated(api: Client, password: object):
    refused = api.post("auth/login", {"mail": "a@shop.example", "password": password})

    assert refused.status == 422
    assert "x" * 129 not in refused.body.decode()


def test_whatever_is_wrong_is_answered_alike(api: Client):
    deactivated, deleted = somebody(), somebody()
    change(deactivated, is_active=False)
    change(deleted, is_active=False, deleted_at=deleted.activated_at)
    refused = [
        sign_in(somebody(), WRONG),
        sign_in("nobody@shop.example"),
        sign_in("no address at all"),
        sign_in(make_user(Role.ADMIN), "!"),  # invited: nobody has chosen a password yet
        sign_in(deactivated),
        sign_in(deactivated, WRONG),
        sign_in(deleted),
    ]

    assert {reply.status for reply in refused} == {401}
    assert refused[0].json["code"] == "wrong_credentials"
    assert len({json.dumps(reply.json | {"request_id": ""}) for reply in refused}) == 1
    assert len({json.dumps({**reply.headers, "X-Request-Id": ""}) for reply in refused}) == 1


def test_it_takes_the_same_time_whether_the_account_exists_or_not(api: Client):
    """Medians of interleaved attempts in one run; without the work for unknown users the ratio is far below half."""
    deactivated, known = somebody(), somebody()
    change(deactivated, is_active=False)
    attempts: dict[str, Callable[[], Reply]] = {
        "known": lambda: sign_in(known, WRONG),
        "unknown": lambda: sign_in("nobody@shop.example"),
        "deactivated": lambda: sign_in(deactivated),
        "invited": lambda: sign_in(make_user(Role.ADMIN), WRONG),
    }
    seconds: dict[str, list[float]] = {name: [] for name in attempts}
    for _ in range(25):
        forget_failures()
        for name, attempt in attempts.items():
            began = time.perf_counter()
            assert attempt().status == 401
            seconds[name].append(time.perf_counter() - began)

    medians = {name: statistics.median(taken) for name, taken in seconds.items()}

    ratios = {name: medians[name] / medians["known"] for name in medians}
    assert all(0.75 < ratio < 1.35 for ratio in ratios.values()), ratios


def test_a_hash_of_lower_parameters_is_made_anew_by_the_next_sign_in(api: Client):
    lower = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    user = make_user(Role.DATA_ANALYST, lower)

    assert sign_in(user, WRONG).status == 401
    assert stored(user) == lower
    assert sign_in(user).status == 200
    renewed = extract_parameters(stored(user))
    assert (renewed.memory_cost, renewed.time_cost) == (passwords.MEMORY_KIB, passwords.PASSES)
    assert sign_in(user).status == 200
    assert extract_parameters(stored(user)) == renewed


def test_a_hash_of_todays_parameters_stays(api: Client):
    user = somebody()
    sign_in(user)

    assert stored(user) == hash_of(PASSWORD)


@pytest.mark.parametrize(
    "meanwhile", [{"user_password": "!"}, {"is_active": False}], ids=["another password", "deactivated"]
)
def test_what_changes_while_the_password_is_checked_counts(
    api: Client, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, object]
):
    user = somebody()
    compare = passwords.matches

    def slowly(password: str, phc: str | None) -> bool:
        change(user, **meanwhile)
        return compare(password, phc)

    monkeypatch.setattr(passwords, "matches", slowly)

    assert codes_of(sign_in(user)) == [(401, "wrong_credentials")]


def test_no_connection_is_held_while_a_password_is_checked(api: Client, monkeypatch: pytest.MonkeyPatch):
    held = []
    compare = passwords.matches

    def watched(password: str, phc: str | None) -> bool:
        held.append(db.engine().pool.checkedout())  # type: ignore[attr-defined]
        return compare(password, phc)

    monkeypatch.setattr(passwords, "matches", watched)
    sign_in(somebody())
    sign_in(somebody(), WRONG)
    sign_in("nobody@shop.example")

    assert held == [0, 0, 0]


def test_a_sign_in_leaves_a_row_that_says_who_and_from_where(api: Client):
    user = somebody()
    signed_in = sign_in(user)

    [row] = audit_rows("user.logged_in")
    session_id = api.with_token(signed_in.json["access_token"]).get("me").json["session_id"]
    assert (row["actor_id"], row["entity"], row["entity_id"]) == (user.user_id, "users", str(user.user_id))
    assert row["changes"] == {"session_id": session_id, "two_factor": False}
    assert row["address"] == HOME


def test_a_refused_sign_in_leaves_a_row_without_what_was_typed(api: Client):
    user = somebody()
    sign_in(user, WRONG)
    sign_in("nobody@shop.example", WRONG)

    rows = audit_rows("request.refused")
    assert [row["changes"] for row in rows] == [
        {"code": "wrong_credentials", "user_id": user.user_id},
        {"code": "wrong_credentials"},
    ]
    assert {(row["address"], row["entity_id"]) for row in rows} == {(HOME, "log_in")}
    assert WRONG not in str(rows)
    assert "nobody" not in str(rows)


def test_no_password_is_logged(api: Client, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    user = somebody()
    for password in (PASSWORD, *[WRONG] * 7):
        sign_in(user, password)

    assert "too many attempts" in caplog.text
    assert PASSWORD not in caplog.text
    assert WRONG not in caplog.text
    assert user.user_mail not in caplog.text
