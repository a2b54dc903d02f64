"""From the request to the file behind a link, through the triggers, on a real database and blob store."""

import csv
import hashlib
import io
import tempfile
import threading
import uuid
from datetime import timedelta
from pathlib import Path

import httpx
import openpyxl
import psutil
import pytest
from sqlalchemy import select, text, update

from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.blobs import BlobStore
from shared.reporting import jobs, making
from shared.reporting.models import Report
from shared.reporting.render import render
from shared.reporting.rules import ReportState
from tests.client import Client, make_user
from tests.reporting.asking import ask, deliver

pytestmark = pytest.mark.usefixtures("blob_store")


@pytest.fixture
def sold(database: None) -> None:
    """Two influencers who sold something, one who did not; cost is spend."""
    with db.connection() as connection:
        connection.execute(
            text("""
            INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category,
                influencer_mail, still_partner, member_since)
            SELECT name, 'instagram', 10, 0, 'x', name || '@a.example', true, '2024-01-01'
            FROM unnest(ARRAY['=SUM(A1)', 'B', 'C']) AS name;
            INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title)
            VALUES (9, 'x', 0, 10, false, 'P');
            INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, since,
                is_account_deleted) VALUES ('D', 'd@a.example', '1', 'x', '2024-01-01', false);
            INSERT INTO bought_by (product_id, customer_id, status, channel, quantity, bought_date, unit_price,
                returned_quantity)
            VALUES (1, 1, 'completed', 1, 3, CURRENT_DATE - 1, 10.10, 0),
                   (1, 1, 'partially_returned', 2, 2, CURRENT_DATE - 2, 33.33, 1),
                   (1, 1, 'cancelled', 2, 9, CURRENT_DATE - 2, 33.33, 0),
                   (1, 1, 'completed', -1, 1, CURRENT_DATE - 2, 5.00, 0);
            INSERT INTO influencer_metrics (influencer_id, day, source, clicks, impressions, spend)
            VALUES (1, CURRENT_DATE - 1, 't', 10, 1000, 20.00), (2, CURRENT_DATE - 1, 't', 5, 500, 1.25);
            """)
        )


def test_a_request_is_accepted_and_rendered_by_the_blob_trigger(api: Client, blob_store: BlobStore, sold: None):
    analyst = api.as_role("data_analyst")
    accepted = ask(analyst)
    report_id = accepted.json["report_id"]

    assert (accepted.status, accepted.json["state"]) == (202, "queued")
    assert accepted.headers["Location"] == f"/api/reports/{report_id}"
    assert [blob.name for blob in blob_store.list("report-requests")] == [f"{report_id}.json"]
    deliver(report_id)

    report = analyst.get(f"reports/{report_id}").json
    assert (report["state"], report["progress"], report["error"]) == ("ready", 1, None)
    downloaded = httpx.get(report["download_url"])
    assert downloaded.status_code == 200
    assert hashlib.sha256(downloaded.content).hexdigest() == report["sha256"]
    assert len(downloaded.content) == report["size"]
    assert list(blob_store.list("report-requests")) == []


def test_all_three_formats_hold_the_numbers_of_the_ranking(api: Client, sold: None):
    analyst = api.as_role("data_analyst")
    items = analyst.get("rankings", by="roi", window="all").json["items"]
    files = {}
    for file_format in ("csv", "xlsx", "pdf"):
        report_id = ask(analyst, format=file_format, filters={"window": "all", "by": "roi"}).json["report_id"]
        deliver(report_id)
        files[file_format] = httpx.get(analyst.get(f"reports/{report_id}").json["download_url"]).content

    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    net = next(i for i, name in enumerate(header) if str(name).startswith("Net revenue"))
    workbook = [f"{row[net]:.2f}" for row in sheet.iter_rows(min_row=2, max_row=4, values_only=True)]

    assert [row["net_revenue"] for row in rows] == [item["metrics"]["net_revenue"] for item in items] == workbook
    assert workbook == ["33.33", "30.30", "0.00"]
    assert [row["roi"] for row in rows][:2] == [str(item["roi"]["value"]) for item in items][:2]
    assert files["pdf"].startswith(b"%PDF-")
    assert rows[1]["influencer_name"] == "'=SUM(A1)"
    assert sheet.cell(3, 1 + header.index("Influencer")).data_type == "s"


def test_a_file_made_by_a_process_of_its_own_is_the_same(api: Client, sold: None, renderer: psutil.Process):
    analyst = api.as_role("data_analyst")
    for kind, file_format in (("ranking", "pdf"), ("purchases", "xlsx"), ("purchases", "csv")):
        question = {"kind": kind, "format": file_format, "filters": {"window": "all"}}
        apart_id, here_id = (ask(analyst, **question).json["report_id"] for _ in range(2))
        deliver(apart_id)
        with tempfile.TemporaryDirectory() as folder:
            made = making.make(uuid.UUID(here_id), Path(folder))

        report = analyst.get(f"reports/{apart_id}").json
        assert (report["state"], report["sha256"], report["size"]) == ("ready", made.sha256, made.size)
        assert hashlib.sha256(httpx.get(report["download_url"]).content).hexdigest() == made.sha256


def test_a_second_delivery_changes_nothing(api: Client, sold: None):
    analyst = api.as_role("data_analyst")
    report_id = ask(analyst).json["report_id"]
    deliver(report_id)
    before = analyst.get(f"reports/{report_id}").json

    deliver(report_id)

    after = analyst.get(f"reports/{report_id}").json
    assert {key: after[key] for key in ("state", "sha256", "finished_at")} == {
        key: before[key] for key in ("state", "sha256", "finished_at")
    }


def test_two_deliveries_at_once_render_once(api: Client, sold: None, monkeypatch: pytest.MonkeyPatch):
    report_id = ask(api.as_role("data_analyst")).json["report_id"]
    inside, leave, rendered = threading.Event(), threading.Event(), []
    real = render

    def slowly(*arguments: object) -> object:
        rendered.append(1)
        inside.set()
        assert leave.wait(20)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "render", slowly)
    first = threading.Thread(target=deliver, args=[report_id])
    first.start()
    assert inside.wait(20)
    assert jobs.render_requested(f"{report_id}.json") == "rendering elsewhere"
    leave.set()
    first.join()

    assert len(rendered) == 1


def test_a_poisoned_request_fails_after_five_tries_with_words_for_its_reader(
    api: Client, sold: None, monkeypatch: pytest.MonkeyPatch
):
    def explode(*_: object) -> None:
        raise ZeroDivisionError("inner detail")

    analyst = api.as_role("data_analyst")
    report_id = ask(analyst).json["report_id"]
    monkeypatch.setattr(making, "render", explode)
    for attempt in range(1, 6):
        with pytest.raises(ZeroDivisionError):
            deliver(report_id)
        assert analyst.get(f"reports/{report_id}").json["state"] == ("queued" if attempt < 5 else "failed")

    report = analyst.get(f"reports/{report_id}").json
    assert "five tries" in report["error"]
    assert "inner detail" not in report["error"]
    deliver(report_id)  # one more changes nothing
    assert analyst.get(f"reports/{report_id}").json["state"] == "failed"


def test_a_renderer_that_dies_each_time_fails_the_report_too(api: Client, sold: None):
    analyst = api.as_role("data_analyst")
    report_id = ask(analyst).json["report_id"]
    with db.transaction() as session:  # as five kills in the middle leave it
        session.execute(update(Report).values(state=ReportState.RENDERING, attempts=5))

    deliver(report_id)

    assert analyst.get(f"reports/{report_id}").json["state"] == "failed"


def test_what_a_dead_renderer_left_is_taken_up_again(api: Client, blob_store: BlobStore, sold: None):
    analyst = api.as_role("data_analyst")
    cut_off, fresh = (ask(analyst).json["report_id"] for _ in range(2))
    long_ago = clock.now() - timedelta(minutes=5)
    with db.transaction() as session:
        session.execute(
            update(Report)
            .where(Report.report_id == uuid.UUID(cut_off))
            .values(state=ReportState.RENDERING, attempts=1, created_at=long_ago, started_at=long_ago)
        )
    for blob in list(blob_store.list("report-requests")):
        blob_store.delete("report-requests", blob.name)

    with db.transaction() as session:
        assert jobs.rescue_reports(session) == 1

    assert [blob.name for blob in blob_store.list("report-requests")] == [f"{cut_off}.json"]
    deliver(cut_off)
    assert analyst.get(f"reports/{cut_off}").json["state"] == "ready"
    assert analyst.get(f"reports/{fresh}").json["state"] == "queued"


def test_a_cancelled_report_is_not_rendered(api: Client, sold: None):
    analyst = api.as_role("data_analyst")
    report_id = ask(analyst).json["report_id"]

    assert analyst.post(f"reports/{report_id}/cancel").json["state"] == "cancelled"
    deliver(report_id)

    assert analyst.get(f"reports/{report_id}").json["state"] == "cancelled"
    again = analyst.post(f"reports/{report_id}/cancel")
    assert (again.status, again.json["code"]) == (409, "report_finished")


def test_a_report_is_its_owners(api: Client, sold: None):
    report_id = ask(api.as_role("data_analyst")).json["report_id"]

    assert api.as_role("data_analyst").get(f"reports/{report_id}").status == 404
    assert api.as_role("admin").get(f"reports/{report_id}").status == 200
    assert api.as_role("marketing_manager").get("reports").json["items"] == []


def test_the_first_link_that_somebody_is_given_leaves_an_audit_row(api: Client, sold: None):
    owner = make_user(Role.DATA_ANALYST)
    analyst, admin = api.as_user(owner), api.as_role("admin")
    report_id = ask(analyst).json["report_id"]

    assert analyst.get(f"reports/{report_id}").json["download_url"] is None
    deliver(report_id)
    for _ in range(2):
        assert analyst.get(f"reports/{report_id}").json["download_url"]
        assert admin.get(f"reports/{report_id}").json["download_url"]

    rows = admin.get("audit", action="report.link_given").json["items"]
    assert [(row["entity"], row["entity_id"]) for row in rows] == [("reports", report_id)] * 2
    assert rows[0]["actor_id"] == owner.user_id != rows[1]["actor_id"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"kind": "none"}, "/kind"),
        ({"format": "docx"}, "/format"),
        ({"filters": {"colour": "red"}}, "/filters/colour"),
        ({"filters": {"window": "7w"}}, "window"),
        ({"filters": {"by": "beauty"}}, "by"),
        ({"filters": {"from": "2026-02-01", "to": "2026-01-01"}}, "from"),
        ({"charts": ["pie"]}, "/charts"),
    ],
)
def test_a_mistake_is_refused_when_it_is_made(api: Client, changes: dict[str, object], pointer: str):
    answer = ask(api.as_role("data_analyst"), **changes)

    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == pointer


def test_rubbish_in_the_request_folder_is_passed_over(database: None):
    assert jobs.render_requested("report-requests/rubbish.json") == "not ours"
    assert jobs.render_requested(f"report-requests/{uuid.uuid4()}.json") == "nothing to do"


def test_nothing_is_left_of_a_request_whose_transaction_failed(
    api: Client, blob_store: BlobStore, monkeypatch: pytest.MonkeyPatch
):
    def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shared.platform.audit.record", explode)

    assert ask(api.as_role("data_analyst")).status == 500
    assert list(blob_store.list("report-requests")) == []
    with db.transaction() as session:
        assert session.scalars(select(Report)).all() == []


def test_the_kinds_say_what_they_take_and_show(api: Client):
    kinds = {kind["kind"]: kind for kind in api.as_role("data_analyst").get("report-kinds").json["items"]}

    ranking = kinds["ranking"]
    assert ranking["formats"] == ["xlsx", "pdf", "csv"]
    assert {"window", "from", "to", "by", "platform"} <= ranking["filters"]["properties"].keys()
    assert [table["table"] for table in ranking["tables"]] == ["ranking", "without_cost"]
    net = next(column for column in ranking["tables"][0]["columns"] if column["key"] == "net_revenue")
    assert (net["label"], net["format"]) == ("Net revenue", "money")
    assert {"slug": "ranking", "label": "The first of the ranking"} in ranking["charts"]
    assert "audit" not in kinds
    assert "audit" in {kind["kind"] for kind in api.as_role("admin").get("report-kinds").json["items"]}
