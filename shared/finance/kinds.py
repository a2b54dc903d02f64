"""The words of money: states, what a line pays for, and what kind of entry it is."""

from enum import StrEnum


class PaymentStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Basis(StrEnum):
    """What a component of terms pays for."""

    FIXED_FEE = "fixed_fee"
    PER_CLICK = "per_click"
    PER_ORDER = "per_order"
    REVENUE_SHARE = "revenue_share"


class Entry(StrEnum):
    """Why a line is there: something was earned, its rate rose after all, it was taken back, or it was mistaken."""

    EARNING = "earning"
    TIER_ADJUSTMENT = "tier_adjustment"
    REVERSAL = "reversal"
    CORRECTION = "correction"


class BatchOutcome(StrEnum):
    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class ExpenseStatus(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"


AGREED = (ExpenseStatus.APPROVED, ExpenseStatus.PAID)  # expenses that count as cost


class AccountKind(StrEnum):
    """How the account that somebody is paid to is named."""

    IBAN = "iban"
    OTHER = "other"
