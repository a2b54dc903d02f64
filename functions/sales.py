"""The timers that keep the sales roll-ups small and exact."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.platform.jobs import job
from shared.sales import jobs

bp = func.Blueprint()


@bp.timer_trigger("timer", "40 * * * * *")
@job("fold_sales")
def fold_sales(session: Session) -> object:
    """Fold what was sold lately into the roll-ups."""
    return jobs.fold_sales(session)


@bp.timer_trigger("timer", "0 30 3 * * *")
@job("check_sales_rollups")
def check_sales_rollups(session: Session) -> object:
    """Compare the roll-ups with the facts."""
    return jobs.check_sales_rollups(session)
