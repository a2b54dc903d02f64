"""Signing in is slowed down for who guesses, and for nobody else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from shared.accounts import passwords, throttle
from shared.platform import db
from shared.platform.identity import Actor
from tests.accounts.second_factor import PASSWORD, Time, codes_of
from tests.accounts.sign_ins import ELSEWHERE, HOME, WRONG, forget_failures, no_turns, sign_in, somebody
from tests.client import Client


def test_five_wrong_passwords_are_free_then_one_has_to_wait(api: Client, still: Time):
    user = somebody()
    refused = [sign_in(user, WRONG) for _ in range(6)]

    assert codes_of(*refused) == [(401, "wrong_credentials")] * 5 + [(429, "too_many_attempts")]
    assert refused[5].headers["Retry-After"] == "1"
    assert sign_in(user).status == 429  # not even the right one, and it is not checked
    still.move(1)
    assert sign_in(user, WRONG).status == 401
    assert sign_in(user).headers["Retry-After"] == "2"
    still.move(2)
    assert sign_in(user).status == 200
    assert sign_in(user, WRONG).status == 401  # the count began anew


def test_unknown_accounts_are_throttled_like_known_ones(api: Client, still: Time):
    known, unknown = ([sign_in(who, WRONG) for _ in range(7)] for who in (somebody(), "nobody@shop.example"))

    assert codes_of(*known) == codes_of(*unknown)
    assert [reply.headers.get("Retry-After") for reply in known] == [None] * 5 + ["1"] * 2
    assert [reply.headers.get("Retry-After") for reply in unknown] == [None] * 5 + ["1"] * 2


def test_twenty_guesses_from_one_address_are_free_at_however_many_accounts(api: Client, still: Time):
    statuses = [sign_in(f"user{number}@nowhere.example", WRONG).status for number in range(21)]

    assert statuses == [401] * 20 + [429]
    assert sign_in(somebody()).status == 429
    assert sign_in(somebody(), address=ELSEWHERE).status == 200


def test_the_addresses_of_one_ipv6_network_are_one(api: Client, still: Time):
    for number in range(20):
        sign_in(f"user{number}@nowhere.example", WRONG, address=f"2001:db8:0:1::{number:x}")

    assert sign_in(somebody(), address="2001:db8:0:1:ffff::").status == 429
    assert sign_in(somebody(), address="2001:db8:0:2::1").status == 200


def test_what_the_caller_says_of_his_address_does_not_count(api: Client, still: Time):
    for number in range(20):
        sign_in(f"user{number}@nowhere.example", WRONG, address=f"203.0.113.{number}, {ELSEWHERE}")

    assert sign_in(somebody(), address=f"203.0.113.99, {ELSEWHERE}").status == 429


def test_an_own_account_does_not_clear_the_address_for_guesses_at_others(api: Client, still: Time):
    own = somebody()
    statuses = []
    for number in range(21):
        sign_in(own)
        statuses.append(sign_in(f"user{number}@nowhere.example", WRONG).status)

    assert statuses == [401] * 20 + [429]


def test_strangers_behind_the_same_address_cannot_lock_the_owner_out_where_he_is_known(api: Client, still: Time):
    owner, newcomer = somebody(), somebody()
    sign_in(owner)
    for number in range(20):
        sign_in(f"user{number}@nowhere.example", WRONG)

    assert (sign_in(newcomer).status, sign_in(owner).status) == (429, 200)


def test_strangers_cannot_lock_the_owner_out_where_he_is_known(api: Client, still: Time):
    owner = somebody()
    sign_in(owner)
    for _ in range(5):
        sign_in(owner, WRONG, address=ELSEWHERE)

    assert sign_in(owner, address=ELSEWHERE).status == 429
    assert sign_in(owner, address="203.0.113.4").status == 429
    assert sign_in(owner).status == 200
    assert sign_in(owner, address=ELSEWHERE).status == 429  # which gives the stranger nothing


def test_who_reset_the_password_is_known_where_he_did(api: Client, still: Time):
    owner = somebody()
    for _ in range(5):
        sign_in(owner, WRONG, address=ELSEWHERE)
    assert sign_in(owner).status == 429

    with db.transaction() as session:
        throttle.know(session, owner.user_mail, Actor(None, None, address=HOME))

    assert (sign_in(owner).status, sign_in(owner, address=ELSEWHERE).status) == (200, 429)


def test_guesses_where_the_owner_is_known_are_throttled_too(api: Client, still: Time):
    owner = somebody()
    sign_in(owner)

    assert [sign_in(owner, WRONG).status for _ in range(6)] == [401] * 5 + [429]
    assert sign_in(owner, address=ELSEWHERE).status == 200  # apart from the account's own count


@pytest.mark.parametrize(("days", "status"), [(29.9, 200), (30.1, 429)])
def test_an_address_is_known_for_30_days(api: Client, still: Time, days: float, status: int):
    owner = somebody()
    sign_in(owner)
    still.move(days * 86_400)
    forget_failures()  # as the job does with what has faded
    for _ in range(5):
        sign_in(owner, WRONG, address=ELSEWHERE)

    assert sign_in(owner).status == status


def test_an_address_known_for_one_account_is_not_known_for_another(api: Client, still: Time):
    sign_in(somebody())
    another = somebody()
    for _ in range(5):
        sign_in(another, WRONG, address=ELSEWHERE)

    assert sign_in(another).status == 429


def test_of_forty_guesses_at_once_no_more_are_checked_than_are_free(api: Client, monkeypatch: pytest.MonkeyPatch):
    user = somebody()
    checked: list[str] = []
    compare = passwords.matches

    def counted(password: str, phc: str | None) -> bool:
        checked.append(password)
        return compare(password, phc)

    monkeypatch.setattr(passwords, "matches", counted)
    guesses = [*(f"guess number {number}" for number in range(39)), PASSWORD]
    together = threading.Barrier(40)

    def guess(password: str) -> int:
        together.wait(20)
        return sign_in(user, password).status

    with ThreadPoolExecutor(40) as pool:
        statuses = list(pool.map(guess, guesses))

    # One more may pass if the whole lot takes longer than the first delay of one second, or the right one was early.
    assert 5 <= len(checked) <= 6
    assert statuses.count(429) == 40 - len(checked)
    assert set(statuses) <= {200, 401, 429}


def test_who_gets_no_turn_is_told_to_come_back_and_has_not_failed(api: Client):
    user = somebody()
    with no_turns():
        busy = [sign_in(user, WRONG) for _ in range(8)]

    assert codes_of(*busy) == [(503, "busy")] * 8
    assert int(busy[0].headers["Retry-After"]) > 0
    assert sign_in(user).status == 200


def test_who_would_wait_in_vain_is_refused_before_anything_is_done_for_him(
    api: Client, monkeypatch: pytest.MonkeyPatch
):
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(passwords, "_line", lambda: full)
    user, connections = somebody(), []
    event.listen(db.engine(), "checkout", note := lambda *_: connections.append(1))
    refused = sign_in(user)
    event.remove(db.engine(), "checkout", note)

    assert codes_of(refused) == [(503, "busy")]
    assert connections == []
