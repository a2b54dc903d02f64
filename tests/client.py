"""A client of the function app: every call goes through the trigger that Azure would call."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import azure.functions as func

from function_app import app
from shared.accounts.models import SignIn, User
from shared.permissions import Role
from shared.platform import clock, db, identity
from tests.log_secrets import WATCH


@dataclass(frozen=True)
class Route:
    name: str
    template: str
    methods: frozenset[str]
    handler: Any

    @property
    def pattern(self) -> re.Pattern[str]:
        kinds = {"int": r"-?\d+", "guid": "[0-9a-fA-F-]{36}", "": "[^/]+"}

        def group(match: re.Match[str]) -> str:
            return f"(?P<{match[1]}>{kinds[match[2] or '']})"

        return re.compile(re.sub(r"\\?\{(\w+):?(\w*)\\?\}", group, self.template.replace(".", r"\.")), re.IGNORECASE)


@cache
def functions() -> tuple[Any, ...]:
    """Return the app's functions; azure-functions hands them out once."""
    return tuple(app.get_functions())


@cache
def routes() -> tuple[Route, ...]:
    found = []
    for function in functions():
        trigger = function.get_trigger().get_dict_repr()
        if trigger["type"] == "httpTrigger":
            methods = frozenset(str(method).rpartition(".")[2] for method in trigger["methods"])
            found.append(Route(function.get_function_name(), trigger["route"], methods, function.get_user_function()))
    return tuple(sorted(found, key=lambda route: route.name))


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, token: str | None = None) -> None:
        self._token = token

    def as_role(self, role: str | Role) -> "Client":
        """Return a client of a fresh account with this role, signed in with both factors."""
        return self.as_user(make_user(Role(role)))

    def as_user(self, user: User) -> "Client":
        return Client(identity.issue_access_token(user.user_id, make_session(user)))

    def with_token(self, token: str) -> "Client":
        return Client(token)

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> Reply:
        return self.call("GET", path, query=query, headers=headers)

    def post(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        return self.call("POST", path, body=body, headers=headers)

    def patch(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        return self.call("PATCH", path, body=body, headers=headers)

    def put(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        return self.call("PUT", path, body=body, headers=headers)

    def delete(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        return self.call("DELETE", path, body=body, headers=headers)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        sent = {"content-type": "application/json"} if body is not None else {}
        if self._token:
            sent["authorization"] = f"Bearer {self._token}"
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        text = urlencode(query or {}, doseq=True)
        for route in routes():
            match = route.pattern.fullmatch(path)
            if match and method in route.methods:
                request = func.HttpRequest(
                    method=method,
                    url=f"http://test/api/{path}" + (f"?{text}" if text else ""),
                    headers=sent,
                    params=dict(parse_qsl(text)),
                    route_params=match.groupdict(),
                    body=content,
                )
                answer = route.handler(request)
                WATCH.note_headers(sent | dict(answer.headers))
                WATCH.note_json(content, answer.get_body())
                shown = {"Content-Type": answer.mimetype, **answer.headers}
                return Reply(answer.status_code, shown, answer.get_body())
        return Reply(404, {}, b"")


_made = 0
NOBODY = "!"  # matches no password


def make_user(role: Role, password_hash: str = NOBODY) -> User:
    """Return an account nobody can sign in to unless a hash is given."""
    global _made  # noqa: PLW0603 - mail addresses must differ across the whole run
    _made += 1
    WATCH.note("a password hash", password_hash)
    user = User(
        user_role=role,
        user_mail=f"user{_made}@shop.example",
        user_name=f"User {_made}",
        user_password=password_hash,
        is_active=True,
        member_since=clock.now().date(),
        activated_at=clock.now(),
    )
    with db.transaction() as session:
        session.add(user)
    return user


def make_session(user: User) -> UUID:
    """Return a session of this account in which both factors were just shown."""
    made = SignIn(
        user_id=user.user_id,
        client="native",
        expires_at=max(clock.now(), datetime.now(UTC)) + timedelta(hours=1),  # the database asks its own clock
        two_factor_at=clock.now(),
    )
    with db.transaction() as session:
        session.add(made)
    return made.session_id
