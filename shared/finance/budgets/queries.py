"""Every SELECT of budgets."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.campaigns.models import Campaign
from shared.finance.budgets.figures import PAYMENTS, REPORTED_SPEND, ByCategory, Figures
from shared.finance.budgets.schemas import BudgetQuery
from shared.finance.commitments import FIXED_FEES
from shared.finance.kinds import AGREED, ExpenseStatus, PaymentStatus
from shared.finance.models import Budget, Expense, Payment, PaymentLine, Term
from shared.influencers.models import InfluencerMetrics
from shared.platform import clock
from shared.platform.contract import Out
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import among

COUNTED = ("planned", "requested", "committed", "incurred", "paid")
OWED = (PaymentStatus.PENDING, PaymentStatus.APPROVED, PaymentStatus.SCHEDULED, PaymentStatus.PAID)
ZERO = literal(0, Numeric)


class Listed(Out):
    campaign_id: int


def list_campaigns(session: Session, query: BudgetQuery) -> Page[Listed]:
    statement = select(Campaign.campaign_id).where(*among(Campaign.campaign_id, query.campaign_id))
    sorts: dict[str, SQLColumnExpression[Any]] = {
        "campaign_id": Campaign.campaign_id,
        "campaign_name": Campaign.campaign_name,
        "start_date": Campaign.start_date,
    }
    return page_of(session, statement, query, sorts=sorts, key=Campaign.campaign_id, make=Listed)


def campaigns(session: Session, campaign_ids: Collection[int]) -> dict[int, Campaign]:
    found = session.scalars(select(Campaign).where(Campaign.campaign_id.in_(campaign_ids)))
    return {campaign.campaign_id: campaign for campaign in found}


def plan_of(session: Session, campaign_id: int) -> dict[str, Budget]:
    rows = session.scalars(select(Budget).where(Budget.campaign_id == campaign_id).order_by(Budget.cost_category))
    return {row.cost_category: row for row in rows}


def figures(session: Session, campaign_ids: Collection[int]) -> dict[int, ByCategory]:
    """Return what each of these campaigns planned, promised, incurred and paid, by cost category in their order."""
    parts = union_all(*_parts(campaign_ids)).subquery("parts")
    keys = (parts.c.campaign_id, parts.c.cost_category)
    statement = select(*keys, *(func.sum(parts.c[name]) for name in COUNTED)).group_by(*keys).order_by(*keys)
    found: dict[int, dict[str, Figures]] = defaultdict(dict)
    for campaign_id, category, *sums in session.execute(statement):
        found[campaign_id][category] = Figures(*sums)
    return {campaign_id: found[campaign_id] for campaign_id in campaign_ids}


def _parts(of: Collection[int]) -> Iterator[Select[*tuple[Any, ...]]]:
    yield _part(Budget.campaign_id, Budget.cost_category, planned=Budget.planned).where(Budget.campaign_id.in_(of))
    yield _expenses().where(Expense.campaign_id.in_(of))
    yield _lines().where(Term.campaign_id.in_(of)).group_by(Term.campaign_id)
    yield _recorded_payments().where(Payment.campaign_id.in_(of))
    yield _promised_fees(of)
    spend = InfluencerMetrics.spend
    yield _part(
        InfluencerMetrics.campaign_id, literal(REPORTED_SPEND), committed=spend, incurred=spend, paid=spend
    ).where(InfluencerMetrics.campaign_id.in_(of), spend != 0)


def _part(
    campaign_id: SQLColumnExpression[Any], category: SQLColumnExpression[str], **amounts: SQLColumnExpression[Any]
) -> Select[*tuple[Any, ...]]:
    every: list[SQLColumnExpression[Any]] = [amounts.get(name, ZERO).label(name) for name in COUNTED]
    return select(campaign_id.label("campaign_id"), category.label("cost_category"), *every)


def _if(condition: ColumnElement[bool], amount: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return case((condition, amount), else_=ZERO)


def _expenses() -> Select[*tuple[Any, ...]]:
    status, agreed = Expense.status, Expense.status.in_(AGREED)
    return _part(
        Expense.campaign_id,
        Expense.cost_category,
        requested=_if(status == ExpenseStatus.SUBMITTED, Expense.amount),
        committed=_if(agreed, Expense.amount),
        incurred=_if(
            or_(status == ExpenseStatus.PAID, and_(agreed, Expense.expense_date <= clock.today())), Expense.amount
        ),
        paid=_if(status == ExpenseStatus.PAID, Expense.amount),
    )


def _lines() -> Select[*tuple[Any, ...]]:
    """Return what influencers earned, open or in payments: a payment may hold lines of several campaigns."""
    earned = func.sum(PaymentLine.amount)  # here and not with the rest: a campaign may have a million
    paid = func.coalesce(earned.filter(Payment.status == PaymentStatus.PAID), ZERO)
    return (
        _part(Term.campaign_id, literal(PAYMENTS), committed=earned, incurred=earned, paid=paid)
        .select_from(Term)
        .join(PaymentLine, PaymentLine.term_id == Term.term_id)
        .outerjoin(Payment, Payment.payment_id == PaymentLine.payment_id)
    )


def _recorded_payments() -> Select[*tuple[Any, ...]]:
    """Return payments that no lines explain: they were recorded as they are."""
    is_paid = Payment.status == PaymentStatus.PAID
    due = or_(is_paid, Payment.date <= clock.today())
    return _part(
        Payment.campaign_id,
        literal(PAYMENTS),
        committed=Payment.amount,
        incurred=_if(due, Payment.amount),
        paid=_if(is_paid, Payment.amount),
    ).where(Payment.status.in_(OWED), ~Payment.is_computed)


def _promised_fees(of: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Return fixed fees that were agreed and are not earned yet, each once, however many versions name it."""
    fees = FIXED_FEES
    promised = _part(fees.c.campaign_id, literal(PAYMENTS), committed=fees.c.amount)
    return promised.where(fees.c.campaign_id.in_(of), ~fees.c.is_earned)
