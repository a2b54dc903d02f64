"""Signing in, staying signed in, registering, getting back in."""

import azure.functions as func

from shared.accounts import answers, service
from shared.accounts.schemas import (
    AcceptedOut,
    AcceptInvitationIn,
    ForgotPasswordIn,
    LoginCodeIn,
    LoginIn,
    LoginOut,
    RefreshIn,
    RegisterIn,
    ResetPasswordIn,
    TokenIn,
    TwoFactorChallengeOut,
)
from shared.permissions import Permission
from shared.platform import signing_keys
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.schemas import KeySetOut

bp = func.Blueprint()


@bp.route("auth/login", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(401, 429))
def log_in(call: Call, body: LoginIn) -> Answer[LoginOut | TwoFactorChallengeOut]:
    """Exchange mail address and password for an access token of 15 minutes, or for a challenge to answer by a code."""
    return answers.login(service.log_in(call.session, call.actor, body))


@bp.route("auth/login/two-factor", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(401, 429))
def log_in_with_code(call: Call, body: LoginCodeIn) -> Answer[LoginOut]:
    """Answer the challenge of a sign-in by a one-time code or a recovery code."""
    return answers.signed_in(service.log_in_with_code(call.session, call.actor, body))


@bp.route("auth/refresh", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(401,))
def refresh_session(call: Call, body: RefreshIn) -> Answer[LoginOut]:
    """Exchange the refresh token for a new pair; browsers send it as a cookie and an empty object as body."""
    return answers.signed_in(service.refresh(call.session, call.actor, answers.refresh_token(call, body)))


@bp.route("auth/logout", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(401,))
def log_out(call: Call, body: RefreshIn) -> Answer[None]:
    """End the session of the refresh token, and of an access token that is sent; all their tokens end with it."""
    service.log_out(call.session, call.actor, answers.sent_token(call, body))
    service.log_out_bearer(call.session, call.actor, answers.sent_claims(call))
    return answers.signed_out()


@bp.route("auth/register", methods=["POST"])
@endpoint(Permission.ANYONE, status=202, refuses=(403, 429))
def register(call: Call, body: RegisterIn) -> AcceptedOut:
    """Ask for an account, where registration is open; the link in the mail makes it."""
    service.register(call.session, call.actor, body)
    return AcceptedOut()


@bp.route("auth/accept-invitation", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(409, 429))
def accept_invitation(call: Call, body: AcceptInvitationIn) -> None:
    """Choose the password of the account one was invited to."""
    service.accept_invitation(call.session, call.actor, body)


@bp.route("auth/verify-mail", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(403, 409, 429))
def verify_mail(call: Call, body: TokenIn) -> None:
    """Confirm the address of a registration or of a change of address by the token of the mail."""
    service.verify_mail(call.session, call.actor, body.token)


@bp.route("auth/password/forgot", methods=["POST"])
@endpoint(Permission.ANYONE, status=202, refuses=(429,))
def ask_for_password_reset(call: Call, body: ForgotPasswordIn) -> AcceptedOut:
    """Ask for a mail with a link of 30 minutes; the answer is the same whether there is such an account or not."""
    service.ask_for_password_reset(call.session, call.actor, body.mail)
    return AcceptedOut()


@bp.route("auth/password/reset", methods=["POST"])
@endpoint(Permission.ANYONE, refuses=(409, 429))
def reset_password(call: Call, body: ResetPasswordIn) -> None:
    """Choose another password by the token of the mail; ends all sessions, and the second factor is still asked."""
    service.reset_password(call.session, call.actor, body)


@bp.route(".well-known/jwks.json", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_key_set(call: Call) -> KeySetOut:
    """Publish the keys that access tokens can be verified with."""
    return KeySetOut.model_validate(signing_keys.public_keys())
