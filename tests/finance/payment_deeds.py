"""Every trigger of payments and batches that changes something or hands out account numbers, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.client import Reply, make_user
from tests.finance.books import Books, payment


def by_payer(call: Callable[[Books], Reply]) -> Done:
    return by(make_user(Role.FINANCE_MANAGER), lambda api: call(Books(api)))


def step(of: str, name: str) -> Deed:
    return lambda: by_payer(lambda books: books.step(payment(status=of), name))


def with_batch(call: Callable[[Books, str], Reply]) -> Deed:
    """Return what is done at the path of a batch of one payment."""
    return lambda: by_payer(lambda books: call(books, f"payments/batches/{books.batch(books.payable())['batch_id']}"))


def read(books: Books, path: str) -> Reply:
    return books.api.post(f"{path}/statement", {"format": "csv", "content": "end_to_end_id,amount\nP1-B1,10.00\n"})


PAYMENT_DEEDS: dict[str, tuple[str, Deed]] = {
    "approve_payment": ("payment.approved", step("pending", "approve")),
    "approve_payments": (
        "payment.approved",
        lambda: by_payer(lambda books: books.api.post("payments/approve", {"payment_ids": [payment(), payment()]})),
    ),
    "schedule_payment": ("payment.scheduled", step("approved", "schedule")),
    "pay_payment": ("payment.paid", step("scheduled", "pay")),
    "fail_payment": ("payment.failed", step("scheduled", "fail")),
    "retry_payment": ("payment.retried", step("failed", "retry")),
    "cancel_payment": ("payment.cancelled", step("pending", "cancel")),
    "create_payment_batch": (
        "payment_batch.created",
        lambda: by_payer(lambda books: books.ask_batch([books.payable()])),
    ),
    "export_payment_batch": (
        "payment_batch.exported",
        with_batch(lambda books, path: books.api.get(f"{path}/export", format="csv")),
    ),
    "pay_payment_batch": (
        "payment_batch.paid",
        with_batch(lambda books, path: books.api.post(f"{path}/pay", {})),
    ),
    "withdraw_payment_batch": (
        "payment_batch.withdrawn",
        with_batch(lambda books, path: books.api.post(f"{path}/withdraw", {"reason": "Wrong day"})),
    ),
    "read_bank_statement": ("payment_batch.statement_read", with_batch(read)),
}
