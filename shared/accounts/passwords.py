"""Password hashes: argon2id with OWASP's minimum parameters, in PHC form (97 characters).

One hash takes 19 MiB and about 20 ms of a core, so that only a few run at once and logins cannot starve the rest.
"""

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
AT_ONCE = threading.BoundedSemaphore(2)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher, Type  # noqa: PLC0415 - only logins need it

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def hash_password(password: str) -> str:
    with AT_ONCE:
        return _hasher().hash(password)


def matches(password: str, phc: str | None) -> bool:
    """Compare, taking the same time when there is no hash to compare with."""
    from argon2.exceptions import InvalidHashError, VerifyMismatchError  # noqa: PLC0415 - only logins need it

    against = phc or _nobodys_hash()
    with AT_ONCE:
        try:
            return _hasher().verify(against, password) and phc is not None
        except (VerifyMismatchError, InvalidHashError):
            return False
