"""Password hashes: argon2id (RFC 9106) at OWASP's minimum parameters, in PHC form (97 characters).

One hash takes 19 MiB and about 20 ms of a core, so that few are made at once: sign-ins must not starve the rest.
Passwords are normalised to NFC first (NIST SP 800-63B-4, 3.1.1.2): the same word typed on another keyboard is the same.
"""

import os
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from shared.accounts import password_rules
from shared.platform.config import settings
from shared.platform.errors import Malformed, Unavailable

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
AT_ONCE = max(1, (os.process_cpu_count() or 1) // 2)
LONGEST_WAIT_SECONDS = 5.0
SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR, LONGEST = 15, 8, 128

_hands = ThreadPoolExecutor(AT_ONCE, "passwords")


class Busy(Unavailable):
    """Too many passwords are being checked."""

    code = "busy"

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "5"}


class WeakPassword(Malformed):
    code = "weak_password"


def hash_password(password: str) -> str:
    """Return the hash to keep.

    Raises:
        Busy: too many wait already, or no turn came within five seconds.
    """
    return _in_turn(_hasher().hash, _normal(password))


def matches(password: str, phc: str | None) -> bool:
    """Compare, taking the same time when there is nothing to compare with: None, or no hash at all.

    Raises:
        Busy: too many wait already, or no turn came within five seconds.
    """
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - only sign-ins need it

    nobodys = _nobodys_hash()  # made at the first call, whoever that is for
    known = phc if phc is not None and _is_hash(phc) else None
    try:
        return _in_turn(_hasher().verify, known or nobodys, _normal(password)) and known is not None
    except VerifyMismatchError:
        return False


def refuse_when_full() -> None:
    """Refuse what would have to wait in vain, before any other work is done for it.

    Raises:
        Busy: too many wait already.
    """
    with _place_in_line():
        pass


def needs_rehash(phc: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(phc)


def check_new(
    password: str, *, user_mail: str, user_name: str, has_two_factor: bool, pointer: str = "/password"
) -> None:
    """Refuse a new password that is too short, too long, common, or made of what everybody knows of its owner.

    Raises:
        WeakPassword: with what is wrong, at `pointer`.
    """
    shortest = SHORTEST_WITH_SECOND_FACTOR if has_two_factor else SHORTEST_ALONE
    normal = _normal(password)
    if len(normal) < shortest:
        fault = f"must have at least {shortest} characters"
    elif len(normal) > LONGEST:
        fault = f"may have at most {LONGEST} characters"
    elif password_rules.is_common(normal):
        fault = "is one of the first that anybody would try"
    elif password_rules.tells_of(normal, user_mail=user_mail, user_name=user_name):
        fault = "contains your name, your mail address or the name of this system"
    else:
        return
    raise WeakPassword("This password is too easy to guess.", [(pointer, fault)])


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _in_turn[**P, T](deed: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it on one of few threads, first come first served."""
    with _place_in_line():
        future = _hands.submit(deed, *args, **kwargs)
        try:
            return future.result(LONGEST_WAIT_SECONDS)
        except TimeoutError:
            future.cancel()
            raise _busy() from None


@contextmanager
def _place_in_line() -> Iterator[None]:
    line = _line()
    if not line.acquire(blocking=False):
        raise _busy()
    try:
        yield
    finally:
        line.release()


def _busy() -> Busy:
    return Busy("Too many passwords are being checked; try again shortly.")


@cache
def _line() -> threading.BoundedSemaphore:
    """Return the places for who waits for a turn: three quarters of the threads, so that others always find one."""
    return threading.BoundedSemaphore(max(1, settings().python_threadpool_thread_count * 3 // 4))


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher, Type  # noqa: PLC0415 - only sign-ins need it

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def _is_hash(phc: str) -> bool:
    from argon2 import extract_parameters  # noqa: PLC0415 - only sign-ins need it
    from argon2.exceptions import InvalidHashError  # noqa: PLC0415 - the same

    try:
        extract_parameters(phc)
    except InvalidHashError:
        return False
    return True
