"""`@job`: everything between a timer or blob trigger and the work it sets off.

Triggers fire at least once and sometimes twice. A timer's handler runs under an advisory lock in one
transaction, so a second one at the same time steps aside; a blob's handler claims its own work row by row.
Every run leaves a record in `job_runs`.
"""

import inspect
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import azure.functions as func
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from shared.platform import clock, db
from shared.platform.models import JobOutcome, JobRun

log = logging.getLogger(__name__)


class _RunsElsewhere(Exception):  # noqa: N818 - no error: another instance has the lock
    pass


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
    def trigger(blob: func.InputStream) -> None:
        _recorded(name, lambda: handler(blob))

    return trigger


def _for_timer(name: str, handler: Callable[[Any], object]) -> Callable[..., None]:
    (parameter,) = inspect.signature(handler).parameters.values()
    locked = parameter.annotation is Session

    def trigger(timer: func.TimerRequest) -> None:
        _recorded(name, (lambda: _under_lock(name, handler)) if locked else (lambda: handler(timer)))

    return trigger


def _under_lock(name: str, handler: Callable[[Session], object]) -> object:
    with db.transaction() as session:
        if not session.execute(TRY_LOCK, {"name": name}).scalar_one():
            raise _RunsElsewhere
        return handler(session)


def _recorded(name: str, work: Callable[[], object]) -> None:
    with db.transaction() as session:
        job_run_id = session.execute(insert(JobRun).values(name=name).returning(JobRun.job_run_id)).scalar_one()
    try:
        detail = work()
    except _RunsElsewhere:
        _finish(job_run_id, JobOutcome.SKIPPED, None)
        return
    except Exception as failure:
        _finish(job_run_id, JobOutcome.FAILED, f"{type(failure).__name__}: {failure}"[:500])
        raise
    _finish(job_run_id, JobOutcome.DONE, detail)


def outcome_since(session: Session, name: str, began: datetime) -> str | None:
    """Return how the first run of a job that started at or after `began` ended; None while none has."""
    return session.scalars(
        select(JobRun.outcome)
        .where(JobRun.name == name, JobRun.started_at >= began, JobRun.outcome.is_not(None))
        .order_by(JobRun.job_run_id)
        .limit(1)
    ).one_or_none()


def _finish(job_run_id: int, outcome: JobOutcome, detail: object) -> None:
    with db.transaction() as session:
        session.execute(
            update(JobRun)
            .where(JobRun.job_run_id == job_run_id)
            .values(outcome=outcome, detail={"result": detail}, finished_at=clock.now())
        )
