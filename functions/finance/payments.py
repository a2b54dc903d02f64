"""Payments: what they consist of, approval, schedule, paid or failed."""

import azure.functions as func

from shared.finance.payments import answers, queries, service
from shared.finance.payments.schemas import (
    ApprovedOut,
    ApproveIn,
    CancelIn,
    FailedIn,
    LineQuery,
    PaidIn,
    PaymentDetail,
    PaymentOut,
    PaymentQuery,
    PaymentScheduleIn,
)
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()

NAMED = ("payment", "campaigns", "influencers")


@bp.route("payments", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ, reads=NAMED)
def list_payments(call: Call, query: PaymentQuery) -> Page[PaymentOut]:
    """List payments, sorted by payment_id, date or amount."""
    return queries.list_payments(call.session, query)


@bp.route("payments/{payment_id:int}", methods=["GET"])
@endpoint(Permission.PAYMENTS_READ, reads=(*NAMED, "payment_lines", "terms"))
def get_payment(call: Call, payment_id: int, query: LineQuery) -> PaymentDetail:
    """Return one payment and what it consists of, line by line, sorted by occurred_on, line_id or amount."""
    return answers.payment_detail(call.session, payment_id, query)


@bp.route("payments/{payment_id:int}/approve", methods=["POST"])
@endpoint(Permission.PAYMENTS_APPROVE)
def approve_payment(call: Call, payment_id: int) -> Answer[PaymentOut]:
    """Approve a payment that somebody else computed; above a set amount with a fresh second factor."""
    return answers.payment(call.session, service.approve_payment(call.session, call.actor, payment_id))


@bp.route("payments/approve", methods=["POST"])
@endpoint(Permission.PAYMENTS_APPROVE)
def approve_payments(call: Call, body: ApproveIn) -> ApprovedOut:
    """Approve exactly these payments, all of them or none; a refusal names those that cannot be approved."""
    return answers.approved(service.approve_payments(call.session, call.actor, body.payment_ids))


@bp.route("payments/{payment_id:int}/schedule", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def schedule_payment(call: Call, payment_id: int, body: PaymentScheduleIn) -> Answer[PaymentOut]:
    """Say when an approved payment is to be made."""
    scheduled = service.schedule_payment(call.session, call.actor, payment_id, body.scheduled_for)
    return answers.payment(call.session, scheduled)


@bp.route("payments/{payment_id:int}/pay", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def pay_payment(call: Call, payment_id: int, body: PaidIn) -> Answer[PaymentOut]:
    """Record that a scheduled payment was made; a second time it is refused."""
    return answers.payment(call.session, service.pay_payment(call.session, call.actor, payment_id, body.paid_on))


@bp.route("payments/{payment_id:int}/fail", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def fail_payment(call: Call, payment_id: int, body: FailedIn) -> Answer[PaymentOut]:
    """Record that a payment was refused, or sent back after it was paid."""
    return answers.payment(call.session, service.fail_payment(call.session, call.actor, payment_id, body.reason))


@bp.route("payments/{payment_id:int}/retry", methods=["POST"])
@endpoint(Permission.PAYMENTS_EXECUTE)
def retry_payment(call: Call, payment_id: int) -> Answer[PaymentOut]:
    """Let a failed payment be paid again; it is approved anew only if it was paid before it was sent back."""
    return answers.payment(call.session, service.retry_payment(call.session, call.actor, payment_id))


@bp.route("payments/{payment_id:int}/cancel", methods=["POST"])
@endpoint(Permission.PAYMENTS_APPROVE)
def cancel_payment(call: Call, payment_id: int, body: CancelIn) -> Answer[PaymentOut]:
    """Give a payment up; what it consisted of is open again and goes into the next one."""
    return answers.payment(call.session, service.cancel_payment(call.session, call.actor, payment_id, body.reason))
