"""Receipts: what may be one, that nobody replaces it once it was looked into, and that none is left behind."""

from datetime import timedelta

import httpx
import pytest

from shared.finance.expenses import rules
from shared.finance.expenses.service import receipts
from shared.permissions import Role
from shared.platform import clock
from shared.platform.blobs import BlobStore
from tests.accounts.outbox import fire
from tests.client import Client, Reply
from tests.finance.spending import Spending, spending
from tests.sales.shop import audited, rows

PDF, PNG, JPEG = b"%PDF-1.7\n%demo", b"\x89PNG\r\n\x1a\n0000", b"\xff\xd8\xff\xe0demo"
BLOCK = {"x-ms-blob-type": "BlockBlob"}
pytestmark = pytest.mark.usefixtures("blob_store")


@pytest.fixture
def money(api: Client) -> Spending:
    return spending(api)


def ask(client: Client, expense_id: int, file_name: str = "bill.pdf") -> Reply:
    return client.post(f"expenses/{expense_id}/receipt", {"file_name": file_name})


def attach(client: Client, expense_id: int, content: bytes, file_name: str = "bill.pdf") -> Reply:
    asked = ask(client, expense_id, file_name)
    assert asked.status == 201, asked.body
    assert httpx.put(asked.json["upload_url"], content=content, headers=BLOCK).status_code == 201
    return client.post(f"expenses/{expense_id}/receipt/confirm")


@pytest.mark.parametrize(
    ("content", "file_name", "media_type"),
    [
        (PDF, "Rechnung März.pdf", "application/pdf"),
        (PNG, "a.b.PNG", "image/png"),
        (JPEG, "photo.jpg", "image/jpeg"),
        (JPEG, "photo.jpeg", "image/jpeg"),
    ],
)
def test_a_receipt_is_read_as_it_was_sent(money: Spending, content: bytes, file_name: str, media_type: str):
    expense_id = money.record()

    attached = attach(money.recorder, expense_id, content, file_name)

    assert (attached.json["receipt_name"], attached.json["receipt_type"]) == (file_name, media_type)
    shown = money.approver.get(f"expenses/{expense_id}/receipt").json
    file = httpx.get(shown["download_url"])
    assert (file.content, file.headers["Content-Type"]) == (content, media_type)
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert [row[1] for row in audited("expense.receipt_link_given")] == [str(expense_id)]


@pytest.mark.parametrize(
    ("content", "file_name"),
    [(PNG, "a.pdf"), (PDF, "a.png"), (b"<script>", "a.jpg"), (b"", "a.pdf"), (b" %PDF-", "a.pdf")],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(money: Spending, content: bytes, file_name: str):
    answer = attach(money.recorder, money.record(), content, file_name)

    assert (answer.status, answer.json["code"]) == (409, "receipt_unreadable")


@pytest.mark.parametrize("file_name", ["a.exe", "a.pdf.html", "pdf.", "../a.pdf", "a\n.pdf", "a.svg"])
def test_a_name_that_no_receipt_has_is_malformed(money: Spending, file_name: str):
    assert ask(money.recorder, money.record(), file_name).status == 422


def test_a_receipt_one_byte_too_large_is_refused(money: Spending, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receipts, "MOST_BYTES", len(PDF))
    assert attach(money.recorder, money.record(), PDF).status == 200

    answer = attach(money.recorder, money.record(), PDF + b"!")

    assert (answer.status, answer.json["code"]) == (409, "receipt_too_large")
    assert rules.MOST_BYTES == 10_485_760


def test_the_link_does_not_replace_what_was_looked_into(money: Spending):
    expense_id = money.record()
    link = ask(money.recorder, expense_id).json["upload_url"]
    confirm = f"expenses/{expense_id}/receipt/confirm"
    assert money.recorder.post(confirm).json["code"] == "receipt_not_uploaded"
    httpx.put(link, content=PDF, headers=BLOCK)
    assert money.recorder.post(confirm).status == 200

    httpx.put(link, content=b"something else", headers=BLOCK)

    assert money.recorder.post(confirm).json["code"] == "receipt_not_uploaded"
    shown = money.recorder.get(f"expenses/{expense_id}/receipt").json
    assert httpx.get(shown["download_url"]).content == PDF


def test_what_was_decided_on_keeps_its_receipt_and_may_still_get_its_first(money: Spending):
    late, early = money.approved(), money.record()
    assert attach(money.recorder, early, PDF).status == 200
    money.done(early, "approve")

    assert attach(money.approver, late, PDF).status == 200
    assert [ask(money.recorder, one).json["code"] for one in (late, early)] == ["receipt_settled"] * 2
    assert ask(money.approver, money.record()).json["code"] == "expense_recorded_by_another"
    assert money.recorder.get(f"expenses/{money.record()}/receipt").json["code"] == "receipt_not_found"


def test_what_no_expense_has_is_swept_away_after_its_day(
    money: Spending, blob_store: BlobStore, monkeypatch: pytest.MonkeyPatch
):
    kept, gone = money.record(), money.record()
    assert attach(money.recorder, kept, PDF).status == 200
    assert attach(money.recorder, gone, PNG, "a.png").status == 200
    assert money.recorder.delete(f"expenses/{gone}").status == 204

    fire("sweep_receipts")
    assert len(list(blob_store.list("receipts"))) == 4  # today's may be of somebody who is not done yet
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    fire("sweep_receipts")

    assert [blob.name for blob in blob_store.list("receipts")] == [rows("SELECT receipt_blob FROM expenses")[0][0]]


def test_who_reads_figures_only_reads_no_receipts(api: Client, money: Spending):
    expense_id = money.record()
    attach(money.recorder, expense_id, PDF)

    assert api.as_role(Role.DATA_ANALYST).get(f"expenses/{expense_id}").status == 200
    assert api.as_role(Role.DATA_ANALYST).get(f"expenses/{expense_id}/receipt").status == 403
