"""Runs: delivered twice, killed in the middle, failing; every row once and a reason a person can act on."""

import threading
from typing import Any

import pytest
from sqlalchemy import text

from shared.imports import chunks, jobs, run_service, runs, working
from shared.imports.states import RunState
from shared.platform import db
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.lists import CONTENT, LIST, Broken, deliver, names


def test_a_dropped_file_becomes_a_run(shop: Shop):
    shop.source(LIST)

    run = shop.drop(CONTENT, "winter list.csv")

    assert counts(run) == (2, 0, 0, 1)
    assert (run.state, run.progress, run.attempts, run.file_name) == (RunState.DONE, 1, 1, "winter list.csv")
    assert run.file_sha256 is not None
    assert run.started_at is not None
    assert run.finished_at is not None


def test_the_same_blob_twice_is_read_once_and_a_changed_one_again(shop: Shop):
    shop.source(LIST)
    first = shop.drop(CONTENT)

    assert deliver(shop) == first.run_id
    assert shop.run(first.run_id).attempts == 1
    assert shop.drop(csv_of("ref,category", "i9,Sport")).run_id != first.run_id
    assert names(shop) == ["i1", "i2", "i9"]


def test_two_deliveries_at_once_land_every_row_once(shop: Shop):
    shop.source(LIST)
    lines = [f"i{n},Sport" for n in range(20_000)]
    shop.blobs.upload("imports", "shop/file.csv", csv_of("ref,category", *lines), "text/csv")

    threads = [threading.Thread(target=deliver, args=(shop,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    ((run_id,),) = shop.rows("SELECT run_id FROM import_runs")
    assert counts(shop.run(run_id)) == (20_000, 0, 0, 0)
    assert len(names(shop)) == 20_000


def test_a_crash_in_the_middle_leaves_nothing_and_the_next_try_lands_all(shop: Shop, monkeypatch):
    shop.source(LIST)
    shop.blobs.upload("imports", "shop/file.csv", CONTENT, "text/csv")

    def crash(*_: Any) -> None:
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patch:
        patch.setattr(chunks, "staged", crash)
        with pytest.raises(RuntimeError):
            deliver(shop)
    ((run_id, state),) = shop.rows("SELECT run_id, state::text FROM import_runs")
    assert (state, names(shop)) == ("running", [])
    assert shop.rows("SELECT FROM import_rejects") == []

    assert jobs.resume_imports(shop.blobs) == [run_id]

    run = shop.run(run_id)
    assert (counts(run), run.attempts) == ((2, 0, 0, 1), 1)  # it got on, so it may be tried five times again
    assert names(shop) == ["i1", "i2"]


def test_what_fails_five_times_has_failed_with_a_reason(shop: Shop):
    shop.source(LIST)
    shop.blobs.upload("imports", "shop/file.csv", CONTENT, "text/csv")
    broken = Broken(shop.blobs, times=5)

    for _ in range(5):
        with pytest.raises(ConnectionError):
            deliver(shop, blobs=broken)

    run = shop.run(deliver(shop, blobs=broken))
    assert (run.state, run.attempts, run.error) == (RunState.FAILED, 5, runs.GAVE_UP)
    assert names(shop) == []


def test_a_process_that_dies_again_and_again_does_not_go_on_forever(shop: Shop):
    shop.source(LIST)
    shop.blobs.upload("imports", "shop/file.csv", CONTENT, "text/csv")
    run_id = runs.find_or_make("imports/shop/file.csv", shop.blobs.properties("imports", "shop/file.csv").etag)
    shop.do("UPDATE import_runs SET state = 'running', attempts = 5")

    jobs.resume_imports(shop.blobs)

    assert run_id is not None
    assert (shop.run(run_id).state, shop.run(run_id).error) == (RunState.FAILED, runs.GAVE_UP)


def test_a_failed_run_can_be_tried_again(shop: Shop):
    source = shop.source(LIST | {"fields": {"external_ref": "other"}})
    failed = shop.drop(CONTENT)
    assert failed.state is RunState.FAILED
    shop.do("UPDATE import_sources SET mapping = jsonb_set(mapping, '{fields,external_ref}', '\"ref\"')")

    with db.transaction() as session:
        run_service.retry_run(session, shop.actor, failed.run_id)
    jobs.resume_imports(shop.blobs)

    assert counts(shop.run(failed.run_id)) == (3, 0, 0, 0)
    assert source.source_id == failed.source_id


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"name,category\nx,y\n", "a.csv", 'The file has no column "ref". It has "name", "category".'),
        (b"", "a.csv", "The file is empty."),
        (CONTENT, "a.pdf", '"a.pdf" should end in .csv or .tsv or .txt: the source is declared as csv.'),
        (b"PK\x03\x04rest", "a.csv", '"a.csv" is named as text but is a zip file, perhaps a workbook.'),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_a_reason_and_nothing_lands(
    shop: Shop, content: bytes, name: str, error: str
):
    shop.source(LIST)

    run = shop.drop(content, name)

    assert (run.state, run.error) == (RunState.FAILED, error)
    assert names(shop) == []


def test_a_mapping_that_is_no_longer_valid_fails_the_run(shop: Shop):
    shop.source(LIST)
    shop.do('UPDATE import_sources SET mapping = \'{"target": "orders", "fields": {}}\'')

    run = shop.drop(CONTENT)

    assert run.state is RunState.FAILED
    assert run.error is not None
    assert run.error.startswith("The source's mapping is not valid: fields")


def test_a_file_in_the_folder_of_no_source_or_of_one_switched_off_is_left_alone(shop: Shop):
    shop.source(LIST, enabled=False)
    for name in ("shop/file.csv", "nobody/file.csv", "file.csv"):
        shop.blobs.upload("imports", name, CONTENT, "text/csv")

        assert jobs.import_blob(shop.blobs, f"imports/{name}") is None

    assert shop.rows("SELECT FROM import_runs") == []


def test_a_blob_that_was_replaced_or_deleted_before_it_was_read_says_so(shop: Shop):
    shop.source(LIST)
    shop.blobs.upload("imports", "shop/file.csv", CONTENT, "text/csv")

    replaced = jobs.import_blob(shop.blobs, "imports/shop/file.csv", "an older state")
    shop.blobs.delete("imports", "shop/file.csv")
    deleted = jobs.import_blob(shop.blobs, "imports/shop/file.csv", "another state")

    assert replaced is not None
    assert deleted is not None
    assert (shop.run(replaced).error, shop.run(deleted).error) == (working.REPLACED, jobs.GONE)


def test_a_blob_deleted_before_anybody_looked_is_no_run(shop: Shop):
    shop.source(LIST)

    assert jobs.import_blob(shop.blobs, "imports/shop/gone.csv") is None
    assert shop.rows("SELECT FROM import_runs") == []


def test_a_file_that_is_too_large_is_not_even_opened(shop: Shop, monkeypatch):
    shop.source(LIST)
    monkeypatch.setattr(working, "MOST_BYTES", len(CONTENT) - 1)

    assert shop.drop(CONTENT).error == "The file is larger than 2 GiB; send it in parts."


def test_progress_is_seen_from_outside_while_the_import_is_under_way(shop: Shop, monkeypatch):
    shop.source(LIST)
    seen: list[float] = []
    monkeypatch.setattr(runs, "SECONDS_BETWEEN_REPORTS", 0.0)
    original = runs.Watched._report

    def watch(self: runs.Watched) -> None:
        original(self)
        seen.extend(row[0] for row in shop.rows("SELECT progress FROM import_runs"))

    monkeypatch.setattr(runs.Watched, "_report", watch)
    shop.drop(csv_of("ref,category", *[f"i{n},Sport" for n in range(50_000)]))

    assert seen == sorted(seen)
    assert 0 < seen[0] < runs.READING_IS
    assert seen[-1] == runs.READING_IS


def test_a_namespace_is_imported_into_by_one_run_at_a_time(shop: Shop):
    shop.source(LIST)
    shop.source(LIST, slug="other", namespace="shop")
    with db.connection() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('import namespace shop', 0))"))
        aside = shop.drop(CONTENT)
        assert (aside.state, aside.attempts, names(shop)) == (RunState.WAITING, 0, [])

    behind = shop.drop(csv_of("ref,category", "o1,Sport"), slug="other")

    assert counts(behind) == (1, 0, 0, 0)
    assert counts(shop.run(aside.run_id)) == (2, 0, 0, 1)


def test_many_files_at_once_all_land(shop: Shop):
    shop.source(LIST)
    for n in range(8):
        lines = [f"i{n}-{m},Sport" for m in range(2_000)]
        shop.blobs.upload("imports", f"shop/{n}.csv", csv_of("ref,category", *lines), "text/csv")

    threads = [threading.Thread(target=deliver, args=(shop, f"shop/{n}.csv")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert shop.rows("SELECT state::text, count(*), sum(rows_inserted) FROM import_runs GROUP BY 1") == [
        ("done", 8, 16_000)
    ]
