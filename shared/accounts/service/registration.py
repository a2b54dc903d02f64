"""Registering without an invitation, where the setting allows it: the account is made once the address is verified."""

from pydantic import SecretStr
from sqlalchemy.orm import Session

from shared.accounts import letters, passwords, queries, throttle
from shared.accounts.models import Purpose, User
from shared.accounts.schemas import RegisterIn
from shared.accounts.service import one_time_tokens, own_account, users
from shared.accounts.service.alike import kept_if
from shared.accounts.service.one_time_tokens import LinkInvalid
from shared.accounts.service.sessions import as_user
from shared.permissions import LEAST_ROLE
from shared.platform import audit, clock
from shared.platform.config import settings
from shared.platform.errors import Forbidden
from shared.platform.identity import Actor


class RegistrationClosed(Forbidden):
    code = "registration_closed"


def register(session: Session, actor: Actor, body: RegisterIn) -> None:
    """Mail a link that makes the account; to the address of an account there is, a mail that says so.

    Raises:
        RegistrationClosed: accounts are by invitation only.
        WeakPassword: the password is not good enough.
        TooManyAttempts: too many from this address, or to that mail address.
    """
    _refuse_when_closed()
    new = body.password.get_secret_value()
    passwords.check_new(new, user_mail=body.user_mail, user_name=body.user_name, has_two_factor=False)
    with throttle.attempt(throttle.address(actor), throttle.mails_to(body.user_mail)):
        hashed = passwords.hash_password(new)
    known = queries.user_by_mail(session, body.user_mail)
    asked = {"user_mail": body.user_mail, "user_name": body.user_name, "user_password": hashed}
    with kept_if(session, known is None):
        token = one_time_tokens.issue(session, Purpose.REGISTRATION, data=asked)
    if known is None:
        letters.registration(session, body.user_mail, token)
    else:
        letters.already_registered(session, known)


def _refuse_when_closed() -> None:
    if settings().registration != "open":
        raise RegistrationClosed("Accounts are by invitation; ask an administrator.")


def verify_mail(session: Session, actor: Actor, token: SecretStr) -> None:
    """Carry out what waited for an address to be confirmed: a registration, or a change of address.

    Raises:
        LinkInvalid: the link is not good, or no longer; also when the address went to another account meanwhile.
        RegistrationClosed: accounts are by invitation only by now.
        TooManyAttempts: too many tokens were wrong at this address.
    """
    from_here = throttle.address(actor)
    throttle.admit(from_here)
    found = one_time_tokens.find(session, token, Purpose.REGISTRATION, Purpose.MAIL_CHANGE)
    if found.purpose == Purpose.REGISTRATION:
        _make_account(session, actor, token)
    else:
        own_account.change_mail(session, actor, token)
    throttle.forgive(session, from_here)


def _make_account(session: Session, actor: Actor, token: SecretStr) -> None:
    _refuse_when_closed()
    asked = one_time_tokens.claim(session, token, Purpose.REGISTRATION).data
    user = User(**asked, user_role=LEAST_ROLE, is_active=True, member_since=clock.today(), activated_at=clock.now())
    try:
        users.add(session, user)
    except users.MailTaken:
        raise LinkInvalid("This link is not valid any more; ask for a new one.") from None
    audit.record(session, as_user(actor, user), "user.registered", user, changes={"user_role": [None, LEAST_ROLE]})
