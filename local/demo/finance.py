"""The demo's money by the verbs of the product: agreed, planned, spent; computed, approved and paid month by month."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from local.demo import agreements
from local.demo.agreements import DAY, Agreement, Spending
from local.demo.data import Shop
from shared.accounts.models import User
from shared.campaigns.models import Campaign
from shared.finance.budgets import service as budgets
from shared.finance.budgets.schemas import BudgetIn
from shared.finance.computing import service as computing
from shared.finance.computing.schemas import ComputeIn
from shared.finance.expenses import service as expenses
from shared.finance.expenses.schemas import ExpenseIn
from shared.finance.kinds import BatchOutcome, PaymentStatus
from shared.finance.models import Batch, BatchItem, Payment
from shared.finance.payments import service as payments
from shared.finance.payments.batch_schemas import BatchIn, ColumnNames, StatementFormat, StatementIn
from shared.finance.payout_accounts import service as payout_accounts
from shared.finance.payout_accounts.queries import standings
from shared.finance.payout_accounts.schemas import PayoutAccountIn
from shared.finance.terms import deliverables
from shared.finance.terms import service as terms
from shared.finance.terms.schemas import DeliverableIn, TermIn
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.identity import Actor

MONTHS = 7
FAILS = 17  # the first transfer of every so manieth payment comes back
MORNING = time(9, tzinfo=UTC)
SPENDING_DAYS = (1, 4, 14)  # how long after an expense it is recorded, decided of, and paid
CLOSED = "The account was closed."


@dataclass(frozen=True)
class Ids:
    """The keys of the demo's campaigns and influencers by their numbers in the shop."""

    campaigns: dict[int, int]
    influencers: dict[int, int]


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let it be nine in the morning of that day: what happened in the months before is recorded as of then."""
    with patch.object(clock, "now", lambda: datetime.combine(day, MORNING)):
        yield


def acting(session: Session, role: Role) -> Actor:
    """Return the demo's user of that role as somebody who has just shown both factors."""
    user_id = session.scalars(select(User.user_id).where(User.user_role == role).order_by(User.user_id).limit(1)).one()
    return Actor(user_id, role, two_factor_at=clock.now())


def agree(session: Session, shop: Shop, ids: Ids, last_day: date) -> None:
    """Agree terms, set accounts, plan budgets and record expenses, as of the day before the first payday."""
    with on(paydays(last_day)[0] - DAY):
        manager, payer = (acting(session, role) for role in (Role.MARKETING_MANAGER, Role.FINANCE_MANAGER))
        agreed = list(agreements.agreements(shop, last_day))
        for one in agreed:
            _agree(session, manager, one, ids)
        for influencer in sorted({one.influencer for one in agreed if agreements.has_account(one.influencer)}):
            _set_account(session, payer, influencer, ids)
    with on(last_day):
        spending = set(agreements.campaigns_with_terms(shop, last_day))
        for number, campaign_id in ids.campaigns.items():
            record = session.get_one(Campaign, campaign_id)
            _plan(session, manager, record)
            for cost in agreements.spending(shop, number, record.budget) if number in spending else ():
                _spend(session, cost, campaign_id, (manager, payer))


def _agree(session: Session, actor: Actor, one: Agreement, ids: Ids) -> None:
    asked = {
        "campaign_id": ids.campaigns[one.campaign],
        "influencer_id": ids.influencers[one.influencer],
        "rules": one.rules,
        "holding_days": one.holding_days,
        "minimum_payout": one.minimum_payout,
    }
    term = terms.agree(session, actor, TermIn.model_validate(asked))
    if one.delivered_on is not None:
        with on(one.delivered_on + DAY):
            facts = {"deliverable": agreements.REEL, "delivered_on": one.delivered_on.isoformat()}
            deliverables.confirm(session, actor, term.term_id, DeliverableIn.model_validate(facts))


def _set_account(session: Session, actor: Actor, influencer: int, ids: Ids) -> None:
    account = {"account_holder": f"Demo influencer {influencer:03d}", "iban": agreements.iban_of(influencer)}
    payout_accounts.set_account(
        session,
        actor,
        ids.influencers[influencer],
        body=PayoutAccountIn.model_validate(account),
        check=lambda _version: None,
    )


def _plan(session: Session, actor: Actor, record: Campaign) -> None:
    planned = {name: f"{amount:.2f}" for name, amount in agreements.plan(record.budget).items()}
    body = BudgetIn.model_validate({"planned": planned})
    budgets.plan(session, actor, record.campaign_id, body=body, check=lambda _version: None)


def _spend(session: Session, one: Spending, campaign_id: int, who: tuple[Actor, Actor]) -> None:
    """Record an expense on the day after it was made; somebody else decides of it and pays it on days after that."""
    manager, payer = who
    last = clock.today()
    days = (min(one.day + after * DAY, last) for after in SPENDING_DAYS)
    asked = {
        "campaign_id": campaign_id,
        "cost_category": one.category,
        "expense_date": one.day.isoformat(),
        "amount": f"{one.amount:.2f}",
    }
    with on(next(days)):
        expense = expenses.record_expense(session, manager, ExpenseIn.model_validate(asked))
        expense.created_at = clock.now()
    for step in one.steps:
        with on(next(days)):
            _take(session, step, payer, expense.expense_id)


def _take(session: Session, step: str, payer: Actor, expense_id: int) -> None:
    match step:
        case "approve":
            expenses.approve_expense(session, payer, expense_id, None)
        case "reject":
            expenses.reject_expense(session, payer, expense_id, "There is no receipt.")
        case "pay":
            expenses.pay_expense(session, payer, expense_id, None)


def paydays(last_day: date) -> list[date]:
    return [last_day - 30 * back * DAY for back in reversed(range(MONTHS))]


def pay(last_day: date) -> None:
    """Compute, approve and pay month by month; what was done before a crash is not done again.

    Of the last month some wait for approval, and what is approved is on its way to the bank.
    """
    with db.transaction() as session:
        paid = session.scalar(select(func.max(Batch.execution_date)))
    for payday in paydays(last_day):
        if paid is None or payday > paid:
            _compute(payday)
            _pay(payday, is_last=payday == last_day)


def _compute(payday: date) -> None:
    with db.transaction() as session, on(payday):
        computing.compute(session, acting(session, Role.FINANCE_MANAGER), ComputeIn())


def _pay(payday: date, *, is_last: bool) -> None:
    with db.transaction() as session:
        with on(payday):
            _retry(session)
            _approve(session, is_last=is_last)
            batch = _batch(session)
        if batch is not None and not is_last:
            with on(payday + 2 * DAY):
                _read_statement(session, batch)


def _retry(session: Session) -> None:
    """Pay again what failed, every other one."""
    failed = _payments(session, PaymentStatus.FAILED)
    payer = acting(session, Role.FINANCE_MANAGER)
    for payment_id in failed:
        if payment_id % 2:
            payments.retry_payment(session, payer, payment_id)


def _approve(session: Session, *, is_last: bool) -> None:
    """Approve what the finance manager computed; of the last month two of three."""
    pending = _payments(session, PaymentStatus.PENDING)
    chosen = [payment_id for place, payment_id in enumerate(pending) if not is_last or place % 3]
    manager = acting(session, Role.MARKETING_MANAGER)
    if chosen:
        payments.approve_payments(session, manager, chosen)
    if is_last and len(pending) > len(chosen):
        payments.cancel_payment(session, manager, pending[0], "It is paid in the shop's goods.")


def _batch(session: Session) -> Batch | None:
    """Send to the bank whom there is an account of."""
    approved = select(Payment.payment_id, Payment.influencer_id).where(Payment.status == PaymentStatus.APPROVED)
    found = session.execute(approved.where(Payment.is_computed, Payment.amount > 0).order_by(Payment.payment_id)).all()
    known = standings(session, {row.influencer_id for row in found})
    chosen = tuple(row.payment_id for row in found if row.influencer_id in known)
    payer = acting(session, Role.FINANCE_MANAGER)
    return payments.create_batch(session, payer, BatchIn(payment_ids=chosen)) if chosen else None


def _read_statement(session: Session, batch: Batch) -> None:
    lines = ["end_to_end_id,amount,outcome,booked_on,reason"]
    items = select(BatchItem, Payment.attempts).join(Payment, Payment.payment_id == BatchItem.payment_id)
    waiting = items.where(BatchItem.batch_id == batch.batch_id, BatchItem.outcome == BatchOutcome.WAITING)
    for item, attempts in session.execute(waiting.order_by(BatchItem.payment_id)):
        is_back = item.payment_id % FAILS == 0 and attempts == 0
        told = ("returned", CLOSED) if is_back else ("booked", "")
        lines.append(f"{item.end_to_end_id},{item.amount},{told[0]},{clock.today()},{told[1]}")
    columns = ColumnNames(outcome="outcome", booked_on="booked_on", reason="reason")
    statement = StatementIn(format=StatementFormat.CSV, content="\n".join(lines), columns=columns)
    payments.read_statement(session, acting(session, Role.FINANCE_MANAGER), batch.batch_id, statement)


def _payments(session: Session, status: PaymentStatus) -> list[int]:
    """Return the computed payments in that state."""
    chosen = select(Payment.payment_id).where(Payment.status == status, Payment.is_computed)
    return list(session.scalars(chosen.order_by(Payment.payment_id)))
