"""The record of job runs, each step in a transaction of its own."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from shared.platform import clock, db
from shared.platform.models import JobOutcome, JobRun

__all__ = ["JobOutcome", "begin", "finish", "outcome_since"]


def begin(name: str) -> tuple[int, datetime]:
    """Note that a run begins; return its key and what the database's clock shows."""
    noted = insert(JobRun).values(name=name).returning(JobRun.job_run_id, JobRun.started_at)
    with db.transaction() as session:
        job_run_id, started_at = session.execute(noted).one()
    return job_run_id, started_at


def finish(job_run_id: int, outcome: JobOutcome, detail: object) -> None:
    with db.transaction() as session:
        session.execute(
            update(JobRun)
            .where(JobRun.job_run_id == job_run_id)
            .values(outcome=outcome, detail={"result": detail}, finished_at=clock.now())
        )


def outcome_since(session: Session, name: str, began: datetime) -> str | None:
    """Return how the first run of a job that started at or after `began` ended; None while none has."""
    return session.scalars(
        select(JobRun.outcome)
        .where(JobRun.name == name, JobRun.started_at >= began, JobRun.outcome.is_not(None))
        .order_by(JobRun.job_run_id)
        .limit(1)
    ).one_or_none()
