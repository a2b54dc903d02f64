"""What stands around the functions: other origins' permissions, and the built dashboard at /."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from local import ports
from local.host.cors import read_policy, with_cors

NOT_FOUND = 404


CONFIGURATION = "staticwebapp.config.json"
FOREVER = "public, max-age=31536000, immutable"  # files under assets/ are named by their content
# Uploads go straight to blob storage, which on one machine is Azurite, without TLS.
AZURE_BLOBS, LOCAL_BLOBS = "connect-src 'self' https:", f"connect-src 'self' http://{ports.HOST}:*"


class Dashboard(StaticFiles):
    """What Static Web Apps does by its configuration file: the history fallback, and headers on every answer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        configuration = folder / CONFIGURATION
        declared = json.loads(configuration.read_text()).get("globalHeaders", {}) if configuration.exists() else {}
        self._headers = {name: value.replace(AZURE_BLOBS, LOCAL_BLOBS) for name, value in declared.items()}

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await self._found(path, scope)
        response.headers.update(self._headers)
        response.headers["Cache-Control"] = FOREVER if path.startswith("assets/") else "no-cache"
        return response

    async def _found(self, path: str, scope: Scope) -> Response:
        """An address that is no file is the dashboard's own."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as refusal:
            if refusal.status_code != NOT_FOUND or "." in path.rsplit("/", 1)[-1]:
                raise
            return await super().get_response("index.html", scope)


def around(functions: Any, prefix: str, static: Path | None, cors: Mapping[str, Any]) -> ASGIApp:
    """`functions` with everything that is not under its prefix or /admin served by others."""
    docs = Route("/docs", lambda _: RedirectResponse(f"/{prefix}/docs"))
    # Static Web Apps sends scripts and styles compressed.
    compressed = [Middleware(GZipMiddleware, minimum_size=1024)]
    site = Starlette(routes=[docs, Mount("/", Dashboard(static))] if static else [docs], middleware=compressed)
    # Of /admin only what the host answers is the host's: pages of the dashboard may be called so, too.
    own = tuple(f"/{part}/" for part in (prefix, "admin/functions", "admin/host") if part)

    guarded = with_cors(functions, read_policy(cors))

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        mine = not prefix or scope["path"].lower().startswith(own)
        await (guarded if mine else site)(scope, receive, send)

    return choose
