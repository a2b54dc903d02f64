"""What campaigns cost by day, and the alerts of it."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Numeric,
    Select,
    SQLColumnExpression,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from shared.analytics.pacing import Outlay
from shared.analytics.queries.costs import COSTING
from shared.campaigns.models import Campaign, CampaignStatus, PacingAlert
from shared.finance.commitments import FIXED_FEES
from shared.finance.kinds import AGREED, ExpenseStatus
from shared.finance.models import Expense, Payment, PaymentLine, PaymentStatus
from shared.influencers.models import InfluencerMetrics

NOTHING = literal(0, Numeric)


def outlays(session: Session, campaign_ids: Collection[int], today: date) -> dict[int, list[Outlay]]:
    """Return what each campaign costs by day, in order of days, by `campaign_id`; future days are promises.

    What is owed and in no payment yet counts on the day it is payable, today if that is over.
    """
    each = union_all(*_costs(campaign_ids), *_owed(campaign_ids, today)).subquery()
    sums = [cast(func.sum(amount) * 100, BigInteger) for amount in (each.c.paid, each.c.committed)]
    statement = select(each.c.campaign_id, each.c.day, *sums).group_by(each.c.campaign_id, each.c.day)
    found: dict[int, list[Outlay]] = {campaign_id: [] for campaign_id in campaign_ids}
    for campaign_id, day, paid, committed in session.execute(statement.order_by(each.c.day)):
        found[campaign_id].append(Outlay(day, paid, committed))
    return found


def _costs(campaign_ids: Collection[int]) -> Iterator[Select[*tuple[Any, ...]]]:
    """Yield campaign_id, day, paid and committed of all that the metric `cost` counts."""
    paid, committed = _split(Payment.amount, Payment.status == PaymentStatus.PAID)
    yield select(
        Payment.campaign_id, Payment.date.label("day"), paid.label("paid"), committed.label("committed")
    ).where(Payment.campaign_id.in_(campaign_ids), Payment.status.in_(COSTING))
    yield select(InfluencerMetrics.campaign_id, InfluencerMetrics.day, InfluencerMetrics.spend, NOTHING).where(
        InfluencerMetrics.campaign_id.in_(campaign_ids), InfluencerMetrics.spend != 0
    )
    spent = _split(Expense.amount, Expense.status == ExpenseStatus.PAID)
    yield select(Expense.campaign_id, Expense.expense_date, *spent).where(
        Expense.campaign_id.in_(campaign_ids), Expense.status.in_(AGREED)
    )


def _split(
    amount: SQLColumnExpression[Decimal], is_paid: ColumnElement[bool]
) -> tuple[ColumnElement[Decimal], ColumnElement[Decimal]]:
    """Return the amount as what is paid and as what is not."""
    return case((is_paid, amount), else_=NOTHING), case((is_paid, NOTHING), else_=amount)


def _owed(campaign_ids: Collection[int], today: date) -> Iterator[Select[Any]]:
    """Yield the same of lines that are in no payment, and of fixed fees that are not earned yet."""
    yield (
        select(
            PaymentLine.campaign_id,
            func.greatest(PaymentLine.payable_on, today, type_=Date).label("day"),
            NOTHING,
            PaymentLine.amount,
        ).where(PaymentLine.campaign_id.in_(campaign_ids), PaymentLine.payment_id.is_(None))
    )
    fees = FIXED_FEES
    yield (
        select(
            fees.c.campaign_id,
            func.greatest(func.coalesce(fees.c.due_on, Campaign.end_date), today, type_=Date),
            NOTHING,
            fees.c.amount,
        )
        .join(Campaign, Campaign.campaign_id == fees.c.campaign_id)
        .where(fees.c.campaign_id.in_(campaign_ids), ~fees.c.is_earned)
    )


def running_campaigns(session: Session) -> list[Campaign]:
    statement = select(Campaign).where(Campaign.status == CampaignStatus.RUNNING)
    return list(session.scalars(statement.order_by(Campaign.campaign_id)))


def open_alerts(session: Session) -> dict[int, PacingAlert]:
    """Return the alerts that are not over, by `campaign_id`."""
    alerts = session.scalars(select(PacingAlert).where(PacingAlert.cleared_on.is_(None)))
    return {alert.campaign_id: alert for alert in alerts}


def open_alert(session: Session, campaign_id: int) -> PacingAlert | None:
    statement = select(PacingAlert).where(PacingAlert.campaign_id == campaign_id, PacingAlert.cleared_on.is_(None))
    return session.scalars(statement).one_or_none()


def clear_alerts_of_ended(session: Session, today: date) -> None:
    running = select(Campaign.campaign_id).where(Campaign.status == CampaignStatus.RUNNING)
    over = update(PacingAlert).where(PacingAlert.cleared_on.is_(None), PacingAlert.campaign_id.not_in(running))
    session.execute(over.values(cleared_on=today))
