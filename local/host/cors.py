"""Other origins' permissions, as the .NET host gives them on Azure: `Host.CORS` of local.settings.json.

Origins are compared letter by letter; every method and header is allowed to an allowed one. A refused origin gets an
answer without any CORS header, which its browser keeps from the page. The host exposes no headers of its own accord:
`Access-Control-Expose-Headers` is the app's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.host.model import StartError

ORIGIN = re.compile(r"https?://[^/\s?#*]+", re.IGNORECASE)


@dataclass(frozen=True)
class Policy:
    origins: frozenset[str]
    credentials: bool

    def answer(self, origin: str) -> dict[str, str]:
        """The headers for a page of this origin; none for one that is not allowed."""
        if "*" in self.origins:
            return {"access-control-allow-origin": "*"}
        if origin not in self.origins:
            return {}
        allowed = {"access-control-allow-origin": origin}
        return allowed | {"access-control-allow-credentials": "true"} if self.credentials else allowed


def read_policy(host: Mapping[str, Any]) -> Policy:
    """`Host` of local.settings.json: CORS is origins parted by commas, or *; CORSCredentials a boolean."""
    origins = frozenset(one.strip().lower() for one in str(host.get("CORS", "")).split(",") if one.strip())
    credentials = str(host.get("CORSCredentials", "false")).strip().lower() == "true"
    for origin in origins - {"*"}:
        if not ORIGIN.fullmatch(origin):
            raise StartError(
                f"Host.CORS: {origin!r} is no origin such as https://shop.example, without a slash behind."
            )
    if "*" in origins and credentials:
        raise StartError("Host.CORS cannot be * together with Host.CORSCredentials: name the origins.")
    return Policy(origins, credentials)


def with_cors(app: ASGIApp, policy: Policy) -> ASGIApp:
    if not policy.origins:
        return app

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(raw=scope.get("headers", []))
        origin = asked.get("origin")
        if origin is None or scope["type"] != "http":
            await app(scope, receive, send)
            return
        allowed = policy.answer(origin)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            await _preflight(asked, allowed)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(allowed)
                headers.add_vary_header("Origin")
            await send(message)

        await app(scope, receive, send_with_headers)

    return answer


def _preflight(asked: Headers, allowed: Mapping[str, str]) -> Response:
    headers = {"vary": "Origin", **allowed}
    if allowed:
        headers["access-control-allow-methods"] = asked["access-control-request-method"]
        if "access-control-request-headers" in asked:
            headers["access-control-allow-headers"] = asked["access-control-request-headers"]
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
