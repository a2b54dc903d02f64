"""Growing delays after failures, per account and per address, kept in PostgreSQL so that every instance counts alike.

    subjects = (throttle.account(mail), throttle.address(actor))
    throttle.admit(*subjects)            # 429 while one of them is blocked; counts as a failure from here on
    ...check...
    throttle.forgive(session, *subjects)  # it was none

An attempt counts before it is checked, so that a hundred guesses at once are a hundred failures. What is refused while
a subject is blocked neither counts nor prolongs. Nobody is locked out for good: no delay is longer than 15 minutes, and
an account has a count of its own (`account_at`) where its owner is known, which strangers elsewhere cannot raise.
"""

import hashlib
import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Literal

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.accounts.models import Throttle
from shared.platform import clock, db
from shared.platform.errors import TooManyRequests, Unavailable
from shared.platform.identity import Actor

log = logging.getLogger(__name__)

MOST_DOUBLINGS = 30


class TooManyAttempts(TooManyRequests):
    code = "too_many_attempts"


@dataclass(frozen=True)
class Rule:
    """So many failures are free; each one more doubles the delay until the next attempt.

    `shared` subjects belong to many people: a success of one takes back its own attempt and no other's, or a stranger
    with an account of his own could clear the count between two guesses.
    """

    free: int
    fade: timedelta
    first_delay: timedelta = timedelta(seconds=1)
    longest_delay: timedelta = timedelta(minutes=15)
    shared: bool = False

    def delay(self, failures: int) -> timedelta:
        """Return how long after the last of `failures` the next attempt has to wait."""
        if failures < self.free:
            return timedelta()
        return min(self.first_delay * (1 << min(failures - self.free, MOST_DOUBLINGS)), self.longest_delay)

    @cached_property
    def delays(self) -> list[float]:
        """Return the delays after 0, 1, 2… failures in seconds; the last one is that of all further failures."""
        found = [0.0]
        while found[-1] < self.longest_delay.total_seconds():
            found.append(self.delay(len(found)).total_seconds())
        return found


OF_ACCOUNT = Rule(free=5, fade=timedelta(hours=24))
OF_ADDRESS = Rule(free=20, fade=timedelta(hours=1), shared=True)
OF_MAILS = Rule(free=5, fade=timedelta(hours=1), first_delay=timedelta(hours=1), longest_delay=timedelta(hours=1))
LONGEST_FADE = timedelta(hours=24)


@dataclass(frozen=True, order=True)
class Subject:
    """What is counted, by a key that holds no personal data in the clear."""

    key: str
    rule: Rule


def account(mail: str) -> Subject:
    """Guesses at one account, whether it exists or not."""
    return Subject(f"account:{_hashed(_folded(mail))}", OF_ACCOUNT)


def account_at(mail: str, actor: Actor) -> Subject:
    """Guesses at one account from an address where its owner is known."""
    return Subject(f"account_at:{_hashed(_folded(mail), network(actor.address))}", OF_ACCOUNT)


def address(actor: Actor) -> Subject:
    """Guesses from one address, whatever at."""
    return Subject(f"address:{_hashed(network(actor.address))}", OF_ADDRESS)


def mails_to(mail: str) -> Subject:
    """Mails that anyone may cause to be sent to one address: at most five an hour. Not to be forgiven."""
    return Subject(f"mails:{_hashed(_folded(mail))}", OF_MAILS)


def of_user(kind: Literal["code", "password"], user_id: int) -> Subject:
    """Codes, or confirmations of the password, of one user who is past the first step."""
    return Subject(f"{kind}:{user_id}", OF_ACCOUNT)


def network(address: str) -> str:
    """Return what one customer of a provider has: an IPv4 address, or the /64 of an IPv6 one.

    Takes `ip`, `ip:port` and `[ip]:port`; anything else stays as it is.
    """
    for bare in (address, address.rpartition(":")[0]):
        try:
            found = ip_address(bare.strip("[]").partition("%")[0])
        except ValueError:
            continue
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))  # noqa: PLR2004
    return address


def _folded(mail: str) -> str:
    return mail.strip().lower()


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


# Reads without a lock, so that a flood of what is refused anyway never queues for a row and takes no connections from
# others for long. What is counted here may be lost in a crash of the server, which is no reason to wait for the disk.
BLOCKED_UNTIL = text("""
    SELECT max(blocked_until), set_config('synchronous_commit', 'off', true)
    FROM throttles JOIN unnest(CAST(:subjects AS text[]), CAST(:free AS integer[])) AS given (subject, free)
         USING (subject)
    WHERE failures >= free AND blocked_until > :now""")

# Python's arithmetic is handed to the database as a list of delays, so that the rule is written once. A row of fewer
# failures than are free never refuses, whatever its times say: `now` was asked before the wait for the row's lock.
COUNT = text("""
    INSERT INTO throttles AS known (subject, failures, last_failed_at, blocked_until)
    VALUES (:subject, 1, :now, :now + make_interval(secs => (CAST(:delays AS float[]))[2]))
    ON CONFLICT (subject) DO UPDATE SET (failures, last_failed_at, blocked_until) = (
        SELECT counted, greatest(known.last_failed_at, :now),
               :now + make_interval(secs => (CAST(:delays AS float[]))[least(counted, :most) + 1])
        FROM (SELECT CASE WHEN known.last_failed_at <= :faded THEN 1 ELSE known.failures + 1 END) AS next (counted))
    WHERE known.failures < :free OR known.blocked_until <= :now
    RETURNING subject""")

TAKE_BACK = text("""
    UPDATE throttles SET failures = greatest(failures - :number, 0), blocked_until = last_failed_at + make_interval(
        secs => (CAST(:delays AS float[]))[least(greatest(failures - :number, 0), :most) + 1])
    WHERE subject = :subject""")
ALL = 2**31 - 1


def admit(*subjects: Subject) -> None:
    """Let an attempt pass and count it as a failure of every subject, in a transaction of its own.

    Call it before the caller's session has touched a throttle, and before it holds locks.

    Raises:
        TooManyAttempts: one of the subjects is blocked; the attempt counts for none.
    """
    now = clock.now()
    with db.transaction() as own:
        _refuse_blocked(own, subjects, now)
        for subject in sorted(subjects):  # in one order: two attempts wait for each other instead of deadlocking
            while not _count(own, subject, now):
                _refuse_blocked(own, subjects, now)  # blocked meanwhile


def _refuse_blocked(session: Session, subjects: Sequence[Subject], now: datetime) -> None:
    keys, free = [subject.key for subject in subjects], [subject.rule.free for subject in subjects]
    until = session.execute(BLOCKED_UNTIL, {"subjects": keys, "free": free, "now": now}).one()[0]
    if until is not None:
        seconds = max(1, math.ceil((until - now).total_seconds()))
        log.warning("too many attempts: %r wait %d s", ", ".join(keys), seconds)
        raise TooManyAttempts("Too many attempts; wait before the next one.", retry_after_seconds=seconds)


def _count(session: Session, subject: Subject, now: datetime) -> bool:
    values = {"now": now, "faded": now - subject.rule.fade, "free": subject.rule.free} | _values(subject)
    return session.execute(COUNT, values).one_or_none() is not None


def _values(subject: Subject) -> dict[str, Any]:
    delays = subject.rule.delays
    return {"subject": subject.key, "delays": delays, "most": len(delays) - 1}


@contextmanager
def attempt(*subjects: Subject) -> Iterator[None]:
    """Admit, and take it back when a part we depend on could not check.

    Raises:
        TooManyAttempts: one of the subjects is blocked.
    """
    admit(*subjects)
    try:
        yield
    except Unavailable:
        take_back(*subjects)
        raise


def forgive(session: Session, *subjects: Subject) -> None:
    """Forget the failures, since the attempt was right; of a shared subject only this attempt.

    Locks the subjects until the caller's transaction ends, so it belongs near the end.
    """
    for subject in sorted(subjects):
        _take_back(session, subject, 1 if subject.rule.shared else ALL)


def take_back(*subjects: Subject) -> None:
    """Undo one `admit` whose attempt was never checked, in a transaction of its own."""
    with db.transaction() as own:
        for subject in sorted(subjects):
            _take_back(own, subject, 1)


def _take_back(session: Session, subject: Subject, number: int) -> None:
    session.execute(TAKE_BACK, {"number": number} | _values(subject))


def know(session: Session, mail: str, actor: Actor) -> None:
    """Note that the owner of an account is at this address: its count is apart from that of strangers for a day.

    For whoever proved to read the account's mail, so that a password reset is a way past a stranger's guesses.
    """
    now = clock.now()
    row = {"subject": account_at(mail, actor).key, "failures": 0, "last_failed_at": now, "blocked_until": now}
    noted = insert(Throttle).values(**row)
    session.execute(noted.on_conflict_do_update(index_elements=[Throttle.subject], set_={"last_failed_at": now}))


def forget_faded(session: Session) -> int:
    """Delete what has faded under every rule and return how much; a job calls it."""
    faded = delete(Throttle).where(Throttle.last_failed_at <= clock.now() - LONGEST_FADE)
    return len(session.scalars(faded.returning(Throttle.subject)).all())
