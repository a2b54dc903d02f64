"""Reads one sheet in a process of its own, whose memory and time are limited: `python xlsx_child.py FILE [SHEET]`.

Writes blocks of rows to standard output: a line with the numbers of rows, columns and bytes, then the cells as text,
column after column, with NUL between them. It imports nothing of the product, so that it starts fast and knows no
secret.
"""

import resource
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import batched, chain
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 120  # of the processor
CELLS = 1 << 14  # of a block, unless a row has more; so that it stays in the processor's cache
MOST_REMEMBERED = 50_000
NO_SHEET = 3  # exit status
BROKEN = 4
BETWEEN = "\0"
NUL = "\ud800"  # stands for a NUL in a cell; a sheet cannot hold this one
MOST_EXACT = 2**53  # above, not every whole number can be told as a float


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


class Memory(dict[Any, str]):
    """What cells became, which often come again; texts are what they were. Forgets all when it grows too large."""

    def __missing__(self, cell: Any) -> str:
        text = text_of(cell)
        if not isinstance(cell, str):
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[cell] = text
        return text


def texts_of(cells: Sequence[Any], memories: dict[type, Memory]) -> Iterable[str]:
    """Return a column as texts. Each kind of cells has a memory of its own: True, 1 and 1.0 would be one key."""
    kinds = set(map(type, cells)) - {str}
    if not kinds:
        return cells
    if len(kinds) == 1:
        return map(memories[kinds.pop()].__getitem__, cells)
    return map(text_of, cells)


def _block(rows: Sequence[Sequence[Any]], memories: dict[type, Memory]) -> bytes:
    texts: list[str] = []
    for cells in zip(*rows, strict=True):
        texts.extend(texts_of(cells, memories))
    joined = BETWEEN.join(texts)
    if joined.count(BETWEEN) != len(texts) - 1:
        joined = BETWEEN.join(text.replace(BETWEEN, NUL) for text in texts)
    written = joined.encode("utf-8", "surrogatepass")
    return b"%d %d %d\n%b" % (len(rows), len(rows[0]), len(written), written)


def _write(rows: Iterable[Sequence[Any]]) -> None:
    rest, memories = iter(rows), defaultdict[type, Memory](Memory)
    for first in rest:
        for some in batched(chain([first], rest), max(1, CELLS // len(first)), strict=False):
            sys.stdout.buffer.write(_block(some, memories))
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
