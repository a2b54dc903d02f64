"""A large CSV file in pieces that can be read apart, at line ends where no record can be open."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from shared.imports.csv_reader import DELIMITERS, MOST_LINES_OF_A_RECORD
from shared.imports.mapping import Mapping
from shared.imports.rows import Batch, Rejoined, Table
from shared.imports.text_lines import likelier
from shared.platform.blobs import Readable

PIECE = 32 << 20  # bytes: some seconds of reading
BLOCK = 4 << 20
ENCODINGS = (None, "utf-8", "cp1252")  # in which a line feed is one byte, and that byte nothing else
WINDOW = 1 << 20  # in which a place to cut is looked for; beyond it the piece grows


@dataclass(frozen=True)
class Split:
    """The pieces of a file.

    Attributes:
        cuts: for each piece the byte at which it begins and how many lines come before it.
        size: of the file in bytes.
        header: its cells.
        encoding: of the whole file; null if it is ASCII only.
        delimiter: of the whole file.
        sha256: of the whole file.
    """

    cuts: list[tuple[int, int]]
    size: int
    header: list[str]
    encoding: str | None
    delimiter: str
    sha256: str


def split(stream: Readable, mapping: Mapping) -> Split | None:
    """Read a file once and return where it can be cut; None if it had better be read in one piece.

    A line that has an even number of quotes opens no record that goes on, and a record that goes on for more than
    MOST_LINES_OF_A_RECORD lines is torn. So behind that many lines with even numbers, none is open.
    """
    head = stream.read(BLOCK)
    marked = head.startswith(codecs.BOM_UTF8)
    first = head.removeprefix(codecs.BOM_UTF8).split(b"\n", 1)[0].removesuffix(b"\r")
    if mapping.format != "csv" or mapping.encoding not in ENCODINGS or b"\0" in head:
        return None
    if not first.strip() or first.count(b'"') % 2 or b"\r" in first:
        return None
    scan = _Scan("utf-8" if marked else mapping.encoding)
    for block in _blocks(Rejoined(head, stream)):
        scan.take(block)
    header, delimiter = _header(first, mapping.delimiter, scan.encoding)
    return Split(scan.cuts, scan.at, header, scan.encoding, delimiter, scan.hash.hexdigest())


def _blocks(stream: Readable) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


class _Scan:
    def __init__(self, encoding: str | None) -> None:
        self.hash = sha256()
        self.at = 0
        self.cuts = [(0, 0)]
        self.encoding = encoding
        self._lines = 0
        self._ends_in_return = False

    def take(self, block: bytes) -> None:
        self.hash.update(block)
        if self.encoding is None and not block.isascii():
            self.encoding = likelier(block)
        if self.at + len(block) - self.cuts[-1][0] >= PIECE:
            self._cut(block)
        self.at += len(block)
        self._lines += self._line_ends(block)
        self._ends_in_return = block.endswith(b"\r")

    def _line_ends(self, block: bytes) -> int:
        """Count as `read_lines` does: a carriage return and a line feed are one end, either alone as well."""
        once = self._ends_in_return and block.startswith(b"\n")
        return block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n") - once

    def _cut(self, block: bytes) -> None:
        """Cut in this block behind the first run of lines that hold no open quote."""
        even = 0
        end = block.find(b"\n") + 1
        while 0 < end <= WINDOW:
            following = block.find(b"\n", end) + 1
            if not following:
                return
            even = even + 1 if block.count(b'"', end, following) % 2 == 0 else 0
            end = following
            if even > MOST_LINES_OF_A_RECORD:
                self.cuts.append((self.at + end, self._lines + self._line_ends(block[:end])))
                return


def _header(first: bytes, declared: str | None, encoding: str | None) -> tuple[list[str], str]:
    text = first.decode(encoding or "ascii", errors="replace")
    rows = {one: next(csv.reader([text], delimiter=one)) for one in ([declared] if declared else DELIMITERS)}
    delimiter = max(rows, key=lambda one: len(rows[one]))
    return rows[delimiter], delimiter


def shifted(table: Table, by: int) -> Table:
    """Return a table whose lines are numbered as in the whole file."""
    return Table(table.header, (_shifted(batch, by) for batch in table.batches)) if by else table


def _shifted(batch: Batch, by: int) -> Batch:
    rejects = [reject._replace(line=reject.line + by) for reject in batch.rejects]
    return replace(batch, lines=[line + by for line in batch.lines], rejects=rejects)
