"""Work that a graceful stop waits for."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Running:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def shielded[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Its result; when the caller is cancelled, the work goes on."""
        return await asyncio.shield(self.start(work))

    async def finish(self, seconds: float) -> bool:
        """Wait for all of it; False when some is left after `seconds`."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        return not self._tasks
