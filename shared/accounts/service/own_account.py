"""What people change about their own account."""

from collections.abc import Callable

from pydantic import SecretStr
from sqlalchemy.orm import Session

from shared.accounts import letters, passwords, queries, throttle
from shared.accounts.models import Purpose, SignIn, User
from shared.accounts.rules import Client
from shared.accounts.schemas import ChangeMailIn, ChangePasswordIn, MePatch, PasswordIn, ReauthenticationIn
from shared.accounts.service import codes, one_time_tokens, sessions, users
from shared.accounts.service.alike import kept_if
from shared.accounts.service.one_time_tokens import LinkInvalid
from shared.accounts.service.reauthentication import confirm_identity
from shared.accounts.service.sessions import SignedIn, as_user
from shared.platform import audit, db
from shared.platform.identity import Actor


def update_me(session: Session, actor: Actor, body: MePatch, *, check: Callable[[int], None]) -> User:
    """Change one's own name; `check` refuses a stale version."""
    user = queries.lock_user(session, actor.known_user_id)
    check(user.version)
    if user.user_name != body.user_name:
        user.user_name = body.user_name
        session.flush()
        audit.record(session, actor, "user.updated", user, changes={"user_name": audit.WITHHELD})
    return user


def change_password(session: Session, actor: Actor, body: ChangePasswordIn) -> SignedIn:
    """Replace the password; ends all sessions and opens a new one that has shown the second factor when this one had.

    Raises:
        WrongPassword: the present one is not right.
        WeakPassword: the new one is not good enough.
        TooManyAttempts, Busy: as in `confirm_identity`.
    """
    hashed = _hashed(session, actor, body.new_password)
    user = confirm_identity(session, actor, PasswordIn(password=body.password))
    client = session.get_one(SignIn, actor.session_id).client
    users.set_password(session, user, hashed, "password changed")
    opened = sessions.open_session(session, actor, user, Client(client))
    opened.session.two_factor_at = actor.two_factor_at  # shown when it was shown, not now
    session.flush()
    audit.record(session, actor, "user.password_changed", user)
    letters.password_changed(session, user)
    return opened


def _hashed(session: Session, actor: Actor, new_password: SecretStr) -> str:
    user = queries.get_user(session, actor.known_user_id)
    about = {"user_mail": user.user_mail, "user_name": user.user_name}
    has_two_factor = codes.is_on(session, user.user_id)
    db.give_back(session)
    new = new_password.get_secret_value()
    passwords.check_new(new, **about, has_two_factor=has_two_factor, pointer="/new_password")
    return passwords.hash_password(new)


def ask_for_mail_change(session: Session, actor: Actor, body: ChangeMailIn) -> None:
    """Mail the link to the new address and a note to the present one. A taken address gets nothing, and none can tell.

    Raises:
        WrongPassword, WrongCode, CodeRequired: nobody has shown that he is the user.
        TooManyAttempts: as in `confirm_identity`, or too many mails to that address.
    """
    db.give_back(session)
    throttle.admit(throttle.mails_to(body.user_mail))
    user = confirm_identity(session, actor, body)
    taken = queries.user_by_mail(session, body.user_mail)
    one_time_tokens.withdraw(session, user.user_id, Purpose.MAIL_CHANGE)
    with kept_if(session, taken is None):
        token = one_time_tokens.issue(session, Purpose.MAIL_CHANGE, user.user_id, {"user_mail": body.user_mail})
        letters.mail_change(session, body.user_mail, token)
    audit.record(session, actor, "user.mail_change_asked", user)
    letters.mail_change_asked(session, user)


def change_mail(session: Session, actor: Actor, token: SecretStr) -> None:
    """Move the account to the address its owner has confirmed by `token`, and tell the old one.

    Raises:
        LinkInvalid: the link is not good any more, or the address went to another account meanwhile.
    """
    user = queries.lock_user(session, one_time_tokens.owner(session, token, Purpose.MAIL_CHANGE).user_id)
    new_mail = one_time_tokens.claim(session, token, Purpose.MAIL_CHANGE).data["user_mail"]
    try:
        users.refuse_taken(session, new_mail)
    except users.MailTaken:
        raise LinkInvalid("This link is not valid any more; ask for a new one.") from None
    old_mail, user.user_mail = user.user_mail, new_mail
    session.flush()
    one_time_tokens.withdraw(session, user.user_id)  # links that went to the old address
    audit.record(session, as_user(actor, user), "user.mail_changed", user)
    letters.mail_changed(session, user, old_mail)


def delete_me(session: Session, actor: Actor, body: ReauthenticationIn) -> None:
    """Delete one's own account for good.

    Raises:
        WrongPassword, WrongCode, CodeRequired: nobody has shown that he is the user.
        LastAdmin: nobody would be left who can manage users.
    """
    user = confirm_identity(session, actor, body)
    users.refuse_to_lose_last_admin(session, user)
    users.erase(session, actor, user)
