"""Forgetting what is past its time, so that small tables stay small."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared.platform import clock, idempotency, mail
from shared.platform.models import JobRun

RUNS_KEPT = timedelta(days=30)


def clean_up(session: Session) -> dict[str, int]:
    """Delete expired idempotency keys and records of old job runs and mails; return how many of each."""
    old = delete(JobRun).where(JobRun.started_at < clock.now() - RUNS_KEPT).returning(JobRun.job_run_id)
    return {
        "idempotency_keys": idempotency.forget_expired(session),
        "job_runs": len(session.execute(old).all()),
        "mails": mail.forget_old(session),
    }
