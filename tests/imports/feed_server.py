"""A server of feeds on the loopback interface that answers as a test says, and sources that are fetched from it."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest

from shared.imports.feeds.declared import Feed
from shared.imports.feeds.failures import FeedFailedError
from shared.imports.feeds.fetching import Known, Shape, fetch
from shared.imports.models import ImportSource
from shared.imports.states import SourceKind
from shared.platform.config import settings
from tests.imports.conftest import Shop
from tests.imports.lists import LIST

CSV = b"ref,category\ni1,Beauty\ni2,Sport\n"
TOO_LATE = "The feed did not finish within 1 seconds."
FIRST = Known()
TABLE = Shape("csv", "")


@dataclass(frozen=True)
class Says:
    """One answer. `pause` is how long to wait before each byte of the body."""

    body: bytes = CSV
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0


class FeedServer(ThreadingHTTPServer):
    """Answers each path by what is next in its list, the last one again and again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Says]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def says(self, *answers: Says, path: str = "/feed") -> str:
        self.answers[path] = list(answers)
        return self.url(path)

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    server: FeedServer

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        known = self.server.answers
        answers = known.get(self.path) or known.get(self.path.partition("?")[0]) or [Says(b"", 404)]
        said = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in said.headers:
            self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if not said.pause:
            with suppress(OSError):
                self.wfile.write(said.body)
            return
        with suppress(OSError):
            for byte in said.body:
                time.sleep(said.pause)
                self.wfile.write(bytes([byte]))

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def feed_server(monkeypatch: pytest.MonkeyPatch, _configured: None) -> Iterator[FeedServer]:
    monkeypatch.setenv("FEED_ADDRESSES_ALLOWED", "127.0.0.1/32, ::1/128")
    settings.cache_clear()
    with FeedServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
    settings.cache_clear()


def declare(shop: Shop, feed: dict[str, Any], **more: Any) -> ImportSource:
    """Declare a feed of influencers that is fetched when asked, or at its schedule."""
    return shop.source(LIST, kind=SourceKind.HTTPS_FEED, feed=feed, **more)


def fetched(url: str, known: Known = FIRST, shape: Shape = TABLE, **more: Any) -> tuple[bytes | None, Known | None]:
    """Return what a feed gives now, None for nothing new; and what to know next time."""
    file = BytesIO()
    now_known = fetch(Feed.model_validate({"url": url, "timeout_seconds": 1} | more), shape, known, file)
    return (None if now_known is None else file.getvalue()), now_known


def refused(url: str, **more: Any) -> str:
    with pytest.raises(FeedFailedError) as failure:
        fetched(url, **more)
    return str(failure.value)


def linked(path: str) -> dict[str, str]:
    return {"Link": f'<{path}>; rel="next"'}
