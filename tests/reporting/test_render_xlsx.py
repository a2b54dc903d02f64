import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from shared.reporting import wording
from shared.reporting.document import Table
from shared.reporting.render import render
from shared.reporting.xlsx_names import letter, sheet_titles
from tests.reporting.sample import COLUMNS, EMPTY_ROW, report, row, with_charts


def utc(*parts: int):
    """An instant as workbooks hold it: without its zone."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)


def workbook(document):
    return load_workbook(io.BytesIO(render(document, "xlsx").content))


def test_values_are_real_numbers_and_dates():
    sheet = workbook(report(row(revenue="-1234567.89")))["Ranking"]
    values = [cell.value for cell in sheet[2]]
    assert values == ["Anna", 12, -1234567.89, 0.1234, 4.5, utc(2026, 3, 31), utc(2026, 3, 31, 22, 5)]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[2:6] == ["#,##0.00;[Red]-#,##0.00", "#,##0.0%", "#,##0.00", "yyyy-mm-dd"]


def test_pandas_reads_the_first_sheet_with_its_header():
    frame = pd.read_excel(io.BytesIO(render(report(row()), "xlsx").content), engine="calamine")
    assert list(frame.columns)[:3] == ["Influencer", "Orders", "Net revenue (EUR)"]


@pytest.mark.parametrize("cents", [1, 10, 99, 123456789, 9999999999999, 999999999999999])
def test_money_is_exact_to_the_cent(cents):
    amount = Decimal(cents) / 100
    sheet = workbook(report(row(revenue=str(amount))))["Ranking"]
    assert Decimal(str(sheet["C2"].value)) == amount


def test_money_that_excel_cannot_hold_stays_exact_as_text():
    cell = workbook(report(row(revenue="12345678901234567.89")))["Ranking"]["C2"]
    assert (cell.value, cell.data_type) == ("12345678901234567.89", "s")


@pytest.mark.parametrize(
    "name", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "TRUE", "007"]
)
def test_text_is_never_a_formula(name):
    cell = workbook(report(row(name)))["Ranking"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", name, True)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=50))
def test_any_name_is_kept_without_what_xml_forbids(name):
    sheet = workbook(report(row(f"x{name}"), title=name, facts=[(name, name)]))["Ranking"]
    kept = f"x{wording.clean(name)}".replace("\r\n", "\n").replace("\r", "\n")  # as XML readers do
    assert sheet["A2"].value == kept


def test_nothing_is_written_for_what_is_absent():
    sheet = workbook(report(EMPTY_ROW, row(roi=float("nan"))))["Ranking"]
    assert [cell.value for cell in sheet[2]] == ["Nobody", *[None] * 6]
    assert sheet["D3"].value is None


def test_header_filter_total_and_print_set_up():
    sheet = workbook(report(row(), row("Bea")))["Ranking"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B2", "A1:G3", "$1:$1")
    assert [cell.value for cell in sheet[4]][:3] == ["Total", 24, 99.1]
    assert sheet["A4"].font.bold
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )


def test_charts_stand_beside_the_data_and_read_it():
    sheet = workbook(with_charts(report(row(), row("Bea"))))["Ranking"]
    ranking, line = sheet._charts
    assert ranking.anchor._from.col == line.anchor._from.col > len(COLUMNS)
    assert line.anchor._from.row > ranking.anchor._from.row
    assert ranking.series[0].val.numRef.f == "'Ranking'!$D$2:$D$3"
    assert line.series[0].cat.numRef.f == "'Ranking'!$F$2:$F$3"


def test_about_says_what_it_was_made_from():
    text = {cell.value for line in workbook(report(row()))["About"] for cell in line}
    assert {"Influencer ranking", "campaign: Spring", "4711", "R-1", "(net revenue - cost) / cost"} <= text
    assert 0.1 in text


def test_same_document_same_bytes():
    document = with_charts(report(row()))
    first = render(document, "xlsx").content
    assert first == render(document, "xlsx").content
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(2026, 4, 2, 9, 30, 0)}
    assert workbook(document).properties.modified == utc(2026, 4, 2, 9, 30)


def test_empty_tables_and_days_before_excel():
    book = workbook(
        report(tables=[Table("Nothing", COLUMNS, []), Table("Old", COLUMNS, [row(last_sale=date(1899, 1, 1))])])
    )
    assert book.sheetnames == ["Nothing", "Old", "About"]
    assert book["Nothing"].max_row == 1
    assert book["Old"]["F2"].value == "1899-01-01"


def test_sheet_titles_are_legal_and_different():
    titles = sheet_titles(["A/B: c?", "a b  c", "History", "x" * 40, "x" * 40, "", "'", "About"])
    assert len({title.lower() for title in titles}) == 8
    assert all(0 < len(title) <= 31 for title in titles)
    assert not set("".join(titles)) & set("[]:*?/\\'")


def test_column_letters():
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
