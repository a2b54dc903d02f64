"""Files that are imported while something breaks, and how one waits for them as the timers would."""

import time
from typing import Any

import httpx

from local.demo.load import Loader
from shared.platform import clock
from tests.faults.conftest import LONG, Hosted
from tests.faults.traffic import wait_for
from tests.sales.shop import execute
from tests.test_whole_way import INFLUENCERS, ORDER_HEADER, upload

LONGEST_SECONDS = 240
PAUSE_SECONDS = 0.3


def orders(count: int) -> bytes:
    today = clock.now().date()
    lines = (f"D{n},p{n % 7},c{n % 50},i{1 + n % 8},1,{1 + n % 90}.{n % 100:02d},{today},\r\n" for n in range(count))
    return (ORDER_HEADER + "".join(lines)).encode()


def begin_import(client: httpx.Client, name: str, count: int) -> int:
    """Upload a file of so many orders, whose influencers are there already; return the run."""
    loader = Loader(client)
    loader.load(upload("influencers", INFLUENCERS.encode()), lambda _: None)
    return loader.begin(upload(name, orders(count)))


def wait_until_imported(
    hosted: Hosted, client: httpx.Client, run_id: int, *, by_hand: bool = not LONG
) -> dict[str, Any]:
    """Wait for the end of a run; in the long form for the timer that takes it up, else it is fired by hand."""

    def ended() -> dict[str, Any] | None:
        answer = client.get(f"imports/runs/{run_id}")
        answer.raise_for_status()
        run: dict[str, Any] = answer.json()
        if run["state"] in {"done", "failed"}:
            return run
        if by_hand:
            hosted.host.fire("resume_imports")
            time.sleep(PAUSE_SECONDS)
        return None

    run = wait_for(ended, LONGEST_SECONDS)
    assert run["state"] == "done", run
    return run


def ready_report(
    hosted: Hosted, client: httpx.Client, report_id: str, *, left_behind: bool = False, by_hand: bool = not LONG
) -> dict[str, Any]:
    """Wait until a report can be fetched; one that was left behind is taken up by its timer after a while."""

    def ended() -> dict[str, Any] | None:
        answer = client.get(f"reports/{report_id}")
        answer.raise_for_status()
        report: dict[str, Any] = answer.json()
        return report if report["state"] in {"ready", "failed"} else None

    if left_behind and by_hand:
        execute(
            "UPDATE reports SET created_at = created_at - interval '2 minutes',"
            " started_at = started_at - interval '2 minutes' WHERE finished_at IS NULL"
        )
        hosted.host.fire("rescue_reports")
    report = wait_for(ended, LONGEST_SECONDS)
    assert report["state"] == "ready", report
    return report
