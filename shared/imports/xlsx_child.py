"""Reads one sheet in a process of its own, whose memory and time are limited: `python xlsx_child.py FILE [SHEET]`.

Writes blocks of rows to standard output: a line with the numbers of rows, columns and bytes, then the cells as text,
column after column, with NUL between them. It imports nothing of the product, so that it starts fast and knows no
secret.
"""

import resource
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import batched, chain
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 120  # of the processor
CELLS = 1 << 15  # of a block, unless a row has more
NO_SHEET = 3  # exit status
BROKEN = 4
BETWEEN = "\0"
NUL = "\ud800"  # stands for a NUL in a cell; a sheet cannot hold this one
MOST_EXACT = 2.0**53  # above, not every whole number can be told as a float


def text_of(cell: Any) -> str:
    """Return a cell as the text that a person would have put into a CSV file."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < MOST_EXACT else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)  # of a timedelta, too


def texts_of(cells: Sequence[Any]) -> Iterable[str]:
    """Return a column as texts; most hold one kind of cells, which is quicker done at one go."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cells
    if kinds == {float} and all(map(float.is_integer, cells)) and -MOST_EXACT < min(cells) <= max(cells) < MOST_EXACT:
        return map(str, map(int, cells))
    return map(text_of, cells)


def _block(rows: Sequence[Sequence[Any]]) -> bytes:
    width = len(rows[0])
    texts = [text for cells in zip(*rows, strict=True) for text in texts_of(cells)]
    joined = BETWEEN.join(texts)
    if joined.count(BETWEEN) != len(texts) - 1:
        joined = BETWEEN.join(text.replace(BETWEEN, NUL) for text in texts)
    written = joined.encode("utf-8", "surrogatepass")
    return b"%d %d %d\n%b" % (len(rows), width, len(written), written)


def _write(rows: Iterable[Sequence[Any]]) -> None:
    rest = iter(rows)
    for first in rest:
        for some in batched(chain([first], rest), max(1, CELLS // len(first))):
            sys.stdout.buffer.write(_block(some))
    sys.stdout.flush()


def main(path: str, sheet: str | None = None) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine  # noqa: PLC0415 - within the limits

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        name = sheet or workbook.sheet_names[0]
        if name not in workbook.sheet_names:
            sys.stderr.write(", ".join(workbook.sheet_names))
            return NO_SHEET
        _write(workbook.get_sheet_by_name(name).iter_rows())
    except (python_calamine.CalamineError, IndexError, ValueError):
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
