"""The timers that keep the roll-ups of sales small and exact."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.platform.jobs import job
from shared.sales import jobs

bp = func.Blueprint()


@bp.timer_trigger("timer", "40 * * * * *")
@job("fold_channel_sales")
def fold_channel_sales(timer: func.TimerRequest) -> object:
    """Fold what was sold lately into the roll-ups of channels."""
    return jobs.fold_channel_sales()


@bp.timer_trigger("timer", "50 * * * * *")
@job("fold_product_sales")
def fold_product_sales(timer: func.TimerRequest) -> object:
    """Fold what was sold lately into the roll-ups of products."""
    return jobs.fold_product_sales()


@bp.timer_trigger("timer", "35 * * * * *")
@job("fold_new_customers")
def fold_new_customers(timer: func.TimerRequest) -> object:
    """Fold who came lately into the roll-up of new customers."""
    return jobs.fold_newcomers()


@bp.timer_trigger("timer", "0 30 3 * * *")
@job("check_sales_rollups")
def check_sales_rollups(session: Session) -> object:
    """Compare the roll-ups with the facts."""
    return jobs.check_sales_rollups(session)
