"""Texts that want to be something else, wherever a report holds texts, in all three formats."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest

from shared.platform.spreadsheets import neutral
from shared.reporting import charts, wording
from shared.reporting.document import Column, Figure, Form, Format, ReportDocument, Table
from shared.reporting.render import render
from tests.reporting.sample import MADE

TEXTS = {
    "formula": '=HYPERLINK("http://x.example";"a")',
    "at": "@SUM(A1:A9)",
    "error": "#REF!",
    "long": "x" * 40_000,
    "emoji": "👩‍👩‍👧 🇧🇷 😀",
    "right to left": "\u202eשלום دوست",  # noqa: RUF001 - Hebrew
    "nul": "a\x00b\x1f\ufffe",
    "quotes and lines": 'O\'Neil said "a, b;\r\n=c"\nd',
    "markup": "<b>&amp;</b> #panic() *x* ]]> &[Page] &P [a]:*?/\\",
}
LONGEST = 32_767


def everywhere(text: str) -> ReportDocument:
    """A report whose every text is this one."""
    name, net = Column("name", text), Column("net", text, unit=text, format=Format.MONEY)
    cost, day = Column("cost", text, format=Format.MONEY), Column("day", text, format=Format.DAY)
    row = {"name": text, "net": Decimal("1.25"), "cost": Decimal(1), "day": date(2026, 1, 1)}
    rows = [row, row | {"net": Decimal("-2.50"), "day": date(2026, 1, 2)}]
    drawn = [
        charts.ranking_bar("bars", text, rows, category=name, value=net),
        charts.grouped_bar("groups", text, rows, category=name, values=[net, cost]),
        charts.scatter("points", text, rows, category=name, across=cost, up=net),
        charts.donut("ring", text, rows[:1], category=name, value=net),
        charts.line_over_time("line", text, rows, day=day, values=[net, cost]),
    ]
    return ReportDocument(
        title=text,
        kind="ranking",
        edition=text,
        read_at=MADE,
        tables=[
            Table(text, (name, net, cost, day), rows, text, {"net": Decimal("-1.25")}, "one"),
            Table(text, (name,), [{"name": text}], slug="two"),
        ],
        subtitle=text,
        scope=text,
        author=text,
        facts=[(text, text)],
        summary=[text],
        figures=[Figure(net, Decimal(1), Decimal(2))],
        charts=[replace(each, native=each.native and replace(each.native, table="one")) for each in drawn],
        formulas=[(text, text)],
        notes=[text],
    )


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def hostile(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_a_workbook_holds_them_as_text(hostile: str):
    content = render(everywhere(hostile), "xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))

    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    assert all(len(cell.value.encode("utf-16-le")) // 2 <= LONGEST for cell in cells if cell.data_type == "s")
    kept = wording.clean(hostile).replace("\r\n", "\n")[:LONGEST]
    assert [book.worksheets[0][place].value for place in ("A2", "A3")] == [kept, kept]
    assert sum(cell.value == kept for cell in cells if cell.parent.title == "About") >= 6
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    assert len({name.lower() for name in book.sheetnames}) == 3
    assert len(book.worksheets[0]._charts) == 5
    _assert_sound(content)


def _assert_sound(content: bytes) -> None:
    """Every part is XML, and no formula but those by which charts name their cells."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    for part in (name for name in archive.namelist() if name.endswith((".xml", ".rels"))):
        tree = ET.fromstring(archive.read(part))  # noqa: S314 - our own
        formulas = [each for each in tree.iter() if each.tag.endswith("}f")]
        assert not formulas or part.startswith("xl/charts/"), part
        assert all(str(each.text).startswith("'") for each in formulas), part


def test_a_csv_file_and_its_sidecar_hold_them_as_text(hostile: str):
    document = everywhere(hostile)
    for table in ("", "two"):
        file = render(replace(document, form=Form(table=table)), "csv")
        lines = list(csv.reader(io.StringIO(file.content.decode(), newline="")))
        assert [line[0] for line in lines[1:]] == [neutral(hostile)] * (1 if table else 2)
        assert len({len(line) for line in lines}) == 1
        assert json.loads(file.about or b"")["title"] == hostile


@pytest.mark.parametrize("name", ["emoji", "nul", "quotes and lines", "markup"])
def test_a_pdf_is_made_of_them_and_says_so_in_its_data(name: str):
    reader = pypdf.PdfReader(io.BytesIO(render(everywhere(TEXTS[name]), "pdf").content))

    assert reader.metadata is not None
    assert reader.metadata.title
    assert "\x00" not in "".join(str(value) for value in reader.metadata.values())
    assert sum("/Alt" in item for item in _figures(reader)) == 5


def _figures(reader: pypdf.PdfReader) -> list[Any]:
    found: list[Any] = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    return [item for item in found if isinstance(item, dict) and item.get("/S") == "/Figure"]
