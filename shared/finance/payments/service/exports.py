"""The file of a batch for the bank: pain.001, or CSV for whoever pays by other means.

Account numbers are unsealed here and nowhere else among payments. The file says only what is still on its way, so a
batch that was paid cannot be paid by its file again; while nothing changed, the same batch gives the same bytes under
the same message id, by which a bank knows a message that comes twice.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from shared.finance.models import Batch, BatchItem, Payment
from shared.finance.payments import accounts, batch_queries
from shared.finance.payments.bank import pain_001
from shared.finance.payments.bank.pain_001 import CreditTransfer, Order, Party
from shared.finance.payments.batch_schemas import FileFormat
from shared.finance.payments.service.batches import waiting
from shared.finance.payments.service.refusals import BatchNotPayable
from shared.finance.payout_accounts.service import PayoutDetails, details_for
from shared.platform import audit, clock
from shared.platform.config import settings
from shared.platform.contract import Raw
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.platform.spreadsheets import MEDIA_TYPE, csv_file, neutral

COLUMNS = (
    *("end_to_end_id", "payment_id", "influencer_id", "holder", "iban", "bic", "other_account"),
    *("amount", "currency", "execution_date", "remittance"),
)

type Member = tuple[BatchItem, Payment, PayoutDetails]


class BatchSettled(Conflict):
    code = "payment_batch_settled"


class AccountsWithoutIban(Conflict):
    code = "accounts_without_iban"


class CompanyAccountMissing(Conflict):
    code = "company_account_missing"


def export_batch(session: Session, actor: Actor, batch_id: int, file_format: FileFormat) -> Raw:
    """Return the file with every payment of the batch that is still on its way; each export leaves an audit row.

    Raises:
        BatchMissing: there is none.
        BatchSettled: nothing of it is on its way any more.
        BatchNotPayable: an account is gone, or was changed and is held since the batch was made.
        AccountsWithoutIban, CompanyAccountMissing: pain.001 cannot say it.
    """
    batch = batch_queries.lock_batch(session, batch_id)
    members = _members(session, batch_id)
    content = _pain_001(batch, members) if file_format is FileFormat.PAIN_001 else _csv(batch, members)
    batch.exported_at = batch.exported_at or clock.now()
    session.flush()
    facts = {"format": file_format, "payments": len(members)}
    audit.record(session, actor, "payment_batch.exported", batch, changes=facts)
    name = f"payments-{batch.message_id}"
    if file_format is FileFormat.PAIN_001:
        return Raw(content, "application/xml", file_name=f"{name}.xml")
    return Raw(content, MEDIA_TYPE, file_name=f"{name}.csv")


def _members(session: Session, batch_id: int) -> list[Member]:
    payments, items = waiting(session, batch_id)
    if not items:
        raise BatchSettled("Nothing of this batch is on its way any more.")
    influencers = {payment.influencer_id for payment in payments.values()}
    _refuse_unpayable(payments, accounts.obstacles(session, influencers))
    opened = {each: details_for(session, each) for each in influencers}
    return [
        (item, payment, details)
        for key, item in items.items()
        if (details := opened[(payment := payments[key]).influencer_id]) is not None
    ]


def _refuse_unpayable(payments: Mapping[int, Payment], obstacles: Mapping[int, dict[str, object]]) -> None:
    named = [
        {"payment_id": payment_id} | obstacles[payment.influencer_id]
        for payment_id, payment in payments.items()
        if payment.influencer_id in obstacles
    ]
    if named:
        raise BatchNotPayable("Accounts have changed since the batch was made; fail or withdraw it.", payments=named)


def _pain_001(batch: Batch, members: Sequence[Member]) -> bytes:
    chosen = settings()
    if not (chosen.company_name and chosen.company_iban):
        raise CompanyAccountMissing("COMPANY_NAME and COMPANY_IBAN say who pays; one of them is not set.")
    without = [item.payment_id for item, _, details in members if details.iban is None]
    if without:
        raise AccountsWithoutIban("These have no IBAN: pay them from a batch of their own by CSV.", payments=without)
    order = Order(
        message_id=batch.message_id,
        created_at=batch.created_at,
        execution_date=batch.execution_date,
        debtor=Party(chosen.company_name, chosen.company_iban, chosen.company_bic or None),
        currency=chosen.currency,
        transfers=[
            CreditTransfer(
                end_to_end_id=item.end_to_end_id,
                amount=item.amount,
                creditor=Party(details.holder, details.iban or "", details.bic),
                remittance=_remittance(item),
            )
            for item, _, details in members
        ],
    )
    return pain_001.document(order)


def _csv(batch: Batch, members: Sequence[Member]) -> bytes:
    return csv_file(COLUMNS, (_line(batch, member) for member in members))


def _line(batch: Batch, member: Member) -> list[str]:
    item, payment, details = member
    return [
        item.end_to_end_id,
        str(item.payment_id),
        str(payment.influencer_id),
        neutral(details.holder),
        details.iban or "",
        details.bic or "",
        neutral(details.other or ""),
        f"{item.amount:.2f}",
        settings().currency,
        batch.execution_date.isoformat(),
        neutral(_remittance(item)),
    ]


def _remittance(item: BatchItem) -> str:
    return f"{settings().company_name} payment {item.payment_id}".strip()
