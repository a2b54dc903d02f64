"""Refusals that several verbs of payments share.

They stand in the order in which a verb asks: may this person, is the payment in the right state, is there an account.
"""

from datetime import date
from decimal import Decimal

from shared.finance.kinds import BatchOutcome
from shared.finance.models import BatchItem, Payment
from shared.finance.payments.rules import DONE, Step, permits
from shared.platform import clock
from shared.platform.config import settings
from shared.platform.errors import Conflict, Forbidden, FreshTwoFactorRequired, Malformed
from shared.platform.identity import Actor


class ComputedBySameUser(Forbidden):
    code = "payment_computed_by_same_user"


class StepNotPermitted(Conflict):
    code = "payment_state"


class NotApprovable(Conflict):
    code = "payments_not_approvable"


class InBatch(Conflict):
    code = "payment_in_batch"


class DayInThePast(Conflict):
    code = "day_in_the_past"


class DayInFuture(Malformed):
    code = "day_in_future"


class PaidBeforeApproval(Conflict):
    code = "paid_before_approval"


class BatchNotPayable(Conflict):
    code = "batch_not_payable"


def refuse_whoever_computed(actor: Actor, payment: Payment) -> None:
    """Refuse the second of two duties to who did the first; what the timer computed anybody may approve."""
    if payment.computed_by is not None and payment.computed_by == actor.user_id:
        raise ComputedBySameUser("Whoever computed a payment cannot approve it.")


def refuse_large_without_factor(actor: Actor, amount: Decimal) -> None:
    limit = settings().payment_approval_limit
    if amount > limit and not actor.has_fresh_two_factor:
        raise FreshTwoFactorRequired(
            f"Above {limit:.2f}, show your second factor again: POST /api/me/two-factor/verify.", limit=f"{limit:.2f}"
        )


def refuse_wrong_state(payment: Payment, step: Step) -> None:
    if not permits(payment.status, step):
        told = f"A payment that is {payment.status} cannot be {DONE[step]}."
        raise StepNotPermitted(told, payment_status=payment.status)


def refuse_on_its_way(item: BatchItem | None) -> None:
    """Refuse to change what the bank may be carrying out."""
    if item is not None and item.outcome is BatchOutcome.WAITING:
        raise InBatch("The payment is in a batch on its way to the bank.", batch_id=item.batch_id)


def refuse_past(day: date) -> None:
    if day < clock.today():
        raise DayInThePast("This day is over.", day=day)


def refuse_unlikely_payday(payment: Payment, day: date) -> None:
    """Refuse a day that has not come, and one on which nobody had approved the payment yet."""
    today = clock.today()
    if day > today:
        raise DayInFuture("The day is in the future.", [("/paid_on", f"is after {today}")], day=day)
    if payment.approved_at is not None and day < payment.approved_at.astimezone(settings().zone).date():
        raise PaidBeforeApproval("That was before the payment was approved.", day=day)
