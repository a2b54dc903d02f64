"""Receipts: where one is sent, what is looked into before it counts, and how it is read.

The link of an upload could replace the file for as long as it holds, so what was looked into is copied to a name to
which there never was a link. Names of blobs are the server's own and begin with the day they were made on: the sweep
takes those of days gone by that no expense has.
"""

import hashlib
import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from shared.campaigns.queries import is_in_charge
from shared.campaigns.service.refusals import NotInCharge
from shared.finance.expenses import queries
from shared.finance.expenses.rules import MOST_BYTES, FileType, type_by_name
from shared.finance.expenses.schemas import ReceiptOut, ReceiptUploadOut
from shared.finance.expenses.service.refusals import refuse_anothers
from shared.finance.kinds import ExpenseStatus
from shared.finance.models import Expense
from shared.permissions import Role
from shared.platform import audit, clock
from shared.platform.blobs import BlobMissingError, BlobStore
from shared.platform.errors import Conflict, NotFound
from shared.platform.identity import Actor

CONTAINER = "receipts"
ARRIVED, KEPT = "uploads", "kept"
LEFT_ALONE = timedelta(days=2)


class ReceiptSettled(Conflict):
    code = "receipt_settled"


class ReceiptNotUploaded(Conflict):
    code = "receipt_not_uploaded"


class ReceiptTooLarge(Conflict):
    code = "receipt_too_large"


class NotAReceipt(Conflict):
    code = "receipt_unreadable"


class ReceiptMissing(NotFound):
    code = "receipt_not_found"


def prepare_upload(
    session: Session, actor: Actor, expense_id: int, *, file_name: str, blobs: BlobStore
) -> ReceiptUploadOut:
    """Return a link to which one file can be PUT; `attach` then looks into it.

    Raises:
        NotInCharge, RecordedByAnother, ReceiptSettled: the expense's receipt is not the actor's to give.
    """
    expense = _lock_for_receipt(session, actor, expense_id)
    expense.upload_name = file_name
    expense.upload_blob = f"{ARRIVED}/{clock.today()}/{expense_id}/{uuid.uuid4()}"
    session.flush()
    audit.record(session, actor, "expense.receipt_asked_for", expense)
    link = blobs.upload_link(CONTAINER, expense.upload_blob)
    return ReceiptUploadOut(upload_url=link.url, expires_at=link.expires_at)


def attach(session: Session, actor: Actor, expense_id: int, blobs: BlobStore) -> Expense:
    """Look into what was uploaded and make it the expense's receipt.

    Raises:
        NotInCharge, RecordedByAnother, ReceiptSettled: as above.
        ReceiptNotUploaded: nothing has arrived.
        ReceiptTooLarge: it is larger than 10 MiB.
        NotAReceipt: it is not what its name says.
    """
    expense = _lock_for_receipt(session, actor, expense_id)
    if expense.upload_blob is None or expense.upload_name is None:
        raise ReceiptNotUploaded("Ask for a link first: POST /api/expenses/{expense_id}/receipt.")
    content = _arrived(blobs, expense.upload_blob)
    kind = _looked_into(content, expense.upload_name)

    kept = f"{KEPT}/{clock.today()}/{expense_id}/{hashlib.sha256(content).hexdigest()}"
    blobs.upload(CONTAINER, kept, content, kind.media_type)
    expense.receipt_blob, expense.receipt_name, expense.receipt_type = kept, expense.upload_name, kind.media_type
    expense.upload_blob = expense.upload_name = None
    session.flush()
    audit.record(session, actor, "expense.receipt_attached", expense, changes={"type": kind.media_type})
    return expense


def receipt_link(session: Session, actor: Actor, expense_id: int, blobs: BlobStore) -> ReceiptOut:
    """Return a link to an expense's receipt.

    Raises:
        NotInCharge: a campaign manager is not arranged in its campaign.
        ReceiptMissing: it has none.
    """
    expense = queries.get_expense(session, expense_id)
    _refuse_not_in_charge(session, actor, expense)
    if expense.receipt_blob is None or expense.receipt_name is None:
        raise ReceiptMissing("This expense has no receipt.")
    audit.record_once(session, actor, "expense.receipt_link_given", expense)
    link = blobs.download_link(CONTAINER, expense.receipt_blob, expense.receipt_name)
    return ReceiptOut(download_url=link.url, expires_at=link.expires_at, file_name=expense.receipt_name)


def _lock_for_receipt(session: Session, actor: Actor, expense_id: int) -> Expense:
    """Return the expense, locked, if the actor may give it a receipt: his own, or the first of one decided on."""
    expense = queries.lock_expense(session, expense_id)
    _refuse_not_in_charge(session, actor, expense)
    if expense.status is ExpenseStatus.SUBMITTED:
        refuse_anothers(actor, expense)
    elif expense.receipt_blob is not None or expense.status is ExpenseStatus.REJECTED:
        raise ReceiptSettled("What was decided on keeps its receipt.", expense_status=expense.status)
    return expense


def _refuse_not_in_charge(session: Session, actor: Actor, expense: Expense) -> None:
    limited = actor.role is Role.CAMPAIGN_MANAGER
    if limited and not is_in_charge(session, expense.campaign_id, actor.known_user_id):
        raise NotInCharge("Campaign managers see and change only what is of campaigns in which they are arranged.")


def _arrived(blobs: BlobStore, name: str) -> bytes:
    try:
        with blobs.open(CONTAINER, name) as stream:
            content = stream.read(MOST_BYTES + 1)
    except BlobMissingError:
        raise ReceiptNotUploaded("Nothing has arrived at the link yet.") from None
    if len(content) > MOST_BYTES:
        raise ReceiptTooLarge("A receipt has at most 10 MiB.", limit=MOST_BYTES)
    return content


def _looked_into(content: bytes, file_name: str) -> FileType:
    kind = type_by_name(file_name)
    if kind is None or not content.startswith(kind.begins):
        raise NotAReceipt("The file is not what its name says: a PDF, PNG or JPEG.")
    return kind


def sweep(session: Session, blobs: BlobStore) -> dict[str, int]:
    """Delete uploads and receipts of days gone by that no expense has; return how many."""
    receipts = queries.receipt_blobs(session)
    before = clock.today() - LEFT_ALONE
    left = [
        blob.name
        for folder in (ARRIVED, KEPT)
        for blob in blobs.list(CONTAINER, f"{folder}/")
        if blob.name not in receipts and date.fromisoformat(blob.name.split("/")[1]) < before
    ]
    for name in left:
        blobs.delete(CONTAINER, name)
    return {"receipts": len(left)} if left else {}
