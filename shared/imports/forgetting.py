"""How long it is known what a run replaced, and so how long it can be taken back."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import column, delete, func, select
from sqlalchemy.orm import Session

from shared.imports.models import ImportChange, ImportRun
from shared.platform import clock

UNDONE_WITHIN = timedelta(days=180)
MARGIN = timedelta(days=20)  # a run that can be taken back may have to look at changes of runs a little older
MOST_AT_ONCE = 200_000


def is_too_old(run: ImportRun) -> bool:
    """Say whether the run ended too long ago to be taken back."""
    return run.finished_at is not None and run.finished_at < _before(UNDONE_WITHIN)


def forget_changes(session: Session) -> int:
    """Forget what runs replaced that nobody can take back any more, 200,000 rows at most; return how many."""
    ctid: Any = column("ctid")
    old = select(ImportRun.run_id).where(ImportRun.finished_at < _before(UNDONE_WITHIN + MARGIN))
    some = select(ctid).select_from(ImportChange).where(ImportChange.run_id.in_(old)).limit(MOST_AT_ONCE)
    gone = delete(ImportChange).where(ctid.in_(some)).returning(ImportChange.change_id).cte("gone")
    return session.scalars(select(func.count()).select_from(gone)).one()


def _before(age: timedelta) -> datetime:
    return clock.now() - age
