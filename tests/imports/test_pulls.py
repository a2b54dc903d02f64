"""Files that were missed, uploads, and lists of what was read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.imports import jobs, pulling, queries, service
from shared.imports.quota import TooManyUploads
from shared.imports.schemas import RejectQuery, RunQuery, UploadIn
from shared.imports.states import RunState, SourceKind
from shared.platform import clock, db
from shared.platform.config import settings
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.lists import CONTENT, LIST, Broken, deliver, names


def test_pulling_reads_what_was_missed_in_the_order_of_names_and_nothing_twice(shop: Shop):
    shop.source(LIST)
    seen = shop.drop(CONTENT)
    for n in (2, 1):
        shop.blobs.upload("imports", f"shop/missed-{n}.csv", csv_of("ref,category", f"m{n},Sport"), "text/csv")

    assert pulling.pull_sources(shop.blobs) == {"shop": 2}
    assert pulling.pull_sources(shop.blobs) == {"shop": 0}

    read = shop.rows("SELECT file_name FROM import_runs WHERE run_id > :first ORDER BY run_id", first=seen.run_id)
    assert read == [("missed-1.csv",), ("missed-2.csv",)]
    assert names(shop) == ["i1", "i2", "m1", "m2"]


def test_a_source_that_fails_does_not_hold_up_the_others(shop: Shop):
    shop.source(LIST, slug="first")
    shop.source(LIST, slug="second")
    shop.blobs.upload("imports", "first/file.csv", CONTENT, "text/csv")
    shop.blobs.upload("imports", "second/file.csv", csv_of("ref,category", "s1,Sport"), "text/csv")

    assert pulling.pull_sources(Broken(shop.blobs)) == {"first": -1, "second": 1}

    assert names(shop) == ["s1"]


def test_only_sources_that_are_due_are_pulled(shop: Shop):
    shop.source(LIST, slug="yearly", schedule="0 0 0 1 1 *")
    shop.source(LIST, slug="always")
    shop.source(LIST, slug="uploads", kind=SourceKind.UPLOAD)
    shop.source(LIST, slug="off", enabled=False)

    assert pulling.pull_sources(shop.blobs) == {"yearly": 0, "always": 0}
    shop.do("UPDATE import_sources SET last_pulled_at = now() - interval '1 second'")
    assert pulling.pull_sources(shop.blobs) == {"always": 0}
    shop.do("UPDATE import_sources SET last_pulled_at = now() - interval '366 days'")
    assert pulling.pull_sources(shop.blobs) == {"yearly": 0, "always": 0}


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


@pytest.fixture
def two_a_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("UPLOADS_PER_DAY", "2")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_nobody_uploads_more_than_is_free(shop: Shop, two_a_day: None, monkeypatch: pytest.MonkeyPatch):
    asked_at, source = clock.now(), shop.source(LIST, kind=SourceKind.UPLOAD)

    def ask(_: object = None) -> int:
        with db.transaction() as session:
            body = UploadIn(source_id=source.source_id, file_name="list.csv")
            return service.create_upload(session, shop.actor, body).run_id

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
    assert sorted(one.exception() is None for one in asked) == [False, False, True, True]
    with pytest.raises(TooManyUploads) as refused:
        ask()

    assert 24 * 3600 - 60 < refused.value.retry_after_seconds <= 24 * 3600
    monkeypatch.setattr(clock, "now", lambda: asked_at + timedelta(days=1, seconds=1))
    assert ask()


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


def test_runs_and_rejects_are_listed_by_page(shop: Shop):
    shop.source(LIST)
    run = shop.drop(csv_of("ref,category", *[f",{n}" for n in range(5)]))
    with db.transaction() as session:
        first = queries.list_rejects(session, shop.actor, run.run_id, RejectQuery(limit=3))
        second = queries.list_rejects(session, shop.actor, run.run_id, RejectQuery(limit=3, cursor=first.next_cursor))
        listed = queries.list_runs(session, RunQuery(state=RunState.DONE))

    assert [reject.line for reject in first.items + second.items] == [2, 3, 4, 5, 6]
    assert second.next_cursor is None
    assert [item.run_id for item in listed.items] == [run.run_id]
