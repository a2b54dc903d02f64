"""One's own account: profile, password, address, sessions, second factor, deletion."""

from uuid import UUID

import azure.functions as func

from shared.accounts import answers, queries, service
from shared.accounts.schemas import (
    AcceptedOut,
    ChangeMailIn,
    ChangePasswordIn,
    CodeIn,
    EndSessionsQuery,
    FreshOut,
    LoginOut,
    MeOut,
    MePatch,
    PasswordIn,
    ReauthenticationIn,
    RecoveryCodesOut,
    SessionsOut,
    TwoFactorOut,
)
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint

bp = func.Blueprint()


@bp.route("me", methods=["GET"])
@endpoint(Permission.ENROLMENT)
def get_me(call: Call) -> Answer[MeOut]:
    """Return one's own account and what its second factor stands at."""
    return answers.me(call.session, call.actor)


@bp.route("me", methods=["PATCH"])
@endpoint(Permission.SIGNED_IN, refuses=())
def update_me(call: Call, body: MePatch) -> Answer[MeOut]:
    """Change one's own name."""
    service.update_me(call.session, call.actor, body, check=call.check_version)
    return answers.me(call.session, call.actor)


@bp.route("me", methods=["DELETE"])
@endpoint(Permission.SIGNED_IN, refuses=(409, 429))
def delete_me(call: Call, body: ReauthenticationIn) -> Answer[None]:
    """Delete one's own account for good; history keeps a pseudonym."""
    service.delete_me(call.session, call.actor, body)
    return answers.signed_out()


@bp.route("me/password", methods=["PUT"])
@endpoint(Permission.SIGNED_IN, versioned=False, refuses=(429,))
def change_password(call: Call, body: ChangePasswordIn) -> Answer[LoginOut]:
    """Choose another password; ends all sessions and opens a new one."""
    return answers.signed_in(service.change_password(call.session, call.actor, body))


@bp.route("me/mail", methods=["POST"])
@endpoint(Permission.SIGNED_IN, status=202, private=True, refuses=(429,))
def ask_for_mail_change(call: Call, body: ChangeMailIn) -> AcceptedOut:
    """Ask for another mail address; the link in the mail to the new one makes the change."""
    service.ask_for_mail_change(call.session, call.actor, body)
    return AcceptedOut()


@bp.route("me/sessions", methods=["GET"])
@endpoint(Permission.SIGNED_IN)
def list_my_sessions(call: Call) -> SessionsOut:
    """List where one is signed in."""
    return queries.list_sessions(call.session, call.actor)


@bp.route("me/sessions", methods=["DELETE"])
@endpoint(Permission.SIGNED_IN, refuses=())
def end_my_sessions(call: Call, query: EndSessionsQuery) -> None:
    """Sign out everywhere."""
    service.end_my_sessions(call.session, call.actor, keep_current=query.keep_current)


@bp.route("me/sessions/{session_id:guid}", methods=["DELETE"])
@endpoint(Permission.SIGNED_IN, refuses=(404,))
def end_my_session(call: Call, session_id: UUID) -> None:
    """End one of one's own sessions."""
    service.end_my_session(call.session, call.actor, session_id)


@bp.route("me/two-factor", methods=["POST"])
@endpoint(Permission.ENROLMENT, private=True)
def begin_two_factor(call: Call, body: PasswordIn) -> TwoFactorOut:
    """Get a secret for an authenticator app, as text and as a QR code; it counts once it is confirmed."""
    return service.begin_two_factor(call.session, call.actor, body)


@bp.route("me/two-factor", methods=["DELETE"])
@endpoint(Permission.SIGNED_IN)
def switch_off_two_factor(call: Call, body: ReauthenticationIn) -> None:
    """Switch the second factor off."""
    service.switch_off_two_factor(call.session, call.actor, body)


@bp.route("me/two-factor/confirm", methods=["POST"])
@endpoint(Permission.ENROLMENT, private=True)
def confirm_two_factor(call: Call, body: CodeIn) -> RecoveryCodesOut:
    """Confirm the secret by a first code; gives ten recovery codes, shown this once."""
    return service.confirm_two_factor(call.session, call.actor, body)


@bp.route("me/two-factor/verify", methods=["POST"])
@endpoint(Permission.SIGNED_IN, private=True)
def verify_two_factor(call: Call, body: CodeIn) -> FreshOut:
    """Show the second factor again, for what asks that this was within five minutes."""
    return service.verify_two_factor(call.session, call.actor, body)


@bp.route("me/recovery-codes", methods=["POST"])
@endpoint(Permission.SIGNED_IN, private=True)
def renew_recovery_codes(call: Call, body: ReauthenticationIn) -> RecoveryCodesOut:
    """Get ten new recovery codes; the old ones are void."""
    return service.renew_recovery_codes(call.session, call.actor, body)
