"""Every SELECT of expenses."""

from typing import Any

from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import Session

from shared.finance.expenses.schemas import ExpenseOut, ExpenseQuery
from shared.finance.models import Expense
from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import among, within


class ExpenseMissing(NotFound):
    code = "expense_not_found"


def list_expenses(session: Session, query: ExpenseQuery) -> Page[ExpenseOut]:
    statement = select(Expense).where(
        *among(Expense.campaign_id, query.campaign_id),
        *among(Expense.influencer_id, query.influencer_id),
        *among(Expense.cost_category, query.cost_category),
        *among(Expense.status, query.status),
        *among(Expense.created_by, query.created_by),
        *within(Expense.expense_date, query),
    )
    if query.has_receipt is not None:
        has_none = Expense.receipt_blob.is_(None)
        statement = statement.where(~has_none if query.has_receipt else has_none)
    sorts: dict[str, SQLColumnExpression[Any]] = {
        "expense_id": Expense.expense_id,
        "expense_date": Expense.expense_date,
        "amount": Expense.amount,
    }
    return page_of(session, statement, query, sorts=sorts, key=Expense.expense_id, make=ExpenseOut)


def get_expense(session: Session, expense_id: int) -> Expense:
    return _found(session.get(Expense, expense_id))


def lock_expense(session: Session, expense_id: int) -> Expense:
    statement = select(Expense).where(Expense.expense_id == expense_id).with_for_update()
    return _found(session.scalars(statement.execution_options(populate_existing=True)).one_or_none())


def _found(expense: Expense | None) -> Expense:
    if expense is None:
        raise ExpenseMissing("There is no such expense.")
    return expense


def receipt_blobs(session: Session) -> set[str]:
    """Return the name of every receipt that an expense has."""
    kept = select(Expense.receipt_blob).where(Expense.receipt_blob.is_not(None))
    return {name for name in session.scalars(kept) if name}
