"""What influencers cost beside the spend that feeds report: payments, and agreed expenses of their campaigns."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Numeric,
    Select,
    SQLColumnExpression,
    cast,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from shared.analytics.windows import Window
from shared.campaigns.models import Arrangement
from shared.finance.commitments import FIXED_FEES
from shared.finance.kinds import AGREED
from shared.finance.models import Expense, Payment, PaymentStatus

COSTING = (PaymentStatus.PENDING, PaymentStatus.APPROVED, PaymentStatus.SCHEDULED, PaymentStatus.PAID)


type Campaigns = Sequence[int] | BindParameter[Any]


def paid(window: Window, campaigns: Campaigns = ()) -> Select[*tuple[Any, ...]]:
    """Return paid_cents by influencer_id, of chosen campaigns or of all; see `paid_lines` for what is shared out."""
    part = paid_lines(window, campaigns).subquery()
    cents = cast(func.sum(part.c.cents), BigInteger).label("paid_cents")
    return select(part.c.influencer_id, cents).group_by(part.c.influencer_id)


def paid_lines(window: Window, campaigns: Campaigns = ()) -> CompoundSelect[Any]:
    """Return influencer_id, campaign_id, day and cents of payments and expenses, of chosen campaigns or of all.

    An expense that names no influencer is shared out over those of its campaign in proportion to their fixed fees, else
    to their payments of any day, evenly over those arranged where there are neither; of a campaign without anybody it
    counts for influencer null.
    Each day is shared out alone, so that the days add up to whatever window they are in.
    """
    payments = select(
        Payment.influencer_id, Payment.campaign_id, Payment.date.label("day"), _cents(Payment.amount).label("cents")
    ).where(
        Payment.date.between(window.first, window.last),
        Payment.status.in_(COSTING),
        *_of(campaigns, Payment.campaign_id),
    )
    named = select(
        Expense.influencer_id, Expense.campaign_id, Expense.expense_date, _cents(Expense.amount).label("cents")
    ).where(
        Expense.expense_date.between(window.first, window.last),
        Expense.status.in_(AGREED),
        Expense.influencer_id.is_not(None),
        *_of(campaigns, Expense.campaign_id),
    )
    return union_all(payments, named, _shared_out(window, campaigns))


def _of(campaigns: Campaigns, campaign_id: InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
    anybodys = isinstance(campaigns, Sequence) and not campaigns
    return [] if anybodys else [campaign_id.in_(campaigns)]


def _cents(amount: SQLColumnExpression[Decimal]) -> ColumnElement[int]:
    return cast(amount * 100, BigInteger)


def _shared_out(window: Window, campaigns: Campaigns) -> Select[*tuple[Any, ...]]:
    """Return the parts of each campaign's expenses of a day; they add up to the cent, whoever comes last."""
    common = select(
        Expense.campaign_id, Expense.expense_date, cast(func.sum(_cents(Expense.amount)), Numeric).label("cents")
    ).where(
        Expense.expense_date.between(window.first, window.last),
        Expense.status.in_(AGREED),
        Expense.influencer_id.is_(None),
        *_of(campaigns, Expense.campaign_id),
    )
    costs = common.group_by(Expense.campaign_id, Expense.expense_date).cte("common_costs")
    weights = _weights(select(costs.c.campaign_id))
    of_day = (costs.c.campaign_id, costs.c.expense_date)
    upto = func.sum(weights.c.weight).over(partition_by=of_day, order_by=weights.c.influencer_id)
    whole = func.sum(weights.c.weight).over(partition_by=of_day)
    shared = func.div(costs.c.cents * upto, whole) - func.div(costs.c.cents * (upto - weights.c.weight), whole)
    return select(
        weights.c.influencer_id, *of_day, cast(func.coalesce(shared, costs.c.cents), BigInteger).label("cents")
    ).select_from(costs.outerjoin(weights, weights.c.campaign_id == costs.c.campaign_id))


def _weights(campaigns: Select[int]) -> Any:
    """Return campaign_id, influencer_id and weight: what each was promised, 1 each where nobody was anything."""
    fees = func.sum(FIXED_FEES.c.amount)
    of_fees = (
        select(
            FIXED_FEES.c.campaign_id,
            FIXED_FEES.c.influencer_id,
            cast(cast(fees * 100, BigInteger), Numeric).label("weight"),
        )
        .where(FIXED_FEES.c.campaign_id.in_(campaigns))
        .group_by(FIXED_FEES.c.campaign_id, FIXED_FEES.c.influencer_id)
        .having(fees > 0)
        .cte("weights_of_fees")
    )
    without_fees = Payment.campaign_id.not_in(select(of_fees.c.campaign_id))
    of_payments = (
        select(
            Payment.campaign_id,
            Payment.influencer_id,
            cast(func.sum(_cents(Payment.amount)), Numeric).label("weight"),
        )
        .where(Payment.status.in_(COSTING), Payment.campaign_id.in_(campaigns), without_fees)
        .group_by(Payment.campaign_id, Payment.influencer_id)
        .having(func.sum(Payment.amount) > 0)
        .cte("weights_of_payments")
    )
    arranged = (
        select(Arrangement.campaign_id, Arrangement.influencer_id, cast(1, Numeric).label("weight"))
        .where(
            Arrangement.campaign_id.in_(campaigns),
            Arrangement.campaign_id.not_in(select(of_fees.c.campaign_id)),
            Arrangement.campaign_id.not_in(select(of_payments.c.campaign_id)),
        )
        .distinct()
    )
    return union_all(select(of_fees), select(of_payments), arranged).cte("weights")
