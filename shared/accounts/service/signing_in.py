"""Signing in: a password, and where a second factor is on, a code that answers a challenge."""

import hashlib
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from shared.accounts import passwords, queries, throttle
from shared.accounts.models import OneTimeToken, Purpose, User
from shared.accounts.queries import Credentials
from shared.accounts.rules import Client
from shared.accounts.schemas import LoginCodeIn, LoginIn
from shared.accounts.service import codes, one_time_tokens
from shared.accounts.service.sessions import SignedIn, as_user, open_session
from shared.accounts.throttle import Subject
from shared.platform import audit, clock, db
from shared.platform.errors import Unauthenticated
from shared.platform.identity import Actor

ADDRESS_KNOWN_FOR = timedelta(days=30)
MOST_CODES = 5  # to one challenge


class WrongCredentials(Unauthenticated):
    code = "wrong_credentials"
    audited = True


class ChallengeInvalid(Unauthenticated):
    code = "challenge_invalid"


class WrongLoginCode(Unauthenticated):
    code = "wrong_code"
    audited = True


def log_in(session: Session, actor: Actor, body: LoginIn) -> SignedIn | str:
    """Return a new session of the user whose mail address and password these are, or a challenge to his second factor.

    Raises:
        WrongCredentials: whatever is wrong, always in the same words and the same time.
        TooManyAttempts: the account or the address has to wait.
        Busy: too many passwords are being checked.
    """
    passwords.refuse_when_full()
    password = body.password.get_secret_value()
    with db.transaction() as own:
        known = _credentials(own, actor, body.mail)
    subjects = _subjects(actor, body.mail, known)
    with throttle.attempt(*subjects):
        right = passwords.matches(password, known.user_password if known and known.is_active else None)
        if known is None or not right:
            raise _wrong_credentials(known)
        hashed = _up_to_date(password, known.user_password)
    user = _locked(session, known)
    user.user_password = hashed
    outcome = _session_or_challenge(session, actor, user, body.client)
    throttle.forgive(session, *subjects)
    return outcome


def _credentials(session: Session, actor: Actor, mail: str) -> Credentials | None:
    since = clock.now() - ADDRESS_KNOWN_FOR
    return queries.credentials(session, mail, since, apart=throttle.account_at(mail, actor).key)


def _subjects(actor: Actor, mail: str, known: Credentials | None) -> list[Subject]:
    """Return what the attempt counts for.

    Where the owner is known he has a count of his own: neither strangers' guesses at his account from elsewhere nor
    those of others behind the same address, who may be strangers as well, keep him out.
    """
    here = throttle.network(actor.address)
    if known is not None and (known.counted_apart or here in map(throttle.network, known.addresses)):
        return [throttle.account_at(mail, actor)]
    return [throttle.account(mail), throttle.address(actor)]


def _wrong_credentials(known: Credentials | None) -> WrongCredentials:
    refusal = WrongCredentials("Mail address or password is wrong.")
    return refusal.concerning(user_id=known.user_id) if known else refusal


def _up_to_date(password: str, phc: str) -> str:
    """Return the hash to keep: another one when the parameters have changed since it was made."""
    return passwords.hash_password(password) if passwords.needs_rehash(phc) else phc


def _locked(session: Session, known: Credentials) -> User:
    """Return the account, locked, unless it changed while its password was checked."""
    user = queries.lock_user(session, known.user_id)
    if user.user_password != known.user_password or not user.is_active:
        raise _wrong_credentials(known)
    return user


def _session_or_challenge(session: Session, actor: Actor, user: User, client: Client) -> SignedIn | str:
    if not codes.is_on(session, user.user_id):
        return _open(session, actor, user, client)
    data = {"client": client, "password": _fingerprint(user)}
    return one_time_tokens.issue(session, Purpose.LOGIN_CHALLENGE, user.user_id, data)


def _open(session: Session, actor: Actor, user: User, client: Client, *, with_two_factor: bool = False) -> SignedIn:
    opened = open_session(session, actor, user, client, with_two_factor=with_two_factor)
    facts = {"session_id": str(opened.session.session_id), "two_factor": with_two_factor}
    audit.record(session, as_user(actor, user), "user.logged_in", user, changes=facts)
    return opened


def _fingerprint(user: User) -> str:
    """Return what tells whether the password changed since the challenge was issued."""
    return hashlib.sha256(user.user_password.encode()).hexdigest()


def log_in_with_code(session: Session, actor: Actor, body: LoginCodeIn) -> SignedIn:
    """Return a new session of the user whose password led to this challenge and whose second factor gave this code.

    Raises:
        ChallengeInvalid: it is unknown, expired, answered, was tried five times, or the password changed since.
        WrongLoginCode: the code is not valid, or was used before.
        TooManyAttempts: too many codes of this user were wrong.
    """
    user_id = _asked_of(body)
    guesses = throttle.of_user("code", user_id)
    throttle.admit(guesses)
    _count_try(body)
    user = queries.lock_user(session, user_id)
    answered = _claimed(session, body)
    if not user.is_active or answered.data["password"] != _fingerprint(user):
        raise _invalid_challenge()
    if not codes.check_code(session, user_id, body.code, as_user(actor, user)):
        raise WrongLoginCode("This code is not valid, or was used before.").concerning(user_id=user_id)
    opened = _open(session, actor, user, Client(answered.data["client"]), with_two_factor=True)
    throttle.forgive(session, guesses)
    return opened


def _asked_of(body: LoginCodeIn) -> int:
    with db.transaction() as own:
        user_id = queries.challenged_user(own, one_time_tokens.hash_of(body.challenge.get_secret_value()))
    if user_id is None:
        raise _invalid_challenge()
    return user_id


def _count_try(body: LoginCodeIn) -> None:
    """Count in a transaction of its own, which a wrong code does not undo; of six at once, five get through."""
    mine = OneTimeToken.token_hash == one_time_tokens.hash_of(body.challenge.get_secret_value())
    counted = update(OneTimeToken).where(mine, OneTimeToken.attempts < MOST_CODES)
    with db.transaction() as own:
        found = own.scalars(counted.values(attempts=OneTimeToken.attempts + 1).returning(OneTimeToken.attempts))
        if found.one_or_none() is None:
            raise _invalid_challenge()


def _claimed(session: Session, body: LoginCodeIn) -> OneTimeToken:
    """Use the challenge up; a refusal that follows gives it back."""
    try:
        return one_time_tokens.claim(session, body.challenge, Purpose.LOGIN_CHALLENGE)
    except one_time_tokens.LinkInvalid:
        raise _invalid_challenge() from None


def _invalid_challenge() -> ChallengeInvalid:
    return ChallengeInvalid("This sign-in took too long or was tried too often; begin again.")
