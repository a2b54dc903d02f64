"""Steps of one payment. Each locks it, refuses, changes it and what a batch says of it, and leaves an audit row."""

from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from shared.finance.kinds import BatchOutcome
from shared.finance.models import BatchItem, Payment, PaymentLine, released_lines
from shared.finance.payments import accounts, queries
from shared.finance.payments.rules import DONE, Step, after
from shared.finance.payments.service.refusals import (
    refuse_large_without_factor,
    refuse_on_its_way,
    refuse_past,
    refuse_unlikely_payday,
    refuse_whoever_computed,
    refuse_wrong_state,
)
from shared.platform import audit, clock
from shared.platform.identity import Actor


def approve_payment(session: Session, actor: Actor, payment_id: int) -> Payment:
    """Approve what somebody else, or the timer, computed.

    Raises:
        PaymentMissing: there is none.
        StepNotPermitted: it is not pending.
        ComputedBySameUser: the actor computed it.
        FreshTwoFactorRequired: its amount is above the limit and the second factor was shown too long ago.
    """
    payment, _ = _locked(session, payment_id, Step.APPROVE)
    refuse_whoever_computed(actor, payment)
    refuse_large_without_factor(actor, payment)
    payment.approved_by, payment.approved_at = actor.known_user_id, clock.now()
    return _step(session, actor, payment, Step.APPROVE)


def schedule_payment(session: Session, actor: Actor, payment_id: int, day: date | None) -> Payment:
    """Say on which day an approved payment is to be made, or on which other day.

    Raises:
        StepNotPermitted: it is neither approved nor scheduled.
        InBatch: the bank has been told the day already.
        DayInThePast: the day is over.
    """
    payment, item = _locked(session, payment_id, Step.SCHEDULE)
    refuse_on_its_way(item)
    chosen = day or clock.today()
    refuse_past(chosen)
    payment.scheduled_for = chosen
    return _step(session, actor, payment, Step.SCHEDULE)


def pay_payment(session: Session, actor: Actor, payment_id: int, day: date | None) -> Payment:
    """Record that a scheduled payment was made; that of a batch is then settled there, too.

    Raises:
        StepNotPermitted: it is not scheduled, so also if it is paid already.
        DayInTheFuture, PaidBeforeApproval: the day cannot be right.
        AccountHeld: it is in no batch, and the influencer's account was changed too recently.
    """
    payment, item = _locked(session, payment_id, Step.PAY)
    chosen = day or clock.today()
    refuse_unlikely_payday(payment, chosen)
    if item is None:
        accounts.refuse_held(session, payment.influencer_id)
    return pay(session, actor, payment, day=chosen, item=item)


def fail_payment(session: Session, actor: Actor, payment_id: int, reason: str) -> Payment:
    """Record that a payment was refused, or sent back after it was paid.

    Raises:
        StepNotPermitted: it is neither scheduled nor paid.
    """
    payment, item = _locked(session, payment_id, Step.FAIL)
    return fail(session, actor, payment, reason=reason, item=item)


def retry_payment(session: Session, actor: Actor, payment_id: int) -> Payment:
    """Let a failed payment be paid again; its approval stands, if it had one.

    Raises:
        StepNotPermitted: it has not failed.
    """
    payment, _ = _locked(session, payment_id, Step.RETRY)
    payment.status_reason = None
    payment.scheduled_for = None
    return _step(session, actor, payment, Step.RETRY)


def cancel_payment(session: Session, actor: Actor, payment_id: int, reason: str) -> Payment:
    """Give a payment up. Its lines are open again and go into the next one; what it consisted of is kept.

    Raises:
        StepNotPermitted: it is paid or cancelled already.
        InBatch: the bank may be carrying it out.
    """
    payment, item = _locked(session, payment_id, Step.CANCEL)
    refuse_on_its_way(item)
    payment.status_reason = reason
    payment.scheduled_for = None
    _release_lines(session, payment_id)
    return _step(session, actor, payment, Step.CANCEL)


def pay(session: Session, actor: Actor, payment: Payment, *, day: date, item: BatchItem | None) -> Payment:
    """Mark a locked, scheduled payment as paid, and its item in a batch."""
    payment.paid_on = payment.date = day
    payment.status_reason = None
    _settle(item, BatchOutcome.PAID, None)
    return _step(session, actor, payment, Step.PAY)


def fail(session: Session, actor: Actor, payment: Payment, *, reason: str, item: BatchItem | None) -> Payment:
    """Mark a locked payment, scheduled or paid, as failed, and its item in a batch."""
    payment.status_reason = reason
    payment.attempts += 1
    payment.paid_on = None
    _settle(item, BatchOutcome.FAILED, reason)
    return _step(session, actor, payment, Step.FAIL)


def _locked(session: Session, payment_id: int, step: Step) -> tuple[Payment, BatchItem | None]:
    payment = queries.lock_payment(session, payment_id)
    refuse_wrong_state(payment, step)
    return payment, queries.live_items(session, [payment_id]).get(payment_id)


def _step(session: Session, actor: Actor, payment: Payment, step: Step) -> Payment:
    before = payment.status
    payment.status = after(step, was_approved=payment.approved_by is not None)
    session.flush()
    changes = {"status": [before, payment.status], "amount": f"{payment.amount:.2f}"}
    audit.record(session, actor, f"payment.{DONE[step]}", payment, changes=changes)
    return payment


def _settle(item: BatchItem | None, outcome: BatchOutcome, reason: str | None) -> None:
    if item is not None:
        item.outcome, item.outcome_reason, item.outcome_at = outcome, reason, clock.now()


def _release_lines(session: Session, payment_id: int) -> None:
    held = select(PaymentLine.payment_id, PaymentLine.line_id).where(PaymentLine.payment_id == payment_id)
    session.execute(insert(released_lines).from_select(["payment_id", "line_id"], held))
    session.execute(update(PaymentLine).where(PaymentLine.payment_id == payment_id).values(payment_id=None))
