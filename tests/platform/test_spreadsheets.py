"""CSV that no spreadsheet calculates."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.platform.spreadsheets import clean, csv_file, neutral

STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\x00=1", "'=1"),
        ("'=1", "'=1"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("", ""),
        ("a;=1", "a;'=1"),
        ("a\n=1", "a\n'=1"),
        ("a;b", "a;b"),
        ("a,=1", "a,=1"),
    ],
)
def test_what_would_be_calculated_gets_an_apostrophe(text, written):
    assert neutral(text) == written


@given(st.text(st.sampled_from(STARTS + ";,'\" a\x00\ud800"), max_size=12))
def test_no_cell_begins_like_a_formula_whichever_separator_a_spreadsheet_assumes(text):
    written = neutral(text)

    assert not written.startswith(tuple(STARTS))
    for separator in (";", "\t", "\n", "\r"):
        assert not any(cell.startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20")) for cell in written.split(separator))


@given(st.text(max_size=30))
def test_neutral_twice_is_neutral_once(text):
    assert neutral(neutral(text)) == neutral(text)


def test_what_xml_forbids_is_left_out():
    assert clean("a\x00\x0b\x1f\x7f\x9f\ud800\ufffeb\tc\nd") == "ab\tc\nd"


@given(st.lists(st.lists(st.text(max_size=10), min_size=2, max_size=2), max_size=5))
def test_every_cell_comes_back_as_it_was_written(rows):
    rows = [[neutral(cell) for cell in row] for row in rows]

    content = csv_file(("a", "=b"), rows).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content, newline=""))) == [["a", "'=b"], *rows]


def test_the_file_has_the_mark_excel_needs_and_line_ends_of_the_standard():
    assert csv_file(("a", "b"), [["1", "x,y"]]) == b'\xef\xbb\xbfa,b\r\n1,"x,y"\r\n'
