"""All timers of the app: on a machine whose clock has jumped, and two of each at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import azure.functions as func
import pytest

from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.jobs import ClockOffError
from tests.campaigns.shop import purchase
from tests.client import Client, functions
from tests.faults.conftest import Say
from tests.faults.conftest import say as say
from tests.finance.ledger import agree, arranged, share
from tests.sales.shop import rows

YEAR = timedelta(days=365)


class Timer(func.TimerRequest):
    @property
    def past_due(self) -> bool:
        return False


def timers() -> dict[str, Any]:
    return {
        one.get_function_name(): one.get_user_function()
        for one in functions()
        if one.get_trigger().get_dict_repr()["type"] == "timerTrigger"
    }


def how_many() -> list[tuple[Any, ...]]:
    """Return how many rows each table has, but for the record of job runs."""
    tables = [name for name in db.Base.metadata.tables if name != "job_runs"]
    return rows(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables) + " ORDER BY 1")


@contextmanager
def jumped(by: timedelta) -> Iterator[None]:
    """Let this machine's clock be off by so much; the database's is right."""

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + by

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "datetime", Jumped)
        yield


@pytest.mark.usefixtures("blob_store")
@pytest.mark.parametrize(("jump", "status"), [(YEAR, 401), (-YEAR, 200)], ids=["forward", "back"])
def test_a_clock_that_jumps(api: Client, jump: timedelta, status: int, say: Say):
    """Nothing is forgotten, ended or paid by a wrong clock, and right again it all goes on."""
    campaign, payee, [product] = arranged()
    agree(campaign, payee, share())
    purchase(payee, product, "2025-02-01", "10.00")
    admin = api.as_role(Role.ADMIN)
    assert admin.post("products", {}, headers={"Idempotency-Key": "kept"}).status == 422
    before = how_many()

    with jumped(jump):
        for timer in timers().values():
            with pytest.raises(ClockOffError, match="nothing was done"):
                timer(timer=Timer())
        assert how_many() == before
        meanwhile = admin.get("me")
    for timer in timers().values():
        timer(timer=Timer())

    assert meanwhile.status == status
    assert admin.get("me").status == 200
    assert rows("SELECT count(*) FROM payment_lines") == [(1,)]
    told = rows("SELECT DISTINCT outcome FROM job_runs WHERE finished_at IS NOT NULL ORDER BY 1")
    assert told == [("done",), ("failed",)]
    say(f"{len(timers())} timers did nothing and said why; requests {status}; right again, all went on")


@pytest.mark.usefixtures("api", "blob_store")
def test_two_of_each_timer_at_once(say: Say):
    campaign, payee, [product] = arranged()
    agree(campaign, payee, share())
    for _ in range(5):
        purchase(payee, product, "2025-02-01", "10.00")

    with ThreadPoolExecutor(2) as pool:
        for timer in timers().values():
            for done in [pool.submit(timer, timer=Timer()) for _ in range(2)]:
                done.result()

    assert rows("SELECT name, count(*) FROM job_runs GROUP BY 1 HAVING count(*) <> 2") == []
    outcomes = dict(rows("SELECT outcome, count(*) FROM job_runs GROUP BY 1"))
    assert outcomes["done"] >= len(timers())
    assert set(outcomes) <= {"done", "skipped"}
    assert rows("SELECT count(*), count(DISTINCT purchase_id), count(DISTINCT payment_id) FROM payment_lines") == [
        (5, 5, 1)
    ]
    assert rows("SELECT * FROM book_breaches") == []
    say(f"{len(timers())} timers, two of each at once: {outcomes.get('skipped', 0)} stepped aside, none failed")
