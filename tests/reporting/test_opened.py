"""Files as the programs of those who get them open them; `benchmarks.report_matrix` opens every kind and size so."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from shared.reporting.document import ReportDocument
from shared.reporting.render import render
from shared.reporting.rules import ReportFormat
from tests.reporting.matrix import opening
from tests.reporting.sample import report, row, with_charts

NAMES = ["=1+1", "שלום", "演示", "x" * 50, 'quote " and, comma', "two\nlines", "a long name of several words"]
DOCUMENTS = {
    "nothing": report(),
    "one": with_charts(report(row())),
    "many": with_charts(report(*(row(NAMES[n % 7], revenue=f"{n * 997}.01") for n in range(300)))),
}


def needs(*tools: str) -> pytest.MarkDecorator:
    absent = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(absent), reason=f"not installed: {', '.join(absent)}")


def written(document: ReportDocument, file_format: ReportFormat, folder: Path) -> Path:
    file = folder / f"report.{file_format}"
    file.write_bytes(render(document, file_format).content)
    return file


@pytest.mark.parametrize("file_format", [ReportFormat.XLSX, ReportFormat.CSV])
@pytest.mark.parametrize("size", DOCUMENTS)
def test_openpyxl_and_pandas_open_tables(size: str, file_format: ReportFormat, tmp_path: Path):
    assert list(opening.faults(written(DOCUMENTS[size], file_format, tmp_path))) == []


@needs("qpdf", "pdftotext")
@pytest.mark.parametrize("size", DOCUMENTS)
def test_qpdf_finds_no_fault_and_no_word_lies_on_another_or_off_the_page(size: str, tmp_path: Path):
    assert list(opening.faults(written(DOCUMENTS[size], ReportFormat.PDF, tmp_path))) == []


@needs("pdftotext")
def test_a_table_that_is_too_wide_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shared.reporting.page_layout.widths_on", lambda _, layout: [40.0] * len(layout.least))
    found = list(opening.faults(written(DOCUMENTS["one"], ReportFormat.PDF, tmp_path)))
    assert any("beyond its edge" in fault for fault in found), found


@needs("soffice")
def test_libreoffice_finds_every_row(tmp_path: Path):
    file = written(replace(DOCUMENTS["many"], charts=[]), ReportFormat.XLSX, tmp_path)
    head_total_and_note = 3
    assert opening.in_office([file], tmp_path / "office")[file] == 300 + head_total_and_note
