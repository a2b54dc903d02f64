"""What stands around the functions: other origins' permissions, and the built dashboard at /."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from local.host.cors import read_policy, with_cors

NOT_FOUND = 404


class Dashboard(StaticFiles):
    """Static Web Apps' history fallback: an address that is no file is the dashboard's own."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            return await super().get_response(path, scope)
        except HTTPException as refusal:
            if refusal.status_code != NOT_FOUND or "." in path.rsplit("/", 1)[-1]:
                raise
            return await super().get_response("index.html", scope)


def around(functions: Any, prefix: str, static: Path | None, cors: Mapping[str, Any]) -> ASGIApp:
    """`functions` with everything that is not under its prefix or /admin served by others."""
    docs = Route("/docs", lambda _: RedirectResponse(f"/{prefix}/docs"))
    site = Starlette(routes=[docs, Mount("/", Dashboard(directory=static, html=True))] if static else [docs])
    own = tuple(f"/{part}/" for part in (prefix, "admin") if part)

    guarded = with_cors(functions, read_policy(cors))

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        mine = not prefix or scope["path"].lower().startswith(own)
        await (guarded if mine else site)(scope, receive, send)

    return choose
