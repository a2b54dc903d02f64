"""Inviting people: the account is made at once, and opens when its owner chooses a password."""

from sqlalchemy.orm import Session

from shared.accounts import letters, passwords, queries, throttle
from shared.accounts.models import Purpose, User
from shared.accounts.rules import AccountState
from shared.accounts.schemas import AcceptInvitationIn, UserIn
from shared.accounts.service import one_time_tokens, users
from shared.accounts.service.one_time_tokens import LinkInvalid
from shared.accounts.service.sessions import as_user
from shared.platform import audit, clock, db
from shared.platform.errors import Conflict
from shared.platform.identity import Actor


class NotInvited(Conflict):
    code = "not_invited"


def invite_user(session: Session, actor: Actor, body: UserIn) -> User:
    """Make an account nobody can sign in to yet, and mail its owner the link that opens it.

    Raises:
        MailTaken: another account has this address.
    """
    user = User(
        user_role=body.user_role,
        user_mail=body.user_mail,
        user_name=body.user_name,
        user_password=users.NO_PASSWORD,
        is_active=False,
        member_since=clock.today(),
    )
    users.add(session, user)
    audit.record(session, actor, "user.invited", user, changes={"user_role": [None, user.user_role]})
    _send(session, user)
    return user


def invite_user_again(session: Session, actor: Actor, user_id: int) -> None:
    """Send another link; the ones before are void.

    Raises:
        NotInvited: the account is open, or was.
    """
    user = queries.lock_user(session, user_id)
    if user.state is not AccountState.INVITED:
        raise NotInvited("There is no open invitation to this account.")
    audit.record(session, actor, "user.invited", user)
    _send(session, user)


def _send(session: Session, user: User) -> None:
    letters.invitation(session, user, one_time_tokens.issue(session, Purpose.INVITATION, user.user_id))


def accept_invitation(session: Session, actor: Actor, body: AcceptInvitationIn) -> None:
    """Open the account by the password its owner chose, and by the name if he gave one.

    Raises:
        LinkInvalid: the link is not good, or no longer.
        WeakPassword: the link stays good for a better one.
        TooManyAttempts: too many tokens were wrong at this address.
    """
    from_here = throttle.address(actor)
    with throttle.attempt(from_here):
        user_id, hashed = _chosen(body)
    user = queries.lock_user(session, user_id)
    one_time_tokens.claim(session, body.token, Purpose.INVITATION)
    if user.state is not AccountState.INVITED:
        raise LinkInvalid("This link is not valid any more; ask for a new one.")
    _activate(session, user, hashed, body.user_name)
    audit.record(session, as_user(actor, user), "user.activated", user)
    throttle.forgive(session, from_here)


def _chosen(body: AcceptInvitationIn) -> tuple[int, str]:
    """Return whom the link is for and the hash of the new password, without keeping a connection meanwhile."""
    with db.transaction() as own:
        user = one_time_tokens.owner(own, body.token, Purpose.INVITATION)
    new, name = body.password.get_secret_value(), body.user_name or user.user_name
    passwords.check_new(new, user_mail=user.user_mail, user_name=name, has_two_factor=False)
    return user.user_id, passwords.hash_password(new)


def _activate(session: Session, user: User, hashed: str, user_name: str | None) -> None:
    user.user_password = hashed
    user.user_name = user_name or user.user_name
    user.is_active = True
    user.activated_at = clock.now()
    session.flush()
