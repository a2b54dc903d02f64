"""Terms, payments and their lines, batches, budgets, other costs, and where influencers are paid to."""

from shared.finance.kinds import PaymentStatus
from shared.finance.models.accounts import PayoutAccount
from shared.finance.models.books import BookBreach
from shared.finance.models.budgets import Budget, Expense
from shared.finance.models.changes import earning_changes
from shared.finance.models.payments import Batch, BatchItem, Payment, PaymentLine, released_lines
from shared.finance.models.terms import Deliverable, Term

__all__ = [
    "Batch",
    "BatchItem",
    "BookBreach",
    "Budget",
    "Deliverable",
    "Expense",
    "Payment",
    "PaymentLine",
    "PaymentStatus",
    "PayoutAccount",
    "Term",
    "earning_changes",
    "released_lines",
]
