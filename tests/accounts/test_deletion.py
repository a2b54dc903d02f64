"""Deleting an account: what goes, what stays, and that somebody stays who manages the others."""

import json
from dataclasses import dataclass

import pyotp
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shared.accounts.models import OneTimeToken, Purpose, RecoveryCode, RefreshToken, SignIn, TwoFactor, User
from shared.accounts.service import one_time_tokens
from shared.permissions import Role
from shared.platform import db
from shared.platform.models import AuditEntry
from shared.reporting.models import Report
from tests.accounts.outbox import (
    OTHER_PASSWORD,
    PASSWORD,
    at_once,
    fire,
    give_second_factor,
    letters,
    move_clock,
    next_code,
    person,
    reload,
    subjects,
)
from tests.client import Client, Reply

NAME = "Quirina Unmistakable"
MAIL = "quirina.unmistakable@shop.example"
NEW_MAIL = "quirina.elsewhere@shop.example"
ADDRESS, AGENT = "203.0.113.77", "Unmistakable-Agent/7"
HERE = {"X-Forwarded-For": ADDRESS, "User-Agent": AGENT}


@dataclass
class Traces:
    """Somebody who has used whatever leaves something behind."""

    user: User
    app: pyotp.TOTP
    api: Client
    report_id: str
    private: dict[str, str]


@pytest.fixture
def traces(api: Client, blob_store: object) -> Traces:
    admin = api.as_role("admin")
    invited = {"user_mail": MAIL, "user_name": NAME, "user_role": "data_analyst"}
    made = admin.post("users", invited, headers={"Idempotency-Key": "invite-quirina"})
    api.post("auth/accept-invitation", {"token": letters(MAIL)[0].token, "password": PASSWORD}, headers=HERE)
    with db.transaction() as session:
        user = session.get_one(User, made.json["user_id"])
    app = give_second_factor(user)
    caller = _signed_in(api, app)
    report_id = _leave_traces(api, caller)
    private = {"name": NAME, "mail": MAIL, "new mail": NEW_MAIL, "address": ADDRESS, "agent": AGENT}
    secrets = {"hash": reload(user).user_password, "totp secret": app.secret, "first name": "Quirina"}
    found = {what for _, what in traces_of(private | secrets)}
    assert found == (private | secrets).keys() - {"totp secret"}, "the search is blind, or a secret lies open"
    return Traces(user, app, caller, report_id, private | secrets)


def _signed_in(api: Client, app: pyotp.TOTP) -> Client:
    body = {"mail": MAIL, "password": PASSWORD, "client": "native"}
    challenge = api.post("auth/login", body, headers=HERE).json["challenge"]
    answer = {"challenge": challenge, "code": next_code(app)}
    token = api.post("auth/login/two-factor", answer, headers=HERE).json["access_token"]
    return api.with_token(token)


def _leave_traces(api: Client, caller: Client) -> str:
    """Leave a renamed account, a report, failed sign-ins, and every link that can be open; return the report's id."""
    caller.patch("me", {"user_name": NAME}, headers={"If-Match": "*"} | HERE)
    asked = {"kind": "ranking", "format": "csv", "filters": {}}
    report = caller.post("reports", asked, headers={"Idempotency-Key": "my-report"} | HERE)
    assert report.status == 202
    for password in ("wrong", PASSWORD):
        api.post("auth/login", {"mail": MAIL, "password": password}, headers=HERE)
    api.post("auth/password/forgot", {"mail": MAIL}, headers=HERE)
    caller.post("me/recovery-codes", {"password": PASSWORD}, headers=HERE)  # refused for want of a code, and audited
    with db.transaction() as session:
        _ask_for_both_addresses(session)
    return str(report.json["report_id"])


def _ask_for_both_addresses(session: Session) -> None:
    """As `POST me/mail` and `POST auth/register` of somebody else do, without waiting for another code."""
    mine = session.scalars(select(User).where(User.user_mail == MAIL)).one()
    one_time_tokens.issue(session, Purpose.MAIL_CHANGE, mine.user_id, {"user_mail": NEW_MAIL})
    asked = {"user_mail": MAIL, "user_name": NAME, "user_password": mine.user_password}
    one_time_tokens.issue(session, Purpose.REGISTRATION, data=asked)


def traces_of(private: dict[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of table.column and thing where the database holds something private, in whatever column."""
    found = set()
    with db.transaction() as session:
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        for table in tables:
            for row in session.scalars(text(f"SELECT to_jsonb({table}) FROM {table}")):
                found |= {
                    (f"{table}.{column}", what)
                    for column, value in row.items()
                    for what, thing in private.items()
                    if _holds(value, thing)
                }
    return found


def _holds(value: object, thing: str) -> bool:
    """Whether a column's value holds `thing`, in letters or, in a column of bytes, in hexadecimal digits."""
    shown = json.dumps(value, ensure_ascii=False).casefold()
    return thing.casefold() in shown or thing.encode().hex() in shown


def delete_me(caller: Client, app: pyotp.TOTP | None = None, **changes: str) -> Reply:
    code = {"code": next_code(app)} if app else {}
    return caller.delete("me", {"password": PASSWORD, **code, **changes}, headers=HERE)


@pytest.mark.parametrize("by", ["oneself", "an admin"])
def test_nothing_personal_is_left_anywhere(api: Client, traces: Traces, by: str):
    if by == "oneself":
        with db.transaction() as session:
            session.execute(text("UPDATE two_factors SET last_step = last_step - 5"))  # so that a code is good again
        assert delete_me(traces.api, traces.app).status == 204
    else:
        assert api.as_role("admin").delete(f"users/{traces.user.user_id}").status == 204

    # What stays on purpose: where the past's actions came from, and the farewell until it is sent.
    past = {("audit_log.address", "address"), ("audit_log.agent", "agent")}
    farewell = {("mail_outbox.to_address", "mail"), ("mail_outbox.to_address", "first name")}
    assert traces_of(traces.private) == past | farewell


def test_the_outbox_forgets_the_farewell_30_days_later(api: Client, traces: Traces, monkeypatch: pytest.MonkeyPatch):
    api.as_role("admin").delete(f"users/{traces.user.user_id}")
    fire("send_mails")
    assert {column for column, _ in traces_of(traces.private)} - {"audit_log.address", "audit_log.agent"} == {
        "mail_outbox.to_address"
    }

    move_clock(monkeypatch, days=30, seconds=1)
    fire("clean_up")

    assert {column for column, _ in traces_of(traces.private)} == {"audit_log.address", "audit_log.agent"}


def test_history_keeps_pointing_at_the_row(api: Client, traces: Traces):
    user_id = traces.user.user_id
    api.as_role("admin").delete(f"users/{user_id}")

    with db.transaction() as session:
        row = session.get_one(User, user_id)
        report = session.scalars(select(Report).where(Report.requested_by == user_id)).one()
        assert str(report.report_id) == traces.report_id
        assert session.scalars(select(AuditEntry).where(AuditEntry.actor_id == user_id)).first()
    assert (row.user_name, row.user_password, row.is_active) == ("Deleted user", "!", False)
    assert row.user_mail.startswith("deleted-")
    assert row.user_mail.endswith("@deleted.invalid")
    assert (row.user_role, row.member_since) == (Role.DATA_ANALYST, traces.user.member_since)


def test_sessions_and_secrets_are_gone(api: Client, traces: Traces):
    user_id = traces.user.user_id
    assert api.as_role("admin").delete(f"users/{user_id}").status == 204

    assert traces.api.get("me").status == 401
    with db.transaction() as session:
        for table in (SignIn, TwoFactor, RecoveryCode, OneTimeToken):
            assert session.scalars(select(table).where(table.user_id == user_id)).all() == []
        assert session.scalars(select(RefreshToken)).all() == []


def test_the_pseudonym_tells_nothing(api: Client):
    admin, users = api.as_role("admin"), [person(), person()]
    for user in users:
        admin.delete(f"users/{user.user_id}")

    mails = [reload(user).user_mail for user in users]

    assert len(set(mails)) == 2
    assert all(user.user_mail.partition("@")[0] not in mail for user, mail in zip(users, mails, strict=True))


class TestByOneself:
    def test_the_account_is_closed_and_the_mail_says_so(self, api: Client):
        user = person()

        answer = delete_me(api.as_user(user))

        assert answer.status == 204
        assert "Max-Age=0" in answer.headers["Set-Cookie"]
        assert api.post("auth/login", {"mail": user.user_mail, "password": PASSWORD}).status == 401
        assert subjects(user.user_mail) == ["Your account was deleted"]
        assert user.user_name in letters(user.user_mail)[0].text

    def test_waiting_mails_but_the_farewell_are_not_sent(self, api: Client):
        user = person()
        api.post("auth/password/forgot", {"mail": user.user_mail})

        delete_me(api.as_user(user))

        assert subjects(user.user_mail) == ["Your account was deleted"]

    @pytest.mark.parametrize(
        ("body", "code"),
        [({"password": "wrong"}, "wrong_password"), ({}, "code_required"), ({"code": "000000"}, "wrong_code")],
    )
    def test_password_and_code_are_asked_again(self, api: Client, body: dict[str, str], code: str):
        user = person()
        give_second_factor(user)

        answer = delete_me(api.as_user(user), None, **body)

        assert (answer.status, answer.json["code"]) == (403, code)
        assert reload(user).deleted_at is None

    def test_with_both_it_is_done(self, api: Client):
        user = person(Role.FINANCE_MANAGER)
        app = give_second_factor(user)

        assert delete_me(api.as_user(user), app).status == 204
        assert reload(user).deleted_at is not None

    def test_open_links_are_void(self, api: Client):
        user = person()
        api.post("auth/password/forgot", {"mail": user.user_mail})
        token = letters(user.user_mail)[0].token

        delete_me(api.as_user(user))

        assert api.post("auth/password/reset", {"token": token, "password": OTHER_PASSWORD}).status == 409

    def test_the_address_is_free_for_another_account(self, api: Client):
        user = person()
        delete_me(api.as_user(user))

        again = {"user_mail": user.user_mail, "user_name": "Back", "user_role": "data_analyst"}
        assert api.as_role("admin").post("users", again).status == 201

    def test_of_two_deletions_at_the_same_instant_both_leave_one_deleted_account(self, api: Client):
        user = person()
        callers = [api.as_user(user), api.as_user(user)]

        answers = at_once(lambda: delete_me(callers[0]), lambda: delete_me(callers[1]))

        assert sorted(answer.status for answer in answers) in ([204, 401], [204, 403])
        assert subjects(user.user_mail) == ["Your account was deleted"]


def test_what_others_remembered_of_an_account_they_made_is_gone(api: Client):
    admin = api.as_role("admin")
    body = {"user_mail": MAIL, "user_name": NAME, "user_role": "data_analyst"}
    key = {"Idempotency-Key": "the-same"}
    user_id = admin.post("users", body, headers=key).json["user_id"]

    admin.delete(f"users/{user_id}")

    assert admin.post("users", body, headers=key).json["user_id"] != user_id
