"""Every route for every kind of caller, and with somebody else's record: the answers are those of docs/access.md."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared.accounts.models import SignIn, User
from shared.permissions import Role
from shared.platform import clock, db, identity
from shared.reporting.models import Report, ReportDefinition
from shared.reporting.rules import ReportFormat
from tests.access import (
    CALLERS,
    LET_IN,
    PAGE,
    ROLES,
    Caller,
    Entry,
    Whose,
    entries,
    expected,
    expected_of_foreign,
    page,
)
from tests.client import Client, Reply, make_session, make_user
from tests.reporting.schedules.deeds import make_schedule

type Tokens = Callable[[Caller], str]

# An id that nothing has, so that a call which is let in destroys nothing.
NO_ID, NO_GUID = "999999999", "00000000-0000-4000-8000-000000000000"
# What a call with somebody else's record sends, so that it gets as far as the record.
BODIES: dict[str, Any] = {
    "update_user": {"user_name": "Changed by a stranger"},
    "update_report_schedule": {"schedule_name": "Changed by a stranger"},
    "update_report_definition": {"name": "Changed by a stranger"},
}


@pytest.fixture
def token_of(database: None, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """Return what makes a token of a caller, in a session of its own: some calls end the session they come in."""
    users = {role: make_user(role) for role in Role}

    def make(caller: Caller) -> str:
        if caller.name == "rubbish":
            return "rubbish"
        user = users[caller.role or Role.ADMIN]
        opened = make_session(user)
        with db.transaction() as session:
            _adapt(session.get_one(SignIn, opened), caller)
        if caller.name != "expired token":
            return identity.issue_access_token(user.user_id, opened)
        with monkeypatch.context() as patched:
            before = clock.now() - timedelta(minutes=16)
            patched.setattr(clock, "now", lambda: before)
            return identity.issue_access_token(user.user_id, opened)

    return make


def _adapt(opened: SignIn, caller: Caller) -> None:
    if caller.name == "expired session":
        opened.expires_at = clock.now() - timedelta(seconds=1)
    if caller.name == "ended session":
        opened.ended_at = clock.now()
    if not caller.has_factor:
        opened.two_factor_at = None
    elif not caller.has_fresh_factor:
        opened.two_factor_at = clock.now() - timedelta(minutes=6)


def client_of(caller: Caller, token_of: Tokens) -> Client:
    return Client(None if caller.name == "no token" else token_of(caller))


def path_of(entry: Entry, record: object = None) -> str:
    def value(parameter: re.Match[str]) -> str:
        return str(record or (NO_GUID if parameter[0].endswith(":guid}") else NO_ID))

    return re.sub(r"\{[^}]+\}", value, entry.route.template)


def shown(answer: Reply) -> str:
    """Return the answer as the table has it; only what the app itself answered counts as let in."""
    assert "X-Request-Id" in answer.headers
    assert answer.status not in {500, 502}
    return str(answer.status) if answer.status in {401, 403} else LET_IN


def test_every_route_answers_every_caller_as_the_table_says(token_of: Tokens):
    surprises = [
        f"{entry.name} for {caller.name}: {answer}, not {expected(entry.contract, caller)}"
        for entry in entries()
        for caller in CALLERS
        if (answer := shown(client_of(caller, token_of).call(entry.method, path_of(entry))))
        != expected(entry.contract, caller)
    ]

    assert surprises == []


def test_the_written_table_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run make access-table"


def make_foreign_session() -> tuple[User, str, object]:
    owner = make_user(Role.DATA_ANALYST)
    return owner, "sessions", make_session(owner)


def make_foreign_report() -> tuple[User, str, object]:
    owner = make_user(Role.DATA_ANALYST)
    report = Report(kind="ranking", format=ReportFormat.CSV, parameters={}, requested_by=owner.user_id)
    with db.transaction() as session:
        session.add(report)
    return owner, "reports", report.report_id


def make_foreign_user() -> tuple[User, str, object]:
    owner = make_user(Role.DATA_ANALYST)
    make_session(owner)
    return owner, "users", owner.user_id


def make_foreign_schedule() -> tuple[User, str, object]:
    owner = make_user(Role.DATA_ANALYST)
    return owner, "report_schedules", make_schedule(Client().as_user(owner))


def make_foreign_definition() -> tuple[User, str, object]:
    owner = make_user(Role.DATA_ANALYST)
    question = {"metrics": ["orders"]}
    saved = ReportDefinition(owner_id=owner.user_id, name="Demo", question=question)
    with db.transaction() as session:
        session.add(saved)
    return owner, "report_definitions", saved.definition_id


MAKERS = {
    "{definition_id}": make_foreign_definition,
    "{session_id}": make_foreign_session,
    "{report_id}": make_foreign_report,
    "{user_id}": make_foreign_user,
    "{schedule_id}": make_foreign_schedule,
}


def foreign(*but: Whose) -> list[Entry]:
    """Return the routes to records that do not belong to the whole shop."""
    return [entry for entry in entries() if entry.whose not in {None, Whose.SHOP, *but}]


def made(entry: Entry) -> tuple[User, str, object]:
    return next(maker() for name, maker in MAKERS.items() if name in entry.path)


KEYS = {
    "sessions": "session_id",
    "reports": "report_id",
    "users": "user_id",
    "report_schedules": "schedule_id",
    "report_definitions": "definition_id",
}
OWNERS = ("user_id", "requested_by", "owner_id")


def state_of(table: str, key: object) -> object:
    """Return a record as it is stored, together with its owner's sessions."""
    column = KEYS[table]
    with db.connection() as connection:
        row = connection.execute(text(f"SELECT * FROM {table} WHERE {column} = :key"), {"key": key}).one()
        sessions = connection.execute(text("SELECT * FROM sessions WHERE user_id = :user"), {"user": _owner(row)})
        return row, sessions.all()


def _owner(row: Any) -> int:
    return next(int(getattr(row, name)) for name in OWNERS if hasattr(row, name))


def test_what_is_somebody_elses_is_refused_and_left_as_it_was(token_of: Tokens):
    surprises = [
        surprise for entry in foreign() for caller in ROLES if (surprise := _surprise(entry, caller, token_of(caller)))
    ]

    assert surprises == []


def _surprise(entry: Entry, caller: Caller, token: str) -> str:
    """Call a route with a fresh record of somebody else, and return what is wrong about the outcome."""
    _, table, key = made(entry)
    before = state_of(table, key)
    body = BODIES.get(entry.route.name)

    status = Client(token).call(entry.method, path_of(entry, key), body=body, headers={"If-Match": "*"}).status

    answer = str(status) if status in {401, 403, 404} else LET_IN
    awaited = expected_of_foreign(entry, caller)
    if answer != awaited:
        return f"{entry.name} for {caller.name}: {status}, not {awaited}"
    return "" if awaited == LET_IN or state_of(table, key) == before else f"{entry.name} for {caller.name}: changed it"


@pytest.mark.parametrize("entry", foreign(Whose.ADMIN), ids=lambda entry: entry.name)
def test_the_owner_gets_what_strangers_do_not(api: Client, entry: Entry):
    owner, _, key = made(entry)
    body = BODIES.get(entry.route.name)

    answer = api.as_user(owner).call(entry.method, path_of(entry, key), body=body, headers={"If-Match": "*"})
    assert answer.status < 300


def test_lists_of_ones_own_hold_nothing_of_others(api: Client):
    for role in set(Role) - {Role.ADMIN}:
        _, _, report = make_foreign_report()
        _, _, session = make_foreign_session()
        stranger = api.as_role(role)

        assert str(report) not in stranger.get("reports").body.decode()
        assert str(session) not in stranger.get("me/sessions").body.decode()
