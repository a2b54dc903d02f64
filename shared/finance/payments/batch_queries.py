"""Every SELECT of batches and their items."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, exists, func, select
from sqlalchemy.orm import Session

from shared.finance.kinds import BatchOutcome
from shared.finance.models import Batch, BatchItem, Payment
from shared.finance.payments.batch_schemas import BatchOut, BatchQuery, ItemOut, ItemQuery
from shared.influencers.models import Influencer
from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import equal, within


class BatchMissing(NotFound):
    code = "payment_batch_missing"


def lock_batch(session: Session, batch_id: int) -> Batch:
    """Return the batch as it is now; until the end nobody else settles what is in it."""
    chosen = select(Batch).where(Batch.batch_id == batch_id).with_for_update(key_share=True)
    batch = session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if batch is None:
        raise BatchMissing("There is no such batch.")
    return batch


def items_of(session: Session, batch_id: int, *outcomes: BatchOutcome) -> Sequence[BatchItem]:
    """Return the items of a batch in the order of their payments, those with one of `outcomes` if any is named."""
    statement = select(BatchItem).where(BatchItem.batch_id == batch_id).order_by(BatchItem.payment_id)
    if outcomes:
        statement = statement.where(BatchItem.outcome.in_(outcomes))
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def waiting_count(session: Session, batch_id: int) -> int:
    waiting = select(func.count()).where(BatchItem.batch_id == batch_id, BatchItem.outcome == BatchOutcome.WAITING)
    return session.scalars(waiting).one()


def _counted(outcome: BatchOutcome) -> ColumnElement[int]:
    counted = select(func.count()).where(BatchItem.batch_id == Batch.batch_id, BatchItem.outcome == outcome)
    return counted.correlate(Batch).scalar_subquery().label(outcome.value)


def _batches() -> Select[*tuple[Any, ...]]:
    return select(*Batch.__table__.columns, *map(_counted, BatchOutcome))


def get_batch(session: Session, batch_id: int) -> Row[Any]:
    """Return the batch with how many of its payments have come to what."""
    found = session.execute(_batches().where(Batch.batch_id == batch_id)).one_or_none()
    if found is None:
        raise BatchMissing("There is no such batch.")
    return found


def list_batches(session: Session, query: BatchQuery) -> Page[BatchOut]:
    waits = exists().where(BatchItem.batch_id == Batch.batch_id, BatchItem.outcome == BatchOutcome.WAITING)
    statement = _batches().where(
        *within(Batch.execution_date, query),
        *([] if query.open is None else [waits if query.open else ~waits]),
    )
    sorts: dict[str, SQLColumnExpression[object]] = {
        "batch_id": Batch.batch_id,
        "execution_date": Batch.execution_date,
    }
    return page_of(session, statement, query, sorts=sorts, key=Batch.batch_id, make=BatchOut)


def list_items(session: Session, batch_id: int, query: ItemQuery) -> Page[ItemOut]:
    statement = (
        select(*BatchItem.__table__.columns, Payment.influencer_id, Influencer.influencer_name)
        .select_from(BatchItem)
        .join(Payment, Payment.payment_id == BatchItem.payment_id)
        .join(Influencer, Influencer.influencer_id == Payment.influencer_id)
        .where(BatchItem.batch_id == batch_id, *equal(BatchItem.outcome, query.outcome))
    )
    sorts: dict[str, SQLColumnExpression[object]] = {
        "payment_id": BatchItem.payment_id,
        "amount": BatchItem.amount,
    }
    return page_of(session, statement, query, sorts=sorts, key=BatchItem.payment_id, make=ItemOut)
