"""Delimited text of any make, a block at a time.

Most blocks hold one record per line and are split in one go. Where quotes are open at the end of a line, the
record goes on in the next one if it then has as many cells as the header. If it has not, the quote was torn:
the line is refused and reading resumes with the one after it, so that one slip costs one line.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from shared.imports.rows import LONGEST_CELL, Batch, FileRefusedError, Reject, Table, shorten
from shared.imports.text_lines import Lines, read_lines
from shared.platform.blobs import Readable

if TYPE_CHECKING:
    import _csv

DELIMITERS = (",", ";", "\t", "|")
MOST_LINES_OF_A_RECORD = 200
WINDOW = 1000  # lines looked at together where one of them is torn
TORN = "a quote that does not end"


def read_csv(stream: Readable, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Read the header now and the rows as the batches are asked for.

    Args:
        stream: the file's bytes.
        encoding: None to find out.
        delimiter: one character; None to find out from the header.

    Raises:
        FileRefusedError: there is no header, or the encoding is unknown.
    """
    blocks = read_lines(stream, encoding)
    first = _first_filled(blocks)
    delimiter = delimiter or _likeliest_delimiter(first)
    header, used = _header(first, delimiter)
    return Table(header, _Records(len(header), delimiter).batches(first.after(used), blocks))


def _first_filled(blocks: Iterator[Lines]) -> Lines:
    for block in blocks:
        filled = next((i for i, text in enumerate(block.texts) if text.strip()), None)
        if filled is None:
            continue
        if filled in block.broken:
            raise FileRefusedError(f"The header (line {block.first + filled}) holds {block.broken[filled]}.")
        return block.after(filled)
    raise FileRefusedError("The file is empty.")


def _likeliest_delimiter(block: Lines) -> str:
    return max(DELIMITERS, key=lambda delimiter: len(_header(block, delimiter)[0]))


def _header(block: Lines, delimiter: str) -> tuple[list[str], int]:
    """Return the header's cells and how many lines it takes."""
    reader = _reader(block.texts[:MOST_LINES_OF_A_RECORD], delimiter)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return block.texts[0].split(delimiter), 1


def _reader(texts: Sequence[str], delimiter: str) -> "_csv.Reader":
    """Return a strict reader; it is given the line ends back, which belong to cells that go over several lines."""
    return csv.reader(map(str.__add__, texts, repeat("\n")), delimiter=delimiter, strict=True)


type Numbered = tuple[int, list[str]]


class _Records:
    def __init__(self, width: int, delimiter: str) -> None:
        self._width = width
        self._delimiter = delimiter

    def batches(self, first: Lines, rest: Iterator[Lines]) -> Iterator[Batch]:
        batch, open_lines = self._batch(first, last=False)
        yield batch
        for lines in rest:
            batch, open_lines = self._batch(open_lines.followed_by(lines), last=False)
            yield batch
        if open_lines.texts:
            yield self._batch(open_lines, last=True)[0]

    def _batch(self, lines: Lines, *, last: bool) -> tuple[Batch, Lines]:
        """Return the records of these lines, and the lines of one that may go on in the next block."""
        columns = None if lines.broken else self._at_one_go(lines)
        if columns is not None:
            used = len(lines.texts)
            return Batch(range(lines.first, lines.first + used), columns), lines.after(used)
        found, rejects, used = self._one_by_one(lines, last=last)
        return self._sifted(lines.first, found, rejects), lines.after(used)

    def _at_one_go(self, lines: Lines) -> Sequence[Sequence[str]] | None:
        """Return the columns if every line is one record as long as the header; by far most blocks are so."""
        if max(map(len, lines.texts), default=0) > LONGEST_CELL:
            return None
        return self._quoted(lines.texts) if lines.quoted else self._unquoted(lines.texts)

    def _unquoted(self, texts: list[str]) -> Sequence[Sequence[str]] | None:
        between = self._width - 1
        if set(map(str.count, texts, repeat(self._delimiter))) != {between} or self._delimiter * between in texts:
            return None
        cells = self._delimiter.join(texts).split(self._delimiter)
        return [cells[place :: self._width] for place in range(self._width)]

    def _quoted(self, texts: list[str]) -> Sequence[Sequence[str]] | None:
        try:
            rows = list(_reader(texts, self._delimiter))
        except csv.Error:
            return None
        if len(rows) != len(texts) or set(map(len, rows)) != {self._width} or [""] * self._width in rows:
            return None
        return list(zip(*rows, strict=True))

    def _one_by_one(self, lines: Lines, *, last: bool) -> tuple[list[Numbered], list[Reject], int]:
        """Return the records, the lines refused among them, and the index of the line that is still open."""
        found: list[Numbered] = []
        rejects: list[Reject] = []
        at = 0
        for stop in (*sorted(lines.broken), len(lines.texts)):
            while (at := self._whole_records(lines, at, stop, found)) < stop:
                if stop == len(lines.texts) and not last and self._may_go_on(lines.texts[at:]):
                    return found, rejects, at
                rejects.append(_refused(lines, at, TORN))
                at += 1
            if stop in lines.broken:
                rejects.append(_refused(lines, stop, lines.broken[stop]))
                at = stop + 1
        return found, rejects, at

    def _whole_records(self, lines: Lines, at: int, stop: int, found: list[Numbered]) -> int:
        """Collect records from `at` on; return `stop`, or the index of the line whose record is no good."""
        while at < stop:
            reader = _reader(lines.texts[at : min(at + WINDOW, stop)], self._delimiter)
            used = 0
            try:
                for row in reader:
                    height = reader.line_num - used
                    if height > 1 and (len(row) != self._width or height > MOST_LINES_OF_A_RECORD):
                        break
                    found.append((at + used, row))
                    used = reader.line_num
            except csv.Error:
                pass
            if used == 0:
                return at
            at += used
        return at

    def _may_go_on(self, texts: list[str]) -> bool:
        """Tell whether the record that begins these lines is still open at their end."""
        reader = _reader(texts, self._delimiter)
        try:
            next(reader)
        except csv.Error:
            return reader.line_num == len(texts) <= MOST_LINES_OF_A_RECORD
        return False

    def _sifted(self, first: int, found: list[Numbered], rejects: list[Reject]) -> Batch:
        """Take out blank lines, and refuse rows of another length than the header's and cells that are too long."""
        kept: list[Numbered] = []
        for at, row in found:
            if not any(map(str.strip, row)):
                continue
            if reason := self._objection(row):
                rejects.append(Reject(first + at, None, shorten(self._delimiter.join(row)), reason))
            else:
                kept.append((at, row))
        return Batch.of_rows([first + at for at, _ in kept], [row for _, row in kept], rejects)

    def _objection(self, row: Sequence[str]) -> str | None:
        if len(row) != self._width:
            return f"The line has {len(row)} cells where the header has {self._width}."
        if max(map(len, row)) > LONGEST_CELL:
            return f"A cell is longer than {LONGEST_CELL:,} characters."
        return None


def _refused(lines: Lines, at: int, why: str) -> Reject:
    return Reject(lines.first + at, None, shorten(lines.texts[at]), f"The line holds {why}.")
