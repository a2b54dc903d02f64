"""What a payment goes through, and what an entry of the bank says of it. Pure.

    pending ──approve──▶ approved ──schedule──▶ scheduled ──pay──▶ paid
       │                    │  ▲                   │  └──fail──┐     │ (sent back)
       │                    │  └──────retry────── failed ◀─────┴─fail┘
       └──────cancel────────┴────────cancel────────┴──▶ cancelled

What the bank sent back after it was paid has lost its approval: a retry makes it pending.
A payment that is in a batch on its way to the bank is neither cancelled nor scheduled anew: it is paid, or it fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shared.finance.kinds import BatchOutcome, PaymentStatus


class Step(StrEnum):
    APPROVE = "approve"
    SCHEDULE = "schedule"
    PAY = "pay"
    FAIL = "fail"
    RETRY = "retry"
    CANCEL = "cancel"


STEPS: dict[Step, tuple[frozenset[PaymentStatus], PaymentStatus]] = {
    Step.APPROVE: (frozenset({PaymentStatus.PENDING}), PaymentStatus.APPROVED),
    Step.SCHEDULE: (frozenset({PaymentStatus.APPROVED, PaymentStatus.SCHEDULED}), PaymentStatus.SCHEDULED),
    Step.PAY: (frozenset({PaymentStatus.SCHEDULED}), PaymentStatus.PAID),
    Step.FAIL: (frozenset({PaymentStatus.SCHEDULED, PaymentStatus.PAID}), PaymentStatus.FAILED),
    Step.RETRY: (frozenset({PaymentStatus.FAILED}), PaymentStatus.APPROVED),
    Step.CANCEL: (
        frozenset({PaymentStatus.PENDING, PaymentStatus.APPROVED, PaymentStatus.SCHEDULED, PaymentStatus.FAILED}),
        PaymentStatus.CANCELLED,
    ),
}
DONE = {
    Step.APPROVE: "approved",
    Step.SCHEDULE: "scheduled",
    Step.PAY: "paid",
    Step.FAIL: "failed",
    Step.RETRY: "retried",
    Step.CANCEL: "cancelled",
}
# What can go to the bank: somebody approved it, and nobody has paid it.
BATCHABLE = frozenset({PaymentStatus.APPROVED, PaymentStatus.SCHEDULED})


def permits(status: PaymentStatus, step: Step) -> bool:
    return status in STEPS[step][0]


def after(step: Step, *, was_approved: bool) -> PaymentStatus:
    """Return the state after a step that `permits` allows; what nobody ever approved is not approved by a retry."""
    if step is Step.RETRY and not was_approved:
        return PaymentStatus.PENDING
    return STEPS[step][1]


class Booked(StrEnum):
    """What an entry of the bank says of a transfer."""

    PAID = "paid"
    FAILED = "failed"  # refused, or sent back later


class Finding(StrEnum):
    """What came of an entry. The first three are as they should be; the others are for a person to look at."""

    PAID = "paid"
    FAILED = "failed"
    KNOWN = "known"
    NOT_IN_BATCH = "not_in_batch"
    NO_AMOUNT = "no_amount"
    AMOUNT_DIFFERS = "amount_differs"
    CURRENCY_DIFFERS = "currency_differs"
    IN_THE_FUTURE = "in_the_future"
    BOOKED_AGAIN = "booked_again"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True)
class BankEntry:
    """One transfer as a statement tells of it.

    Attributes:
        position: its place in the statement, from 1.
        end_to_end_id: what the batch called it; None where the bank does not say.
        amount: without sign; None where the bank does not say.
        currency: ISO 4217; None where the statement does not say.
        booked: what became of it.
        booked_on: the day on which the bank booked it; None where the statement does not say.
        reason: why it failed, in the bank's words.
        message_id: of an entry for a whole batch that tells of no single transfer, the batch that it names.
    """

    position: int
    end_to_end_id: str | None
    amount: Decimal | None
    currency: str | None
    booked: Booked
    booked_on: date | None = None
    reason: str | None = None
    message_id: str | None = None


@dataclass(frozen=True)
class Transfer:
    """What is known here of an item of a batch when an entry comes."""

    amount: Decimal
    outcome: BatchOutcome
    booked_on: date | None


def finding(transfer: Transfer, entry: BankEntry, currency: str, today: date) -> Finding:
    """Return what an entry means for the item of the batch that it names."""
    if entry.amount is None:
        return Finding.NO_AMOUNT
    if entry.currency not in {None, currency}:
        return Finding.CURRENCY_DIFFERS
    if entry.amount != transfer.amount:
        return Finding.AMOUNT_DIFFERS
    if entry.booked_on is not None and entry.booked_on > today:
        return Finding.IN_THE_FUTURE
    return _paid(transfer, entry) if entry.booked is Booked.PAID else _failed(transfer)


def _paid(transfer: Transfer, entry: BankEntry) -> Finding:
    if transfer.booked_on is not None:
        return Finding.KNOWN if entry.booked_on in {None, transfer.booked_on} else Finding.BOOKED_AGAIN
    if transfer.outcome is BatchOutcome.WAITING:
        return Finding.PAID
    return Finding.KNOWN if transfer.outcome is BatchOutcome.PAID else Finding.CONTRADICTS


def _failed(transfer: Transfer) -> Finding:
    if transfer.outcome in {BatchOutcome.WAITING, BatchOutcome.PAID}:
        return Finding.FAILED
    return Finding.KNOWN if transfer.outcome is BatchOutcome.FAILED else Finding.CONTRADICTS


def parts_of(entry: BankEntry, transfers: Mapping[str, Transfer]) -> list[BankEntry]:
    """Return one entry for each transfer that an entry for a whole batch stands for; none where the sum is another one.

    It stands for all that are on their way, or, read again, for all that were booked on its day.
    """
    waiting = [name for name, each in transfers.items() if each.outcome is BatchOutcome.WAITING]
    booked = [name for name, each in transfers.items() if each.booked_on and each.booked_on == entry.booked_on]
    for names in (waiting, booked):
        if names and sum(transfers[name].amount for name in names) == entry.amount:
            return [replace(entry, end_to_end_id=name, amount=transfers[name].amount) for name in names]
    return []
