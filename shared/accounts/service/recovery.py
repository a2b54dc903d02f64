"""Getting back in with a forgotten password, by a link to the account's mail address."""

from sqlalchemy.orm import Session

from shared.accounts import letters, passwords, queries, throttle
from shared.accounts.models import Purpose, User
from shared.accounts.schemas import ResetPasswordIn
from shared.accounts.service import codes, one_time_tokens, users
from shared.accounts.service.alike import kept_if
from shared.accounts.service.one_time_tokens import LinkInvalid
from shared.accounts.service.sessions import as_user
from shared.platform import audit, db
from shared.platform.identity import Actor

NO_USER_ID = 0


def ask_for_password_reset(session: Session, actor: Actor, mail: str) -> None:
    """Mail the link to the account of this address; where there is none, do the same work and undo it.

    Raises:
        TooManyAttempts: too many from this address, or to that mail address.
    """
    throttle.admit(throttle.address(actor), throttle.mails_to(mail))
    user = queries.user_by_mail(session, mail)
    with kept_if(session, user is not None and user.is_active):
        token = _token(session, user.user_id if user else None)
        audit.record(session, actor, "user.password_reset_asked", ("users", user.user_id if user else None))
        letters.password_reset(session, user or User(user_mail=mail, user_name="Nobody"), token)


def _token(session: Session, user_id: int | None) -> str:
    if user_id is None:  # a new token of somebody known makes his earlier ones void, one statement more
        one_time_tokens.withdraw(session, NO_USER_ID, Purpose.PASSWORD_RESET)
    return one_time_tokens.issue(session, Purpose.PASSWORD_RESET, user_id)


def reset_password(session: Session, actor: Actor, body: ResetPasswordIn) -> None:
    """Set the password its owner chose; all sessions end, and the second factor is asked at the next sign-in as ever.

    Strangers' guesses no longer keep the owner out: the account's count starts anew, and that of his address is apart.

    Raises:
        LinkInvalid: the link is not good, or no longer.
        WeakPassword: the link stays good for a better one.
        TooManyAttempts: too many tokens were wrong at this address.
    """
    from_here = throttle.address(actor)
    with throttle.attempt(from_here):
        user_id, hashed = _chosen(body)
    user = queries.lock_user(session, user_id)
    one_time_tokens.claim(session, body.token, Purpose.PASSWORD_RESET)
    if not user.is_active:
        raise LinkInvalid("This link is not valid any more; ask for a new one.")
    users.set_password(session, user, hashed, "password reset")
    audit.record(session, as_user(actor, user), "user.password_reset", user)
    letters.password_changed(session, user)
    throttle.forgive(session, from_here, throttle.account(user.user_mail), throttle.account_at(user.user_mail, actor))
    throttle.know(session, user.user_mail, actor)


def _chosen(body: ResetPasswordIn) -> tuple[int, str]:
    """Return whose link it is and the hash of the new password, without keeping a connection meanwhile."""
    with db.transaction() as own:
        user = one_time_tokens.owner(own, body.token, Purpose.PASSWORD_RESET)
        has_two_factor = codes.is_on(own, user.user_id)
    new = body.password.get_secret_value()
    passwords.check_new(new, user_mail=user.user_mail, user_name=user.user_name, has_two_factor=has_two_factor)
    return user.user_id, passwords.hash_password(new)
