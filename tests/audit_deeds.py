"""Every trigger that changes something, or hands out what leaves the system, brought to do so."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyotp
from sqlalchemy import insert, update

from shared.accounts.models import Purpose, User
from shared.accounts.service import one_time_tokens, users
from shared.imports.models import ImportRun
from shared.imports.states import RunState
from shared.permissions import Role
from shared.platform import db
from shared.reporting.models import Report
from shared.reporting.rules import ReportFormat, ReportState
from tests.accounts.outbox import OTHER_PASSWORD, PASSWORD, give_second_factor, next_code, person
from tests.client import Client, Reply, make_user
from tests.imports.lists import LIST


@dataclass(frozen=True)
class Done:
    """What came of a call, and of whom the audit row must tell."""

    reply: Reply
    actor_id: int | None


type Deed = Callable[[], Done]


def by(user: User, call: Callable[[Client], Reply]) -> Done:
    return Done(call(Client().as_user(user)), user.user_id)


def by_admin(call: Callable[[Client], Reply]) -> Done:
    return by(make_user(Role.ADMIN), call)


def by_nobody(user: User | None, call: Callable[[Client], Reply]) -> Done:
    return Done(call(Client()), user.user_id if user else None)


def sign_in(user: User) -> Reply:
    return Client().post("auth/login", {"mail": user.user_mail, "password": PASSWORD, "client": "native"})


def log_in() -> Done:
    user = person()
    return Done(sign_in(user), user.user_id)


def log_in_with_code() -> Done:
    user = person()
    app = give_second_factor(user)
    body = {"challenge": sign_in(user).json["challenge"], "code": next_code(app)}
    return by_nobody(user, lambda api: api.post("auth/login/two-factor", body))


def log_out() -> Done:
    user = person()
    body = {"refresh_token": sign_in(user).json["refresh_token"]}
    return by_nobody(user, lambda api: api.post("auth/logout", body))


def invited() -> User:
    user = make_user(Role.DATA_ANALYST, users.NO_PASSWORD)
    with db.transaction() as session:
        session.execute(update(User).where(User.user_id == user.user_id).values(is_active=False, activated_at=None))
    return user


def token(user: User, purpose: Purpose, data: dict[str, Any] | None = None) -> str:
    with db.transaction() as session:
        return one_time_tokens.issue(session, purpose, user.user_id, data)


def accept_invitation() -> Done:
    user = invited()
    body = {"token": token(user, Purpose.INVITATION), "password": PASSWORD}
    return by_nobody(user, lambda api: api.post("auth/accept-invitation", body))


def verify_mail() -> Done:
    user = person()
    body = {"token": token(user, Purpose.MAIL_CHANGE, {"user_mail": "moved@shop.example"})}
    return by_nobody(user, lambda api: api.post("auth/verify-mail", body))


def reset_password() -> Done:
    user = person()
    body = {"token": token(user, Purpose.PASSWORD_RESET), "password": OTHER_PASSWORD}
    return by_nobody(user, lambda api: api.post("auth/password/reset", body))


def with_second_factor(call: Callable[[Client, str], Reply]) -> Done:
    user = person()
    app = give_second_factor(user)
    return by(user, lambda api: call(api, next_code(app)))


def confirm_two_factor() -> Done:
    def confirm(api: Client) -> Reply:
        secret = api.post("me/two-factor", {"password": PASSWORD}).json["secret"]
        return api.post("me/two-factor/confirm", {"code": pyotp.TOTP(secret).now()})

    return by(person(), confirm)


def reset_two_factor_of_user() -> Done:
    user = person()
    give_second_factor(user)
    return by_admin(lambda api: api.delete(f"users/{user.user_id}/two-factor"))


def changed(path: str, body: dict[str, Any]) -> Callable[[Client], Reply]:
    return lambda api: api.patch(path, body, headers={"If-Match": "*"})


def create_source(api: Client, **more: Any) -> Reply:
    return api.post("imports/sources", {"slug": f"goods-{uuid.uuid4().hex}", "mapping": LIST} | more)


def source(api: Client, **more: Any) -> int:
    return int(create_source(api, **more).json["source_id"])


def failed_run(api: Client) -> int:
    with db.transaction() as session:
        values = {"source_id": source(api), "state": RunState.FAILED, "file_name": "a.csv"}
        return session.execute(insert(ImportRun).values(**values).returning(ImportRun.run_id)).scalar_one()


def ask_for_report(api: Client) -> Reply:
    return api.post("reports", {"kind": "ranking", "format": "csv", "filters": {"window": "all"}})


def get_ready_report() -> Done:
    user = make_user(Role.DATA_ANALYST)
    report_id = uuid.uuid4()
    ready = {"state": ReportState.READY, "blob_name": "a.csv", "format": ReportFormat.CSV, "kind": "ranking"}
    with db.transaction() as session:
        session.execute(insert(Report).values(report_id=report_id, requested_by=user.user_id, **ready))
    return by(user, lambda api: api.get(f"reports/{report_id}"))


def signed_in() -> User:
    user = person()
    sign_in(user)
    return user


# By the name of the trigger: which row it leaves, and how it is brought to do so. The reads are those that hand out
# what leaves the system.
DEEDS: dict[str, tuple[str, Deed]] = {
    "accept_invitation": ("user.activated", accept_invitation),
    "ask_for_mail_change": (
        "user.mail_change_asked",
        lambda: by(person(), lambda api: api.post("me/mail", {"password": PASSWORD, "user_mail": "to@shop.example"})),
    ),
    "ask_for_password_reset": (
        "user.password_reset_asked",
        lambda: by_nobody(None, lambda api: api.post("auth/password/forgot", {"mail": person().user_mail})),
    ),
    "begin_two_factor": (
        "two_factor.begun",
        lambda: by(person(), lambda api: api.post("me/two-factor", {"password": PASSWORD})),
    ),
    "cancel_report": (
        "report.cancelled",
        lambda: by_admin(lambda api: api.post(f"reports/{ask_for_report(api).json['report_id']}/cancel")),
    ),
    "change_password": (
        "user.password_changed",
        lambda: by(
            person(), lambda api: api.put("me/password", {"password": PASSWORD, "new_password": OTHER_PASSWORD})
        ),
    ),
    "confirm_two_factor": ("two_factor.switched_on", confirm_two_factor),
    "create_source": ("import_source.created", lambda: by_admin(create_source)),
    "create_upload": (
        "import_run.created",
        lambda: by_admin(
            lambda api: api.post("imports/uploads", {"source_id": source(api, kind="upload"), "file_name": "a.csv"})
        ),
    ),
    "delete_me": ("user.deleted", lambda: by(person(), lambda api: api.delete("me", {"password": PASSWORD}))),
    "delete_user": ("user.deleted", lambda: by_admin(lambda api: api.delete(f"users/{person().user_id}"))),
    "end_my_session": (
        "session.ended",
        lambda: by(person(), lambda api: api.delete(f"me/sessions/{api.get('me').json['session_id']}")),
    ),
    "end_my_sessions": ("session.ended", lambda: by(person(), lambda api: api.delete("me/sessions"))),
    "end_sessions_of_user": (
        "session.ended",
        lambda: by_admin(lambda api: api.delete(f"users/{signed_in().user_id}/sessions")),
    ),
    "export_audit": ("audit.exported", lambda: by_admin(lambda api: api.get("audit/export"))),
    "get_report": ("report.link_given", get_ready_report),
    "invite_user": (
        "user.invited",
        lambda: by_admin(
            lambda api: api.post(
                "users", {"user_mail": "new@shop.example", "user_name": "New", "user_role": "data_analyst"}
            )
        ),
    ),
    "invite_user_again": (
        "user.invited",
        lambda: by_admin(lambda api: api.post(f"users/{invited().user_id}/invitation")),
    ),
    "log_in": ("user.logged_in", log_in),
    "log_in_with_code": ("user.logged_in", log_in_with_code),
    "log_out": ("session.ended", log_out),
    "renew_recovery_codes": (
        "recovery_codes.renewed",
        lambda: with_second_factor(
            lambda api, code: api.post("me/recovery-codes", {"password": PASSWORD, "code": code})
        ),
    ),
    "request_report": ("report.requested", lambda: by_admin(ask_for_report)),
    "reset_password": ("user.password_reset", reset_password),
    "reset_two_factor_of_user": ("two_factor.reset", reset_two_factor_of_user),
    "retry_run": (
        "import_run.retried",
        lambda: by_admin(lambda api: api.post(f"imports/runs/{failed_run(api)}/retry")),
    ),
    "run_source": (
        "import_source.pull_asked",
        lambda: by_admin(lambda api: api.post(f"imports/sources/{source(api)}/run")),
    ),
    "switch_off_two_factor": (
        "two_factor.switched_off",
        lambda: with_second_factor(lambda api, code: api.delete("me/two-factor", {"password": PASSWORD, "code": code})),
    ),
    "update_me": ("user.updated", lambda: by(person(), changed("me", {"user_name": "Another"}))),
    "update_source": (
        "import_source.updated",
        lambda: by_admin(lambda api: changed(f"imports/sources/{source(api)}", {"enabled": False})(api)),
    ),
    "update_user": (
        "user.updated",
        lambda: by_admin(changed(f"users/{person().user_id}", {"user_role": "finance_manager"})),
    ),
    "verify_mail": ("user.mail_changed", verify_mail),
    "verify_two_factor": (
        "two_factor.verified",
        lambda: with_second_factor(lambda api, code: api.post("me/two-factor/verify", {"code": code})),
    ),
}
