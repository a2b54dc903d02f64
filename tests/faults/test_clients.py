"""Clients that are slow, and one that sends a header of a megabyte."""

import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx

from tests.faults.conftest import LONG, Hosted, Say, Signed
from tests.sales.shop import rows

SLOW_CLIENTS = 500 if LONG else 100
BODY = b'{"title": "Slowly", "category": "Demo", "product_price": "10.00", "stock_quantity": 1}'


@contextmanager
def connected(client: httpx.Client) -> Iterator[socket.socket]:
    place = client.base_url
    with socket.create_connection((place.host, place.port or 80), timeout=30) as opened:
        yield opened


def signature(client: httpx.Client) -> str:
    assert isinstance(client.auth, Signed)
    client.get("health")
    return client.auth.header


def head(client: httpx.Client, **more: str) -> bytes:
    fields = {"Host": "shop.example", "Authorization": signature(client), "Connection": "close"} | more
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"POST /api/products HTTP/1.1\r\n{lines}".encode()


def everything(opened: socket.socket) -> bytes:
    found = b""
    while piece := opened.recv(65536):
        found += piece
    return found


def test_slow_clients_keep_nobody_waiting(hosted: Hosted, say: Say):
    """As many as there are, none has a thread or a connection of the database before its request is whole."""
    with hosted.client() as client, ExitStack() as slow:
        alone = [client.get("products").elapsed.total_seconds() for _ in range(20)]
        opened = [slow.enter_context(connected(client)) for _ in range(SLOW_CLIENTS)]
        request = head(client, Content_Type="application/json", Content_Length=str(len(BODY))) + b"\r\n" + BODY
        for place, one in enumerate(opened):
            one.sendall(request[: 1 + place * (len(request) - 1) // SLOW_CLIENTS])
        beside = [client.get("products") for _ in range(20)]
        last = opened[-1]
        for byte in request[1 + (SLOW_CLIENTS - 1) * (len(request) - 1) // SLOW_CLIENTS :]:
            last.sendall(bytes([byte]))
            time.sleep(0.002)
        answer = everything(last)

    meanwhile = [one.elapsed.total_seconds() for one in beside]
    assert {one.status_code for one in beside} == {200}
    assert statistics.median(meanwhile) < 5 * statistics.median(alone) + 0.1
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert rows("SELECT title FROM products") == [("Slowly",)]  # none of those who left in the middle
    say(f"{SLOW_CLIENTS} half-sent requests: the others' median {statistics.median(meanwhile) * 1000:.0f} ms")


def test_a_header_of_a_megabyte(hosted: Hosted, say: Say):
    with hosted.client() as client:
        with connected(client) as opened:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was whole
                opened.sendall(head(client, X_Long="a" * 1_000_000) + b"\r\n")
            answer = refusal(opened)
        after = client.get("products")

    assert answer.split(b" ")[1] in {b"400", b"431"}, answer[:200]
    assert after.status_code == 200
    say(f"refused with {answer.split(b' ')[1].decode()} by the host, the next request was served")


def refusal(opened: socket.socket) -> bytes:
    try:
        return opened.recv(1000)
    except ConnectionResetError:
        return b""
