"""Reads one sheet in a process of its own, whose memory and time are limited: `python xlsx_child.py FILE [SHEET]`.

Writes a line of JSON per row, an array of texts, to standard output. It imports nothing of the product, so that
it starts fast and knows no secret.
"""

import json
import resource
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 120  # of the processor
NO_SHEET = 3  # exit status
BROKEN = 4


def text_of(cell: Any) -> str:
    """Return a cell as the text that a person would have put into a CSV file."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _write(rows: Iterable[Iterable[Any]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps([text_of(cell) for cell in row]) + "\n")
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
