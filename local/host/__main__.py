"""`python -m local.host --app . --settings local.settings.json --port 7071 --workers 2 --state .local/host`.

Holds the listening socket and looks after the worker processes that share it.
"""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

from local import ports
from local.children import leashed
from local.errors import StackError
from local.host.keys import load_keys

INSTANCE = "local.host.instance"
BACKLOG = 2048
WATCH_SECONDS = 0.1
# A worker that dies more often than this within a minute is given up.
MOST_DEATHS = 3
DEATH_WINDOW_SECONDS = 60.0
EXIT_START_ERROR = 2


class Supervisor:
    def __init__(self, arguments: argparse.Namespace, passed_on: list[str], listener: socket.socket) -> None:
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._count: int = arguments.workers
        self._ready: Path = arguments.state / "ready"
        self._grace: float = arguments.grace
        self._passed_on = passed_on
        self._listener = listener
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS + 1)
        self._stopping = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        served = list(map(_serves, [self._spawn(slot) for slot in range(self._count)]))
        if not all(served) and not self._stopping:
            return self._end(EXIT_START_ERROR)
        self._ready.write_text(str(os.getpid()))
        _say(f"listening on http://{ports.HOST}:{self._listener.getsockname()[1]} with {self._count} worker(s)")
        while not self._stopping:
            time.sleep(WATCH_SECONDS)
            if not self._look_after():
                return self._end(1)
        return self._end(0)

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _spawn(self, slot: int) -> int:
        """Start a worker; the pipe through which it says that it serves."""
        reading, writing = os.pipe()
        shared = self._listener.fileno()
        options = ["--socket", str(shared), "--ready", str(writing), "--slot", str(slot), *self._passed_on]
        command = leashed([sys.executable, "-m", INSTANCE, *options], signal.SIGKILL)
        self._workers[slot] = subprocess.Popen(command, pass_fds=(shared, writing), start_new_session=True)
        os.close(writing)
        return reading

    def _look_after(self) -> bool:
        """Start dead workers again, as Azure does; False when there is no point in it."""
        for slot, worker in list(self._workers.items()):
            code = worker.poll()
            if code is None:
                continue
            self._deaths.append(time.monotonic())
            if len(self._deaths) > MOST_DEATHS and self._deaths[-1] - self._deaths[0] < DEATH_WINDOW_SECONDS:
                _say(f"worker {slot} died again ({code}): giving up")
                return False
            _say(f"worker {slot} died ({code}): starting another")
            if not _serves(self._spawn(slot)) and not self._stopping:
                return False
        return True

    def _end(self, code: int) -> int:
        for worker in self._workers.values():
            worker.terminate()
        deadline = time.monotonic() + self._grace + 2
        for worker in self._workers.values():
            try:
                worker.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        return code


def _serves(pipe: int) -> bool:
    with os.fdopen(pipe, "rb") as word:
        return word.read(1) == b"1"


def _say(line: str) -> None:
    print(f"host: {line}", file=sys.stderr, flush=True)


def _listen(port: int) -> socket.socket:
    ports.require(port)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((ports.HOST, port))
    listener.listen(BACKLOG)
    return listener


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.host", description="A local Azure Functions host.")
    parser.add_argument("--port", type=int, default=7071)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the work")
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--grace", type=float, default=10)
    arguments, rest = parser.parse_known_args()
    arguments.state.mkdir(parents=True, exist_ok=True)
    passed_on = ["--state", str(arguments.state), "--grace", str(arguments.grace), *rest]
    with (arguments.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            load_keys(arguments.state)
            return Supervisor(arguments, passed_on, _listen(arguments.port)).run()
        except BlockingIOError:
            _say(f"another host runs on {arguments.state}")
        except StackError as problem:
            _say(str(problem))
    return EXIT_START_ERROR


if __name__ == "__main__":
    raise SystemExit(main())
