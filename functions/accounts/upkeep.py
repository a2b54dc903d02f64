"""What accounts do at night."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.accounts import jobs
from shared.platform.jobs import job

bp = func.Blueprint()


@bp.timer_trigger("timer", "0 20 4 * * *")
@job("forget_expired_access")
def forget_expired_access(session: Session) -> object:
    """End idle sessions; forget old sessions, expired tokens and faded throttles."""
    return jobs.forget_expired_access(session)
