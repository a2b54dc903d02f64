"""What was spent, record by record added up: payments, expenses and spend that feeds report."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.finance.schemas.overview import ExpenseReportQuery, ReportBy
from shared.analytics.queries.costs import COSTING
from shared.analytics.windows import Window
from shared.finance.budgets.figures import PAYMENTS, REPORTED_SPEND
from shared.finance.kinds import AGREED, ExpenseStatus, PaymentStatus
from shared.finance.models import Budget, Expense, Payment
from shared.influencers.models import InfluencerMetrics
from shared.platform.rollups import first_of_month

KEYS = {
    ReportBy.CAMPAIGN: "campaign_id",
    ReportBy.CATEGORY: "cost_category",
    ReportBy.MONTH: "month",
    ReportBy.STATUS: "status",
}
SUMS = ("requested", "committed", "incurred", "paid")


def spent(session: Session, query: ExpenseReportQuery, window: Window, today: date) -> list[Row[Any]]:
    """Return key, SUMS in cents and records, in the order of keys."""
    each = union_all(*_records(window)).subquery("each")
    key = each.c[KEYS[query.by]].label("key")
    agreed = each.c.status != ExpenseStatus.SUBMITTED.value
    is_paid = each.c.status == PaymentStatus.PAID.value
    when = {
        "requested": ~agreed,
        "committed": agreed,
        "incurred": and_(agreed, or_(is_paid, each.c.day <= today)),
        "paid": is_paid,
    }
    sums = [_cents(each.c.amount, when[name]).label(name) for name in SUMS]
    statement = select(key, *sums, func.sum(each.c.records).label("records")).group_by(key).order_by(key)
    if query.campaign_id:
        statement = statement.where(each.c.campaign_id.in_(query.campaign_id))
    if query.cost_category:
        statement = statement.where(each.c.cost_category.in_(query.cost_category))
    return list(session.execute(statement))


def _cents(amount: ColumnElement[Any], when: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((when, amount))), 0) * 100, BigInteger)


def _records(window: Window) -> list[Select[*tuple[Any, ...]]]:
    """Return campaign_id, cost_category, status, day, month, amount and records of all that costs, or is to."""
    of, expense, told = Payment, Expense, InfluencerMetrics
    days = (window.first, window.last)
    spend = func.sum(told.spend)
    return [
        _record(of.campaign_id, literal(PAYMENTS, Text), cast(of.status, Text), of.date, of.amount).where(
            of.status.in_(COSTING), of.date.between(*days)
        ),
        _record(
            *(expense.campaign_id, expense.cost_category, cast(expense.status, Text), expense.expense_date),
            expense.amount,
        ).where(expense.status.in_((*AGREED, ExpenseStatus.SUBMITTED)), expense.expense_date.between(*days)),
        _record(
            *(told.campaign_id, literal(REPORTED_SPEND, Text), literal(PaymentStatus.PAID.value, Text), told.day),
            spend,
            func.count(),
        )
        .where(told.campaign_id.is_not(None), told.spend != 0, told.day.between(*days))
        .group_by(told.campaign_id, told.day),
    ]


def _record(*columns: Any) -> Select[*tuple[Any, ...]]:
    campaign_id, category, status, day, amount, *records = columns
    return select(
        campaign_id.label("campaign_id"),
        category.label("cost_category"),
        status.label("status"),
        day.label("day"),
        first_of_month(day).label("month"),
        amount.label("amount"),
        (records[0] if records else literal(1)).label("records"),
    )


def planned(session: Session, query: ExpenseReportQuery) -> dict[Any, int]:
    """Return the cents that budgets plan, by campaign or by category."""
    key = Budget.campaign_id if query.by is ReportBy.CAMPAIGN else Budget.cost_category
    statement = select(key, cast(func.sum(Budget.planned) * 100, BigInteger)).group_by(key)
    if query.campaign_id:
        statement = statement.where(Budget.campaign_id.in_(query.campaign_id))
    if query.cost_category:
        statement = statement.where(Budget.cost_category.in_(query.cost_category))
    return {row[0]: row[1] for row in session.execute(statement)}


def cost_parts(session: Session, window: Window) -> dict[str, int]:
    """Return the cents of payments by whether they are paid, and of expenses; what is reported comes from elsewhere."""
    days = (window.first, window.last)
    is_paid = Payment.status == PaymentStatus.PAID
    payments = select(
        _cents(Payment.amount.expression, is_paid.expression).label("payments_paid"),
        _cents(Payment.amount.expression, ~is_paid).label("payments_committed"),
    ).where(Payment.status.in_(COSTING), Payment.date.between(*days))
    expenses = select(func.coalesce(func.sum(Expense.amount), 0) * 100).where(
        Expense.status.in_(AGREED), Expense.expense_date.between(*days)
    )
    row = session.execute(payments.add_columns(cast(expenses.scalar_subquery(), BigInteger).label("expenses"))).one()
    return dict(row._mapping)  # noqa: SLF001 - public, in spite of its name
