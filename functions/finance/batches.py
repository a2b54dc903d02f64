"""Batches of payments: to the bank, and what comes back from it."""

import azure.functions as func

from shared.finance.payments import answers, batch_queries, service
from shared.finance.payments.batch_schemas import (
    BatchDetail,
    BatchIn,
    BatchOut,
    BatchQuery,
    ExportQuery,
    ItemQuery,
    StatementIn,
    StatementOut,
    WithdrawIn,
)
from shared.finance.payments.schemas import PaidIn
from shared.permissions import Permission
from shared.platform.contract import Answer, Raw
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("payments/batches", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ)
def list_payment_batches(call: Call, query: BatchQuery) -> Page[BatchOut]:
    """List batches, sorted by batch_id or execution_date."""
    return batch_queries.list_batches(call.session, query)


@bp.route("payments/batches", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE, status=201)
def create_payment_batch(call: Call, body: BatchIn) -> Answer[BatchDetail]:
    """Put exactly these payments into a batch, all of them or none; a refusal names those that cannot be paid."""
    return answers.batch(call.session, service.create_batch(call.session, call.actor, body), created=True)


@bp.route("payments/batches/{batch_id:int}", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ)
def get_payment_batch(call: Call, batch_id: int, query: ItemQuery) -> BatchDetail:
    """Return one batch and its payments, sorted by payment_id or amount."""
    return answers.batch_detail(call.session, batch_id, query)


@bp.route("payments/batches/{batch_id:int}/export", methods=["GET"])
@endpoint(Permission.PAYMENTS_EXECUTE, private=True, fresh_two_factor=True, refuses=(404, 409))
def export_payment_batch(call: Call, batch_id: int, query: ExportQuery) -> Raw:
    """Return the file for the bank: what of the batch is still on its way, with full account numbers."""
    return service.export_batch(call.session, call.actor, batch_id, query.format)


@bp.route("payments/batches/{batch_id:int}/pay", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def pay_payment_batch(call: Call, batch_id: int, body: PaidIn) -> Answer[BatchDetail]:
    """Record that the bank made what is still on its way; a second time nothing is left to pay."""
    return answers.batch(call.session, service.pay_batch(call.session, call.actor, batch_id, body.paid_on))


@bp.route("payments/batches/{batch_id:int}/withdraw", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def withdraw_payment_batch(call: Call, batch_id: int, body: WithdrawIn) -> Answer[BatchDetail]:
    """Take back what is still on its way; those payments are free for another batch."""
    return answers.batch(call.session, service.withdraw_batch(call.session, call.actor, batch_id, body))


@bp.route("payments/batches/{batch_id:int}/statement", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def read_bank_statement(call: Call, batch_id: int, body: StatementIn) -> StatementOut:
    """Mark payments as paid or failed as the bank's statement says, and tell what does not fit."""
    return service.read_statement(call.session, call.actor, batch_id, body)
