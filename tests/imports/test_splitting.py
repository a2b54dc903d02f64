"""A large file in pieces that several instances read: every line once, numbered as in the whole."""

import io
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.imports import jobs, reading, splitting
from shared.imports.csv_reader import read_csv
from shared.imports.mapping import Mapping
from shared.imports.rows import Reject
from shared.imports.splitting import shifted, split
from tests.imports.conftest import Shop, counts, csv_of, rows_of
from tests.imports.lists import LIST, deliver
from tests.imports.test_cancellations import HEADER
from tests.imports.test_chunks import DECLARED, facts, lines


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(splitting, "PIECE", 9_000)
    monkeypatch.setattr(splitting, "BLOCK", 12_000)


def read_whole(content: bytes) -> tuple[list[tuple[int, list[str]]], list[Reject]]:
    table = read_csv(io.BytesIO(content))
    batches = list(table.batches)
    rows = [row for batch in batches for row in zip(batch.lines, rows_of(batch), strict=True)]
    return rows, sorted(reject for batch in batches for reject in batch.rejects)


def read_in_pieces(content: bytes) -> tuple[list[tuple[int, list[str]]], list[Reject], int]:
    found = split(io.BytesIO(content), Mapping.model_validate(LIST))
    assert found is not None
    ends = [*(first for first, _ in found.cuts[1:]), found.size]
    rows: list[tuple[int, list[str]]] = []
    rejects: list[Reject] = []
    for (first, before), last in zip(found.cuts, ends, strict=True):
        head = content.split(b"\n", 1)[0] + b"\n" if first else b""
        table = read_csv(io.BytesIO(head + content[first:last]), found.encoding, found.delimiter)
        for batch in shifted(table, before - 1 if first else 0).batches:
            rows += zip(batch.lines, rows_of(batch), strict=True)
            rejects += batch.rejects
    return rows, sorted(rejects), len(found.cuts)


ODD = st.sampled_from(
    [b'x,"torn', b'x,"two\nlines"', b"x", b"", b"x,\xc3\xa9", b'"a""b",c', b"x,y\r", b'x,"1\n2\n3\n4"']
)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.integers(0, 3_000), ODD, max_size=12), st.sampled_from([b"\n", b"\r\n"]))
def test_pieces_hold_what_the_whole_file_holds(odd: dict[int, bytes], end: bytes):
    body = [odd.get(n, b"ref-%d,category" % n) for n in range(3_000)]
    content = end.join([b"ref,category", *body])

    rows, rejects, pieces = read_in_pieces(content)

    assert (rows, rejects) == read_whole(content)
    assert pieces > 2


def test_a_file_that_cannot_be_cut_is_read_whole():
    everywhere = b"ref,category\n" + b'x,"a\nb"\n' * 3_000
    found = split(io.BytesIO(everywhere), Mapping.model_validate(LIST))

    assert found is not None
    assert len(found.cuts) == 1
    for declared in (LIST | {"encoding": "utf-16"}, LIST | {"format": "xlsx"}):
        assert split(io.BytesIO(everywhere), Mapping.model_validate(declared)) is None
    assert split(io.BytesIO(b'"ref\nx",category\n'), Mapping.model_validate(LIST)) is None


def test_several_instances_at_one_file_land_it_as_one_would(shop: Shop, monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 100)
    shop.source(DECLARED)
    content = csv_of(f"{HEADER},title,via", *lines(900))
    with monkeypatch.context() as patch:
        patch.setattr(splitting, "PIECE", 1 << 30)
        expected = counts(shop.drop(content, "whole.csv"))
    known = facts(shop)
    for table in ("bought_by", "products", "customers", "influencers", "import_runs"):
        shop.do(f"DELETE FROM {table}")
    shop.blobs.upload("imports", "shop/large.csv", content, "text/csv")

    def help_out() -> None:
        while not (asked := list(shop.blobs.list("imports", ".requests/"))):
            time.sleep(0.01)
        for _ in range(5):
            jobs.import_blob(shop.blobs, f"imports/{asked[0].name}")
            time.sleep(0.05)

    threads = [threading.Thread(target=help_out) for _ in range(2)]
    for thread in threads:
        thread.start()
    deliver(shop, "shop/large.csv")
    for thread in threads:
        thread.join()
    jobs.resume_imports(shop.blobs)

    ((run_id,),) = shop.rows("SELECT run_id FROM import_runs")
    assert len(shop.rows("SELECT FROM import_chunks WHERE kind = 'piece'")) > 2
    assert (counts(shop.run(run_id)), facts(shop)) == (expected, known)
    assert list(shop.blobs.list("imports", ".requests/")) == []
