"""Expenses themselves: record, change and delete them while nobody has agreed to them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from shared.campaigns.queries import hold
from shared.campaigns.service import lock_for_change
from shared.finance.expenses import queries
from shared.finance.expenses.rules import Step
from shared.finance.expenses.schemas import ExpenseIn, ExpensePatch
from shared.finance.expenses.service.refusals import lock_for, refuse_anothers
from shared.finance.kinds import ExpenseStatus
from shared.finance.models import Expense
from shared.influencers.models import Influencer
from shared.platform import audit
from shared.platform.errors import Conflict
from shared.platform.identity import Actor


class UnknownInfluencer(Conflict):
    code = "unknown_influencer"


def record_expense(session: Session, actor: Actor, body: ExpenseIn) -> Expense:
    """Record an expense, which waits for somebody else's approval.

    Raises:
        CampaignMissing: there is no such campaign.
        NotInCharge: a campaign manager is not arranged in it.
        UnknownInfluencer: it names nobody.
    """
    lock_for_change(session, actor, body.campaign_id)
    _refuse_unknown(session, body.influencer_id)
    expense = Expense(**body.model_dump(), status=ExpenseStatus.SUBMITTED, created_by=actor.known_user_id)
    session.add(expense)
    session.flush()
    facts = body.model_dump(mode="json", include={"campaign_id", "influencer_id", "cost_category", "amount"})
    audit.record(session, actor, "expense.recorded", expense, changes=facts)
    return expense


def update_expense(
    session: Session, actor: Actor, expense_id: int, body: ExpensePatch, *, check: Callable[[int], None]
) -> Expense:
    """Change what is given; one that was rejected waits for approval again. `check` refuses a stale version.

    Raises:
        NotInCharge: a campaign manager is not arranged in its campaign.
        StepNotPermitted: it is approved or paid.
        RecordedByAnother: somebody else recorded it.
        UnknownInfluencer: it names nobody.
    """
    lock_for_change(session, actor, queries.get_expense(session, expense_id).campaign_id)
    expense = lock_for(session, expense_id, Step.EDIT)
    check(expense.version)
    refuse_anothers(actor, expense)
    _refuse_unknown(session, body.influencer_id)
    changes = _changes(expense, body)
    if not changes:
        return expense

    told = {name: [_told(getattr(expense, name)), _told(value)] for name, value in changes.items()}
    for name, value in changes.items():
        setattr(expense, name, value)
    expense.status = ExpenseStatus.SUBMITTED
    expense.decided_by = expense.decided_at = expense.decision_reason = None
    session.flush()
    audit.record(session, actor, "expense.updated", expense, changes=told)
    return expense


def delete_expense(session: Session, actor: Actor, expense_id: int) -> None:
    """Delete an expense that nobody agreed to; the sweep takes its receipt.

    Raises:
        NotInCharge, StepNotPermitted, RecordedByAnother: as above.
    """
    lock_for_change(session, actor, queries.get_expense(session, expense_id).campaign_id)
    expense = lock_for(session, expense_id, Step.DELETE)
    refuse_anothers(actor, expense)
    session.delete(expense)
    session.flush()
    facts = {"campaign_id": expense.campaign_id, "amount": _told(expense.amount)}
    audit.record(session, actor, "expense.deleted", ("expenses", expense_id), changes=facts)


def _changes(expense: Expense, body: ExpensePatch) -> dict[str, Any]:
    given = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    return {name: value for name, value in given.items() if getattr(expense, name) != value}


def _told(value: object) -> str | None:
    return None if value is None else str(value)


def _refuse_unknown(session: Session, influencer_id: int | None) -> None:
    if influencer_id is not None and not hold(session, Influencer.influencer_id, [influencer_id]):
        raise UnknownInfluencer("There is no such influencer.", influencer_id=influencer_id)
