"""Blob storage goes away and comes back; its events come twice, and some are poison."""

import time
from dataclasses import replace

import httpx
from azure.storage.queue import QueueServiceClient, TextBase64DecodePolicy

from local.demo.load import Loader
from shared.platform.blobs import BlobStore
from tests.faults.conftest import LONG, Hosted, Say
from tests.faults.files import begin_import, ready_report, wait_until_imported
from tests.faults.traffic import wait_for
from tests.sales.shop import rows
from tests.test_whole_way import upload

OUTAGE_SECONDS = 30 if LONG else 0
REPORT = {"kind": "ranking", "format": "csv", "filters": {"window": "all", "by": "net_revenue"}}
SLOWEST_SECONDS = 15
NO_TABLE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def test_away_and_back(hosted: Hosted, say: Say):
    azurite = hosted.stack.azurite
    with hosted.client() as client:
        run_id = begin_import(client, "orders", 500)
        wait_until_imported(hosted, client, run_id)
        cut_off = begin_import(client, "orders", 8_000)
        wait_for(lambda: client.get(f"imports/runs/{cut_off}").json()["state"] != "waiting")
        azurite.stop()
        began = time.monotonic()
        asked = client.post("reports", json=REPORT)
        file = client.get(f"imports/runs/{run_id}/file")
        ready = client.get("ready")
        longest = max(answer.elapsed.total_seconds() for answer in (asked, file, ready))
        others = client.get("influencers")
        time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - began)))
        azurite.start()
        azurite.wait()

        assert (asked.status_code, others.status_code, ready.status_code) == (202, 200, 503)
        assert (file.status_code, file.json()["code"]) == (503, "storage_unavailable")
        assert file.headers["content-type"] == "application/problem+json"
        assert longest < SLOWEST_SECONDS
        report = ready_report(hosted, client, asked.json()["report_id"], left_behind=True)
        assert httpx.get(report["download_url"]).content
        landed = wait_until_imported(hosted, client, cut_off)
        assert (client.get("ready").status_code, client.get(f"imports/runs/{run_id}/file").status_code) == (200, 200)

    assert (landed["rows_read"], landed["rows_inserted"], landed["rows_unchanged"]) == (8_000, 7_500, 500)
    assert rows("SELECT count(*), count(DISTINCT external_ref) FROM bought_by") == [(8_000, 8_000)]
    say(
        f"503 within {longest:.1f} s for what needs it, the rest served; the report and the import were made afterwards"
    )


def test_events_that_come_twice(hosted: Hosted, say: Say):
    """The host of these tests delivers every event twice, two at once."""
    with hosted.client() as client:
        run_id = begin_import(client, "orders", 3_000)
        report_id = client.post("reports", json=REPORT).json()["report_id"]
        landed = wait_until_imported(hosted, client, run_id)
        ready_report(hosted, client, report_id)

    # A request that was rendered is gone before its second event is taken, or is not.
    wait_for(lambda: len(rows("SELECT FROM job_runs WHERE outcome IS NOT NULL AND name = 'import_blob'")) >= 4)
    assert landed["rows_inserted"] == 3_000
    assert rows("SELECT count(*), sum(rows_inserted) FROM import_runs") == [(2, 3_008)]
    assert rows("SELECT count(*), count(DISTINCT external_ref) FROM bought_by") == [(3_000, 3_000)]
    assert rows("SELECT state::text, attempts FROM reports") == [("ready", 1)]
    say("3,000 lines and a report whose events came twice: read once, rendered once")


def test_poison(hosted: Hosted, blob_store: BlobStore, say: Say):
    """What cannot be read fails with words, what is not ours is let lie, and what comes behind is served."""
    service = QueueServiceClient.from_connection_string(hosted.stack.storage_connection_string)
    events = service.get_queue_client("azure-webjobs-blobtrigger-faults")
    poison = service.get_queue_client("webjobs-blobtrigger-poison", message_decode_policy=TextBase64DecodePolicy())
    with hosted.client() as client:
        before = poison.get_queue_properties().approximate_message_count
        events.send_message("bm90IEpTT04=")
        blob_store.upload("report-requests", "no-report.json", b"\0", "application/json")
        blob_store.upload("imports", "nobody/at-all.csv", b"\xff\xfe\0" * 1000, "text/csv")
        spoilt = Loader(client).begin(replace(upload("orders", b""), content=lambda: NO_TABLE))
        run = wait_for(lambda: ended(client, spoilt))
        behind = wait_until_imported(hosted, client, begin_import(client, "orders", 10))
        wait_for(lambda: (poison.get_queue_properties().approximate_message_count or 0) > (before or 0))

    assert (run["state"], behind["rows_inserted"]) == ("failed", 10)
    assert run["error"]
    assert "not JSON" in [message.content for message in poison.peek_messages(32)]
    say(f"unreadable event to the poison queue, unreadable file refused ({run['error']}), the next one was read")


def ended(client: httpx.Client, run_id: int) -> dict[str, object] | None:
    run: dict[str, object] = client.get(f"imports/runs/{run_id}").json()
    return run if run["state"] in {"done", "failed"} else None
