"""One worker process: the app, its HTTP side, its share of the messages, and the timers when it is the first."""

import argparse
import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import uvicorn

from local.host.blobs import BlobTrigger, BlobWatcher
from local.host.checks import check_functions
from local.host.deliver import BlobDelivery
from local.host.keys import load_keys
from local.host.logs import start_logging
from local.host.messages import BlobQueue
from local.host.model import Function, HostSettings, StartError, load_settings
from local.host.outputs import Outputs, connection_of
from local.host.running import Running
from local.host.site import around
from local.host.storage import Primacy, host_container
from local.host.timers import Timer, invoke_timer, run_timers
from local.host.web import FunctionsApp
from local.host.worker import Worker

log = logging.getLogger("local.host")

HOST_THREADS = 16
EXIT_START_ERROR = 2


class Instance:
    def __init__(self, arguments: argparse.Namespace, settings: HostSettings) -> None:
        self._arguments = arguments
        self._settings = settings
        self._worker = Worker(settings.function_timeout)
        self._running = Running()
        self._stop = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(HOST_THREADS, "host"))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        await self._worker.load(self._arguments.app)
        functions = list(self._worker.functions.values())
        check_functions(functions, flex=self._arguments.flex)
        server = self._server()
        self._start_background(functions)
        serving = asyncio.ensure_future(server.serve([socket.socket(fileno=self._arguments.socket)]))
        _tell_ready(self._arguments.ready)
        await self._stop.wait()
        await self._wind_down(server, serving)

    def _start_background(self, functions: list[Function]) -> None:
        """Timers and blobs; an app without any needs no storage account."""
        found = [one for one in functions if one.kind in {"timerTrigger", "blobTrigger"}]
        self._triggers: dict[str, BlobTrigger] = {}
        if not found:
            return
        host_id = self._settings.host_id
        timers = [Timer(one, host_id) for one in found if one.kind == "timerTrigger"]
        self._triggers = {
            one.name: BlobTrigger.of(one, connection_of(one.trigger, one.name))
            for one in found
            if one.kind == "blobTrigger"
        }
        container = host_container(self._settings.storage)
        queue = BlobQueue(self._settings.storage, self._settings)
        watcher = BlobWatcher(list(self._triggers.values()), queue, container, host_id)
        self._delivery = BlobDelivery(self._worker, self._triggers, Outputs())

        async def as_the_first() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(run_timers(timers, self._worker, container, self._running))
                group.create_task(watcher.run())

        lease_id = str(uuid5(NAMESPACE_URL, f"{self._arguments.state}#{self._arguments.slot}"))
        primacy = Primacy(container, host_id, lease_id)
        self._loop(primacy.run(as_the_first, self._finish))
        if self._triggers:
            self._loop(queue.run(self._delivery.handle, self._running))

    def _loop(self, work: Coroutine[Any, Any, None]) -> None:
        self._loops.append(asyncio.ensure_future(work))

    def _server(self) -> uvicorn.Server:
        keys = load_keys(self._arguments.state)
        functions = FunctionsApp(self._worker, self._settings.route_prefix, keys, self._fire)
        app = around(functions, self._settings.route_prefix, self._arguments.static, self._settings.cors)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=self._arguments.grace,
        )
        return Server(config)

    def _fire(self, function: Function, given: str) -> None:
        """By hand, through /admin."""
        if function.kind == "timerTrigger":
            self._running.start(invoke_timer(self._worker, function))
            return
        trigger = self._triggers[function.name]
        name = given.removeprefix(f"{trigger.path.container}/")
        self._running.start(self._delivery.deliver(trigger, name))

    async def _finish(self) -> None:
        if self._stop.is_set():
            await self._running.finish(self._arguments.grace)

    async def _wind_down(self, server: uvicorn.Server, serving: asyncio.Future[None]) -> None:
        """Nothing new; what runs may finish within the grace period."""
        server.should_exit = True
        for task in self._loops:
            task.cancel()
        finishing = asyncio.ensure_future(self._finish())
        await asyncio.wait([serving, *self._loops, finishing], timeout=self._arguments.grace + 1)
        if len(self._running) or self._worker.running:
            log.warning("%s functions were still running and are ended", self._worker.running)


class Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the instance decides when to stop


def _tell_ready(pipe: int) -> None:
    os.write(pipe, b"1")
    os.close(pipe)


def main() -> None:
    start_logging()
    parser = argparse.ArgumentParser()
    for name in ("socket", "ready", "slot"):
        parser.add_argument(f"--{name}", type=int, required=True)
    add_common_arguments(parser)
    arguments = parser.parse_args()
    try:
        settings = load_settings(arguments.app, arguments.settings)
        asyncio.run(_run(arguments, settings))
    except StartError as problem:
        if arguments.slot == 0:  # all of them have the same to say
            print(problem, file=sys.stderr, flush=True)
        os._exit(EXIT_START_ERROR)
    logging.shutdown()
    os._exit(0)  # a function that outlasted the grace period would hold the interpreter


async def _run(arguments: argparse.Namespace, settings: HostSettings) -> None:
    await Instance(arguments, settings).run()


def _resolved(text: str) -> Path:
    return Path(text).resolve()  # before loading the app changes the folder


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--app", type=_resolved, required=True, help="folder of function_app.py and host.json")
    parser.add_argument("--settings", type=_resolved, help="a local.settings.json")
    parser.add_argument("--state", type=_resolved, required=True, help="folder for the host's keys")
    parser.add_argument("--static", type=_resolved, help="a built dashboard, served at /")
    parser.add_argument("--flex", action="store_true", help="refuse what Flex Consumption refuses")
    parser.add_argument("--grace", type=float, default=10, help="seconds that running functions get at a stop")


if __name__ == "__main__":
    main()
