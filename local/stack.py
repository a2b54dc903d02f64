"""Everything Azure provides, on one machine: PostgreSQL, storage, mail and the Functions host.

    with Stack(Path(".local")) as stack:
        stack.postgres.create_database("app")
        stack.start_host(HostOptions(app=Path(), settings=Path("local.settings.json"), port=7071))
        raise SystemExit(stack.run_until_stopped())

Start it from a thread that lives as long as the stack: children die with the thread that started them.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from local import ports
from local.azurite import Azurite
from local.children import Child
from local.errors import AlreadyRunning, NoSpace, StackError, full_disk_is_named
from local.hostprocess import HostOptions, HostProcess
from local.mailcatcher import MailCatcher
from local.memory import Memory
from local.postgres import Postgres

__all__ = ["HostOptions", "HostProcess", "Stack"]

DEFAULT_HTTP_PORT = 7071
LEAST_FREE_BYTES = 500_000_000
WATCH_SECONDS = 0.2


class Stack:
    """Brings the parts up, watches them, and takes them down in the opposite order."""

    def __init__(self, state: Path, *, durable: bool = True, least_free_bytes: int = LEAST_FREE_BYTES) -> None:
        """`durable=False` is for tests: PostgreSQL without fsync."""
        self.state = state.resolve()
        self._durable = durable
        self._least_free_bytes = least_free_bytes
        self._undo = ExitStack()
        self._hosts: list[HostProcess] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        with full_disk_is_named(self.state):
            self.state.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._undo.enter_context(_only_one(self.state / "lock"))
            _check_space(self.state, self._least_free_bytes)
            self.memory = Memory(self.state / "state.json")
        self.postgres = Postgres(self.state, durable=self._durable)
        self.azurite = Azurite(self.state, self.memory)
        self.mail = MailCatcher(self.state / "mail", ports.pick(self.memory.get("smtp_port")))
        self.memory.keep("smtp_port", self.mail.port)
        for part in (self.mail, self.azurite, self.postgres):  # Azurite boots while PostgreSQL does
            self._undo.callback(part.stop)
            part.start()
        self.postgres.wait()
        self.azurite.wait()

    def stop(self) -> None:
        while self._hosts:
            self._hosts.pop().stop()
        self._undo.close()

    @property
    def storage_connection_string(self) -> str:
        return self.azurite.connection_string

    @property
    def smtp_port(self) -> int:
        return self.mail.port

    @property
    def mail_folder(self) -> Path:
        return self.mail.folder

    def require_port(self, port: int) -> None:
        """Raise `PortInUse` when a stranger has it; a host that the last run left behind is none, and is ended."""
        Child(HostOptions.name, (), self.state).sweep()
        ports.require(port)

    def start_host(self, options: HostOptions) -> HostProcess:
        """Start a Functions host and wait until it answers. Its storage account is this stack's."""
        remembered = f"{options.name}_port"
        host = self._new_host(options, options.port or ports.pick(self.memory.get(remembered)))
        self.memory.keep(remembered, host.port)
        self._hosts.append(host)
        try:
            host.start()
        except BaseException:
            self.stop_host(host)
            raise
        return host

    def _new_host(self, options: HostOptions, port: int) -> HostProcess:
        storage = {"AzureWebJobsStorage": self.storage_connection_string}
        own = HostOptions(**{**vars(options), "env": storage | dict(options.env)})
        host = HostProcess(self.state, own, port)
        host.child.sweep()  # a leftover of the last run must not count as a stranger on the port
        ports.require(port)
        return host

    def stop_host(self, host: HostProcess) -> None:
        host.stop()
        self._hosts.remove(host)

    @property
    def children(self) -> list[Child]:
        return [self.postgres.child, self.azurite.child, *(host.child for host in self._hosts)]

    def check(self) -> None:
        """Raise `ChildDied` when a part ended by itself."""
        for child in self.children:
            child.check()

    def run_until_stopped(self, say: Callable[[str], None] | None = None) -> int:
        """Wait for Ctrl-C or SIGTERM (0) or for the death of a part (1), then stop everything."""
        with _signals_asked_for_stop() as stop:
            try:
                while not stop.asked:
                    time.sleep(WATCH_SECONDS)
                    self.check()
            except StackError as problem:
                (say or _to_stderr)(str(problem))
                return 1
            finally:
                self.stop()
        return 0


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = f"Already running on {lock.parent}{_by_whom(holder)}: Ctrl-C stops it there."
            raise AlreadyRunning(told) from None
        holder.truncate(0)
        holder.write(str(os.getpid()))
        holder.flush()
        yield


def _by_whom(holder: IO[str]) -> str:
    holder.seek(0)
    pid = holder.read().strip()
    return f" (process {pid})" if pid else ""


def _check_space(folder: Path, least: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < least:
        raise NoSpace(f"Only {free // 1_000_000} MB are free for {folder}; {least // 1_000_000} MB are needed.")


@dataclass
class _Stop:
    """No threading.Event: a handler that interrupts the wait of its own thread would wait for that thread's lock."""

    asked: bool = False


@contextmanager
def _signals_asked_for_stop() -> Iterator[_Stop]:
    """SIGINT and SIGTERM ask for a stop and do not tear one down that has begun."""
    stop = _Stop()
    handled = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: setattr(stop, "asked", True)) for number in handled}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
