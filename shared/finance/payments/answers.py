"""What the triggers of payments and batches answer."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from shared.finance.models import Batch, Payment
from shared.finance.payments import batch_queries, queries
from shared.finance.payments.batch_schemas import BatchDetail, BatchOut, ItemQuery
from shared.finance.payments.schemas import ApprovedOut, LineQuery, PaymentDetail, PaymentOut
from shared.platform.contract import Answer


def payment(session: Session, record: Payment) -> Answer[PaymentOut]:
    shown = PaymentOut.model_validate(queries.get_payment(session, record.payment_id))
    return Answer(shown, version=record.version)


def approved(records: Sequence[Payment]) -> ApprovedOut:
    total = sum((record.amount for record in records), Decimal(0))
    return ApprovedOut(payments=len(records), amount=f"{total:.2f}")


def payment_detail(session: Session, payment_id: int, query: LineQuery) -> PaymentDetail:
    """Return a payment and a page of what it consists of."""
    shown = PaymentOut.model_validate(queries.get_payment(session, payment_id))
    sums = queries.sums_of(session, payment_id)
    return PaymentDetail(
        **shown.model_dump(),
        line_count=sum(each.lines for each in sums),
        line_total=queries.line_total(session, payment_id),
        sums=sums,
        lines=queries.lines_of(session, payment_id, query),
        attempts_made=queries.attempts_of(session, payment_id),
    )


def batch(session: Session, record: Batch, *, created: bool = False) -> Answer[BatchDetail]:
    location = f"/api/payments/batches/{record.batch_id}" if created else None
    detail = batch_detail(session, record.batch_id, ItemQuery())
    return Answer(detail, version=record.version, location=location)


def batch_detail(session: Session, batch_id: int, query: ItemQuery) -> BatchDetail:
    """Return a batch and a page of its payments."""
    shown = BatchOut.model_validate(batch_queries.get_batch(session, batch_id))
    return BatchDetail(**shown.model_dump(), items=batch_queries.list_items(session, batch_id, query))
