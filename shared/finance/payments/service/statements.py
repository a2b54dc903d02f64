"""What the bank says of a batch is carried out: each entry once, and what does not fit is told and left alone."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from shared.finance.models import BatchItem, Payment
from shared.finance.payments import batch_queries, queries
from shared.finance.payments.bank import camt_053, statement_csv
from shared.finance.payments.batch_schemas import FindingOut, StatementFormat, StatementIn, StatementOut
from shared.finance.payments.rules import BankEntry, Booked, Finding, Transfer, finding
from shared.finance.payments.service import steps
from shared.platform import audit, clock
from shared.platform.config import settings
from shared.platform.identity import Actor

MOST_FINDINGS = 1000
NOTHING_TO_DO = {Finding.PAID, Finding.KNOWN}
CARRIED_OUT = {*NOTHING_TO_DO, Finding.FAILED}
UNSAID = "The bank gave no reason."


def read_statement(session: Session, actor: Actor, batch_id: int, body: StatementIn) -> StatementOut:
    """Mark payments of a batch as the bank says. The same statement again changes nothing.

    Raises:
        BatchMissing: there is none.
        StatementMalformed: it cannot be read, or a line of it; nothing is carried out.
    """
    entries = camt_053.entries(body.content) if body.format is StatementFormat.CAMT_053 else statement_csv.entries(body)
    batch = batch_queries.lock_batch(session, batch_id)
    carried_out = _carry_out(session, actor, batch_id, entries)
    counts = Counter(what for _, what, _ in carried_out)
    told = {what.value: number for what, number in sorted(counts.items())}
    audit.record(session, actor, "payment_batch.statement_read", batch, changes=told)
    return StatementOut(
        paid=counts[Finding.PAID],
        failed=counts[Finding.FAILED],
        known=counts[Finding.KNOWN],
        unmatched=sum(number for what, number in counts.items() if what not in CARRIED_OUT),
        waiting=batch_queries.waiting_count(session, batch_id),
        findings=_shown(carried_out),
    )


type CarriedOut = tuple[BankEntry, Finding, int | None]


def _carry_out(session: Session, actor: Actor, batch_id: int, entries: Sequence[BankEntry]) -> list[CarriedOut]:
    members = [item.payment_id for item in batch_queries.items_of(session, batch_id)]
    payments = queries.lock_payments(session, members)
    items = {item.end_to_end_id: item for item in batch_queries.items_of(session, batch_id)}
    # A transfer that was sent back was made before, whatever the order of the lines.
    ordered = sorted(entries, key=lambda entry: (entry.booked is Booked.FAILED, entry.position))
    seen: set[tuple[str | None, Booked]] = set()
    done: list[CarriedOut] = []
    for entry in ordered:
        item = items.get(entry.end_to_end_id or "")
        if item is not None and (entry.end_to_end_id, entry.booked) in seen:
            done.append((entry, Finding.BOOKED_AGAIN, item.payment_id))
            continue
        concerned = None if item is None else (item, payments[item.payment_id])
        done.append(_apply(session, actor, entry, concerned))
        seen.add((entry.end_to_end_id, entry.booked))
    session.flush()
    return sorted(done, key=lambda each: each[0].position)


def _apply(session: Session, actor: Actor, entry: BankEntry, concerned: tuple[BatchItem, Payment] | None) -> CarriedOut:
    if concerned is None:
        return entry, Finding.NOT_IN_BATCH, None
    item, payment = concerned
    transfer = Transfer(item.amount, item.outcome, item.booked_on)
    what = finding(transfer, entry, settings().currency, clock.today())
    if what is Finding.PAID:
        steps.pay(session, actor, payment, day=entry.booked_on or clock.today(), item=item)
    elif what is Finding.FAILED:
        steps.fail(session, actor, payment, reason=entry.reason or UNSAID, item=item)
    if what in CARRIED_OUT:
        _note_day(item, entry)
    return entry, what, item.payment_id


def _note_day(item: BatchItem, entry: BankEntry) -> None:
    if entry.booked is Booked.PAID:
        item.booked_on = item.booked_on or entry.booked_on
    else:
        item.returned_on = item.returned_on or entry.booked_on


def _shown(carried_out: Sequence[CarriedOut]) -> list[FindingOut]:
    return [
        FindingOut(
            position=entry.position,
            finding=what,
            payment_id=payment_id,
            end_to_end_id=entry.end_to_end_id,
            amount=None if entry.amount is None else f"{entry.amount:.2f}",
            booked_on=entry.booked_on,
            reason=entry.reason,
        )
        for entry, what, payment_id in carried_out
        if what not in NOTHING_TO_DO
    ][:MOST_FINDINGS]
