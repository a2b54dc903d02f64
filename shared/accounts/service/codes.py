"""Codes of the second factor: TOTP (RFC 6238) from an authenticator app, and recovery codes for who lost theirs."""

import base64
import re
import secrets
from typing import TYPE_CHECKING

from pydantic import SecretStr
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from shared.accounts import letters, queries
from shared.accounts.models import RecoveryCode, TwoFactor
from shared.accounts.service.one_time_tokens import hash_of
from shared.platform import audit, clock
from shared.platform.crypto import Place, unseal
from shared.platform.errors import Forbidden
from shared.platform.identity import Actor

if TYPE_CHECKING:
    from pyotp import TOTP

STEPS_OF_DRIFT = 1  # each way: a clock that is off, a code that was typed slowly
RECOVERY_CODES, RECOVERY_CODE_BYTES, GROUP = 10, 15, 4
SEPARATORS = re.compile(r"[\s-]+")


class WrongCode(Forbidden):
    code = "wrong_code"


def is_on(session: Session, user_id: int) -> bool:
    """Whether the user has a second factor that counts."""
    return queries.confirmed_two_factor(session, user_id) is not None


def check_code(session: Session, user_id: int, code: SecretStr, actor: Actor | None = None) -> bool:
    """Whether this is a code of the user's second factor, which is used up by asking: each is good once.

    Whoever calls this counts the attempt: the throttle's subject is that of kind "code" and the user. `actor` is for
    the audit log, where the caller knows more than who the user is.
    """
    given = without_separators(code)
    two_factor = queries.confirmed_two_factor(session, user_id)
    if two_factor is None:
        return False
    if re.fullmatch("[0-9]{6}", given):
        step = matching_step(two_factor, given)
        return step is not None and _use_step(session, two_factor, step)
    return _use_recovery_code(session, actor or Actor(user_id, None), user_id, given.upper())


def without_separators(code: SecretStr) -> str:
    return SEPARATORS.sub("", code.get_secret_value())


def totp(secret: str) -> "TOTP":
    """Return the code generator: six digits, 30 seconds, SHA-1, as every authenticator app has it."""
    import pyotp  # noqa: PLC0415 - brings urllib.request, slow to import

    return pyotp.TOTP(secret)


def place(user_id: int) -> Place:
    """Return where the user's secret is sealed."""
    return Place("two_factors", "secret", user_id)


def matching_step(two_factor: TwoFactor, code: str) -> int | None:
    """Return the time step of which `code` is, None when it is of none that is near."""
    from pyotp.exceptions import OTPVerificationError  # noqa: PLC0415 - brings urllib.request, slow to import

    secret = unseal(two_factor.secret, place(two_factor.user_id))
    try:
        return totp(secret).verify_and_get_timecode(code, for_time=clock.now(), valid_window=STEPS_OF_DRIFT)
    except OTPVerificationError:
        return None


def _use_step(session: Session, two_factor: TwoFactor, step: int) -> bool:
    """Accept a step later than the last one, of the secret it was found with; of two callers at once, one gets it."""
    later = TwoFactor.last_step.is_(None) | (TwoFactor.last_step < step)
    mine = (TwoFactor.user_id == two_factor.user_id) & (TwoFactor.secret == two_factor.secret)
    using = update(TwoFactor).where(mine, later).values(last_step=step).returning(TwoFactor.last_step)
    return session.execute(using).one_or_none() is not None


def _use_recovery_code(session: Session, actor: Actor, user_id: int, code: str) -> bool:
    mine = (RecoveryCode.user_id == user_id) & (RecoveryCode.code_hash == hash_of(code))
    using = update(RecoveryCode).where(mine, RecoveryCode.used_at.is_(None)).values(used_at=clock.now())
    if session.execute(using.returning(RecoveryCode.user_id)).one_or_none() is None:
        return False
    left = queries.recovery_codes_left(session, user_id)
    audit.record(session, actor, "recovery_code.used", ("users", user_id), changes={"left": left})
    letters.recovery_code_used(session, queries.get_user(session, user_id), left)
    return True


def add_recovery_codes(session: Session, user_id: int) -> list[str]:
    """Give the user ten codes of 120 random bits and return them as they are shown; only their hashes are kept."""
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    rows = [{"code_hash": hash_of(code), "user_id": user_id} for code in codes]
    session.execute(insert(RecoveryCode), rows)
    return ["-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP)) for code in codes]


def _random_code() -> str:
    return base64.b32encode(secrets.token_bytes(RECOVERY_CODE_BYTES)).decode()
