"""Finished reports go after thirty days, file and row; nobody has more than twenty unfinished ones."""

from datetime import timedelta

import pytest

from shared.platform import clock, db
from shared.platform.blobs import BlobStore
from shared.reporting import forgetting
from shared.reporting.service import MOST_UNFINISHED
from tests.client import Client
from tests.reporting.asking import ask, deliver

pytestmark = pytest.mark.usefixtures("database")


def forget(blobs: BlobStore) -> int:
    with db.transaction() as session:
        return forgetting.forget_reports(session, blobs)


def test_file_and_row_go_together_after_thirty_days(api: Client, blob_store: BlobStore, monkeypatch):
    analyst = api.as_role("data_analyst")
    report_id = ask(analyst).json["report_id"]
    deliver(report_id)
    assert forget(blob_store) == 0
    assert len(list(blob_store.list("reports"))) == 2  # the file, and what is about it

    then = clock.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: then)

    assert (forget(blob_store), forget(blob_store)) == (1, 0)
    assert list(blob_store.list("reports")) == []
    monkeypatch.undo()
    assert analyst.get(f"reports/{report_id}").status == 404


def test_the_twenty_first_unfinished_one_is_refused_until_one_is_cancelled(api: Client, blob_store: BlobStore):
    analyst = api.as_role("data_analyst")
    asked = [ask(analyst) for _ in range(MOST_UNFINISHED)]

    refused = ask(analyst)
    assert (refused.status, refused.json["code"]) == (429, "too_many_reports")
    assert ask(api.as_role("data_analyst")).status == 202

    analyst.post(f"reports/{asked[0].json['report_id']}/cancel")
    assert ask(analyst).status == 202
