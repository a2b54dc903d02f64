"""Workbooks: checked first, then read by a child process with limits, whose death is a refusal and not ours."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shared.imports import xlsx_child
from shared.imports.rows import LONGEST_CELL, Batch, FileRefusedError, Reject, Table, shorten
from shared.imports.xlsx_checks import check_workbook
from shared.platform.blobs import Readable

MAGIC = b"PK\x03\x04"
MOST_BYTES = 100 << 20
SECONDS = 180
PIECE = 1 << 20


@contextmanager
def read_xlsx(stream: Readable, sheet: str | None = None) -> Iterator[Table]:
    """Read a sheet of a workbook, the first if none is named.

    Raises:
        FileRefusedError: it is damaged, too large or lacks the sheet; also from the table's batches.
    """
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        _store(stream, file)
        check_workbook(file)
        with _child(file.name, sheet) as lines:
            yield _table(lines)


def _store(stream: Readable, file: IO[bytes]) -> None:
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise FileRefusedError(f"The workbook is larger than {MOST_BYTES >> 20} MiB; send it as CSV.")
        file.write(piece)
    file.flush()


@contextmanager
def _child(path: str, sheet: str | None) -> Iterator[Iterator[bytes]]:
    command = [sys.executable, "-S", str(Path(xlsx_child.__file__)), path, *([sheet] if sheet else [])]
    # Only where packages are: secrets of this process are none of the child's business.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, env=environment) as child,
    ):
        late = threading.Timer(SECONDS, child.kill)
        late.start()
        try:
            yield _lines(child, complaints)
        finally:
            late.cancel()
            child.kill()


def _lines(child: subprocess.Popen[bytes], complaints: IO[bytes]) -> Iterator[bytes]:
    """Yield a line of JSON per row, the blank ones included."""
    for line in child.stdout or ():
        if line.endswith(b"\n"):  # not the half of one that a dying child left
            yield line
    status = child.wait()
    if status == xlsx_child.NO_SHEET:
        complaints.seek(0)
        raise FileRefusedError(f"The workbook has no such sheet. It has {shorten(complaints.read().decode(), 500)}.")
    if status == xlsx_child.BROKEN:
        raise FileRefusedError("The workbook is damaged.")
    if status != 0:
        raise FileRefusedError("The workbook could not be read within the limits of memory and time; send it as CSV.")


def _table(lines: Iterator[bytes]) -> Table:
    numbered = enumerate(lines, start=1)
    for _, line in numbered:
        row = json.loads(line)
        if any(map(str.strip, row)):
            header = _without_blank_end(row)
            return Table(header, _batches(numbered, len(header)))
    raise FileRefusedError("The sheet is empty.")


def _without_blank_end(row: list[str]) -> list[str]:
    last = max(i for i, cell in enumerate(row) if cell.strip())
    return row[: last + 1]


def _batches(numbered: Iterator[tuple[int, bytes]], width: int) -> Iterator[Batch]:
    for some in _pieces(numbered):
        lines: list[int] = []
        rows: list[list[str]] = []
        rejects: list[Reject] = []
        for number, line in some:
            row = json.loads(line)
            if not any(map(str.strip, row)):
                continue
            if reason := _objection(row, width):
                rejects.append(Reject(number, None, shorten(" | ".join(row)), reason))
            else:
                lines.append(number)
                rows.append(row[:width])
        yield Batch.of_rows(lines, rows, rejects)


def _pieces(numbered: Iterator[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    some, size = [], 0
    for number, line in numbered:
        some.append((number, line))
        size += len(line)
        if size > PIECE:
            yield some
            some, size = [], 0
    yield some


def _objection(row: list[str], width: int) -> str | None:
    if any(cell.strip() for cell in row[width:]):
        return f"The line has cells beyond the {width} of the header."
    if any("\0" in cell for cell in row):
        return "The line holds a NUL."
    if max(map(len, row)) > LONGEST_CELL:
        return f"A cell is longer than {LONGEST_CELL:,} characters."
    return None
