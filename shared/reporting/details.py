"""Files of records one by one: as many as there are, in bounded memory, straight from the database into a file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from shared.reporting import wording
from shared.reporting.document import Column, ReportDocument
from shared.reporting.plain_workbook import PlainWorkbook
from shared.reporting.render import Rendered
from shared.reporting.render_csv import about_csv
from shared.reporting.rules import ReportFormat

ROWS_AT_A_TIME = 5_000
_PIECE = 1 << 20


def rendered(data: Session, statement: Select[Any], document: ReportDocument, path: Path) -> Rendered:
    """Write the file of a statement's rows.

    Args:
        data: one snapshot of the data.
        statement: its columns are those of the document's only table, in order; of a CSV file with neutralised texts.
        document: everything but the rows.
        path: of the file, in a folder that is there; it ends with .xlsx or .csv.
    """
    (table,) = document.tables
    file_format, about = ReportFormat(path.suffix[1:]), None
    with path.open("w+b") as target:
        if file_format is ReportFormat.CSV:
            about = _about(document, _csv(data, statement, table.columns, target, bom=document.form.bom))
        else:
            _workbook(data, statement, document, target)
    return Rendered.of_file(path, file_format, about)


def _workbook(data: Session, statement: Select[Any], document: ReportDocument, target: IO[bytes]) -> None:
    (table,) = document.tables
    book = PlainWorkbook(target, table.columns, document.currency, document.read_at)
    rows = data.execute(statement, execution_options={"yield_per": ROWS_AT_A_TIME})
    count = book.write_table(table.title, rows)
    book.write_notes("About", _notes(document, count))
    book.finish()


def _csv(data: Session, statement: Select[Any], columns: Sequence[Column], target: IO[bytes], *, bom: bool) -> int:
    """Write rows as COPY sends them, with the line ends of RFC 4180; return how many."""
    head = ",".join(column.key for column in columns)
    target.write(b"\xef\xbb\xbf" if bom else b"")
    target.write(f"{head}\r\n".encode())
    lines = _Lines(target)
    connection: Any = data.connection().connection
    with connection.cursor() as cursor:
        compiled = statement.compile(data.get_bind(), compile_kwargs={"render_postcompile": True})
        asked = cursor.mogrify(str(compiled), compiled.params).decode()
        cursor.copy_expert(f"COPY ({asked}) TO STDOUT (FORMAT csv)", lines)
    lines.flush()
    return lines.count


class _Lines:
    """What COPY writes to: one call for each row (the protocol sends them so), gathered to pieces of a megabyte."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._rows, self._size, self.count = target, list[bytes](), 0, 0

    def write(self, row: bytes) -> None:
        self._rows.append(row[:-1])
        self._size += len(row)
        if self._size > _PIECE:
            self.flush()

    def flush(self) -> None:
        self.count += len(self._rows)
        self._rows.append(b"")
        self._target.write(b"\r\n".join(self._rows))
        self._rows, self._size = [], 0


def _notes(document: ReportDocument, count: int) -> list[tuple[str, str]]:
    read = [("Edition", document.edition), ("Data read", wording.instant_text(document.read_at))]
    return [
        (document.title, ""),
        *document.facts,
        ("Rows", f"{count:,}"),
        *read,
        ("How the figures are calculated", ""),
        *document.formulas,
        ("Notes", ""),
        *(("Note", note) for note in document.notes),
    ]


def _about(document: ReportDocument, count: int) -> bytes:
    about = json.loads(about_csv(document))
    about["table"]["rows"] = count
    return json.dumps(about, ensure_ascii=False, indent=1).encode()
