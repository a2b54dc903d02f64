"""Expenses of campaigns and their receipts."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.finance.expenses import answers, queries, service
from shared.finance.expenses.schemas import (
    ApprovalIn,
    ExpenseIn,
    ExpenseOut,
    ExpensePaidIn,
    ExpensePatch,
    ExpenseQuery,
    ReceiptIn,
    ReceiptOut,
    ReceiptUploadOut,
    RejectionIn,
)
from shared.permissions import Permission
from shared.platform.blobs import blob_store
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("expenses", methods=["GET"])
@endpoint(Permission.BUDGETS_READ)
def list_expenses(call: Call, query: ExpenseQuery) -> Page[ExpenseOut]:
    """List expenses, sorted by expense_id, expense_date or amount."""
    return queries.list_expenses(call.session, query)


@bp.route("expenses", methods=["POST"])
@endpoint(Permission.EXPENSES_MANAGE, status=201)
def record_expense(call: Call, body: ExpenseIn) -> Answer[ExpenseOut]:
    """Record an expense; it counts once somebody else has approved it."""
    return answers.expense(service.record_expense(call.session, call.actor, body), created=True)


@bp.route("expenses/{expense_id:int}", methods=["GET"])
@endpoint(Permission.BUDGETS_READ)
def get_expense(call: Call, expense_id: int) -> Answer[ExpenseOut]:
    """Return one expense."""
    return answers.expense(queries.get_expense(call.session, expense_id))


@bp.route("expenses/{expense_id:int}", methods=["PATCH"])
@endpoint(Permission.EXPENSES_MANAGE)
def update_expense(call: Call, expense_id: int, body: ExpensePatch) -> Answer[ExpenseOut]:
    """Change an expense of one's own that nobody agreed to; a rejected one asks for approval again."""
    changed = service.update_expense(call.session, call.actor, expense_id, body, check=call.check_version)
    return answers.expense(changed)


@bp.route("expenses/{expense_id:int}", methods=["DELETE"])
@endpoint(Permission.EXPENSES_MANAGE)
def delete_expense(call: Call, expense_id: int) -> None:
    """Delete an expense of one's own that nobody agreed to."""
    service.delete_expense(call.session, call.actor, expense_id)


@bp.route("expenses/{expense_id:int}/approve", methods=["POST"])
@endpoint(Permission.EXPENSES_APPROVE)
def approve_expense(call: Call, expense_id: int, body: ApprovalIn) -> Answer[ExpenseOut]:
    """Agree to somebody else's expense; beyond the budget only with a reason."""
    return answers.expense(service.approve_expense(call.session, call.actor, expense_id, body.override_reason))


@bp.route("expenses/{expense_id:int}/reject", methods=["POST"])
@endpoint(Permission.EXPENSES_APPROVE)
def reject_expense(call: Call, expense_id: int, body: RejectionIn) -> Answer[ExpenseOut]:
    """Refuse somebody else's expense, or take the approval back before it is paid."""
    return answers.expense(service.reject_expense(call.session, call.actor, expense_id, body.reason))


@bp.route("expenses/{expense_id:int}/pay", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def pay_expense(call: Call, expense_id: int, body: ExpensePaidIn) -> Answer[ExpenseOut]:
    """Record that an approved expense was paid."""
    return answers.expense(service.pay_expense(call.session, call.actor, expense_id, body.paid_on))


@bp.route("expenses/{expense_id:int}/receipt", methods=["POST"])
@endpoint(Permission.EXPENSES_MANAGE, status=201)
def prepare_receipt(call: Call, expense_id: int, body: ReceiptIn) -> ReceiptUploadOut:
    """Return a link to which a receipt can be PUT within 15 minutes; then confirm it."""
    return service.prepare_upload(call.session, call.actor, expense_id, file_name=body.file_name, blobs=blob_store())


@bp.route("expenses/{expense_id:int}/receipt/confirm", methods=["POST"])
@endpoint(Permission.EXPENSES_MANAGE)
def attach_receipt(call: Call, expense_id: int) -> Answer[ExpenseOut]:
    """Look into what was uploaded and make it the receipt of the expense."""
    return answers.expense(service.attach(call.session, call.actor, expense_id, blob_store()))


@bp.route("expenses/{expense_id:int}/receipt", methods=["GET"])
@endpoint(Permission.EXPENSES_MANAGE)
def get_receipt(call: Call, expense_id: int) -> ReceiptOut:
    """Return a link to an expense's receipt."""
    return service.receipt_link(call.session, call.actor, expense_id, blob_store())


@bp.timer_trigger("timer", "0 25 4 * * *")
@job("sweep_receipts")
def sweep_receipts(session: Session) -> object:
    """Delete receipts that no expense has."""
    return service.sweep(session, blob_store())
