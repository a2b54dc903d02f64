"""Growing delays after failures: the rule, the table against a model of it, many at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import text

from shared.accounts import throttle
from shared.accounts.throttle import Subject, TooManyAttempts
from shared.platform import db
from shared.platform.errors import Unavailable
from shared.platform.identity import Actor
from tests.accounts.second_factor import Time

MAIL = "somebody@shop.example"

pytestmark = pytest.mark.usefixtures("database")


def at(address: str) -> Actor:
    return Actor(None, None, address=address)


def forgive(*subjects: Subject) -> None:
    with db.transaction() as session:
        throttle.forgive(session, *subjects)


def refusal(*subjects: Subject) -> TooManyAttempts:
    with pytest.raises(TooManyAttempts) as refused:
        throttle.admit(*subjects)
    return refused.value


def fail(times: int, subject: Subject) -> None:
    for _ in range(times):
        throttle.admit(subject)


def waits(subject: Subject, attempts: int, still: Time) -> list[int]:
    """Try again as soon as it is allowed, and return how many seconds each attempt had to wait."""
    found = []
    for _ in range(attempts):
        try:
            throttle.admit(subject)
            found.append(0)
        except TooManyAttempts as refused:
            found.append(refused.retry_after_seconds)
            still.move(refused.retry_after_seconds)
            throttle.admit(subject)
    return found


def test_five_failures_of_an_account_are_free_then_each_delay_is_twice_the_last_up_to_15_minutes(still: Time):
    assert waits(throttle.account(MAIL), 18, still) == [0] * 5 + [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] + [900] * 3


def test_twenty_failures_of_an_address_are_free(still: Time):
    assert waits(throttle.address(at("192.0.2.1")), 34, still) == [0] * 20 + [
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900,
    ]  # fmt: skip


def test_five_mails_an_hour_go_to_one_address(still: Time):
    assert waits(throttle.mails_to(MAIL), 12, still) == [0] * 5 + [3600] + [0] * 4 + [3600] + [0]


def test_a_delay_ends_to_the_second(still: Time):
    fail(5, subject := throttle.account(MAIL))

    still.move(0.9)
    assert refusal(subject).retry_after_seconds == 1
    still.move(0.1)
    throttle.admit(subject)


def test_an_attempt_whose_clock_is_a_little_behind_another_is_free_too(still: Time):
    fail(4, subject := throttle.account(MAIL))
    still.move(-0.5)  # asked for the time first and got the row second, or runs on another machine

    throttle.admit(subject)
    assert refusal(subject).retry_after_seconds == 1


def test_what_is_refused_neither_counts_nor_prolongs(still: Time):
    fail(5, subject := throttle.account(MAIL))
    for _ in range(50):
        assert refusal(subject).retry_after_seconds == 1
    still.move(1)

    throttle.admit(subject)
    assert refusal(subject).retry_after_seconds == 2


@pytest.mark.parametrize(
    ("subject", "fade"),
    [(throttle.account(MAIL), timedelta(hours=24)), (throttle.address(at("192.0.2.1")), timedelta(hours=1))],
    ids=["account", "address"],
)
def test_a_count_fades_all_at_once_after_a_time_without_failure(still: Time, subject: Subject, fade: timedelta):
    fail(subject.rule.free, subject)
    still.move(fade.total_seconds() - 1)
    throttle.admit(subject)
    assert refusal(subject).retry_after_seconds == 2

    still.move(fade.total_seconds())
    fail(subject.rule.free, subject)
    assert refusal(subject).retry_after_seconds == 1


def test_a_refusal_for_one_subject_counts_for_none(still: Time):
    account, address = throttle.account(MAIL), throttle.address(at("192.0.2.1"))
    fail(5, account)
    for _ in range(30):
        refusal(account, address)

    fail(20, address)


def test_a_success_forgets_the_failures_of_an_account(still: Time):
    fail(5, subject := throttle.account(MAIL))
    forgive(subject)

    fail(5, subject)
    assert refusal(subject).retry_after_seconds == 1


def test_a_success_takes_back_only_its_own_attempt_from_an_address(still: Time):
    """Else somebody with an account of his own could clear the count between guesses at another's."""
    address = throttle.address(at("192.0.2.1"))
    for _ in range(6):
        fail(3, address)
        throttle.admit(address)
        forgive(address)

    fail(2, address)
    assert refusal(address).retry_after_seconds == 1


def test_an_attempt_that_could_not_be_checked_does_not_count(still: Time):
    subject = throttle.account(MAIL)
    for _ in range(10):
        with pytest.raises(Unavailable), throttle.attempt(subject):
            raise Unavailable("No turn came.")

    fail(5, subject)


def test_what_is_taken_back_takes_its_delay_along(still: Time):
    waits(subject := throttle.account(MAIL), 7, still)
    assert refusal(subject).retry_after_seconds == 4

    throttle.take_back(subject)
    assert refusal(subject).retry_after_seconds == 2
    throttle.take_back(subject)
    assert refusal(subject).retry_after_seconds == 1
    throttle.take_back(subject)
    throttle.admit(subject)


def test_an_attempt_that_was_wrong_counts(still: Time):
    subject = throttle.account(MAIL)
    for _ in range(5):
        with pytest.raises(LookupError), throttle.attempt(subject):
            raise LookupError

    refusal(subject)


def _admit_and_fail(subject: Subject) -> None:
    throttle.admit(subject)
    raise LookupError


def test_a_refused_request_leaves_its_attempts_counted(still: Time):
    subject = throttle.account(MAIL)
    for _ in range(5):
        with pytest.raises(LookupError), db.transaction():
            _admit_and_fail(subject)

    refusal(subject)


def test_subjects_are_apart(still: Time):
    owner, stranger = at("192.0.2.1"), at("192.0.2.2")
    fail(5, throttle.account(MAIL))

    for other in (
        throttle.account("another@shop.example"),
        throttle.account_at(MAIL, owner),
        throttle.account_at(MAIL, stranger),
        throttle.address(owner),
        throttle.mails_to(MAIL),
        throttle.of_user("code", 1),
        throttle.of_user("password", 1),
        throttle.of_user("code", 11),
    ):
        fail(5, other)


def test_an_account_is_the_same_however_its_mail_address_is_written():
    assert throttle.account(" SomeBody@Shop.example") == throttle.account(MAIL)


SAME_NETWORK = [
    ("192.0.2.1", "192.0.2.1:50123"),
    ("192.0.2.1", "::ffff:192.0.2.1"),
    ("192.0.2.1", "[::ffff:192.0.2.1]:50123"),
    ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff"),
    ("2001:db8:0:1::1", "[2001:DB8:0:1::2]:50123"),
    ("2001:db8:0:1::1", "[2001:db8:0:1::2]"),
    ("fe80::1%eth0", "fe80::2"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME_NETWORK)
def test_these_are_one_address(one: str, other: str):
    assert throttle.address(at(one)) == throttle.address(at(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.2.2"), ("2001:db8:0:1::1", "2001:db8:0:2::1"), ("192.0.2.1:5", "192.0.2.15"), ("", "x")],
)
def test_these_are_two_addresses(one: str, other: str):
    assert throttle.address(at(one)) != throttle.address(at(other))


def test_the_table_holds_no_mail_and_no_ip_address(still: Time):
    address = at("192.0.2.1")
    throttle.admit(
        throttle.account(MAIL), throttle.account_at(MAIL, address), throttle.address(address), throttle.mails_to(MAIL)
    )

    with db.transaction() as session:
        kept = " ".join(session.scalars(text("SELECT subject FROM throttles")))
    assert ("somebody" in kept, "shop.example" in kept, "192.0.2" in kept) == (False, False, False)


def test_what_has_faded_is_deleted(still: Time):
    throttle.admit(throttle.account(MAIL))
    still.move(3600)
    throttle.admit(throttle.account("another@shop.example"))
    still.move(23 * 3600)

    with db.transaction() as session:
        assert throttle.forget_faded(session) == 1
        assert throttle.forget_faded(session) == 0


def at_once[T](number: int, deed: Callable[[int], T]) -> list[T]:
    together = Barrier(number)

    def begin(position: int) -> T:
        together.wait(10)
        return deed(position)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin, range(number)))


def test_of_forty_attempts_at_the_same_moment_no_more_pass_than_are_free():
    account, address = throttle.account(MAIL), throttle.address(at("192.0.2.1"))

    def passes(_: int) -> bool:
        try:
            throttle.admit(account, address)
        except TooManyAttempts:
            return False
        return True

    assert Counter(at_once(40, passes)) == {True: 5, False: 35}


def test_attempts_and_successes_at_the_same_moment_lose_no_count_and_do_not_deadlock(still: Time):
    accounts = [throttle.account(f"user{number}@shop.example") for number in range(4)]
    address = throttle.address(at("192.0.2.1"))

    def try_and_succeed(position: int) -> None:
        for turn in range(5):
            subjects = (accounts[(position + turn) % 4], address)
            throttle.admit(*(subjects if position % 2 else reversed(subjects)))
            forgive(*(subjects if position % 3 else reversed(subjects)))

    at_once(8, try_and_succeed)

    with db.transaction() as session:
        assert set(session.scalars(text("SELECT failures FROM throttles"))) == {0}
