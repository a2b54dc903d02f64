"""Refusals that several verbs of expenses share."""

from sqlalchemy.orm import Session

from shared.finance.expenses import queries
from shared.finance.expenses.rules import DONE, STEPS, Step
from shared.finance.models import Expense
from shared.platform.errors import Conflict, Forbidden
from shared.platform.identity import Actor


class StepNotPermitted(Conflict):
    code = "expense_state"


class RecordedByAnother(Forbidden):
    code = "expense_recorded_by_another"


def lock_for(session: Session, expense_id: int, step: Step) -> Expense:
    """Return the expense, locked, if its state allows the step.

    Raises:
        ExpenseMissing: there is none.
        StepNotPermitted: as it is now it cannot be taken.
    """
    expense = queries.lock_expense(session, expense_id)
    if expense.status not in STEPS[step]:
        raise StepNotPermitted(
            f"An expense that is {expense.status} cannot be {DONE[step]}.", expense_status=expense.status
        )
    return expense


def refuse_anothers(actor: Actor, expense: Expense) -> None:
    """Refuse who did not record it: what he changes he could approve, and nobody else would have looked at it."""
    if expense.created_by != actor.user_id:
        raise RecordedByAnother("Only who recorded an expense changes it; reject it and record another.")
