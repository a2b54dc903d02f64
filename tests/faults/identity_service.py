"""What cannot run on one machine: Azure's token service. And a server's way of looking at the tokens it gave.

The service speaks the managed identity endpoint of App Service, so the SDK's DefaultAzureCredential asks it as it would
on Azure. PostgreSQL asks `Verifier` by RADIUS (RFC 2865) at each sign-in whether the token is one of the service's and
not over, as Entra's extension does there. Storage looks at a token's claims itself.
"""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

HEADER, CLIENT_ID = "a header of the platform", "00000000-0000-0000-0000-00000000c11e"
RADIUS_SECRET = b"between-server-and-verifier"
USER_PASSWORD, ACCEPT, REJECT = 2, 2, 3  # RFC 2865


class TokenService(ThreadingHTTPServer):
    daemon_threads = True
    lifetime = 3.0  # seconds
    away = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.given: dict[str, float] = {}  # when each token ends

    @property
    def environment(self) -> dict[str, str]:
        """What Azure tells the app."""
        address = f"http://127.0.0.1:{self.server_port}/msi/token"
        told = {"IDENTITY_ENDPOINT": address, "IDENTITY_HEADER": HEADER, "AZURE_CLIENT_ID": CLIENT_ID}
        return told | {"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}

    def give(self, resource: str) -> dict[str, str]:
        ends = int(time.time() + self.lifetime)
        if "storage" in resource:
            claims = {"iss": "https://sts.windows.net/tenant/", "oid": CLIENT_ID, "tid": "tenant", "aud": resource}
            times = {"exp": ends, "nbf": ends - 3600, "iat": ends - 3600, "jti": len(self.given)}
            token = jwt.encode(claims | times, "a key of the service that nobody here knows", "HS256")
        else:
            token = f"token {len(self.given)} of the app's identity"
        self.given[token] = ends
        return {"access_token": token, "expires_on": str(ends), "resource": resource, "token_type": "Bearer"}

    def handle_error(self, *_: object) -> None:
        """Say nothing of connections that end early."""


class _Asked(BaseHTTPRequestHandler):
    server: TokenService

    def do_GET(self) -> None:
        if self.server.away:
            self.close_connection = True
            return
        asked = parse_qs(urlsplit(self.path).query)
        known = self.headers["X-IDENTITY-HEADER"] == HEADER and asked["client_id"] == [CLIENT_ID]
        content = json.dumps(self.server.give(asked["resource"][0]) if known else {"statusCode": 400}).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:  # silence
        return


class Verifier(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, service: TokenService) -> None:
        super().__init__(("127.0.0.1", 0), _SignIn)
        self.service = service
        self.accepted: list[str] = []

    def accepts(self, token: str) -> bool:
        good = time.time() < self.service.given.get(token, 0)
        self.accepted += [token] if good else []
        return good


class _SignIn(socketserver.BaseRequestHandler):
    server: Verifier

    def handle(self) -> None:
        packet, socket = self.request
        token = _clear(_attributes(packet[20:])[USER_PASSWORD], packet[4:20])
        answer = bytes([ACCEPT if self.server.accepts(token) else REJECT, packet[1], 0, 20])
        proof = md5(answer + packet[4:20] + RADIUS_SECRET, usedforsecurity=False).digest()
        socket.sendto(answer + proof, self.client_address)


def _attributes(data: bytes) -> dict[int, bytes]:
    found = {}
    while data:
        found[data[0]] = data[2 : data[1]]
        data = data[data[1] :]
    return found


def _clear(hidden: bytes, last: bytes) -> str:
    """Return the password that section 5.2 hides: each 16 bytes by the digest of the secret and those before."""
    clear = b""
    for block in (hidden[at : at + 16] for at in range(0, len(hidden), 16)):
        pad = md5(RADIUS_SECRET + last, usedforsecurity=False).digest()
        clear += bytes(one ^ other for one, other in zip(block, pad, strict=True))
        last = block
    return clear.rstrip(b"\0").decode()


@contextmanager
def serving[T: socketserver.BaseServer](server: T) -> Iterator[T]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
