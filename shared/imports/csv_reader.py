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


class _Records:
    def __init__(self, width: int, delimiter: str) -> None:
        self._width = width
        self._delimiter = delimiter
        self._blank_row = [""] * width

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
        if not lines.broken and (rows := self._one_per_line(lines)) is not None:
            batch, used = Batch(range(lines.first, lines.first + len(rows)), rows), len(rows)
        else:
            batch, used = self._one_by_one(lines, last=last)
        if used and max(map(len, lines.texts[:used])) > LONGEST_CELL:
            return self._sifted(batch), lines.after(used)
        return self._checked(batch), lines.after(used)

    def _one_per_line(self, lines: Lines) -> list[list[str]] | None:
        delimiter = self._delimiter
        if not lines.quoted:
            return [text.split(delimiter) for text in lines.texts]
        try:
            rows = list(_reader(lines.texts, delimiter))
        except csv.Error:
            return None
        return rows if len(rows) == len(lines.texts) else None

    def _one_by_one(self, lines: Lines, *, last: bool) -> tuple[Batch, int]:
        """Return the records, the lines refused among them, and the index of the line that is still open."""
        found: list[tuple[int, list[str]]] = []
        rejects: list[Reject] = []
        at = 0
        for stop in (*sorted(lines.broken), len(lines.texts)):
            while (at := self._whole_records(lines, at, stop, found)) < stop:
                if stop == len(lines.texts) and not last and self._may_go_on(lines.texts[at:]):
                    return self._numbered(lines.first, found, rejects), at
                rejects.append(_refused(lines, at, TORN))
                at += 1
            if stop in lines.broken:
                rejects.append(_refused(lines, stop, lines.broken[stop]))
                at = stop + 1
        return self._numbered(lines.first, found, rejects), at

    @staticmethod
    def _numbered(first: int, found: list[tuple[int, list[str]]], rejects: list[Reject]) -> Batch:
        return Batch([first + at for at, _ in found], [row for _, row in found], rejects)

    def _whole_records(self, lines: Lines, at: int, stop: int, found: list[tuple[int, list[str]]]) -> int:
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

    def _checked(self, batch: Batch) -> Batch:
        if set(map(len, batch.rows)) <= {self._width} and self._blank_row not in batch.rows:
            return batch
        return self._sifted(batch)

    def _sifted(self, batch: Batch) -> Batch:
        """Take out blank lines, and refuse rows of another length than the header's and cells that are too long."""
        kept: list[int] = []
        for i, row in enumerate(batch.rows):
            if not any(map(str.strip, row)):
                continue
            if reason := self._objection(row):
                shown = shorten(self._delimiter.join(row))
                batch.rejects.append(Reject(batch.lines[i], None, shown, reason))
            else:
                kept.append(i)
        return Batch([batch.lines[i] for i in kept], [batch.rows[i] for i in kept], batch.rejects)

    def _objection(self, row: Sequence[str]) -> str | None:
        if len(row) != self._width:
            return f"The line has {len(row)} cells where the header has {self._width}."
        if max(map(len, row)) > LONGEST_CELL:
            return f"A cell is longer than {LONGEST_CELL:,} characters."
        return None


def _refused(lines: Lines, at: int, why: str) -> Reject:
    return Reject(lines.first + at, None, shorten(lines.texts[at]), f"The line holds {why}.")
