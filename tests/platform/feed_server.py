"""Servers of feeds on the loopback interface, good and bad ones, and names that lead where a test says."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from tests.platform.certificates import self_signed

LOOPBACK = (ip_network("127.0.0.1/32"),)
SLOW = 0.05

type Resolver = Callable[..., list[Any]]
type Names = dict[str, list[list[str]]]


class Feed(ThreadingHTTPServer):
    """Answers by path and remembers which Host it was asked as."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[str] = []
        self.scheme = "http"

    def url(self, path: str = "/feed.csv", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_port}{path}"


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Feed

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.headers['Host']} {self.path}")
        match self.path.split("?")[0]:
            case "/redirect":
                self._answer(302, b"", Location=self.path.partition("?")[2])
            case "/gzip":
                self._answer(200, gzip.compress(b"0" * 1_000_000), **{"Content-Encoding": "gzip"})
            case "/large":
                self._answer(200, b"0" * 300_000)
            case "/endless":
                self._drip(b"HTTP/1.1 200 OK\r\n\r\n", b"0" * 10_000)
            case "/slow-body":
                self._drip(b"HTTP/1.1 200 OK\r\n\r\n", b"0")
            case "/slow-head":
                self._drip(b"HTTP/1.1 200 OK\r\nX-Long: ", b"0")
            case _:
                self._answer(200, b"a,b\r\n1,2\r\n")

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drip(self, begin: bytes, more: bytes) -> None:
        self.close_connection = True
        try:
            self.wfile.write(begin)
            while True:
                self.wfile.write(more)
                time.sleep(SLOW)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        return


def serve(server: Feed) -> Iterator[Feed]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def feed() -> Iterator[Feed]:
    yield from serve(Feed())


@pytest.fixture
def other_feed() -> Iterator[Feed]:
    yield from serve(Feed())


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of feeds.example that signs itself, with its key."""
    return self_signed(tmp_path / "feeds.pem", "feeds.example")


@pytest.fixture
def secure_feed(certificate: Path) -> Iterator[Feed]:
    server = Feed()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.scheme = "https"
    yield from serve(server)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """What names lead to, one list of addresses after the other; the last one stays."""
    known: Names = {}
    real: Resolver = socket.getaddrinfo

    def answer(host: str | bytes, port: Any, *more: Any, **named: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in known:
            return real(host, port, *more, **named)
        addresses = known[name].pop(0) if len(known[name]) > 1 else known[name][0]
        return [place for one in addresses for place in real(one, port, *more, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return known
