"""Heavy work in a process of its own, so that whoever answers calls meanwhile keeps its interpreter and its turn.

One process has one interpreter lock: a report that is computed in a thread makes every call beside it wait. The process
is started at the first work, kept for more, and gives way to others by its priority. It ends with the one that started
it, however that one ends. (The pool of concurrent.futures now and then kept its owner from ending after a kill.)
"""

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import process
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any

from shared.platform.config import settings

GIVES_WAY = 10  # of nice(2), whose 19 would be starved by a busy machine
CONNECTIONS = 2  # to the database, of each such process: one that reads a snapshot and one that notes progress

_spawning = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold


class DiedError(RuntimeError):
    """The process ended in the middle: killed, most likely because its memory was used up."""


def run[R](work: Callable[..., R], *given: object) -> R:
    """Return what `work` returns, or raise what it raises; both, and what it is given, have to be picklable.

    Raises:
        DiedError: the process that did it has died. The next work gets another one.
    """
    if not settings().render_processes:
        return work(*given)
    with _taken() as one:
        went_well, outcome = one.do(work, given)
    if went_well:
        result: R = outcome
        return result
    raise outcome


def dispose() -> None:
    """End the processes that rest; the next work starts others."""
    for _ in range(settings().render_processes):
        with _taken() as one:
            one.end()


class _Apart:
    """A process, once there is work for it, and the line to it. Used by one thread at a time."""

    def __init__(self) -> None:
        self._process: process.BaseProcess | None = None
        self._line: Connection[Any, Any] | None = None

    def do(self, work: Callable[..., object], given: tuple[object, ...]) -> tuple[bool, Any]:
        line = self._begun()
        try:
            line.send((work, given))
            answer: tuple[bool, Any] = line.recv()
        except (EOFError, ConnectionError) as ended:
            self.end()
            raise DiedError("The process that did the work has died.") from ended
        return answer

    def _begun(self) -> "Connection[Any, Any]":
        if self._line is None or self._process is None or not self._process.is_alive():
            self.end()
            self._line, theirs = _spawning.Pipe()
            self._process = _spawning.Process(target=_serve, args=[theirs], name="apart", daemon=True)
            self._process.start()
            theirs.close()  # or nobody would hear that the process has died
        return self._line

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None


@contextmanager
def _taken() -> Iterator[_Apart]:
    """One that nobody else uses, that which worked last first; who finds none waits."""
    free = _free()
    one = free.get()
    try:
        yield one
    finally:
        free.put(one)


@cache
def _made(processes: int) -> LifoQueue[_Apart]:
    free = LifoQueue[_Apart]()
    for _ in range(processes):
        free.put(_Apart())
    return free


_lock = threading.Lock()


def _free() -> LifoQueue[_Apart]:
    with _lock:
        return _made(settings().render_processes)


def _serve(line: "Connection[Any, Any]") -> None:
    """Do what comes along the line; this is the process apart."""
    os.nice(GIVES_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: who started it decides
    os.environ |= {"DATABASE_POOL_SIZE": str(CONNECTIONS), "RENDER_PROCESSES": "0"}
    threading.Thread(target=_end_with, args=[process.parent_process()], daemon=True).start()
    with suppress(EOFError):  # whoever asks has ended
        while True:
            work, given = line.recv()
            line.send(_answer(work, given))


def _answer(work: Callable[..., object], given: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, work(*given)
    except Exception as failure:  # noqa: BLE001 - it is raised where the work was asked for
        return False, _told(failure)


def _told(failure: Exception) -> Exception:
    """Return it with its traceback, or its words if it cannot be told to another process."""
    failure.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(failure))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - pickling calls whatever the class of it says
        return RuntimeError(traceback.format_exc())
    return failure


def _end_with(parent: process.BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)
