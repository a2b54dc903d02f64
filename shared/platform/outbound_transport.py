"""The connections of `outbound.client`: to addresses that were judged, for a limited time, with a limited answer."""

import logging
import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any, override

import httpcore
import httpx

from shared.platform.outbound import AnswerRefused, Limits, Network, permitted

MOST_ADDRESSES_TRIED = 4

# They log addresses with their queries, and headers: both may hold a feed's secrets.
for _talkative in ("httpx", "httpcore"):
    logging.getLogger(_talkative).setLevel(logging.WARNING)


class LimitedStream(httpcore.NetworkStream):
    """A connection that ends when its answer takes too long or grows too large, however little each read brings."""

    def __init__(self, stream: httpcore.NetworkStream, limits: Limits, deadline: float) -> None:
        self._stream = stream
        self._limits = limits
        self._deadline = deadline
        self._received = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        part = self._stream.read(max_bytes, left if timeout is None else min(timeout, left))
        self._received += len(part)
        if self._received > self._limits.most_bytes:
            raise AnswerRefused("What was fetched is too large.", limit=self._limits.most_bytes)
        return part

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        encrypted = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return LimitedStream(encrypted, self._limits, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves, judges and connects; httpcore goes on using the name for SNI, certificate and Host."""

    def __init__(self, allowed: Sequence[Network], limits: Limits, *, encrypted: bool) -> None:
        self._allowed = allowed
        self._limits = limits
        self._encrypted = encrypted
        self._sockets = httpcore.SyncBackend()

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = time.monotonic() + self._limits.total_seconds
        addresses = permitted(host, port, self._allowed, encrypted=self._encrypted)
        for address in addresses[:MOST_ADDRESSES_TRIED]:
            try:
                stream = self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                last = failure
            else:
                return LimitedStream(stream, self._limits, deadline)
        raise last


class CheckedTransport(httpx.HTTPTransport):
    def __init__(self, backend: CheckedBackend, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        # httpx has no parameter for the backend of its pool. No connection is kept, so that each is judged.
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, network_backend=backend, max_connections=10, max_keepalive_connections=0
        )


def checked_client(allowed: Sequence[Network], limits: Limits, trust: ssl.SSLContext | None) -> httpx.Client:
    context = trust or httpx.create_ssl_context(trust_env=False)
    encrypted, plain = (
        CheckedTransport(CheckedBackend(allowed, limits, encrypted=encrypted), context) for encrypted in (True, False)
    )
    return httpx.Client(
        transport=encrypted,
        mounts={"http://": plain},
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_refuse_compressed]},
    )


def _refuse_compressed(response: httpx.Response) -> None:
    # A small answer could unpack to a huge one; none was asked to be compressed.
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise AnswerRefused("What was fetched is compressed.")
