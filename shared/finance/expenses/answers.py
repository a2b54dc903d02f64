"""What the triggers of expenses answer."""

from shared.finance.expenses.schemas import ExpenseOut
from shared.finance.models import Expense
from shared.platform.contract import Answer


def expense(record: Expense, *, created: bool = False) -> Answer[ExpenseOut]:
    location = f"/api/expenses/{record.expense_id}" if created else None
    return Answer(ExpenseOut.model_validate(record), version=record.version, location=location)
