"""What the triggers of accounts answer: tokens in the form the client asked for, and one's own account."""

from http.cookies import CookieError, SimpleCookie

from pydantic import SecretStr
from sqlalchemy.orm import Session

from shared.accounts import queries
from shared.accounts.rules import Client
from shared.accounts.schemas import LoginOut, MeOut, RefreshIn, TwoFactorChallengeOut, TwoFactorStateOut, UserOut
from shared.accounts.service.sessions import SignedIn
from shared.permissions import Permission, allows
from shared.platform import clock, identity, signing_keys
from shared.platform.config import settings
from shared.platform.contract import Answer
from shared.platform.errors import Unauthenticated
from shared.platform.http import Call
from shared.platform.identity import FRESH_FOR, Actor, Claims

# __Secure- makes browsers refuse the cookie unless it is Secure; its path keeps it away from everything else.
COOKIE = "__Secure-refresh_token"
COOKIE_KEPT = "Path=/api/auth; Secure; HttpOnly; SameSite=Strict"


class RefreshTokenMissing(Unauthenticated):
    code = "refresh_token_missing"


def login(outcome: SignedIn | str) -> Answer[LoginOut | TwoFactorChallengeOut]:
    """Answer with tokens, or with the challenge that a code has yet to answer."""
    return Answer(TwoFactorChallengeOut(challenge=outcome)) if isinstance(outcome, str) else _with_tokens(outcome)


def signed_in(outcome: SignedIn) -> Answer[LoginOut]:
    answer = _with_tokens(outcome)
    return Answer(answer.body, cookie=answer.cookie)


def _with_tokens(outcome: SignedIn) -> Answer[LoginOut]:
    user, session = outcome.user, outcome.session
    native = session.client == Client.NATIVE
    body = LoginOut(
        access_token=identity.issue_access_token(user.user_id, session.session_id),
        expires_in=int(signing_keys.ACCESS_TOKEN_LIFETIME.total_seconds()),
        refresh_token=outcome.refresh_token if native else None,
        two_factor_enrolment_required=_must_enrol(outcome),
        user=UserOut.model_validate(user),
    )
    seconds = settings().session_idle_hours * 3600
    cookie = None if native else f"{COOKIE}={outcome.refresh_token}; Max-Age={seconds}; {COOKIE_KEPT}"
    return Answer(body, cookie=cookie)


def _must_enrol(outcome: SignedIn) -> bool:
    return outcome.user.user_role in settings().two_factor_roles and outcome.session.two_factor_at is None


def signed_out() -> Answer[None]:
    return Answer(None, cookie=f"{COOKIE}=; Max-Age=0; {COOKIE_KEPT}")


def refresh_token(call: Call, body: RefreshIn) -> SecretStr:
    """Return the refresh token of the body, else that of the cookie.

    Raises:
        RefreshTokenMissing: there is neither.
    """
    token = sent_token(call, body)
    if token is None:
        raise RefreshTokenMissing("Send the refresh token, as a cookie or as refresh_token.")
    return token


def sent_token(call: Call, body: RefreshIn) -> SecretStr | None:
    if body.refresh_token is not None:
        return body.refresh_token
    try:
        cookie = SimpleCookie(call.request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return SecretStr(cookie.value) if cookie is not None and cookie.value else None


def sent_claims(call: Call) -> Claims | None:
    """Return what a good access token sent along says; none is needed."""
    token = identity.bearer_token(call.request.headers.get("authorization", ""))
    try:
        return identity.verify_access_token(token) if token is not None else None
    except Unauthenticated:
        return None


def me(session: Session, actor: Actor) -> Answer[MeOut]:
    """Return the caller's account, with what its second factor stands at."""
    user = queries.get_user(session, actor.known_user_id)
    shown = UserOut.model_validate(user).model_dump()
    two_factor = TwoFactorStateOut(
        enabled=queries.confirmed_two_factor(session, user.user_id) is not None,
        required=user.user_role in settings().two_factor_roles,
        fresh_until=actor.two_factor_at + FRESH_FOR if actor.two_factor_at and actor.has_fresh_two_factor else None,
        recovery_codes_left=queries.recovery_codes_left(session, user.user_id),
    )
    about = {"currency": settings().currency, "business_day": clock.today()}
    permissions = [one for one in Permission if allows(user.user_role, one)]
    me = MeOut(**shown, **about, two_factor=two_factor, session_id=actor.session_id, permissions=permissions)
    return Answer(me, version=user.version)
