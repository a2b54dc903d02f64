import io
import re
from pathlib import Path

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.reporting import fonts, page_layout, render_pdf
from shared.reporting.document import Column, Form, Format, Table
from shared.reporting.render import render
from tests.reporting.sample import COLUMNS, EMPTY_ROW, report, row, with_charts


def pdf(document):
    return pypdf.PdfReader(io.BytesIO(render(document, "pdf").content))


def text_of(document):
    return "\n".join(page.extract_text() for page in pdf(document).pages)


def packed(text):
    return re.sub(r"\s", "", text)


def test_says_what_it_was_made_from_on_every_page():
    reader = pdf(report(*[row(f"Name {number}") for number in range(80)]))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "2026-01-01 to 2026-03-31, campaign Spring" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert "Edition R-1, data read 2026-04-02 09:30 UTC" in text


def test_repeats_the_header_of_the_table():
    reader = pdf(report(*[row(f"Name {number}") for number in range(80)]))
    assert all("Average rating" in page.extract_text().replace("\n", " ") for page in reader.pages[1:3])


def test_shows_values_as_people_read_them():
    text = text_of(report(row(revenue="-1234567.89"), row("Bea", "0.10")))
    for expected in (
        "−1,234,567.89",  # noqa: RUF001
        "0.10",
        "12.3%",
        "4.50",
        "2026-03-31 22:05 UTC",
        "Total",
        "99.10",
        "+10.0%",
        "EUR",
    ):
        assert expected in text
    assert "(net revenue - cost) / cost" in text


def test_what_is_absent_is_a_dash():
    assert text_of(report(EMPTY_ROW)).count("–") == 6  # noqa: RUF001


def test_is_tagged_archivable_and_dated_like_the_document():
    reader = pdf(with_charts(report(row())))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert reader.metadata.title == "Influencer ranking"
    assert reader.metadata["/CreationDate"].startswith("D:20260402093000")
    xmp = catalog["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part\D+1\b", xmp)
    assert re.search(r"pdfaid:part\D+2\b", xmp)


def test_charts_have_their_words_in_the_file_and_their_letters_on_the_page():
    document = with_charts(report(row("Anna"), row("Bea", roi=0.5)))
    reader = pdf(document)
    texts = [item.get("/Alt") for item in _figures(reader)]
    assert texts == [chart.alt for chart in document.charts]
    assert reader.pages[1].extract_text().count("Bea") >= 1


def _figures(reader):
    found = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    return [item for item in found if isinstance(item, dict) and item.get("/S") == "/Figure"]


def test_same_document_same_bytes():
    document = with_charts(report(row()))
    assert render(document, "pdf").content == render(document, "pdf").content


@pytest.mark.parametrize("name", ["제시", "Привет", "日本語", "עברית", "Zoë Ångström", "ไทย"])
def test_names_in_any_script_are_shown(name):
    assert fonts.showable(name) == name
    shown = text_of(report(row(name)))
    assert all(letter in shown for letter in name if not letter.isspace())


def test_characters_of_no_font_are_spelled_out():
    assert fonts.showable("a\ue000b") == "a[U+E000]b"
    assert fonts.showable("a\U000e0001b") == "ab"
    assert "[U+E000]" in text_of(report(row("a\ue000b")))


HOSTILE = ["#panic()", '\\"); #read("/etc/passwd")', "*bold* _x_ $x$ `y` <a> @b", "#{1/0}", "]" * 9, "= Title", "// x"]


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_names_is_only_text(name):
    document = report(row(name), title=name, facts=[(name, name)], notes=[name], scope=name)
    assert packed(name) in packed(text_of(document))


def test_long_words_break_and_are_copied_whole():
    word = "abcdefghij" * 12
    text = text_of(report(row(word), facts=[("Link", word)]))
    assert word not in text  # it took more than one line
    assert packed(text).count(word) == 2
    assert not set(text) & set("\u200b\u00ad\u2010")


def test_paper_and_archive_are_as_asked():
    reader = pdf(report(row(), form=Form(paper="letter", archive=True)))
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] in ([612, 792], [792, 612])
    assert re.search(r"pdfaid:part\D+2\b", xmp)
    assert re.search(r"pdfaid:conformance\W+B\b", xmp)
    assert re.search(r"pdfuaid:part\D+1\b", xmp)


def test_the_contents_lead_to_what_follows():
    cover = pdf(report(row(), summary=["All is well."])).pages[0].extract_text()
    assert "Contents" in cover
    assert {"Summary", "Ranking", "Notes"} <= set(re.findall(r"^(\w+) ?\.", cover, re.MULTILINE))


def test_columns_too_many_for_paper_stay_in_the_workbook():
    table = Table("Ranking", COLUMNS, [row()], printed=("influencer_name", "roi"))
    text = text_of(report(tables=[table]))
    assert "The workbook has 5 more columns." in text
    assert "12.3%" in text
    assert "Last sale" not in text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
@example("\x00\x01\ud800\uffff")
@example("w" * 3_000)
@example("e\u0301\u0302\u0327" * 20)
def test_no_text_breaks_the_page(text):
    document = report(row(text), title=text, subtitle=text, scope=text, facts=[(text, text)], notes=[text])
    assert render(document, "pdf").content.startswith(b"%PDF-")


def test_a_report_without_anything_in_it():
    assert "nothing to show" in text_of(report(figures=[], facts=[], notes=[], formulas=[]))
    assert pdf(report(tables=[])).pages


def test_a_print_that_leaves_rows_out_says_so(monkeypatch):
    monkeypatch.setattr(render_pdf, "MOST_ROWS", 2)
    assert "Only the first 2 of 3 rows are printed" in text_of(report(row(), row(), row()))


def test_figures_always_fit_their_paper():
    amounts = [Column(f"m{number}", f"Measure {number}", format=Format.MONEY) for number in range(24)]
    wide = Table("Wide", amounts, [{column.key: 10**9 for column in amounts}])
    text = text_of(report(tables=[wide]))
    assert text.count("1,000,000,000.00") == 24


def test_paper_grows_with_the_table():
    narrow = page_layout.Layout([10.0], [20.0])
    wide = page_layout.Layout([90.0], [90.0])
    assert (page_layout.paper_for([narrow]).landscape, page_layout.paper_for([narrow, wide]).landscape) == (False, True)
    paper = page_layout.paper_for([wide])
    assert sum(page_layout.widths_on(paper, wide)) * page_layout.size_on(paper, wide) <= paper.room


def test_columns_of_the_sample_are_all_printed():
    text = text_of(report(row())).replace("\n", " ")
    assert all(column.label.split()[-1] in text for column in COLUMNS)


def memory():
    """Megabytes that this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def test_reports_made_one_after_another_are_not_all_remembered():
    held = []
    for first in range(0, 2_000, 400):
        render(report(*[row(f"Name {first + number}") for number in range(400)]), "pdf")
        held.append(memory())
    assert held[-1] - held[1] < 30, held
