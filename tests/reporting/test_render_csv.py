import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from shared.platform.spreadsheets import neutral
from shared.reporting.document import Form, Table
from shared.reporting.render import render
from tests.reporting.sample import COLUMNS, EMPTY_ROW, report, row


def lines(document):
    return list(csv.reader(io.StringIO(render(document, "csv").content.decode("utf-8-sig"), newline="")))


def test_pandas_reads_it_without_being_told_anything():
    content = render(report(row("제시 🇧🇷", "0.10"), EMPTY_ROW), "csv").content
    frame = pd.read_csv(io.BytesIO(content))
    assert list(frame.columns) == [column.key for column in COLUMNS]
    assert frame["influencer_name"].tolist() == ["제시 🇧🇷", "Nobody"]
    assert frame["net_revenue"].iloc[0] == 0.10
    assert frame["roi"].iloc[0] == 0.1234
    assert frame.iloc[1].drop("influencer_name").isna().all()


def test_has_line_ends_of_the_standard_and_the_mark_excel_needs_when_asked():
    content = render(report(row()), "csv").content
    marked = render(report(row(), form=Form(bom=True)), "csv").content
    assert content.startswith(b"influencer_name,orders,")
    assert marked == b"\xef\xbb\xbf" + content
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_figures_are_plain_and_moments_iso():
    line = lines(report(row(revenue="-1234567890.10", roi=1 / 3)))[1]
    assert line[1:] == ["12", "-1234567890.10", "0.3333333333333333", "4.5", "2026-03-31", "2026-03-31T22:05:00Z"]


def test_an_empty_table_is_a_header_and_no_tables_are_an_empty_file():
    assert lines(report()) == [[column.key for column in COLUMNS]]
    assert render(report(tables=[]), "csv").content == b""


def test_huge_amounts_keep_their_cents():
    assert lines(report(row(revenue="123456789012345678901.23")))[1][2] == "123456789012345678901.23"


@given(st.sampled_from("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"), st.text(max_size=20))
def test_no_text_begins_like_a_formula(start, rest):
    assert neutral(start + rest).startswith(f"'{start}")


@given(st.text(max_size=60))
def test_any_name_comes_back_in_its_own_cell(name):
    document = report(row(name), row("after", net_revenue=Decimal(1)))
    parsed = lines(document)
    assert [len(line) for line in parsed] == [len(COLUMNS)] * 3
    assert parsed[1][0] == neutral(name)
    assert parsed[2][0] == "after"


def test_what_a_csv_file_cannot_say_stands_beside_it():
    about = json.loads(render(report(row(), form=Form(table="ranking")), "csv").about or b"")
    assert about["facts"] == [
        {"label": "Filters", "value": "campaign: Spring"},
        {"label": "Data version", "value": "4711"},
    ]
    assert about["figures"] == [{"label": "Net revenue (EUR)", "value": "110.00", "before": "100.00"}]
    assert (about["edition"], about["data_read_at"]) == ("R-1", "2026-04-02T09:30:00Z")
    assert about["table"]["rows"] == 1
    assert about["table"]["totals"] == {"orders": 24, "net_revenue": "99.10"}
    assert about["table"]["columns"][2] == {
        "key": "net_revenue",
        "label": "Net revenue",
        "unit": "EUR",
        "format": "money",
    }
    assert render(report(row()), "xlsx").about is None


def test_another_table_than_the_first_may_be_asked_for():
    other = Table("Other", [COLUMNS[0]], [row("Zoe")], slug="other")
    document = report(row(), form=Form(table="other"))
    both = replace(document, tables=[*document.tables, other])
    assert lines(both) == [["influencer_name"], ["Zoe"]]
