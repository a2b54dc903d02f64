"""Every SELECT of payments and of what they consist of."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import Session

from shared.campaigns.models import Campaign
from shared.finance.kinds import BatchOutcome
from shared.finance.models import BatchItem, Payment, PaymentLine, Term, released_lines
from shared.finance.payments.schemas import Attempt, LineOut, LineQuery, LineSum, PaymentOut, PaymentQuery
from shared.influencers.models import Influencer
from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import among, equal, within

# In at most one batch a payment is on its way or paid: the unique index of the table.
LIVE = (BatchOutcome.WAITING, BatchOutcome.PAID)

type Columns = Select[*tuple[Any, ...]]


class PaymentMissing(NotFound):
    code = "payment_missing"


def lock_payment(session: Session, payment_id: int) -> Payment:
    """Return the payment as it is now; until the end nobody else takes a step with it."""
    found = lock_payments(session, [payment_id])
    if not found:
        raise PaymentMissing("There is no such payment.")
    return found[payment_id]


def lock_payments(session: Session, payment_ids: Sequence[int]) -> dict[int, Payment]:
    """Return those that are there, locked in the order of their ids so that nobody waits in a circle."""
    chosen = select(Payment).where(Payment.payment_id.in_(payment_ids)).order_by(Payment.payment_id)
    locked = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {payment.payment_id: payment for payment in session.scalars(locked)}


def live_items(session: Session, payment_ids: Sequence[int]) -> dict[int, BatchItem]:
    """Return the item of each payment that is on its way or paid in a batch; ask after locking the payments."""
    statement = select(BatchItem).where(BatchItem.payment_id.in_(payment_ids), BatchItem.outcome.in_(LIVE))
    found = session.scalars(statement.execution_options(populate_existing=True))
    return {item.payment_id: item for item in found}


def _payments() -> Columns:
    live = and_(BatchItem.payment_id == Payment.payment_id, BatchItem.outcome.in_(LIVE))
    return (
        select(*Payment.__table__.columns, Campaign.campaign_name, Influencer.influencer_name, BatchItem.batch_id)
        .select_from(Payment)
        .join(Campaign, Campaign.campaign_id == Payment.campaign_id)
        .join(Influencer, Influencer.influencer_id == Payment.influencer_id)
        .outerjoin(BatchItem, live)
    )


def list_payments(session: Session, query: PaymentQuery) -> Page[PaymentOut]:
    statement = _payments().where(
        *among(Payment.payment_id, query.payment_id),
        *among(Payment.campaign_id, query.campaign_id),
        *among(Payment.influencer_id, query.influencer_id),
        *among(Payment.status, query.status),
        *among(BatchItem.batch_id, query.batch_id),
        *equal(Payment.is_computed, query.computed),
        *within(Payment.date, query),
        *([] if query.scheduled_until is None else [Payment.scheduled_for <= query.scheduled_until]),
    )
    sorts: dict[str, SQLColumnExpression[object]] = {
        "payment_id": Payment.payment_id,
        "date": Payment.date,
        "amount": Payment.amount,
    }
    return page_of(session, statement, query, sorts=sorts, key=Payment.payment_id, make=PaymentOut)


def get_payment(session: Session, payment_id: int) -> Row[Any]:
    """Return the payment with the names that belong to it."""
    found = session.execute(_payments().where(Payment.payment_id == payment_id)).one_or_none()
    if found is None:
        raise PaymentMissing("There is no such payment.")
    return found


def _belongs(payment_id: int) -> SQLColumnExpression[bool]:
    """Whether a line is in this payment, or was until it was cancelled; each half of it by its index."""
    held = select(PaymentLine.line_id).where(PaymentLine.payment_id == payment_id)
    released = select(released_lines.c.line_id).where(released_lines.c.payment_id == payment_id)
    return PaymentLine.line_id.in_(held.union_all(released))


def lines_of(session: Session, payment_id: int, query: LineQuery) -> Page[LineOut]:
    statement = (
        select(*PaymentLine.__table__.columns, Term.term_version, Campaign.campaign_name)
        .select_from(PaymentLine)
        .join(Term, Term.term_id == PaymentLine.term_id)
        .join(Campaign, Campaign.campaign_id == PaymentLine.campaign_id)
        .where(_belongs(payment_id))
    )
    sorts: dict[str, SQLColumnExpression[object]] = {
        "occurred_on": PaymentLine.occurred_on,
        "line_id": PaymentLine.line_id,
        "amount": PaymentLine.amount,
    }
    return page_of(session, statement, query, sorts=sorts, key=PaymentLine.line_id, make=LineOut)


def sums_of(session: Session, payment_id: int) -> list[LineSum]:
    statement = (
        select(
            PaymentLine.basis,
            PaymentLine.entry,
            func.count().label("lines"),
            func.sum(PaymentLine.amount).label("amount"),
        )
        .where(_belongs(payment_id))
        .group_by(PaymentLine.basis, PaymentLine.entry)
        .order_by(PaymentLine.basis, PaymentLine.entry)
    )
    return [LineSum.model_validate(row) for row in session.execute(statement)]


def line_total(session: Session, payment_id: int) -> Decimal | None:
    return session.scalars(select(func.sum(PaymentLine.amount)).where(_belongs(payment_id))).one()


def attempts_of(session: Session, payment_id: int) -> list[Attempt]:
    statement = select(BatchItem).where(BatchItem.payment_id == payment_id).order_by(BatchItem.batch_id)
    return [Attempt.model_validate(item) for item in session.scalars(statement)]
