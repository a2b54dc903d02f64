"""The lines that were refused, as a file of the kind that was sent: to be corrected, and sent again as it is.

A column `reason` stands before the others, which are as they were: of delimited text even the bytes that a line is
made of, whatever was wrong with it. Mappings find columns by name, so the new one is no hindrance.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from sqlalchemy import select

from shared.imports.csv_reader import DELIMITERS, MOST_LINES_OF_A_RECORD
from shared.imports.formats import open_table
from shared.imports.mapping import Mapping
from shared.imports.models import ImportReject, ImportRun
from shared.imports.rows import Table
from shared.imports.storage import CONTAINER, REJECTS, Blobs
from shared.imports.text_lines import Lines, read_lines
from shared.platform import db

REASON = "reason"
SPOOL = 1 << 20


class Refused(NamedTuple):
    line: int
    reason: str
    value: str | None


def write(blobs: Blobs, run_id: int) -> str | None:
    """Write the file of a run's rejects and return its name in the container REJECTS; None if there are none."""
    with db.transaction() as session:
        run = session.get_one(ImportRun, run_id)
    if not run.rows_rejected or run.mapping is None or run.blob_name is None or run.file_name is None:
        return None
    mapping = Mapping.model_validate(run.mapping)
    name = f"{run_id}/{file_name(run.file_name, mapping)}"
    with (
        blobs.open(CONTAINER, run.blob_name.removeprefix(f"{CONTAINER}/")) as stream,
        tempfile.SpooledTemporaryFile(max_size=SPOOL) as out,
        _refused(run_id) as refused,
    ):
        if mapping.format == "csv":
            _write_text(read_lines(stream, mapping.encoding), refused, out, (mapping, run.header or []))
        else:
            with open_table(stream, mapping, run.file_name) as table:
                WRITERS[mapping.format](table, refused, out)
        out.seek(0)
        blobs.upload(REJECTS, name, out, "application/octet-stream")
    return name


def file_name(original: str, mapping: Mapping) -> str:
    """Return "orders-rejects.csv" for "orders.csv"."""
    path = PurePosixPath(original)
    suffix = ".jsonl" if mapping.format in ("json", "jsonl") else path.suffix
    return f"{path.stem}-rejects{suffix}"


@contextmanager
def _refused(run_id: int) -> Iterator[Iterator[Refused]]:
    """Give the rejects in the order of their lines, some thousands at a time."""
    columns = (ImportReject.line, ImportReject.column_name, ImportReject.reason, ImportReject.value)
    statement = select(*columns).where(ImportReject.run_id == run_id).order_by(ImportReject.line)
    with db.connection() as connection:
        rows = connection.execution_options(yield_per=5000).execute(statement)
        yield (
            Refused(line, " ".join((f"{column}: {why}" if column else why).split()), value)
            for line, column, why, value in rows
        )
        rows.close()


def _write_text(
    blocks: Iterator[Lines], refused: Iterable[Refused], out: IO[bytes], declared: tuple[Mapping, list[str]]
) -> None:
    mapping, header = declared
    text = _Text(blocks)
    encoding = mapping.encoding if mapping.encoding and "16" not in mapping.encoding else "utf-8-sig"
    at = text.first_filled()
    delimiter = mapping.delimiter or next(
        (one for one in DELIMITERS if _height(text.after(at), one, len(header))), DELIMITERS[0]
    )
    written = io.TextIOWrapper(out, encoding=encoding, errors="replace", newline="")
    for line, reason in ((at, REASON), *((one.line, one.reason) for one in refused)):
        texts = text.after(line)
        record = "\r\n".join(texts[: _height(texts, delimiter, len(header)) or 1])
        quoted = reason.replace('"', '""')
        written.write(f'"{quoted}"{delimiter}{record}\r\n')
    written.flush()
    written.detach()


def _height(texts: list[str], delimiter: str, width: int) -> int:
    """Return how many lines the record takes that begins with these, 0 if it is none of this width."""
    reader = csv.reader((f"{text}\n" for text in texts), delimiter=delimiter, strict=True)
    try:
        return reader.line_num if len(next(reader)) == width else 0
    except (csv.Error, StopIteration):
        return 0


class _Text:
    """A file's lines by their numbers, asked for in their order; a few hundred are kept."""

    def __init__(self, blocks: Iterator[Lines]) -> None:
        self._blocks = blocks
        self._lines = Lines(1, [])

    def after(self, line: int) -> list[str]:
        """Return this line and those that its record may go on in."""
        while self._end() < line + MOST_LINES_OF_A_RECORD and (more := next(self._blocks, None)):
            self._lines = self._lines.after(max(0, min(line, self._end()) - self._lines.first)).followed_by(more)
        at = line - self._lines.first
        return self._lines.texts[at : at + MOST_LINES_OF_A_RECORD]

    def first_filled(self) -> int:
        line = 1
        while (texts := self.after(line)) and not texts[0].strip():
            line += 1
        return line

    def _end(self) -> int:
        return self._lines.first + len(self._lines.texts)


def _rows(table: Table, refused: Iterable[Refused]) -> Iterator[list[str]]:
    """Yield the reason and the cells of each line refused; of one that the reader refused only what it kept."""
    yield [REASON, *table.header]
    waiting = iter(refused)
    one = next(waiting, None)
    for batch in table.batches:
        last = max([*batch.lines[-1:], *(reject.line for reject in batch.rejects)], default=0)
        places = {line: place for place, line in enumerate(batch.lines)} if one and one.line <= last else {}
        while one and one.line <= last:
            place = places.get(one.line)
            cells = [one.value or ""] if place is None else [column[place] for column in batch.columns]
            yield [one.reason, *cells]
            one = next(waiting, None)


def _write_workbook(table: Table, refused: Iterable[Refused], out: IO[bytes]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - the same

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows(table, refused):
        cells = [WriteOnlyCell(sheet, value=text) for text in row]
        for cell in cells:
            cell.data_type = "s"  # nothing of a stranger's file is calculated
        sheet.append(cells)
    book.save(out)


def _write_lines(table: Table, refused: Iterable[Refused], out: IO[bytes]) -> None:
    """Write an object per line; what was nested keeps its name with dots, under which it is found again."""
    rows = _rows(table, refused)
    names = next(rows)
    for row in rows:
        whole = len(row) == len(names)
        told = {name: cell for name, cell in zip(names if whole else [REASON, "refused"], row, strict=False) if cell}
        out.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")


WRITERS: dict[str, Callable[[Table, Iterable[Refused], IO[bytes]], None]] = {
    "xlsx": _write_workbook,
    "json": _write_lines,
    "jsonl": _write_lines,
}
