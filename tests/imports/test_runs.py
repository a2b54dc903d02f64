"""Runs: delivered twice, killed in the middle, missed, failing; every row once and a reason a person can act on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from shared.imports import jobs, queries, runs, service
from shared.imports.schemas import UploadIn
from shared.imports.states import RunState, SourceKind
from shared.platform import db
from shared.platform.blobs import BlobProperties, BlobStore
from tests.imports.conftest import Shop, counts, csv_of

LIST: dict[str, Any] = {"target": "influencers", "fields": {"external_ref": "ref", "category": "category"}}
CONTENT = csv_of("ref,category", "i1,Beauty", "i2,Sport", "i3," + "x" * 101)


class Broken:
    """Blob storage whose files end in a failure of the network, `times` times."""

    def __init__(self, store: BlobStore, times: int = 1) -> None:
        self._store = store
        self.times = times

    def properties(self, container: str, name: str) -> BlobProperties:
        return self._store.properties(container, name)

    def list(self, container: str, prefix: str = "") -> Iterator[BlobProperties]:
        return self._store.list(container, prefix)

    @contextmanager
    def open(self, container: str, name: str) -> Iterator[Any]:
        with self._store.open(container, name) as stream:
            yield self if self.times > 0 else stream
        self.times -= 1

    def read(self, _size: int = -1, /) -> bytes:
        self.times -= 1
        raise ConnectionError("the network went away")


def deliver(shop: Shop, name: str = "shop/file.csv", blobs: jobs.Blobs | None = None) -> int:
    run_id = jobs.import_blob(blobs or shop.blobs, f"imports/{name}")
    assert run_id is not None
    return run_id


def names(shop: Shop) -> list[str]:
    return [row[0] for row in shop.rows("SELECT external_ref FROM influencers ORDER BY 1")]


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
        patch.setattr(runs, "done", crash)
        with pytest.raises(RuntimeError):
            deliver(shop)
    ((run_id, state),) = shop.rows("SELECT run_id, state::text FROM import_runs")
    assert (state, names(shop)) == ("running", [])
    assert shop.rows("SELECT FROM import_rejects") == []

    assert jobs.resume_imports(shop.blobs) == [run_id]

    run = shop.run(run_id)
    assert (counts(run), run.attempts) == ((2, 0, 0, 1), 2)
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
        service.retry_run(session, shop.actor, failed.run_id)
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


def test_pulling_reads_what_was_missed_in_the_order_of_names_and_nothing_twice(shop: Shop):
    shop.source(LIST)
    seen = shop.drop(CONTENT)
    for n in (2, 1):
        shop.blobs.upload("imports", f"shop/missed-{n}.csv", csv_of("ref,category", f"m{n},Sport"), "text/csv")

    assert jobs.pull_sources(shop.blobs) == {"shop": 2}
    assert jobs.pull_sources(shop.blobs) == {"shop": 0}

    read = shop.rows("SELECT file_name FROM import_runs WHERE run_id > :first ORDER BY run_id", first=seen.run_id)
    assert read == [("missed-1.csv",), ("missed-2.csv",)]
    assert names(shop) == ["i1", "i2", "m1", "m2"]


def test_a_source_that_fails_does_not_hold_up_the_others(shop: Shop):
    shop.source(LIST, slug="first")
    shop.source(LIST, slug="second")
    shop.blobs.upload("imports", "first/file.csv", CONTENT, "text/csv")
    shop.blobs.upload("imports", "second/file.csv", csv_of("ref,category", "s1,Sport"), "text/csv")

    assert jobs.pull_sources(Broken(shop.blobs)) == {"first": -1, "second": 1}

    assert names(shop) == ["s1"]


def test_only_sources_that_are_due_are_pulled(shop: Shop):
    shop.source(LIST, slug="yearly", schedule="0 0 0 1 1 *")
    shop.source(LIST, slug="always")
    shop.source(LIST, slug="uploads", kind=SourceKind.UPLOAD)
    shop.source(LIST, slug="off", enabled=False)

    assert jobs.pull_sources(shop.blobs) == {"yearly": 0, "always": 0}
    shop.do("UPDATE import_sources SET last_pulled_at = now() - interval '1 second'")
    assert jobs.pull_sources(shop.blobs) == {"always": 0}
    shop.do("UPDATE import_sources SET last_pulled_at = now() - interval '366 days'")
    assert jobs.pull_sources(shop.blobs) == {"yearly": 0, "always": 0}


def upload(shop: Shop, content: bytes | None, file_name: str = "../my list.csv") -> int:
    source = shop.source(LIST, kind=SourceKind.UPLOAD)
    with db.transaction() as session:
        run = service.create_upload(session, shop.actor, UploadIn(source_id=source.source_id, file_name=file_name))
    if content is not None:
        shop.blobs.upload("imports", service.blob_in_container(run), content, "text/csv")
    return run.run_id


def test_an_upload_has_its_run_before_it_arrives(shop: Shop):
    run_id = upload(shop, CONTENT)
    waiting = shop.run(run_id)

    assert waiting.state is RunState.WAITING
    assert waiting.blob_name == f"imports/shop/{run_id}/_my_list.csv"
    assert deliver(shop, service.blob_in_container(waiting)) == run_id
    assert counts(shop.run(run_id)) == (2, 0, 0, 1)


def test_an_upload_whose_arrival_was_missed_is_made_up_for(shop: Shop):
    run_id = upload(shop, CONTENT)

    assert jobs.resume_imports(shop.blobs) == [run_id]

    assert counts(shop.run(run_id)) == (2, 0, 0, 1)


def test_an_upload_that_never_comes_ends_after_a_day(shop: Shop):
    run_id = upload(shop, None)

    assert jobs.resume_imports(shop.blobs) == []
    assert shop.run(run_id).state is RunState.WAITING
    shop.do("UPDATE import_runs SET created_at = now() - interval '25 hours'")
    jobs.resume_imports(shop.blobs)

    assert (shop.run(run_id).state, shop.run(run_id).error) == (RunState.FAILED, jobs.NEVER_UPLOADED)


def test_a_blob_that_was_replaced_or_deleted_before_it_was_read_says_so(shop: Shop):
    shop.source(LIST)
    shop.blobs.upload("imports", "shop/file.csv", CONTENT, "text/csv")

    replaced = jobs.import_blob(shop.blobs, "imports/shop/file.csv", "an older state")
    shop.blobs.delete("imports", "shop/file.csv")
    deleted = jobs.import_blob(shop.blobs, "imports/shop/file.csv", "another state")

    assert replaced is not None
    assert deleted is not None
    assert (shop.run(replaced).error, shop.run(deleted).error) == (jobs.REPLACED, jobs.GONE)


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


def test_runs_and_rejects_are_listed_by_page(shop: Shop):
    from shared.imports.schemas import RejectQuery, RunQuery

    shop.source(LIST)
    run = shop.drop(csv_of("ref,category", *[f",{n}" for n in range(5)]))
    with db.transaction() as session:
        first = queries.list_rejects(session, run.run_id, RejectQuery(limit=3))
        second = queries.list_rejects(session, run.run_id, RejectQuery(limit=3, cursor=first.next_cursor))
        listed = queries.list_runs(session, RunQuery(state=RunState.DONE))

    assert [reject.line for reject in first.items + second.items] == [2, 3, 4, 5, 6]
    assert second.next_cursor is None
    assert [item.run_id for item in listed.items] == [run.run_id]
