"""Setting the second factor up, showing it again, and taking it away."""

import io
import unicodedata

from pydantic import SecretStr
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.accounts import letters, passwords, queries, throttle
from shared.accounts.models import Purpose, RecoveryCode, SignIn, TwoFactor, User
from shared.accounts.schemas import CodeIn, FreshOut, PasswordIn, ReauthenticationIn, RecoveryCodesOut, TwoFactorOut
from shared.accounts.service import codes, one_time_tokens, sessions, users
from shared.accounts.service.codes import WrongCode, check_code, is_on
from shared.accounts.service.reauthentication import confirm_identity
from shared.platform import audit, clock, db
from shared.platform.crypto import seal
from shared.platform.errors import Conflict
from shared.platform.identity import FRESH_FOR, Actor

ISSUER = "Influencer Marketing"
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks


class TwoFactorAlreadyOn(Conflict):
    code = "two_factor_already_on"


class TwoFactorNotOn(Conflict):
    code = "two_factor_not_on"


class TwoFactorNotBegun(Conflict):
    code = "two_factor_not_begun"


class PasswordTooShortAlone(Conflict):
    code = "password_too_short_alone"


class OwnTwoFactor(Conflict):
    code = "own_two_factor"


def begin_two_factor(session: Session, actor: Actor, body: PasswordIn) -> TwoFactorOut:
    """Return a new secret; it counts once a code of it has confirmed it.

    Raises:
        WrongPassword, TooManyRequests: nobody has shown that he is the user.
        TwoFactorAlreadyOn: another secret counts; it has to be switched off first.
    """
    user = confirm_identity(session, actor, body)
    secret = begin(session, user)
    audit.record(session, actor, "two_factor.begun", user)
    uri = codes.totp(secret).provisioning_uri(name=user.user_mail, issuer_name=ISSUER)
    return TwoFactorOut(secret=secret, otpauth_uri=uri, qr_svg=_qr_code(uri))


def begin(session: Session, user: User) -> str:
    """Give `user` a new secret of 160 random bits, in place of an unconfirmed one, and return it in base32.

    Raises:
        TwoFactorAlreadyOn: a confirmed one is not replaced.
    """
    import pyotp  # noqa: PLC0415 - brings urllib.request, slow to import

    secret = pyotp.random_base32()
    row = {"secret": seal(secret, codes.place(user.user_id)), "created_at": clock.now()}
    adding = insert(TwoFactor).values(user_id=user.user_id, **row)
    replacing = adding.on_conflict_do_update(
        index_elements=[TwoFactor.user_id], set_=row, where=TwoFactor.confirmed_at.is_(None)
    )
    if session.execute(replacing.returning(TwoFactor.user_id)).one_or_none() is None:
        raise TwoFactorAlreadyOn("A second factor is on already; switch it off to set up another.")
    return secret


def _qr_code(text: str) -> str:
    """Return `text` as an SVG document: black on white whatever is behind it, as large as it is given room."""
    import segno  # noqa: PLC0415 - slow to import

    svg = io.BytesIO()
    looks = {"dark": "#000", "light": "#fff", "border": QUIET_ZONE, "title": "QR code for an authenticator app"}
    segno.make_qr(text, error="m").save(svg, kind="svg", xmldecl=False, nl=False, omitsize=True, **looks)
    return svg.getvalue().decode()


def confirm_two_factor(session: Session, actor: Actor, body: CodeIn) -> RecoveryCodesOut:
    """Switch the second factor on by a first code of its secret. The other sessions end, this one has shown it.

    Raises:
        WrongCode: it is no present code of the secret.
        TwoFactorNotBegun, TwoFactorAlreadyOn: there is nothing to confirm.
        TooManyRequests: too many wrong codes lately.
    """
    db.give_back(session)
    guesses = throttle.of_user("code", actor.known_user_id)
    with throttle.attempt(guesses):
        user = queries.lock_user(session, actor.known_user_id)
        shown = confirm(session, actor, user, body.code)
    throttle.forgive(session, guesses)
    return RecoveryCodesOut(recovery_codes=shown)


def confirm(session: Session, actor: Actor, user: User, code: SecretStr) -> list[str]:
    """Switch the second factor of `user`, whose row is locked, on and return ten recovery codes.

    Raises:
        WrongCode, TwoFactorNotBegun, TwoFactorAlreadyOn: as in `confirm_two_factor`.
    """
    begun = session.get(TwoFactor, user.user_id, populate_existing=True)
    if begun is None:
        raise TwoFactorNotBegun("Begin with POST /api/me/two-factor.")
    if begun.confirmed_at is not None:
        raise TwoFactorAlreadyOn("The second factor is on already.")
    begun.last_step = codes.matching_step(begun, codes.without_separators(code))
    if begun.last_step is None:
        raise WrongCode("This is not the code the app shows now.")
    begun.confirmed_at = clock.now()
    _end_other_sessions(session, actor, user, "two-factor switched on")
    _note_shown(session, actor)
    audit.record(session, actor, "two_factor.switched_on", user)
    letters.two_factor_on(session, user)
    return codes.add_recovery_codes(session, user.user_id)


def verify_two_factor(session: Session, actor: Actor, body: CodeIn) -> FreshOut:
    """Note that this session has just shown the second factor again.

    Raises:
        WrongCode: it is no present code, or was used before.
        TwoFactorNotOn: there is none to show.
        TooManyRequests: too many wrong codes lately.
    """
    db.give_back(session)
    guesses = throttle.of_user("code", actor.known_user_id)
    with throttle.attempt(guesses):
        user = queries.lock_user(session, actor.known_user_id)
        _refuse_unless_on(session, user)
        if not check_code(session, user.user_id, body.code, actor):
            raise WrongCode("This code is wrong, too old or used already.")
    throttle.forgive(session, guesses)
    _note_shown(session, actor)
    audit.record(session, actor, "two_factor.verified", user)
    return FreshOut(fresh_until=clock.now() + FRESH_FOR)


def switch_off_two_factor(session: Session, actor: Actor, body: ReauthenticationIn) -> None:
    """Switch one's own second factor off. The other sessions end; this one is as if it had not shown it.

    Raises:
        WrongPassword, WrongCode, CodeRequired, TooManyRequests: nobody has shown that he is the user.
        TwoFactorNotOn: there is none.
        PasswordTooShortAlone: the password is good enough beside a second factor only.
    """
    user = confirm_identity(session, actor, body)
    _refuse_unless_on(session, user)
    if not _good_enough_alone(body.password):
        raise PasswordTooShortAlone(
            f"Choose a password of at least {passwords.SHORTEST_ALONE} characters first: it would be all there is.",
            minimum=passwords.SHORTEST_ALONE,
        )
    remove(session, user)
    _end_other_sessions(session, actor, user, "two-factor switched off")
    session.execute(update(SignIn).where(SignIn.session_id == actor.session_id).values(two_factor_at=None))
    audit.record(session, actor, "two_factor.switched_off", user)
    letters.two_factor_off(session, user)


def _good_enough_alone(password: SecretStr) -> bool:
    return len(unicodedata.normalize("NFC", password.get_secret_value())) >= passwords.SHORTEST_ALONE


def renew_recovery_codes(session: Session, actor: Actor, body: ReauthenticationIn) -> RecoveryCodesOut:
    """Return ten new recovery codes; those given before are void.

    Raises:
        WrongPassword, WrongCode, CodeRequired, TooManyRequests: nobody has shown that he is the user.
        TwoFactorNotOn: without a second factor there is nothing to recover.
    """
    user = confirm_identity(session, actor, body)
    _refuse_unless_on(session, user)
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.user_id))
    audit.record(session, actor, "recovery_codes.renewed", user)
    letters.recovery_codes_renewed(session, user)
    return RecoveryCodesOut(recovery_codes=codes.add_recovery_codes(session, user.user_id))


def reset_two_factor_of_user(session: Session, actor: Actor, user_id: int) -> None:
    """Take away the second factor of somebody who lost it, and with it the password; a link leads to a new one.

    Otherwise a password that was long enough beside a second factor would be all there is, and whoever knows it could
    talk an admin out of the rest. The sessions end, open links are void.

    Raises:
        UserMissing: there is no such user.
        OwnTwoFactor: one's own takes password and code to switch off.
        TwoFactorNotOn: there is none.
    """
    user = queries.lock_user(session, user_id)
    if user_id == actor.user_id:
        raise OwnTwoFactor("Switch your own second factor off by DELETE /api/me/two-factor.")
    _refuse_unless_on(session, user)
    remove(session, user)
    users.set_password(session, user, users.NO_PASSWORD, "two-factor reset")
    audit.record(session, actor, "two_factor.reset", user)
    letters.two_factor_reset(session, user, one_time_tokens.issue(session, Purpose.PASSWORD_RESET, user_id))


def _refuse_unless_on(session: Session, user: User) -> None:
    if not is_on(session, user.user_id):
        raise TwoFactorNotOn("No second factor is on.")


def remove(session: Session, user: User) -> None:
    """Take the second factor of `user`, whose row is locked, away with its recovery codes."""
    session.execute(delete(TwoFactor).where(TwoFactor.user_id == user.user_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.user_id))


def _end_other_sessions(session: Session, actor: Actor, user: User, reason: str) -> None:
    sessions.end_sessions(session, user.user_id, reason, but=actor.session_id)


def _note_shown(session: Session, actor: Actor) -> None:
    shown = update(SignIn).where(SignIn.session_id == actor.session_id)
    session.execute(shown.values(two_factor_at=clock.now()))
