"""How long stored rankings are kept: day by day for a year and a bit, then the last of each month."""

from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shared.analytics.models import InfluencerRanking

KEPT_DAILY = timedelta(days=400)  # a year of days, and those a year before the first weeks of it


def thin_rankings(session: Session, today: date) -> int:
    """Drop what was stored more than 400 days ago but for the last day of each month; return how many rows."""
    of = InfluencerRanking
    old = of.as_of < today - KEPT_DAILY
    last_of_months = select(func.max(of.as_of)).where(old).group_by(func.date_trunc("month", of.as_of))
    dropped = delete(of).where(old, of.as_of.not_in(last_of_months)).returning(of.as_of).cte("dropped")
    return session.scalars(select(func.count()).select_from(dropped)).one()
