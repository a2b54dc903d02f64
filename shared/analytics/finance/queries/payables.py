"""What is owed to influencers: payments that are not paid, and lines that are in none."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.analytics.finance.ageing import OVERDUE_FROM, Bucket
from shared.analytics.finance.models import EarnedDay
from shared.analytics.finance.schemas.payables import PayablesFilters
from shared.campaigns.models import Campaign, CampaignStatus
from shared.finance.commitments import FIXED_FEES
from shared.finance.models import Payment, PaymentLine, Term
from shared.finance.payout_accounts.queries import UNSETTLED
from shared.influencers.models import Influencer


def open_lines(session: Session, filters: PayablesFilters, today: date) -> list[Row[Any]]:
    """Return influencer_id or payable_on (the other is null), bucket and cents of the lines that are in no payment.

    Lines that are due count together for each campaign and influencer: they are carried forward below the minimum
    payout, and a negative balance below zero.
    """
    days = _of_days(filters)
    due = days.c.payable_on <= today
    balance = select(
        days.c.influencer_id, days.c.campaign_id, func.coalesce(func.sum(days.c.cents).filter(due), 0).label("cents")
    )
    balances = balance.group_by(days.c.influencer_id, days.c.campaign_id).cte("balances")
    minimum = _in_force(today)
    own = and_(minimum.c.campaign_id == balances.c.campaign_id, minimum.c.influencer_id == balances.c.influencer_id)
    bucket = case(
        (~due, Bucket.NOT_DUE.value),
        (balances.c.cents < 0, Bucket.NEGATIVE_BALANCE.value),
        (balances.c.cents < func.coalesce(minimum.c.minimum_payout * 100, 0), Bucket.CARRIED_FORWARD.value),
        else_=_bucket_of(days.c.payable_on, today),
    )
    both = and_(balances.c.influencer_id == days.c.influencer_id, balances.c.campaign_id == days.c.campaign_id)
    told = (
        select(days.c.influencer_id, days.c.payable_on, bucket.label("bucket"), days.c.cents)
        .join(balances, both)
        .outerjoin(minimum, own)
        .subquery()
    )
    sets = func.grouping_sets(tuple_(told.c.influencer_id, told.c.bucket), tuple_(told.c.payable_on, told.c.bucket))
    cents = cast(func.sum(told.c.cents), BigInteger).label("cents")
    return list(session.execute(select(told.c.influencer_id, told.c.payable_on, told.c.bucket, cents).group_by(sets)))


def _of_days(filters: PayablesFilters) -> CTE:
    of = PaymentLine
    cents = cast(func.sum(of.amount) * 100, BigInteger).label("cents")
    columns = (of.influencer_id, of.campaign_id, of.payable_on)
    statement: Select[*tuple[Any, ...]] = select(*columns, cents).where(of.payment_id.is_(None))
    return _chosen(statement, filters).group_by(*columns).cte("days")


def _in_force(today: date) -> CTE:
    """Return the version of each campaign and influencer that is in force, the first one where none is yet."""
    pair = (Term.campaign_id, Term.influencer_id)
    begun = Term.valid_from <= today
    place = func.row_number().over(
        partition_by=pair,
        order_by=(begun.desc(), case((begun, Term.valid_from)).desc().nulls_last(), Term.valid_from),
    )
    versions = select(*pair, Term.minimum_payout, Term.holding_days, place.label("place")).subquery()
    return select(versions).where(versions.c.place == 1).cte("in_force")


def _bucket_of(due: ColumnElement[date], today: date) -> ColumnElement[str]:
    overdue = cast(literal(today) - due, Integer)
    latest_first = sorted(OVERDUE_FROM.items(), key=lambda item: -item[1])
    return case(*((overdue >= days, bucket.value) for bucket, days in latest_first), else_=Bucket.NOT_DUE.value)


def unsettled(session: Session, filters: PayablesFilters, today: date) -> list[Row[Any]]:
    """Return influencer_id, status, pays_on (today at the earliest), bucket and cents of payments that are not paid."""
    of = Payment
    pays_on = func.greatest(func.coalesce(of.scheduled_for, of.date), today, type_=Date)
    keys = (
        of.influencer_id,
        cast(of.status, Text).label("status"),
        pays_on.label("pays_on"),
        _bucket_of(of.date.expression, today).label("bucket"),
    )
    cents = cast(func.sum(of.amount) * 100, BigInteger).label("cents")
    chosen: Select[*tuple[Any, ...]] = select(*keys, cents)
    statement = _chosen(chosen.where(of.status.in_(UNSETTLED)), filters, of.influencer_id, of.campaign_id)
    return list(session.execute(statement.group_by(*keys)))


def fees_ahead(session: Session, filters: PayablesFilters, today: date) -> list[Row[Any]]:
    """Return payable_on (null of a deliverable) and cents of fixed fees that are not earned yet."""
    fees, version = FIXED_FEES, _in_force(today)
    due = func.greatest(cast(fees.c.due_on + version.c.holding_days, Date), today, type_=Date)
    payable = case((fees.c.due_on.is_not(None), due))
    pair = and_(version.c.campaign_id == fees.c.campaign_id, version.c.influencer_id == fees.c.influencer_id)
    statement = select(payable.label("payable_on"), cast(func.sum(fees.c.amount) * 100, BigInteger).label("cents"))
    joined = statement.select_from(fees.join(version, pair)).where(~fees.c.is_earned)
    return list(session.execute(_chosen(joined, filters, fees.c.influencer_id, fees.c.campaign_id).group_by(payable)))


def earned(
    session: Session, filters: PayablesFilters, first: date
) -> tuple[dict[tuple[int, int], int], dict[date, int]]:
    """Return the cents that were earned since a day, by campaign and holding days and by day."""
    of = EarnedDay
    sets = func.grouping_sets(tuple_(of.campaign_id, of.holding_days), tuple_(of.occurred_on))
    columns = (of.campaign_id, of.holding_days, of.occurred_on, cast(func.sum(of.cents), BigInteger))
    statement = select(*columns).join(Campaign, Campaign.campaign_id == of.campaign_id).where(of.occurred_on >= first)
    if filters.campaign_id:
        statement = statement.where(of.campaign_id.in_(filters.campaign_id))
    ahead: dict[tuple[int, int], int] = {}
    by_day: dict[date, int] = {}
    for row in session.execute(statement.group_by(sets)):
        campaign_id, holding_days, day, cents = tuple[Any, ...](row)
        if day is None:
            ahead[campaign_id, holding_days] = cents
        else:
            by_day[day] = cents
    return ahead, by_day


def days_of_campaigns(session: Session, campaigns: Collection[int]) -> dict[int, tuple[date, date]]:
    """Return the first and the last day of each; one that was cancelled or never approved has none ahead."""
    last = func.least(Campaign.end_date, Campaign.ended_on, type_=Date)
    over = Campaign.status.in_((CampaignStatus.CANCELLED, CampaignStatus.DRAFT))
    statement = select(Campaign.campaign_id, Campaign.start_date, case((over, date.min), else_=last))
    rows = session.execute(statement.where(Campaign.campaign_id.in_(campaigns)))
    return {row[0]: (row[1], row[2]) for row in rows}


def names(session: Session, influencers: Collection[int]) -> dict[int, str]:
    chosen = select(Influencer.influencer_id, Influencer.influencer_name)
    return {row[0]: row[1] for row in session.execute(chosen.where(Influencer.influencer_id.in_(influencers)))}


def _chosen(
    statement: Select[*tuple[Any, ...]],
    filters: PayablesFilters,
    influencer_id: ColumnElement[Any] | InstrumentedAttribute[int] = PaymentLine.influencer_id,
    campaign_id: ColumnElement[Any] | InstrumentedAttribute[int] = PaymentLine.campaign_id,
) -> Select[*tuple[Any, ...]]:
    if filters.influencer_id:
        statement = statement.where(influencer_id.in_(filters.influencer_id))
    return statement.where(campaign_id.in_(filters.campaign_id)) if filters.campaign_id else statement
