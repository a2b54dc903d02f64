"""The HTTP side: what arrives becomes the worker's request, what the worker returns becomes the answer."""

import json
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from azure_functions_runtime.bindings.datumdef import Datum

from local.host.keys import Keys
from local.host.model import Function
from local.host.routes import Route, compile_route, decode_path
from local.host.worker import Worker

DEFAULT_BODY_LIMIT = 104_857_600  # 100 MB
JOINED_OTHERWISE = {"cookie": "; "}

type Headers = list[tuple[bytes, bytes]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Fire = Callable[[Function, str], None]


class ClientGoneError(Exception):
    pass


@dataclass
class Answer(Exception):  # noqa: N818  # raised to answer early
    status: int
    body: bytes = b""
    headers: Headers = field(default_factory=list)

    async def send(self, send: Send) -> None:
        head = [one for one in self.headers if one[0] != b"content-length"]
        if self.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            head.append((b"content-length", str(len(self.body)).encode()))
        await send({"type": "http.response.start", "status": int(self.status), "headers": head})
        await send({"type": "http.response.body", "body": self.body})


@dataclass
class Call:
    """A request without its body."""

    scope: Mapping[str, Any]
    path: str
    headers: dict[str, str]
    query: dict[str, str]

    @classmethod
    def read(cls, scope: Mapping[str, Any]) -> "Call":
        pairs = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"])
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        return cls(scope, decode_path(scope["raw_path"].decode("latin-1")), joined(pairs), joined(query))

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def key(self) -> str:
        return self.headers.get("x-functions-key") or self.query.get("code", "")

    @property
    def url(self) -> str:
        search = f"?{self.scope['query_string'].decode('latin-1')}" if self.scope["query_string"] else ""
        place = self.scope["raw_path"].decode("latin-1")
        return f"{self.scope['scheme']}://{self.headers.get('host', 'localhost')}{place}{search}"

    def datum(self, params: Mapping[str, str], body: bytes) -> Datum:
        """The request as the worker library takes it."""
        address, port = self.scope["client"] or ("", 0)
        # Azure's front end says who called; what the caller says of himself does not count here.
        headers = self.headers | {"x-forwarded-for": f"{address}:{port}"}
        value = {
            "method": Datum(self.method, "string"),
            "url": Datum(self.url, "string"),
            "headers": _strings(headers),
            "params": _strings(params),
            "query": _strings(self.query),
            "body": Datum(body, "bytes"),
        }
        return Datum(value, "http")


class FunctionsApp:
    """An ASGI application for the app's HTTP functions and the host's /admin."""

    def __init__(self, worker: Worker, prefix: str, keys: Keys, fire: Fire) -> None:
        self._worker = worker
        self._keys = keys
        self._fire = fire
        self._prefix = f"/{prefix}/" if prefix else "/"
        # Azure's own name for the limit.
        self._body_limit = int(os.environ.get("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", DEFAULT_BODY_LIMIT))
        self._routes: list[tuple[Function, Route]] = [
            (function, compile_route(function.route))
            for function in worker.functions.values()
            if function.kind == "httpTrigger"
        ]
        firsts = {route.first or "" for _, route in self._routes} | {""}
        self._by_first = {
            first: [(function, route) for function, route in self._routes if route.first in {first, None}]
            for first in firsts
        }

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        call = Call.read(scope)
        try:
            if call.path.startswith("/admin/"):
                answer = await self._admin(call, receive)
            else:
                answer = await self._function(call, receive)
        except Answer as early:
            answer = early
        except ClientGoneError:
            return
        await answer.send(send)

    async def _function(self, call: Call, receive: Receive) -> Answer:
        function, params = self._find(call)
        level = str(function.trigger.get("authLevel", "function")).lower()
        if not self._keys.opens(level, call.key):
            raise Answer(HTTPStatus.UNAUTHORIZED)
        body = await self._body(call, receive)
        trace = call.headers.get("traceparent", "")
        outcome = await self._worker.invoke(function, call.datum(params, body), trace=trace)
        return _result(outcome.value) if outcome.ok else Answer(HTTPStatus.INTERNAL_SERVER_ERROR)

    def _find(self, call: Call) -> tuple[Function, dict[str, str]]:
        """The first function in alphabetical order whose route and methods fit."""
        if not call.path.lower().startswith(self._prefix.lower()):
            raise Answer(HTTPStatus.NOT_FOUND)
        rest = call.path[len(self._prefix) :]
        first = rest.strip("/").partition("/")[0].lower()
        for function, route in self._by_first.get(first, self._by_first[""]):
            if function.methods is not None and call.method not in function.methods:
                continue
            params = route.match(rest)
            if params is not None:
                return function, params
        raise Answer(HTTPStatus.NOT_FOUND)

    async def _body(self, call: Call, receive: Receive) -> bytes:
        declared = call.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._body_limit:
            raise _too_large()
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            body += message.get("body", b"")
            if len(body) > self._body_limit:
                raise _too_large()
            more = message.get("more_body", False)
        return bytes(body)

    async def _admin(self, call: Call, receive: Receive) -> Answer:
        if call.path == "/admin/host/status":
            return Answer(HTTPStatus.OK, b'{"state":"Running"}', [(b"content-type", b"application/json")])
        if not self._keys.opens("admin", call.key):
            raise Answer(HTTPStatus.UNAUTHORIZED)
        name = call.path.removeprefix("/admin/functions/").lower()
        function = next((one for one in self._worker.functions.values() if one.name.lower() == name), None)
        if function is None or call.method != "POST":
            raise Answer(HTTPStatus.NOT_FOUND)
        if function.kind == "httpTrigger":
            raise Answer(HTTPStatus.BAD_REQUEST, b"An HTTP function is called at its own address.")
        self._fire(function, _admin_input(await self._body(call, receive)))
        return Answer(HTTPStatus.ACCEPTED)


def _too_large() -> Answer:
    return Answer(HTTPStatus.CONTENT_TOO_LARGE, headers=[(b"connection", b"close")])


def _admin_input(body: bytes) -> str:
    try:
        return str(json.loads(body or b"{}").get("input") or "")
    except (ValueError, AttributeError):
        raise Answer(HTTPStatus.BAD_REQUEST, b'The body is no {"input": ...}.') from None


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Repeated ones joined by commas, empty ones dropped, as the .NET host does. Names are equal in any case."""
    names: dict[str, str] = {}
    values: dict[str, str] = {}
    for given, value in pairs:
        name = names.setdefault(given.lower(), given)
        values[name] = f"{values[name]}{JOINED_OTHERWISE.get(name, ',')}{value}" if name in values else value
    return {name: value for name, value in values.items() if value}


def _strings(values: Mapping[str, str]) -> dict[str, Datum]:
    return {name: Datum(value, "string") for name, value in values.items()}


def _result(result: Any) -> Answer:
    if result is None:
        return Answer(HTTPStatus.NO_CONTENT)
    if result.type != "http":
        text = result.value if isinstance(result.value, bytes) else str(result.value).encode()
        return Answer(HTTPStatus.OK, text, [(b"content-type", b"text/plain; charset=utf-8")])
    parts = result.value
    headers = [(name.lower().encode(), datum.value.encode("latin-1")) for name, datum in parts["headers"].items()]
    for cookies in parts["cookies"] or []:
        headers += [(b"set-cookie", morsel.OutputString().encode("latin-1")) for morsel in cookies.values()]
    return Answer(int(parts["status_code"].value), parts["body"].value, headers)
