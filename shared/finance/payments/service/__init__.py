"""Verbs of payments: steps of one, batches of many, the file for the bank and what the bank says."""

from shared.finance.payments.service.batches import create_batch, pay_batch, withdraw_batch
from shared.finance.payments.service.exports import export_batch
from shared.finance.payments.service.statements import read_statement
from shared.finance.payments.service.steps import (
    approve_payment,
    approve_payments,
    cancel_payment,
    fail_payment,
    pay_payment,
    retry_payment,
    schedule_payment,
)

__all__ = [
    "approve_payment",
    "approve_payments",
    "cancel_payment",
    "create_batch",
    "export_batch",
    "fail_payment",
    "pay_batch",
    "pay_payment",
    "read_statement",
    "retry_payment",
    "schedule_payment",
    "withdraw_batch",
]
