"""What others decide of an expense: approve, reject, pay."""

from datetime import date

from sqlalchemy.orm import Session

from shared.campaigns.queries import lock_campaign
from shared.finance.budgets.service import within_budget
from shared.finance.expenses import queries
from shared.finance.expenses.rules import Step
from shared.finance.expenses.service.refusals import lock_for
from shared.finance.kinds import ExpenseStatus
from shared.finance.models import Expense
from shared.platform import audit, clock
from shared.platform.errors import Forbidden
from shared.platform.identity import Actor
from shared.sales.service.refusals import day_or_today


class OwnExpense(Forbidden):
    code = "own_expense"


def approve_expense(session: Session, actor: Actor, expense_id: int, override_reason: str | None) -> Expense:
    """Agree to an expense: from now on it counts as cost.

    Raises:
        ExpenseMissing: there is none.
        StepNotPermitted: it does not wait for approval.
        OwnExpense: the actor recorded it.
        OverBudget: it passes the campaign's budget or its category's plan, and `override_reason` does not say why.
    """
    # In this order everywhere: whoever commits money of a campaign waits for the others there.
    campaign = lock_campaign(session, queries.get_expense(session, expense_id).campaign_id)
    expense = lock_for(session, expense_id, Step.APPROVE)
    _refuse_own(actor, expense)
    with within_budget(session, campaign, expense.cost_category, override=override_reason):
        expense.override_reason = override_reason
        _decide(expense, actor, ExpenseStatus.APPROVED)
    facts = {"amount": str(expense.amount), "override_reason": override_reason}
    audit.record(session, actor, "expense.approved", expense, changes=facts)
    return expense


def reject_expense(session: Session, actor: Actor, expense_id: int, reason: str) -> Expense:
    """Refuse an expense, or take its approval back; who recorded it may change it and ask again.

    Raises:
        ExpenseMissing: there is none.
        StepNotPermitted: it is paid, or rejected already.
        OwnExpense: the actor recorded it; delete it instead.
    """
    expense = lock_for(session, expense_id, Step.REJECT)
    _refuse_own(actor, expense)
    before = expense.status
    _decide(expense, actor, ExpenseStatus.REJECTED)
    expense.decision_reason, expense.override_reason = reason, None
    session.flush()
    facts = {"status": [before, expense.status], "reason": reason}
    audit.record(session, actor, "expense.rejected", expense, changes=facts)
    return expense


def pay_expense(session: Session, actor: Actor, expense_id: int, paid_on: date | None) -> Expense:
    """Record that an approved expense was paid.

    Raises:
        ExpenseMissing: there is none.
        StepNotPermitted: it is not approved, or paid already.
        DayInFuture: it was not paid yet.
    """
    day = day_or_today(paid_on, "/paid_on")
    expense = lock_for(session, expense_id, Step.PAY)
    expense.status, expense.paid_on = ExpenseStatus.PAID, day
    session.flush()
    facts = {"amount": str(expense.amount), "paid_on": day.isoformat()}
    audit.record(session, actor, "expense.paid", expense, changes=facts)
    return expense


def _refuse_own(actor: Actor, expense: Expense) -> None:
    if expense.created_by == actor.user_id:
        raise OwnExpense("Who recorded an expense cannot decide of it.").concerning(expense_id=expense.expense_id)


def _decide(expense: Expense, actor: Actor, status: ExpenseStatus) -> None:
    expense.status, expense.decided_by, expense.decided_at = status, actor.known_user_id, clock.now()
