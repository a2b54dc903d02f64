"""Runs the timers: one process at a time, one run of a timer at a time, once after a downtime."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from azure.storage.blob import ContainerClient
from azure_functions_runtime.bindings.datumdef import Datum

from local.host.model import Function, resolve
from local.host.running import Running
from local.host.schedule import Schedule, parse_schedule
from local.host.storage import read_json, write_json
from local.host.worker import Worker

log = logging.getLogger("local.host")

LONGEST_SLEEP = 60.0  # a clock that was set must not be slept over


class Timer:
    def __init__(self, function: Function, host_id: str) -> None:
        self.function = function
        self.schedule: Schedule = parse_schedule(
            resolve(str(function.trigger["schedule"]), function.name), function.name
        )
        self._state_name = f"timers/{host_id}/Host.Functions.{function.name}/status"
        self._monitored = bool(function.trigger.get("useMonitor", True))
        self._at_start = bool(function.trigger.get("runOnStartup"))
        self._one_run = asyncio.Lock()

    async def run(self, worker: Worker, container: ContainerClient, running: Running) -> None:
        """For as long as this process is the one that runs timers. A cancel ends the waiting, never a run."""
        last, due, past_due = await self._where_it_stood(container)
        if past_due or self._at_start:
            last, due = await running.shielded(self._fire(worker, container, last, due, past_due=past_due))
        self._at_start = False
        while True:
            await _sleep_until(due)
            last, due = await running.shielded(self._fire(worker, container, last, due))

    async def _where_it_stood(self, container: ContainerClient) -> tuple[datetime | None, datetime, bool]:
        """When it last ran, when it is due, and whether that was missed, which a timer that is new cannot be."""
        state = await asyncio.to_thread(read_json, container, self._state_name) if self._monitored else {}
        now = datetime.now(UTC)
        if state.get("Schedule") != self.schedule.expression:  # new, or its schedule was changed
            due = self.schedule.after(now)
            await self._remember(container, None, due)
            return None, due, False
        last = datetime.fromisoformat(state["Last"]) if state.get("Last") else None
        due = datetime.fromisoformat(state["Next"])
        return last, due, due <= now

    async def _remember(self, container: ContainerClient, last: datetime | None, due: datetime) -> None:
        if not self._monitored:
            return
        state = _status(last, due) | {"Schedule": self.schedule.expression}
        await asyncio.to_thread(write_json, container, self._state_name, state)

    async def _fire(
        self,
        worker: Worker,
        container: ContainerClient,
        last: datetime | None,
        due: datetime,
        *,
        past_due: bool = False,
    ) -> tuple[datetime, datetime]:
        """Run it with its retries; what it was due while it ran is not made up for."""
        began = datetime.now(UTC)
        async with self._one_run:  # a run outlives the loop that began it, which may begin again
            await invoke_timer(worker, self.function, _status(last, due), past_due=past_due)
        upcoming = self.schedule.after(max(began, due))
        now = datetime.now(UTC)
        if upcoming <= now:
            upcoming = self.schedule.after(now)
        await self._remember(container, began, upcoming)
        return began, upcoming


async def invoke_timer(
    worker: Worker, function: Function, status: dict[str, Any] | None = None, *, past_due: bool = False
) -> None:
    info = {"Schedule": {"AdjustForDST": True}, "ScheduleStatus": status, "IsPastDue": past_due}
    value = Datum(json.dumps(info), "json")
    attempt = 0
    while not (await worker.invoke(function, value, retry=attempt)).ok:
        attempt += 1
        if function.retry is None or 0 <= function.retry.count < attempt:
            return
        await asyncio.sleep(function.retry.pause(attempt))


async def run_timers(timers: Sequence[Timer], worker: Worker, container: ContainerClient, running: Running) -> None:
    async with asyncio.TaskGroup() as group:
        for timer in timers:
            group.create_task(timer.run(worker, container, running))


async def _sleep_until(moment: datetime) -> None:
    while (seconds := (moment - datetime.now(UTC)).total_seconds()) > 0:  # noqa: ASYNC110
        await asyncio.sleep(min(seconds, LONGEST_SLEEP))


def _status(last: datetime | None, due: datetime) -> dict[str, Any]:
    return {
        "Last": last.isoformat() if last else None,
        "Next": due.isoformat(),
        "LastUpdated": (last or datetime.now(UTC)).isoformat(),
    }
