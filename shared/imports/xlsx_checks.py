"""What is looked at in a workbook before anything is unpacked for reading.

A few kilobytes can unpack to gigabytes, or name a last cell so far out that the reader's table of cells does not
fit into any memory. Both are seen in the zip directory and in a scan of the sheets' cell addresses.
"""

import re
import zipfile
from typing import IO, Any, NamedTuple

from shared.imports.rows import FileRefusedError

MOST_ENTRIES = 2_000
MOST_UNPACKED = 400 << 20  # bytes
MOST_RATIO = 200  # of an entry that unpacks to more than SMALL
SMALL = 4 << 20
MOST_CELLS = 12_000_000  # rows times columns of the used area; the reader takes about 32 bytes for each
PIECE = 1 << 18  # small enough to stay in the processor's cache
LONGEST_ADDRESS = 64  # bytes that may be cut apart between two pieces

ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})?([0-9]{1,9})["']""")
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
            if b"!" in block and (b"<!DOCTYPE" in block or b"<!ENTITY" in block):
                raise FileRefusedError("The workbook declares entities of its own, which no office program does.")
            far, wide = extent(block)
            rows, columns = max(rows, far), max(columns, wide)
            rest = block[-LONGEST_ADDRESS:]
            if rows * columns > MOST_CELLS:
                raise FileRefusedError(f"The sheet reaches to row {rows:,} and column {columns:,}: too large an area.")


def extent(block: bytes) -> tuple[int, int]:
    """Return the last row and the last column among the cell addresses in a piece of a sheet; 0 without any.

    Addresses are written `r="B7"`, a million of them in a sheet of 100,000 rows, so they are read all at once. Where
    blanks stand about the equals sign, which is allowed and hardly ever seen, they are read one by one.
    """
    import numpy as np  # noqa: PLC0415 - slow to import

    signs = np.frombuffer(block + bytes(LONGEST_ADDRESS), np.uint8)
    named = signs[1:-1] == ord("r")
    named &= signs[:-2] <= ord(" ")
    named &= signs[2:] <= ord("=")
    at = np.flatnonzero(named) + 2
    equals, then = signs[at] == ord("="), signs[at + 1]
    if np.any(_is_blank(signs[at]) | equals & _is_blank(then)):
        return _extent_one_by_one(block)
    at = at[equals & _is_quote(then)] + 2
    column, at, _ = _number(signs, at, LETTERS)
    row, at, known = _number(signs, at, DIGITS)
    known &= _is_quote(signs[at])
    return int(row[known].max(initial=0)), int(column[known].max(initial=0))


class Numerals(NamedTuple):
    most: int  # of them in a number
    base: int
    first: int  # the sign that is worth `least`
    least: int
    folded: int  # the bit that makes large letters small


LETTERS = Numerals(3, 26, ord("a"), 1, 0x20)
DIGITS = Numerals(9, 10, ord("0"), 0, 0)


def _number(signs: Any, at: Any, numerals: Numerals) -> tuple[Any, Any, Any]:
    """Return the numbers that stand `at` these places, the places behind them, and whether there was any numeral."""
    import numpy as np  # noqa: PLC0415 - as above

    began, value = at, np.zeros(len(at), dtype=np.int32)
    for _ in range(numerals.most):
        numeral = (signs[at] | np.uint8(numerals.folded)) - np.uint8(numerals.first)
        goes_on = numeral < numerals.base
        if not np.any(goes_on):
            break
        value = np.where(goes_on, value * numerals.base + numeral + numerals.least, value)
        at = at + goes_on
    return value, at, at > began


def _is_blank(signs: Any) -> Any:
    return (signs <= ord(" ")) & (signs > 0)


def _is_quote(signs: Any) -> Any:
    return (signs == ord('"')) | (signs == ord("'"))


def _extent_one_by_one(block: bytes) -> tuple[int, int]:
    rows = columns = 0
    for letters, digits in set(ADDRESS.findall(block)):
        rows, columns = max(rows, int(digits)), max(columns, _column(letters.upper()))
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
