"""`@job`: everything between a timer or blob trigger and the work it sets off.

Triggers fire at least once and sometimes twice. A timer's handler runs under an advisory lock in one
transaction, so a second one at the same time steps aside; a blob's handler claims its own work row by row.
Every run leaves a record in `job_runs`.

Timers forget what is old, end what has expired and move what is due: on a machine whose clock has jumped they do
nothing, and say so, until it is right again. The database's clock is the one that all machines share.
"""

import inspect
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import azure.functions as func
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform import clock, db, invocation, job_runs
from shared.platform.config import MisconfiguredError
from shared.platform.invocation import NO_CONTEXT

log = logging.getLogger(__name__)


class _RunsElsewhere(Exception):  # noqa: N818 - no error: another instance has the lock
    pass


class ClockOffError(RuntimeError):
    """This machine's clock and the database's disagree."""


MOST_OFF = timedelta(minutes=5)
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('job:' || :name, 0))")


def job(name: str) -> Callable[[Callable[[Any], object]], Callable[..., None]]:
    """Turn a handler into a trigger.

    `handler(session)` becomes a timer trigger with a parameter `timer`: lock, one transaction, record.
    `handler(timer)` and `handler(blob)` are passed what triggered them and make their own transactions.
    What a handler returns is kept in the record as its detail.
    """

    def wrap(handler: Callable[[Any], object]) -> Callable[..., None]:
        (parameter,) = inspect.signature(handler).parameters.values()
        trigger = _for_blob(name, handler) if parameter.annotation is func.InputStream else _for_timer(name, handler)
        trigger.__name__ = handler.__name__
        trigger.__doc__ = handler.__doc__
        trigger.__module__ = handler.__module__
        return trigger

    return wrap


def _for_blob(name: str, handler: Callable[[Any], object]) -> Callable[..., None]:
    def trigger(blob: func.InputStream, context: func.Context = NO_CONTEXT) -> None:
        _invoked(name, context, lambda _began: handler(blob))

    return trigger


def _for_timer(name: str, handler: Callable[[Any], object]) -> Callable[..., None]:
    (parameter,) = inspect.signature(handler).parameters.values()
    locked = parameter.annotation is Session

    def trigger(timer: func.TimerRequest, context: func.Context = NO_CONTEXT) -> None:
        def work(began: datetime) -> object:
            _check_clock(began)
            return _under_lock(name, handler) if locked else handler(timer)

        _invoked(name, context, work)

    return trigger


def _check_clock(shown: datetime) -> None:
    ahead = clock.ahead_of(shown)
    if abs(ahead) > MOST_OFF:
        side = "ahead of" if ahead > timedelta() else "behind"
        raise ClockOffError(f"This machine's clock is {abs(ahead)} {side} the database's: nothing was done.")


def _under_lock(name: str, handler: Callable[[Session], object]) -> object:
    with db.transaction() as session:
        if not session.execute(TRY_LOCK, {"name": name}).scalar_one():
            raise _RunsElsewhere
        return handler(session)


def _invoked(name: str, context: func.Context | None, work: Callable[[datetime], object]) -> None:
    began = time.monotonic()
    outcome = job_runs.JobOutcome.FAILED
    with invocation.invoked(name, context) as note:
        try:
            outcome = _recorded(name, work)
        finally:
            note("app.outcome", outcome.value)
            if telemetry := invocation.collector():
                telemetry.job_done(name, outcome.value, time.monotonic() - began)


def _recorded(name: str, work: Callable[[datetime], object]) -> "job_runs.JobOutcome":
    job_run_id, began = job_runs.begin(name)
    try:
        detail = work(began)
    except _RunsElsewhere:
        job_runs.finish(job_run_id, job_runs.JobOutcome.SKIPPED, None)
        return job_runs.JobOutcome.SKIPPED
    except (Exception, MisconfiguredError) as failure:
        said = str(failure) if isinstance(failure, MisconfiguredError) else f"{type(failure).__name__}: {failure}"
        log.error("job %s failed: %s", name, type(failure).__name__)  # noqa: TRY400 - the host logs the stack
        job_runs.finish(job_run_id, job_runs.JobOutcome.FAILED, said[:500])
        if isinstance(failure, MisconfiguredError):
            raise RuntimeError(str(failure)) from failure  # noqa: TRY004 - as a SystemExit it would end the worker
        raise
    job_runs.finish(job_run_id, job_runs.JobOutcome.DONE, detail)
    return job_runs.JobOutcome.DONE
