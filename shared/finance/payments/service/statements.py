"""What the bank says of a batch is carried out: each entry once, and what does not fit is told and left alone."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from shared.finance.models import Batch, BatchItem, Payment
from shared.finance.payments import batch_queries, queries
from shared.finance.payments.bank import camt_053, statement_csv
from shared.finance.payments.batch_schemas import StatementFindingOut, StatementFormat, StatementIn, StatementOut
from shared.finance.payments.rules import BankEntry, Booked, Finding, Transfer, finding, parts_of
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
    carried_out, steps_taken = _carry_out(session, batch, entries)
    audit.record_all(session, actor, steps_taken)
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


def _carry_out(
    session: Session, batch: Batch, entries: Sequence[BankEntry]
) -> tuple[list[CarriedOut], list[audit.Entry]]:
    """Change what the entries say; return what each did, by position, and what the audit log is to say, as done."""
    members = [item.payment_id for item in batch_queries.items_of(session, batch.batch_id)]
    payments = queries.lock_payments(session, members)
    items = {item.end_to_end_id: item for item in batch_queries.items_of(session, batch.batch_id)}
    seen: set[tuple[str | None, Booked]] = set()
    done: list[CarriedOut] = []
    taken: list[audit.Entry] = []
    for entry in _ordered(batch, items, entries):
        item = items.get(entry.end_to_end_id or "")
        told = (entry.end_to_end_id, entry.booked)
        if item is None:
            whole = entry.end_to_end_id is None and entry.message_id == batch.message_id
            done.append((entry, Finding.AMOUNT_DIFFERS if whole else Finding.NOT_IN_BATCH, None))
        elif told in seen:
            done.append((entry, Finding.BOOKED_AGAIN, item.payment_id))
        else:
            what, step = _apply(entry, item, payments[item.payment_id])
            done.append((entry, what, item.payment_id))
            taken += [step] if step else []
            seen.add(told)
    return sorted(done, key=lambda each: each[0].position), taken


def _ordered(batch: Batch, items: Mapping[str, BatchItem], entries: Sequence[BankEntry]) -> list[BankEntry]:
    """Return entries of single transfers; one that was sent back was made before, whatever the order of the lines."""
    transfers = {name: _transfer(item) for name, item in items.items()}
    single = [part for entry in entries for part in _parts(batch, transfers, entry)]
    return sorted(single, key=lambda entry: (entry.booked is Booked.FAILED, entry.position))


def _parts(batch: Batch, transfers: Mapping[str, Transfer], entry: BankEntry) -> list[BankEntry]:
    is_whole = entry.end_to_end_id is None and entry.message_id == batch.message_id
    if not is_whole or entry.booked is Booked.FAILED:
        return [entry]
    return parts_of(entry, transfers) or [entry]


def _transfer(item: BatchItem) -> Transfer:
    return Transfer(item.amount, item.outcome, item.booked_on)


def _apply(entry: BankEntry, item: BatchItem, payment: Payment) -> tuple[Finding, audit.Entry | None]:
    what = finding(_transfer(item), entry, settings().currency, clock.today())
    step = None
    if what is Finding.PAID:
        step = steps.pay(payment, day=entry.booked_on or clock.today(), item=item)
    elif what is Finding.FAILED:
        step = steps.fail(payment, reason=entry.reason or UNSAID, item=item)
    if what in CARRIED_OUT:
        _note_day(item, entry)
    return what, step


def _note_day(item: BatchItem, entry: BankEntry) -> None:
    if entry.booked is Booked.PAID:
        item.booked_on = item.booked_on or entry.booked_on
    else:
        item.returned_on = item.returned_on or entry.booked_on


def _shown(carried_out: Sequence[CarriedOut]) -> list[StatementFindingOut]:
    return [
        StatementFindingOut(
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
