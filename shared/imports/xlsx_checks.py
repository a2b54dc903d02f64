"""What is looked at in a workbook before anything is unpacked for reading.

A few kilobytes can unpack to gigabytes, or name a last cell so far out that the reader's table of cells does not
fit into any memory. Both are seen in the zip directory and in a scan of the sheets' cell addresses.
"""

import re
import zipfile
from typing import IO

from shared.imports.rows import FileRefusedError

MOST_ENTRIES = 2_000
MOST_UNPACKED = 400 << 20  # bytes
MOST_RATIO = 200  # of an entry that unpacks to more than SMALL
SMALL = 4 << 20
MOST_CELLS = 12_000_000  # rows times columns of the used area; the reader takes about 32 bytes for each
PIECE = 1 << 20
LONGEST_ADDRESS = 64  # bytes that may be cut apart between two pieces

ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})?([0-9]{1,9})["']""")
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def check_workbook(file: IO[bytes]) -> None:
    """Refuse a workbook that is none, or that would not fit.

    Raises:
        FileRefusedError: with what is too large.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive)
            for name in archive.namelist():
                if SHEETS.fullmatch(name):
                    _check_extent(archive, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise FileRefusedError("The workbook is damaged or protected by a password.") from None


def _check_directory(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileRefusedError(f"The workbook has {len(entries):,} parts; at most {MOST_ENTRIES:,} are read.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefusedError(f"The workbook unpacks to more than {MOST_UNPACKED >> 20} MiB.")
    for entry in entries:
        if entry.file_size > max(SMALL, entry.compress_size * MOST_RATIO):
            raise FileRefusedError(f"A part of the workbook is packed more than {MOST_RATIO} to 1.")


def _check_extent(archive: zipfile.ZipFile, name: str) -> None:
    rows = columns = read = 0
    rest = b""
    with archive.open(name) as sheet:
        while piece := sheet.read(PIECE):
            read += len(piece)
            if read > MOST_UNPACKED:
                raise FileRefusedError(f"The workbook unpacks to more than {MOST_UNPACKED >> 20} MiB.")
            block = rest + piece
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                raise FileRefusedError("The workbook declares entities of its own, which no office program does.")
            for letters, digits in set(ADDRESS.findall(block)):
                rows, columns = max(rows, int(digits)), max(columns, _column(letters))
            rest = block[-LONGEST_ADDRESS:]
            if rows * columns > MOST_CELLS:
                raise FileRefusedError(f"The sheet reaches to row {rows:,} and column {columns:,}: too large an area.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
