"""Workbooks: read like text, and refused before they can hurt."""

import io
import resource
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from shared.imports import xlsx_checks, xlsx_reader
from shared.imports.rows import FileRefusedError, Reject
from shared.imports.states import RunState
from tests.imports.conftest import Shop, counts, rows_of

ORDERS: dict[str, Any] = {
    "target": "orders",
    "format": "xlsx",
    "fields": {
        "external_ref": "order",
        "product": "product",
        "quantity": "quantity",
        "bought_date": "day",
        "unit_price": "price",
    },
}
HEADER = ("order", "product", "quantity", "day", "price")


def workbook(*rows: tuple[Any, ...], title: str = "Orders", **others: list[tuple[Any, ...]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, more in others.items():
        extra = book.create_sheet(name)
        for row in more:
            extra.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes, sheet: str | None = None) -> tuple[list[str], list[tuple[int, list[str]]], list[Reject]]:
    rows: list[tuple[int, list[str]]] = []
    rejects: list[Reject] = []
    with xlsx_reader.read_xlsx(io.BytesIO(content), sheet) as table:
        for batch in table.batches:
            rows += [(line, list(row)) for line, row in zip(batch.lines, rows_of(batch), strict=True)]
            rejects += batch.rejects
    return table.header, rows, rejects


def repacked(content: bytes, name: str, replacement: bytes) -> bytes:
    """Return the workbook with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, replacement if part == name else old.read(part))
    return file.getvalue()


def sheet_of(cells: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def bomb(cells: str) -> bytes:
    return repacked(workbook(("a",)), "xl/worksheets/sheet1.xml", sheet_of(cells))


def test_cells_become_the_text_a_person_would_have_written():
    content = workbook(
        ("text", "number", "whole", "day", "instant", "yes", "blank"),
        ("ä\nb", 1.5, 7, date(2024, 3, 1), datetime(2024, 3, 1, 8, 26), True, None),  # noqa: DTZ001 - as cells are
        (None, None, None, None, None, None, None),
        ("0012", 0.1, 1e12, None, None, False, ""),
    )

    header, rows, rejects = read(content)

    assert header == ["text", "number", "whole", "day", "instant", "yes", "blank"]
    assert rows == [
        (2, ["ä\nb", "1.5", "7", "2024-03-01", "2024-03-01 08:26:00", "true", ""]),
        (4, ["0012", "0.1", "1000000000000", "", "", "false", ""]),
    ]
    assert rejects == []


def test_kinds_of_cells_in_one_column_are_told_apart():
    cells = (1, True, 1.5, "1.50", False, 0, None, date(2024, 3, 1), 2**60, 1)

    _, rows, _ = read(workbook(("mixed", "number"), *[(cell, n if n % 3 else None) for n, cell in enumerate(cells)]))

    mixed, numbers = zip(*[row for _, row in rows], strict=True)
    assert mixed == ("1", "true", "1.5", "1.50", "false", "0", "2024-03-01", "1.152921504606847e+18", "1")
    assert numbers == ("", "1", "2", "", "4", "5", "7", "8", "")


def test_a_nul_and_a_cell_too_long_cost_their_lines_only():
    texts = ("good", "a_x0000_b", "x" * 32_768, "x" * 32_767)
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for n, text in enumerate(("text", *texts), start=1)
    )

    _, rows, rejects = read(bomb(cells))

    assert rows == [(2, ["good"]), (5, ["x" * 32_767])]
    assert rejects == [
        Reject(3, None, "a\ufffdb", "The line holds a NUL."),
        Reject(4, None, "x" * 200 + "…", "A cell is longer than 32,767 characters."),
    ]


def test_the_header_may_stand_below_and_cells_beyond_it_are_refused():
    header, rows, rejects = read(workbook((), (), ("a", "b"), (1, 2), (1, 2, 3), (4, 5)))

    assert (header, rows) == (["a", "b"], [(4, ["1", "2"]), (6, ["4", "5"])])
    assert rejects == [Reject(5, None, "1 | 2 | 3", "The line has cells beyond the 2 of the header.")]


def test_a_sheet_is_chosen_by_its_name():
    content = workbook(("a",), (1,), Second=[("b",), (2,)])

    assert read(content, "Second")[:2] == (["b"], [(2, ["2"])])
    with pytest.raises(FileRefusedError, match=r"no such sheet\. It has Orders, Second"):
        read(content, "Third")


def test_many_rows_come_through():
    header, rows, _ = read(workbook(("n", "text"), *[(n, f"value {n}") for n in range(30_000)]))

    assert header == ["n", "text"]
    assert rows[-1] == (30_001, ["29999", "value 29999"])
    assert len(rows) == 30_000


def test_a_workbook_of_orders_lands_like_text(shop: Shop):
    shop.source(ORDERS)
    content = workbook(HEADER, ("o1", "p1", 2, date(2024, 3, 1), 9.995), ("o2", "p1", "two", date(2024, 3, 1), 9))

    run = shop.drop(content, "orders.xlsx")

    assert counts(run) == (1, 0, 0, 1)
    assert shop.rejects(run) == [(3, "quantity", "two", "is not a number")]
    assert [str(price) for (price,) in shop.rows("SELECT unit_price FROM bought_by")] == ["10.00"]


CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bomb(CORNERS), "The sheet reaches to row 1,048,576 and column 16,384: too large an area."),
        (bomb(CORNERS.replace('"', "'")), "too large an area"),
        (bomb(f"<row>{' ' * (30 << 20)}</row>"), "packed more than 200 to 1"),
        (bomb("<!DOCTYPE x [<!ENTITY a 'b'>]>"), "declares entities"),
        (bomb("<row><c"), "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged or protected"),
        (workbook(), "The sheet is empty."),
    ],
    ids=["corners", "corners in single quotes", "ratio", "entities", "cut off", "no zip", "empty"],
)
def test_a_workbook_that_could_hurt_is_refused(content: bytes, reason: str):
    with pytest.raises(FileRefusedError, match=reason):
        read(content)


def test_a_workbook_of_too_many_parts_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for n in range(xlsx_checks.MOST_ENTRIES + 1):
            archive.writestr(f"{n}.xml", "")

    with pytest.raises(FileRefusedError, match=r"has 2,001 parts; at most 2,000 are read"):
        read(file.getvalue())


def test_what_the_checks_would_miss_kills_the_child_and_not_us(monkeypatch):
    monkeypatch.setattr(xlsx_reader, "check_workbook", lambda _: None)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FileRefusedError, match="could not be read within the limits of memory and time"):
        read(bomb(CORNERS))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10


def test_a_child_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(xlsx_reader, "SECONDS", 0.01)

    with pytest.raises(FileRefusedError, match="within the limits of memory and time"):
        read(workbook(("n",), *[(n,) for n in range(20_000)]))


def test_a_file_larger_than_the_limit_is_not_even_stored(monkeypatch):
    monkeypatch.setattr(xlsx_reader, "MOST_BYTES", 1_000)

    with pytest.raises(FileRefusedError, match="larger than 0 MiB; send it as CSV"):
        read(workbook(("n",)))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"order,product\n", "orders.xlsx", '"orders.xlsx" is named as a workbook but is none.'),
        (workbook(HEADER), "orders.csv", '"orders.csv" should end in .xlsx: the source is declared as xlsx.'),
    ],
)
def test_name_content_and_declaration_must_agree(shop: Shop, content: bytes, name: str, reason: str):
    shop.source(ORDERS)

    run = shop.drop(content, name)

    assert (run.state, run.error) == (RunState.FAILED, reason)
