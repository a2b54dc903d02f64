"""From a document to a file in the format that was asked for."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shared.reporting.document import ReportDocument
from shared.reporting.render_csv import about_csv, render_csv
from shared.reporting.render_pdf import render_pdf
from shared.reporting.render_xlsx import render_xlsx
from shared.reporting.rules import ReportFormat

MEDIA_TYPES: Mapping[ReportFormat, str] = {
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.CSV: "text/csv; charset=utf-8",
}
_RENDERERS: Mapping[ReportFormat, Callable[[ReportDocument], bytes]] = {
    ReportFormat.XLSX: render_xlsx,
    ReportFormat.PDF: render_pdf,
    ReportFormat.CSV: render_csv,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file, in memory or on the disk; `about` is JSON that belongs beside it, of a format that cannot hold it."""

    data: bytes | Path
    size: int
    sha256: str
    content_type: str
    extension: str
    about: bytes | None = None

    @property
    def content(self) -> bytes:
        """All of it; only for what is small."""
        return self.data if isinstance(self.data, bytes) else self.data.read_bytes()

    def opened(self) -> AbstractContextManager[bytes | IO[bytes]]:
        """It, to be uploaded."""
        return nullcontext(self.data) if isinstance(self.data, bytes) else self.data.open("rb")

    @classmethod
    def of_file(cls, path: Path, file_format: ReportFormat, about: bytes | None = None) -> "Rendered":
        """A file on the disk, read once for its hash."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        size = path.stat().st_size
        return cls(path, size, digest.hexdigest(), MEDIA_TYPES[file_format], file_format.value, about)


def render(document: ReportDocument, file_format: ReportFormat | str) -> Rendered:
    """The file. An unknown format is a ValueError."""
    chosen = ReportFormat(file_format)
    content = _RENDERERS[chosen](document)
    about = about_csv(document) if chosen is ReportFormat.CSV else None
    digest = hashlib.sha256(content).hexdigest()
    return Rendered(content, len(content), digest, MEDIA_TYPES[chosen], chosen.value, about)
