"""The refused lines as a file of the same kind, to be corrected and sent again."""

import csv
import io
import json

import openpyxl
import pytest

from shared.imports import rejects_file, text_lines
from shared.platform.blobs import BlobStore
from tests.client import Client
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.lists import LIST
from tests.imports.orders import HEADER, ORDERS
from tests.imports.test_xlsx import workbook

BAD = [
    "o1,p1,c1,,many,2024-03-02,9",
    "o2,p1,c1,,1,2024-03-02",
    'o3,"two\nlines, one cell",c1,,0,2024-03-02,9',
    'o4,"torn,c1,,1,2024-03-02,9',
    "=1+2,p1,c1,,-1,2024-03-02,9",
]


def rejects_of(shop: Shop, run_id: int) -> bytes:
    name = shop.run(run_id).rejects_blob
    assert name is not None
    with shop.blobs.open("import-rejects", name) as stream:
        return stream.read()


@pytest.mark.parametrize("block", [40, text_lines.BLOCK])
def test_the_refused_lines_are_a_file_like_the_one_sent_with_a_reason(shop: Shop, monkeypatch, block: int):
    monkeypatch.setattr(text_lines, "BLOCK", block)
    shop.source(ORDERS)
    good = [f"g{n},p1,c1,,1,2024-03-02,9" for n in range(5)]
    lines = [line for pair in zip(good, BAD, strict=True) for line in pair]

    run = shop.drop(csv_of("", HEADER, *lines), "März.csv")
    content = rejects_of(shop, run.run_id).decode("utf-8-sig")

    assert counts(run) == (5, 0, 0, 5)
    assert run.rejects_blob == f"{run.run_id}/März-rejects.csv"
    assert content.split("\r\n")[0] == f'"reason",{HEADER}'
    for line in BAD:
        assert "," + line.replace("\n", "\r\n") + "\r\n" in content
    assert content.startswith('"reason"')
    assert '"quantity: is not a number",o1' in content


def test_the_file_corrected_lands(shop: Shop):
    shop.source(ORDERS)
    first = shop.drop(csv_of(HEADER, "g1,p1,c1,,1,2024-03-02,9", *BAD), "file.csv")

    sent_again = rejects_of(shop, first.run_id)
    again = shop.drop(sent_again, "again.csv")
    corrected = shop.drop(sent_again.replace(b"o1,p1,c1,,many", b"o1,p1,c1,,3"), "corrected.csv")

    assert counts(again) == (0, 0, 0, 5)
    assert counts(corrected) == (1, 0, 0, 4)
    rows = list(csv.reader(io.StringIO(rejects_of(shop, again.run_id).decode("utf-8-sig"))))
    assert rows[0][:3] == ["reason", "reason", "order"]


def test_rejects_of_a_workbook_are_a_workbook_in_which_nothing_is_calculated(shop: Shop):
    shop.source(LIST | {"format": "xlsx"})

    run = shop.drop(workbook(("ref", "category"), ("i1", "Sport"), ("i2", "x" * 101)), "list.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(rejects_of(shop, run.run_id))).worksheets[0]

    assert [[cell.value for cell in row] for row in sheet] == [
        ["reason", "ref", "category"],
        ["category: is longer than 100 characters", "i2", "x" * 101],
    ]
    assert sheet["B2"].data_type == "s"


def test_rejects_of_json_are_lines_of_json_that_can_be_sent_again(shop: Shop):
    fields = {"external_ref": "id", "category": "about.topic"}
    shop.source({"target": "influencers", "format": "json", "items": "people", "fields": fields})
    people = b'{"people": [{"id": "i1"}, {"id": "i2", "about": {"topic": "%s"}}, {"id": tru}]}' % (b"x" * 101)

    run = shop.drop(people, "people.json")
    content = rejects_of(shop, run.run_id)
    again = shop.drop(content.replace(b"x" * 101, b"Sport"), "again.jsonl")

    assert run.rejects_blob == f"{run.run_id}/people-rejects.jsonl"
    assert [json.loads(line) for line in content.splitlines()] == [
        {"reason": "about.topic: is longer than 100 characters", "id": "i2", "about.topic": "x" * 101},
        {"reason": "The item is no JSON.", "refused": '{"id": tru}'},
    ]
    assert counts(again) == (1, 0, 0, 1)


def test_no_rejects_no_file(shop: Shop):
    shop.source(LIST)

    assert shop.drop(csv_of("ref,category", "i1,Sport")).rejects_blob is None


def test_a_failure_to_write_the_file_does_not_fail_the_run(shop: Shop, monkeypatch):
    def fail(*_: object) -> None:
        raise ConnectionError

    shop.source(LIST)
    monkeypatch.setattr(rejects_file, "write", fail)

    assert counts(shop.drop(csv_of("ref,category", "i1,Sport"))) == (1, 0, 0, 0)


def test_links_to_both_files_for_those_who_may_see_what_is_in_them(shop: Shop, api: Client, blob_store: BlobStore):
    shop.source(ORDERS)
    shop.source(LIST, slug="list")
    orders = shop.drop(csv_of(HEADER, *BAD))
    people = shop.drop(csv_of("ref,category", "i1,Sport"), slug="list")
    manager, analyst = api.as_role("marketing_manager"), api.as_role("data_analyst")

    rejects = manager.get(f"imports/runs/{orders.run_id}/rejects/file")
    original = analyst.get(f"imports/runs/{people.run_id}/file")

    assert (rejects.status, rejects.json["file_name"]) == (200, "file-rejects.csv")
    assert (original.status, original.json["file_name"]) == (200, "file.csv")
    assert "sig=" in original.json["download_url"]
    assert analyst.get(f"imports/runs/{orders.run_id}/rejects/file").status == 403
    assert analyst.get(f"imports/runs/{orders.run_id}/file").status == 403
    assert manager.get(f"imports/runs/{people.run_id}/rejects/file").json["code"] == "import_run_has_no_rejects"
    blob_store.delete("imports", "list/file.csv")
    assert manager.get(f"imports/runs/{people.run_id}/file").json["code"] == "import_file_gone"
