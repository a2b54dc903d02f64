"""From a document to a file in the format that was asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.reporting.document import ReportDocument
from shared.reporting.render_csv import about_csv, render_csv
from shared.reporting.render_pdf import render_pdf
from shared.reporting.render_xlsx import render_xlsx
from shared.reporting.rules import ReportFormat


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file; `about` is JSON that belongs beside it, of a format that cannot hold it."""

    content: bytes
    content_type: str
    extension: str
    about: bytes | None = None


_RENDERERS: Mapping[ReportFormat, tuple[Callable[[ReportDocument], bytes], str]] = {
    ReportFormat.XLSX: (render_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ReportFormat.PDF: (render_pdf, "application/pdf"),
    ReportFormat.CSV: (render_csv, "text/csv; charset=utf-8"),
}


def render(document: ReportDocument, file_format: ReportFormat | str) -> Rendered:
    """The file. An unknown format is a ValueError."""
    chosen = ReportFormat(file_format)
    make, content_type = _RENDERERS[chosen]
    about = about_csv(document) if chosen is ReportFormat.CSV else None
    return Rendered(make(document), content_type, chosen.value, about)
