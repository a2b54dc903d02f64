"""Workbooks: checked first, then read by a child process with limits, whose death is a refusal and not ours."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
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
        with _child(file.name, sheet) as blocks:
            yield _table(blocks)


def _store(stream: Readable, file: IO[bytes]) -> None:
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise FileRefusedError(f"The workbook is larger than {MOST_BYTES >> 20} MiB; send it as CSV.")
        file.write(piece)
    file.flush()


@dataclass(frozen=True)
class Block:
    """Consecutive rows as they stand in the sheet, blank ones too, column by column; `first` counts from 1."""

    first: int
    columns: Sequence[Sequence[str]]

    @property
    def height(self) -> int:
        return len(self.columns[0])

    def after(self, used: int) -> "Block":
        return Block(self.first + used, [column[used:] for column in self.columns])


@contextmanager
def _child(path: str, sheet: str | None) -> Iterator[Iterator[Block]]:
    command = [sys.executable, "-S", str(Path(xlsx_child.__file__)), path, *([sheet] if sheet else [])]
    # Only where packages are: secrets of this process are none of the child's business.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, env=environment, pipesize=PIECE) as child,
    ):
        late = threading.Timer(SECONDS, child.kill)
        late.start()
        try:
            yield _blocks(child, complaints)
        finally:
            late.cancel()
            child.kill()


def _blocks(child: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> Iterator[Block]:
    if child.stdout is not None:
        yield from _whole_blocks(child.stdout)
    status = child.wait()
    if status == xlsx_child.NO_SHEET:
        complaints.seek(0)
        raise FileRefusedError(f"The workbook has no such sheet. It has {shorten(complaints.read().decode(), 500)}.")
    if status == xlsx_child.BROKEN:
        raise FileRefusedError("The workbook is damaged.")
    if status != 0:
        raise FileRefusedError("The workbook could not be read within the limits of memory and time; send it as CSV.")


def _whole_blocks(stream: IO[bytes]) -> Iterator[Block]:
    """Yield the blocks that the child wrote, but not the part of one that a dying child leaves."""
    first = 1
    while (head := stream.readline()).endswith(b"\n"):
        height, width, size = map(int, head.split())
        written = stream.read(size)
        if len(written) < size:
            return
        cells = written.decode("utf-8", "surrogatepass").split(xlsx_child.BETWEEN)
        yield Block(first, [cells[at * height : (at + 1) * height] for at in range(width)])
        first += height


def _table(blocks: Iterator[Block]) -> Table:
    for block in blocks:
        for at, row in enumerate(zip(*block.columns, strict=True)):
            if any(map(str.strip, row)):
                header = _without_blank_end(row)
                return Table(header, _batches(chain([block.after(at + 1)], blocks), len(header)))
    raise FileRefusedError("The sheet is empty.")


def _without_blank_end(row: Sequence[str]) -> list[str]:
    last = max(i for i, cell in enumerate(row) if cell.strip())
    return [cell.replace(xlsx_child.NUL, "\0") for cell in row[: last + 1]]


def _batches(blocks: Iterable[Block], width: int) -> Iterator[Batch]:
    for block in blocks:
        if _is_plain(block, width):
            yield Batch(range(block.first, block.first + block.height), block.columns[:width])
        else:
            yield _sifted(block, width)


def _is_plain(block: Block, width: int) -> bool:
    """Tell whether no row is blank or objectionable; so it is with most blocks."""
    held, beyond = block.columns[:width], block.columns[width:]
    return (
        any(all(map(str.strip, column)) for column in held)
        and not any(any(map(str.strip, column)) for column in beyond)
        and not any(xlsx_child.NUL in column for column in map("".join, held))
        and max(max(map(len, column), default=0) for column in block.columns) <= LONGEST_CELL
    )


def _sifted(block: Block, width: int) -> Batch:
    """Take out blank rows, and refuse those that cannot land."""
    lines: list[int] = []
    rows: list[Sequence[str]] = []
    rejects: list[Reject] = []
    for number, row in enumerate(zip(*block.columns, strict=True), start=block.first):
        if not any(map(str.strip, row)):
            continue
        if reason := _objection(row, width):
            told = " | ".join(row).replace(xlsx_child.NUL, "\0")
            rejects.append(Reject(number, None, shorten(told), reason))
        else:
            lines.append(number)
            rows.append(row[:width])
    return Batch.of_rows(lines, rows, rejects)


def _objection(row: Sequence[str], width: int) -> str | None:
    if any(cell.strip() for cell in row[width:]):
        return f"The line has cells beyond the {width} of the header."
    if any(xlsx_child.NUL in cell for cell in row):
        return "The line holds a NUL."
    if max(map(len, row)) > LONGEST_CELL:
        return f"A cell is longer than {LONGEST_CELL:,} characters."
    return None
