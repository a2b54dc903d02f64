"""People who go on working while something breaks: each makes products, one after another, until told to stop."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.sales.shop import rows

PEOPLE = 4


def wait_for[T](look: Callable[[], T | None], seconds: float = 30) -> T:
    """Return what `look` returns once it is truthy."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)
    return found


@dataclass
class Traffic:
    """What was answered: per answer its status, code and seconds; and the titles of what was made."""

    client: httpx.Client
    answers: list[tuple[int, str | None, float]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        while not self.stopping.is_set():
            self._make_one(uuid.uuid4().hex)

    def _make_one(self, title: str) -> None:
        """Ask with the same key until it is made, as a client that was told 503 does; what was begun is finished."""
        body = {"title": title, "category": "Demo", "product_price": "10.00", "stock_quantity": 1}
        while True:
            began = time.monotonic()
            answer = self.client.post("products", json=body, headers={"Idempotency-Key": title})
            code = answer.json()["code"] if answer.is_error else None
            self.answers.append((answer.status_code, code, time.monotonic() - began))
            if answer.status_code == httpx.codes.CREATED:
                self.made.append(title)
                return
            time.sleep(0.1)

    @property
    def kinds(self) -> Counter[tuple[int, str | None]]:
        return Counter((status, code) for status, code, _ in self.answers)

    @property
    def slowest(self) -> float:
        return max(seconds for _, _, seconds in self.answers)

    def made_since(self, before: int) -> bool:
        """Whether everybody has got through since so many were made."""
        return len(self.made) > before + PEOPLE

    def check(self) -> None:
        """Nothing lost, nothing twice, and nothing but made or a clear refusal."""
        assert set(self.kinds) <= {(201, None), (503, "unavailable")}, self.kinds
        there = [title for (title,) in rows("SELECT title FROM products WHERE category = 'Demo'")]
        assert sorted(there) == sorted(self.made)


@contextmanager
def working(client: httpx.Client) -> Iterator[Traffic]:
    traffic = Traffic(client)
    with ThreadPoolExecutor(PEOPLE) as pool:
        people = [pool.submit(traffic.work) for _ in range(PEOPLE)]
        try:
            wait_for(lambda: traffic.made_since(0))
            yield traffic
        finally:
            traffic.stopping.set()
        for one in people:
            one.result()
