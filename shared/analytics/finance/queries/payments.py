"""Payments added up by their state."""

from typing import Any

from sqlalchemy import BigInteger, Row, cast, func, select
from sqlalchemy.orm import Session

from shared.analytics.finance.schemas.payables import PayablesFilters
from shared.analytics.windows import ALL, Window
from shared.finance.models import Payment
from shared.sales.queries.conditions import among


def by_state(session: Session, filters: PayablesFilters, window: Window) -> list[Row[Any]]:
    """Return status, payments (how many) and cents of those whose day is in the window; of all days, ahead too."""
    of = Payment
    statement = (
        select(of.status, func.count().label("payments"), cast(func.sum(of.amount) * 100, BigInteger).label("cents"))
        .where(*among(of.influencer_id, filters.influencer_id), *among(of.campaign_id, filters.campaign_id))
        .group_by(of.status)
        .order_by(of.status)
    )
    days = () if window.slug == ALL else (of.date.between(window.first, window.last),)
    return list(session.execute(statement.where(*days)))
