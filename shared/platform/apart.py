"""Heavy work in a process of its own, so that whoever answers calls meanwhile keeps its interpreter and its turn.

One process has one interpreter lock: a report that is computed in a thread makes every call beside it wait. The process
is started at the first work, kept for more, and gives way to others by its priority. It ends with the one that started
it, however that one ends. Where a platform has no such processes, work is done in place.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import process

from shared.platform.config import settings

log = logging.getLogger(__name__)

GIVES_WAY = 10  # of nice(2), whose 19 would be starved by a busy machine
CONNECTIONS = 2  # to the database, of each such process: one that reads a snapshot and one that notes progress

_lock = threading.Lock()


class DiedError(RuntimeError):
    """The process ended in the middle: killed, most likely because its memory was used up."""


def run[**P, R](work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """Return what `work` returns, or raise what it raises; both, and what it is given, have to be picklable.

    Raises:
        DiedError: the process that did it has died. The next work gets another one.
    """
    pool = _started()
    if pool is None:
        return work(*given, **named)
    try:
        return pool.submit(work, *given, **named).result()
    except BrokenProcessPool as broken:
        _forget(pool)
        raise DiedError("The process that did the work has died.") from broken


def dispose() -> None:
    """End the processes; the next work starts others."""
    pool = _started() if _pool.cache_info().currsize else None
    if pool is not None:
        _forget(pool)
        pool.shutdown()


def _started() -> ProcessPoolExecutor | None:
    with _lock:
        return _pool()


@cache
def _pool() -> ProcessPoolExecutor | None:
    processes = settings().render_processes
    if not processes:
        return None
    try:
        return ProcessPoolExecutor(
            processes,
            multiprocessing.get_context("spawn"),  # a fork would copy locks that other threads hold
            _begin,
        )
    except (ImportError, NotImplementedError, OSError) as missing:  # no semaphores, or no place to keep them
        log.warning("reports are made in the process that answers calls: %s", missing)
        return None


def _forget(pool: ProcessPoolExecutor) -> None:
    """Unless another thread has seen it before and the next pool is there already."""
    with _lock:
        if _pool() is pool:
            _pool.cache_clear()


def _begin() -> None:
    os.nice(GIVES_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: who started it decides
    os.environ["DATABASE_POOL_SIZE"] = str(CONNECTIONS)
    os.environ["RENDER_PROCESSES"] = "0"
    threading.Thread(target=_end_with, args=[process.parent_process()], daemon=True).start()


def _end_with(parent: process.BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)
