"""Makes calls from the OpenAPI document by schemathesis, and gathers what breaks it.

Made-up input seldom gets far where a password or a token is asked for. So half of the calls that keep the schema are
given true ones: of a person made for this very call, who may then be changed, signed out or deleted by it.
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.accounts import passwords
from shared.accounts.models import Purpose, User
from shared.accounts.rules import Client
from shared.accounts.service import one_time_tokens, sessions
from shared.permissions import Role
from shared.platform import db, identity
from shared.platform.identity import SYSTEM

STATEFUL = "STATEFUL" in os.environ
PASSWORD = "a true password of this very call"
NEW_PASSWORD = "quite another pass phrase than before"
PURPOSES = {
    "accept_invitation": Purpose.INVITATION,
    "verify_mail": Purpose.MAIL_CHANGE,
    "reset_password": Purpose.PASSWORD_RESET,
}
# What no schema can say: a cursor is one that was given, a sort is one of the list's, a window does not end before it
# begins; and what a validator of our own says begins with "Value error". Everything else that keeps the schema must not
# be called malformed.
OF_A_KIND = ("/filters", "/question")  # what a report is asked, each kind declares its own
BEYOND_SCHEMAS = {"cursor", "sort", "from", "to"}

MOST_NEAR = 12


@dataclass
class Findings:
    """What came back, and what should not have."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    broken: dict[str, str] = field(default_factory=dict)

    @property
    def succeeded(self) -> int:
        """Return how many operations have done once what they are for."""
        return len({label for label, status in self.statuses if status < 300})

    @property
    def told(self) -> str:
        """Return how many calls there were, and what came back, in a line."""
        by_status: Counter[int] = Counter()
        for (_, status), count in self.statuses.items():
            by_status[status] += count
        statuses = ", ".join(f"{count:,} of {status}" for status, count in sorted(by_status.items()))
        return f"{by_status.total():,} calls, {self.succeeded} operations done; {statuses}; {len(self.broken)} findings"


def settings(url: str, examples: int, *, bounds: bool, sequences: bool) -> SchemathesisConfig:
    """Return how the calls are made: the same ones each time.

    Args:
        url: of the host.
        examples: how many of each operation are made up.
        bounds: also try every bound of every schema.
        sequences: also call one operation with what another gave.
    """
    generation = {"max-examples": examples, "deterministic": True, "no-shrink": True, "allow-x00": False}
    own_data = {"extra-data-sources": {"responses": False}}  # what was answered before differs from run to run
    return SchemathesisConfig.from_dict(
        {
            "seed": 20,
            "base-url": url,
            "continue-on-failure": True,
            "output": {"sanitization": {"enabled": False}},
            "generation": generation | {"with-security-parameters": False},
            "phases": {
                "examples": {"enabled": False},
                "coverage": {"enabled": bounds, "unexpected-methods": []} | own_data,
                "fuzzing": own_data,
                "stateful": {"enabled": sequences, "max-steps": 6},
            },
            "checks": {
                "unsupported_method": {"enabled": False},  # Azure answers a wrong method by 404
                "ignored_auth": {"enabled": False},  # the table of docs/access.md says more
                "missing_required_header": {"expected-statuses": ["401", "403", "428"]},
                "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "429"]},
                "negative_data_rejection": {"expected-statuses": ["4xx"]},
                "not_a_server_error": {"expected-statuses": ["2xx", "304", "4xx"]},
            },
        }
    )


def calls(document: Mapping[str, Any], role: Role | None, paths: str, config: SchemathesisConfig) -> Findings:
    """Call every operation whose path begins as `paths` says, as somebody of this role, and return what came of it."""
    schema = schemathesis.openapi.from_dict(dict(document), config=config).include(path_regex=paths)
    schema.hook(filter_failure)
    findings = Findings()
    with _truths(role):
        for event in from_schema(schema).execute():
            _note(event, findings)
    return findings


def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Leave out what is right although schemathesis cannot know it; the hook goes by this name."""
    if response.status_code == 404 and not response.content:
        return False  # the host's own: an id that is no id matches no route
    if type(failure).__name__ != "RejectedPositiveData":
        return True
    problem = response.json()
    return problem["code"] == "malformed" and not all(map(_is_beyond_schemas, problem.get("errors", [])))


def _is_beyond_schemas(error: Mapping[str, str]) -> bool:
    pointer = error["pointer"]
    return pointer in BEYOND_SCHEMAS or pointer.startswith(OF_A_KIND) or error["message"].startswith("Value error")


def _note(event: Any, findings: Findings) -> None:
    if isinstance(event, events.NonFatalError | events.FatalError):
        findings.broken[f"schemathesis: {event}"] = ""
    if not isinstance(event, events.ScenarioFinished):
        return
    for call in event.recorder.interactions.values():
        if call.response is not None:
            findings.statuses[event.recorder.label, call.response.status_code] += 1
    for check in itertools.chain.from_iterable(event.recorder.checks.values()):
        if check.failure_info is not None:
            found = check.failure_info
            name = f"{event.recorder.label}: {check.name}: {found.failure.title}: {found.failure.message}"
            if name not in findings.broken:
                print(f"\n{name}\n{found.code_sample}", flush=True)  # noqa: T201 - the long form takes its time
            findings.broken.setdefault(name, found.code_sample)


# One round trip: nobody waits for others' failed attempts, and there is a person with a session and a fresh factor.
NEW_CALLER = text("""
    WITH forgiven AS (DELETE FROM throttles),
    caller AS (
        INSERT INTO users (user_role, user_mail, user_name, user_password, is_active, member_since, activated_at)
        VALUES (CAST(:role AS user_role_enum), :mail, 'Somebody', :password, true, CURRENT_DATE, now())
        RETURNING user_id)
    INSERT INTO sessions (user_id, client, expires_at, two_factor_at)
    SELECT user_id, 'native', now() + interval '1 hour', now() FROM caller RETURNING user_id, session_id""")


@contextmanager
def _truths(role: Role | None) -> Iterator[None]:
    caller = {"role": role or Role.DATA_ANALYST, "password": passwords.hash_password(PASSWORD)}
    counter = itertools.count()

    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        number = next(counter)
        keeps_schema = case.meta is not None and not case.meta.generation.mode.is_negative
        with db.transaction() as session:
            made = session.execute(NEW_CALLER, caller | {"mail": f"caller-{number}@shop.example"}).one()
            if keeps_schema and number % 2:
                _tell_truth(session, case, session.get_one(User, made.user_id))
        if role is not None:
            case.headers["Authorization"] = f"Bearer {identity.issue_access_token(made.user_id, made.session_id)}"

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        schemathesis.hooks.unregister(before_call)


def _tell_truth(session: Session, case: Any, caller: User) -> None:
    """Put true secrets and ids into a call that keeps the schema."""
    name = case.operation.definition.raw["operationId"]
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    ids = {"user_id": caller.user_id}
    near = {key: _near(key, value) for key, value in (case.path_parameters or {}).items()}
    case.path_parameters = {key: ids.get(key, value) for key, value in near.items()}
    if isinstance(case.query, dict):
        case.query = {key: _near(key, value) for key, value in case.query.items()}
    if isinstance(case.body, dict):
        true = _true_fields(session, name, caller)
        case.body = {key: true.get(key, _near(key, value)) for key, value in case.body.items()}


def _near(name: str, value: Any) -> Any:
    """Return ids as small as those of the records there are."""
    if isinstance(value, list) and name.endswith(("_id", "_ids")):
        return list(dict.fromkeys(_near("_id", one) for one in value))
    is_id = name.endswith("_id") and isinstance(value, int) and not isinstance(value, bool)
    return 1 + value % MOST_NEAR if is_id else value


def _true_fields(session: Session, name: str, caller: User) -> dict[str, Any]:
    """Return what a caller who knows the secrets would send, by field."""
    fields: dict[str, Any] = {
        "mail": caller.user_mail,
        "password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "code": None,
    }
    if name in {"refresh_session", "log_out"}:
        fields["refresh_token"] = sessions.open_session(session, SYSTEM, caller, Client.NATIVE).refresh_token
    if name in PURPOSES:
        if name == "accept_invitation":
            caller.is_active, caller.activated_at = False, None
        data = {"user_mail": f"new-{caller.user_mail}"}
        fields["token"] = one_time_tokens.issue(session, PURPOSES[name], caller.user_id, data)
        fields["password"] = NEW_PASSWORD
    return fields
