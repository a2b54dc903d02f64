"""Records one by one: the same rows as the list, in both formats, whatever their texts hold."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, text

from shared.platform import db
from shared.platform.spreadsheets import neutral
from shared.reporting import detail_queries, plain_workbook, wording
from shared.reporting.document import Column, Format
from shared.reporting.plain_workbook import PlainWorkbook
from shared.reporting.render import render
from tests.analytics.shop import DAYS
from tests.client import Client
from tests.reporting.asking import ask, file_of, made, rows_of, workbook
from tests.reporting.sample import COLUMNS, report, row
from tests.reporting.shop import WHOLE, busy

NAMES = ["=1+1", "a;=b", "\u202eevil", "שלום", "😀👩‍👩‍👧", 'quote " and, comma', "two\nlines", "x" * 60]
MADE = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def analyst(api: Client, blob_store: None) -> Client:
    busy()
    return api.as_role("data_analyst")


def listed(client: Client, **filters: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("purchases", None, limit=200, sort="bought_date", **WHOLE, **filters, **cursor).json
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.parametrize("filters", [{}, {"influencer_id": [1, -1], "category": ["Bags"], "status": ["completed"]}])
def test_both_files_hold_the_rows_of_the_list(analyst: Client, filters: dict[str, Any]):
    expected = listed(analyst, **filters)
    asked = {"kind": "purchases", "filters": WHOLE | filters}

    rows = rows_of(file_of(analyst, **asked))
    head, *cells = workbook(file_of(analyst, format="xlsx", **asked))["Purchases"].iter_rows(values_only=True)

    assert [row["purchase_id"] for row in rows] == [str(item["purchase_id"]) for item in expected]
    assert [row["unit_price"] for row in rows] == [item["unit_price"] for item in expected]
    assert head[:3] == ("Purchase", "Day", "Influencer")
    assert [cell[0] for cell in cells] == [item["purchase_id"] for item in expected]
    assert [f"{cell[11]:.2f}" for cell in cells] == [item["unit_price"] for item in expected]
    assert [cell[1].date().isoformat() for cell in cells] == [item["bought_date"] for item in expected]


def test_the_sum_of_the_details_is_the_figure_of_the_screen(analyst: Client):
    whole = analyst.get("metrics/shop", None, **WHOLE).json["metrics"]
    rows = rows_of(file_of(analyst, kind="purchases", filters=WHOLE))
    sold = [row for row in rows if row["status"] != "cancelled" and row["gross_revenue"]]
    assert f"{sum(Decimal(row['gross_revenue']) for row in sold):.2f}" == whole["gross_revenue"]


def test_texts_of_all_sorts_come_back(analyst: Client):
    with db.connection() as connection:
        for number, name in enumerate(NAMES):
            connection.execute(
                text("""INSERT INTO products
                            (product_id, stock_quantity, category, sales_quantity, product_price, on_sale, title)
                        VALUES (:id, 0, 'Hats', 0, 1, true, :name)"""),
                {"id": number + 100, "name": name},
            )
        connection.execute(
            text("""INSERT INTO bought_by (product_id, customer_id, status, channel, quantity, bought_date, unit_price)
                    SELECT product_id, 1, 'completed', 1, 1, :day, 1
                    FROM products WHERE category = 'Hats' ORDER BY product_id"""),
            {"day": DAYS[0]},
        )
    asked = {"kind": "purchases", "filters": WHOLE | {"category": ["Hats"]}}

    content = file_of(analyst, options={"bom": True}, **asked)
    cells = [*workbook(file_of(analyst, format="xlsx", **asked))["Purchases"].iter_rows(values_only=True)][1:]

    assert content.startswith(b"\xef\xbb\xbfpurchase_id,bought_date,")
    assert content.count(b"\r\n") == len(NAMES) + 1
    assert [row["title"] for row in rows_of(content)] == [neutral(name) for name in NAMES]
    assert [cell[5] for cell in cells] == NAMES


def test_of_nothing_there_is_a_head(analyst: Client):
    asked = {"kind": "purchases", "filters": WHOLE | {"category": ["Nothing"]}}
    report = made(analyst, **asked)
    sheet = workbook(file_of(analyst, format="xlsx", **asked))["Purchases"]

    assert (sheet.max_row, sheet.max_column) == (1, 17)
    assert report["about_url"]
    assert len(pd.read_csv(io.BytesIO(file_of(analyst, **asked)))) == 0


def test_two_files_of_the_same_data_are_the_same(analyst: Client):
    for file_format in ("csv", "xlsx"):
        asked = {"kind": "purchases", "format": file_format, "filters": WHOLE}
        assert made(analyst, **asked)["sha256"] == made(analyst, **asked)["sha256"]


def test_records_are_no_pdf(analyst: Client):
    refused = ask(analyst, kind="purchases", format="pdf", filters=WHOLE)
    assert (refused.status, refused.json["code"]) == (422, "report_format_unknown")


def test_the_database_neutralises_as_python_does(database: None):
    @settings(max_examples=150, deadline=None)
    @given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12))
    @example("=a")
    @example("x;=a\n-b\t+c\r\uff1d")
    @example("\x01=a\x9f\ufffe")
    @example("a-b")
    def alike(value: str) -> None:
        with db.transaction() as session:
            found = session.scalar(select(detail_queries.neutral(func.concat(literal(value)))))
        assert found == neutral(value)

    alike()


def plain(rows: list[Any], columns: Any = COLUMNS) -> Any:
    target = io.BytesIO()
    book = PlainWorkbook(target, columns, "EUR", MADE)
    book.write_table("Ranking", rows)
    book.finish()
    return target


def test_plain_sheets_have_the_cells_of_the_others():
    rows = [
        row(),
        row("=1+1", revenue="-0.10", roi=float("nan")),
        row("a\x00b\r\nc & <d>", revenue="12345678901234567.89", orders=None),
        row("e", last_sale=date(1899, 1, 1), orders=0.5),
        row("😀" * 20_000, rating=None),
        row("שלום"),
    ]
    values = [[each[column.key] for column in COLUMNS] for each in rows]

    ours = openpyxl.load_workbook(plain(values))["Ranking"]
    theirs = openpyxl.load_workbook(io.BytesIO(render(report(*rows), "xlsx").content))["Ranking"]

    for number in range(1, len(rows) + 2):
        for mine, other in zip(ours[number], theirs[number], strict=True):
            value = str(other.value).replace("\r\n", "\n") if isinstance(other.value, str) else other.value
            assert (mine.value, mine.data_type) == (value, other.data_type), mine.coordinate
            assert number == 1 or mine.value is None or mine.number_format == other.number_format, mine.coordinate
    assert (ours.freeze_panes, ours.auto_filter.ref) == ("A2", "A1:G7")
    assert ours["A3"].quotePrefix


def test_a_table_too_long_for_a_sheet_goes_on_on_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plain_workbook, "MOST_ROWS", 4)
    columns = [Column("n", "Number", format=Format.INTEGER)]
    book = openpyxl.load_workbook(plain([[number] for number in range(7)], columns))

    assert book.sheetnames == ["Ranking", "Ranking (2)", "Ranking (3)"]
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [
        ["Number", 0, 1, 2],
        ["Number", 3, 4, 5],
        ["Number", 6],
    ]


def test_plain_workbooks_carry_no_time_of_day():
    first, again = (
        plain([[1]], [Column("n", "N", format=Format.INTEGER)]),
        plain([[1]], [Column("n", "N", format=Format.INTEGER)]),
    )
    assert first.getvalue() == again.getvalue()
    assert {entry.date_time for entry in zipfile.ZipFile(first).infolist()} == {(2026, 4, 2, 9, 30, 0)}


def test_a_cell_takes_as_much_as_excel_counts():
    (cell,) = [
        cell.value for cell in openpyxl.load_workbook(plain([["😀" * 20_000]], [COLUMNS[0]]))["Ranking"]["A"][1:]
    ]
    assert len(cell.encode("utf-16-le")) // 2 == 32_766
    assert wording.clean(cell) == "😀" * 16_383
