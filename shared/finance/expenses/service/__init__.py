"""Every verb of expenses."""

from shared.finance.expenses.service.decisions import approve_expense, pay_expense, reject_expense
from shared.finance.expenses.service.receipts import attach, prepare_upload, receipt_link, sweep
from shared.finance.expenses.service.records import delete_expense, record_expense, update_expense

__all__ = [
    "approve_expense",
    "attach",
    "delete_expense",
    "pay_expense",
    "prepare_upload",
    "receipt_link",
    "record_expense",
    "reject_expense",
    "sweep",
    "update_expense",
]
