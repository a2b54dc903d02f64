"""Sessions opened without a password, and what became of them, for the tests of refresh tokens."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import func, select

from shared.accounts.models import RefreshToken, SignIn, User
from shared.accounts.rules import Client as Kind
from shared.accounts.service.one_time_tokens import hash_of
from shared.accounts.service.sessions import SignedIn, open_session
from shared.platform import db
from shared.platform.identity import Actor
from shared.platform.models import AuditEntry, OutgoingMail
from tests.client import Client, Reply

COOKIE = "__Secure-refresh_token"
ALARM = "A session was ended for safety"
INVALID, REUSED = (401, "refresh_token_invalid"), (401, "refresh_token_reused")


def sign_in(user: User, client: Kind = Kind.NATIVE) -> SignedIn:
    actor = Actor(user.user_id, user.user_role, address="192.0.2.7", agent="tests")
    with db.transaction() as session:
        return open_session(session, actor, user, client)


def refresh(api: Client, token: str) -> Reply:
    return api.post("auth/refresh", {"refresh_token": token})


def refresh_at_once(api: Client, *tokens: str) -> list[Reply]:
    """Refresh each token from a thread of its own, all starting at the same instant."""
    start = Barrier(len(tokens))

    def run(token: str) -> Reply:
        start.wait(10)
        return refresh(api, token)

    with ThreadPoolExecutor(len(tokens)) as pool:
        return list(pool.map(run, tokens))


def outcome(reply: Reply) -> tuple[int, str]:
    """Return what a refusal says."""
    return reply.status, reply.json["code"]


def works(api: Client, reply: Reply) -> bool:
    """Whether the access token that was given out is good."""
    assert reply.status == 200
    return api.with_token(reply.json["access_token"]).get("me").status == 200


def cookie_of(reply: Reply) -> tuple[str, set[str]]:
    """Return the value of the refresh cookie and its attributes."""
    pair, *attributes = reply.headers["Set-Cookie"].split("; ")
    name, _, value = pair.partition("=")
    assert name == COOKIE
    return value, set(attributes)


def state_of(signed_in: SignedIn) -> tuple[bool, str | None]:
    """Return whether the session is open, and why it ended."""
    with db.transaction() as session:
        row = session.get_one(SignIn, signed_in.session.session_id)
        return row.ended_at is None, row.end_reason


def token_row(token: str) -> RefreshToken:
    with db.transaction() as session:
        return session.get_one(RefreshToken, hash_of(token))


def number_of_tokens(signed_in: SignedIn) -> int:
    with db.transaction() as session:
        mine = RefreshToken.session_id == signed_in.session.session_id
        return session.scalars(select(func.count()).select_from(RefreshToken).where(mine)).one()


def alarms() -> list[tuple[str, dict[str, Any]]]:
    """Return the audit rows about tokens that were used again: session and facts."""
    with db.transaction() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "session.refresh_token_reused"))
        return [(row.entity_id, row.changes) for row in rows]


def mails_to(user: User) -> list[str]:
    with db.transaction() as session:
        mine = select(OutgoingMail.subject).where(OutgoingMail.to_address == user.user_mail)
        return list(session.scalars(mine.order_by(OutgoingMail.mail_id)))
