"""Batches: a chosen set of payments goes to the bank as one message, is paid as a whole, or is taken back."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shared.finance.kinds import BatchOutcome, PaymentStatus
from shared.finance.models import Batch, BatchItem, Payment
from shared.finance.payments import accounts, batch_queries, queries
from shared.finance.payments.batch_schemas import BatchIn, WithdrawIn
from shared.finance.payments.rules import BATCHABLE
from shared.finance.payments.service import steps
from shared.finance.payments.service.refusals import BatchNotPayable, refuse_past, refuse_unlikely_payday
from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor


class BatchExported(Conflict):
    code = "payment_batch_exported"


def create_batch(session: Session, actor: Actor, body: BatchIn) -> Batch:
    """Put exactly these payments into a batch, all of them or none; they are scheduled for its day.

    Raises:
        DayInThePast: the bank cannot pay on a day that is over.
        BatchNotPayable: names each payment that cannot be paid, and why.
    """
    day = body.execution_date or clock.today()
    refuse_past(day)
    chosen = sorted(set(body.payment_ids))
    payments = queries.lock_payments(session, chosen)
    _refuse_unpayable(session, chosen, payments)

    batch = _insert(session, actor, day, payments.values())
    for payment in payments.values():
        payment.status, payment.scheduled_for = PaymentStatus.SCHEDULED, day
    session.flush()
    facts = {"payments": chosen, "total": f"{batch.total:.2f}", "execution_date": day.isoformat()}
    audit.record(session, actor, "payment_batch.created", batch, changes=facts)
    return batch


def _refuse_unpayable(session: Session, chosen: list[int], payments: Mapping[int, Payment]) -> None:
    live = queries.live_items(session, chosen)
    influencers = {payment.influencer_id for payment in payments.values()}
    unpayable = accounts.obstacles(session, influencers)
    named = [
        {"payment_id": payment_id} | obstacle
        for payment_id in chosen
        if (obstacle := _obstacle(payments.get(payment_id), live.get(payment_id), unpayable))
    ]
    if named:
        raise BatchNotPayable(f"{len(named)} of these payments cannot be paid; none was taken.", payments=named)


def _obstacle(
    payment: Payment | None, item: BatchItem | None, unpayable: Mapping[int, dict[str, Any]]
) -> dict[str, Any] | None:
    if payment is None:
        return {"reason": "not_there"}
    if item is not None:
        return {"reason": "in_batch", "batch_id": item.batch_id}
    if payment.status not in BATCHABLE:
        return {"reason": "payment_state", "payment_status": payment.status}
    if payment.amount <= 0:
        return {"reason": "nothing_to_pay"}
    return unpayable.get(payment.influencer_id)


def _insert(session: Session, actor: Actor, day: date, payments: Iterable[Payment]) -> Batch:
    amounts = {payment.payment_id: payment.amount for payment in payments}
    batch = Batch(
        message_id=f"{clock.today():%Y%m%d}-{secrets.token_hex(8)}",
        execution_date=day,
        total=sum(amounts.values(), Decimal(0)),
        payments=len(amounts),
        created_by=actor.known_user_id,
    )
    session.add(batch)
    session.flush()
    items = [
        {
            "batch_id": batch.batch_id,
            "payment_id": payment_id,
            "end_to_end_id": f"P{payment_id}-B{batch.batch_id}",
            "amount": amount,
        }
        for payment_id, amount in amounts.items()
    ]
    session.execute(insert(BatchItem), items)
    return batch


def pay_batch(session: Session, actor: Actor, batch_id: int, day: date | None) -> Batch:
    """Record that the bank made every payment of the batch that is still on its way; the others stay as they are.

    Raises:
        BatchMissing: there is none.
        DayInFuture, PaidBeforeApproval: the day cannot be right.
    """
    batch = batch_queries.lock_batch(session, batch_id)
    chosen = day or clock.today()
    payments, items = waiting(session, batch_id)
    for payment in payments.values():
        refuse_unlikely_payday(payment, chosen)
    paid = [steps.pay(payment, day=chosen, item=items[payment_id]) for payment_id, payment in payments.items()]
    audit.record_all(session, actor, paid)
    if payments:
        audit.record(session, actor, "payment_batch.paid", batch, changes={"payments": len(payments)})
    return batch


def waiting(session: Session, batch_id: int) -> tuple[dict[int, Payment], dict[int, BatchItem]]:
    """Return what of a locked batch is on its way, each payment locked, with its item."""
    members = [item.payment_id for item in batch_queries.items_of(session, batch_id)]
    payments = queries.lock_payments(session, members)
    # Only now: somebody may have settled one of them while we waited for it.
    items = {item.payment_id: item for item in batch_queries.items_of(session, batch_id, BatchOutcome.WAITING)}
    return {payment_id: payments[payment_id] for payment_id in items}, items


def withdraw_batch(session: Session, actor: Actor, batch_id: int, body: WithdrawIn) -> Batch:
    """Take back what is still on its way; those payments are approved again and free for another batch.

    Raises:
        BatchMissing: there is none.
        BatchExported: the file may have gone to the bank, and nobody says that it has not.
    """
    batch = batch_queries.lock_batch(session, batch_id)
    if batch.exported_at is not None and not body.never_sent:
        raise BatchExported("The bank may have the file; say never_sent if it has not.", exported_at=batch.exported_at)
    payments, items = waiting(session, batch_id)
    for payment_id, payment in payments.items():
        payment.status, payment.scheduled_for = PaymentStatus.APPROVED, None
        item = items[payment_id]
        item.outcome, item.outcome_reason, item.outcome_at = BatchOutcome.WITHDRAWN, body.reason, clock.now()
    session.flush()
    facts = {"payments": sorted(payments), "never_sent": body.never_sent}
    audit.record(session, actor, "payment_batch.withdrawn", batch, changes=facts)
    return batch
