"""Steps of one payment. Each locks it, refuses, changes it and what a batch says of it, and leaves an audit row.

Of many payments at once the changes are written and the rows left together: one by one a thousand take seconds.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from shared.finance.kinds import BatchOutcome, PaymentStatus
from shared.finance.models import BatchItem, Payment, PaymentLine, released_lines
from shared.finance.payments import accounts, queries
from shared.finance.payments.rules import DONE, Step, after, permits
from shared.finance.payments.service.refusals import (
    NotApprovable,
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
    refuse_large_without_factor(actor, payment.amount)
    return _told(session, actor, payment, _approved(actor, payment))


def approve_payments(session: Session, actor: Actor, payment_ids: Sequence[int]) -> list[Payment]:
    """Approve exactly these, all of them or none; the limit holds for what they come to together.

    Raises:
        NotApprovable: names each payment that cannot be approved, and why.
        FreshTwoFactorRequired: together they are above the limit and the second factor was shown too long ago.
    """
    chosen = sorted(set(payment_ids))
    found = queries.lock_payments(session, chosen)
    named = [{"payment_id": each, "reason": why} for each in chosen if (why := _obstacle(actor, found.get(each)))]
    if named:
        raise NotApprovable(f"{len(named)} of these payments cannot be approved; none was.", payments=named)
    refuse_large_without_factor(actor, sum((payment.amount for payment in found.values()), Decimal(0)))
    entries = [_approved(actor, payment) for payment in found.values()]
    audit.record_all(session, actor, entries)
    return list(found.values())


def _obstacle(actor: Actor, payment: Payment | None) -> str | None:
    if payment is None:
        return "not_there"
    if not permits(payment.status, Step.APPROVE):
        return "payment_state"
    return "computed_by_same_user" if payment.computed_by == actor.known_user_id else None


def _approved(actor: Actor, payment: Payment) -> audit.Entry:
    payment.approved_by, payment.approved_at = actor.known_user_id, clock.now()
    return _taken(payment, Step.APPROVE)


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
        DayInFuture, PaidBeforeApproval: the day cannot be right.
        AccountHeld: it is in no batch, and the influencer's account was changed too recently.
    """
    payment, item = _locked(session, payment_id, Step.PAY)
    chosen = day or clock.today()
    refuse_unlikely_payday(payment, chosen)
    if item is None:
        accounts.refuse_held(session, payment.influencer_id)
    return _told(session, actor, payment, pay(payment, day=chosen, item=item))


def fail_payment(session: Session, actor: Actor, payment_id: int, reason: str) -> Payment:
    """Record that a payment was refused, or sent back after it was paid.

    Raises:
        StepNotPermitted: it is neither scheduled nor paid.
    """
    payment, item = _locked(session, payment_id, Step.FAIL)
    return _told(session, actor, payment, fail(payment, reason=reason, item=item))


def retry_payment(session: Session, actor: Actor, payment_id: int) -> Payment:
    """Let a failed payment be paid again; its approval stands unless it was paid before it was sent back.

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


def pay(payment: Payment, *, day: date, item: BatchItem | None) -> audit.Entry:
    """Mark a locked, scheduled payment as paid, and its item in a batch; return what the audit log is to say."""
    payment.paid_on = payment.date = day
    payment.status_reason = None
    _settle(item, BatchOutcome.PAID, None)
    return _taken(payment, Step.PAY)


def fail(payment: Payment, *, reason: str, item: BatchItem | None) -> audit.Entry:
    """Mark a locked payment, scheduled or paid, as failed, and its item in a batch; return what the log is to say."""
    if payment.status is PaymentStatus.PAID:
        payment.approved_by = payment.approved_at = None  # what was approved was done: to do it again is another matter
    payment.status_reason = reason
    payment.attempts += 1
    payment.paid_on = None
    _settle(item, BatchOutcome.FAILED, reason)
    return _taken(payment, Step.FAIL)


def _locked(session: Session, payment_id: int, step: Step) -> tuple[Payment, BatchItem | None]:
    payment = queries.lock_payment(session, payment_id)
    refuse_wrong_state(payment, step)
    return payment, queries.live_items(session, [payment_id]).get(payment_id)


def _step(session: Session, actor: Actor, payment: Payment, step: Step) -> Payment:
    return _told(session, actor, payment, _taken(payment, step))


def _taken(payment: Payment, step: Step) -> audit.Entry:
    before = payment.status
    payment.status = after(step, was_approved=payment.approved_by is not None)
    changes = {"status": [before, payment.status], "amount": f"{payment.amount:.2f}"}
    return audit.Entry(f"payment.{DONE[step]}", payment, changes)


def _told(session: Session, actor: Actor, payment: Payment, entry: audit.Entry) -> Payment:
    audit.record_all(session, actor, [entry])
    return payment


def _settle(item: BatchItem | None, outcome: BatchOutcome, reason: str | None) -> None:
    if item is not None:
        item.outcome, item.outcome_reason, item.outcome_at = outcome, reason, clock.now()


def _release_lines(session: Session, payment_id: int) -> None:
    held = select(PaymentLine.payment_id, PaymentLine.line_id).where(PaymentLine.payment_id == payment_id)
    session.execute(insert(released_lines).from_select(["payment_id", "line_id"], held))
    session.execute(update(PaymentLine).where(PaymentLine.payment_id == payment_id).values(payment_id=None))
