"""JSON and JSON lines as tables: each object is a row, what it nests is a column named with dots (`author.id`).

Members may be left out: which columns there are is seen from the first objects, and an optional column that none of
them has is blank. A file without any object is no mistake: there was nothing new.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from shared.imports.json_text import LONGEST_SHOWN, BrokenValueError, JsonText, decoded, enter, items
from shared.imports.mapping import Columns
from shared.imports.rows import LONGEST_CELL, Batch, FileRefusedError, Reject, Table, normalised, shorten
from shared.imports.text_lines import read_lines
from shared.imports.text_pieces import is_undecoded, read_text
from shared.platform.blobs import Readable

LOOKED_AT = 1_000  # objects, for the columns; and as many are read at once
MOST_COLUMNS = 1_000
MOST_ELEMENTS = 10  # of a list, as columns
MOST_LEVELS = 6
SIZE_AT_ONCE = 1 << 20  # characters

type Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One object by its place: the line in JSON lines, its number in a list. Or what is wrong with it."""

    place: int
    cells: Cells
    size: int = 0
    reject: Reject | None = None


def read_json(stream: Readable, encoding: str | None, path: str, columns: Columns) -> Table:
    """Read the list at `path` ("" for the whole), one object after the other, whatever the length of the file.

    Args:
        stream: the file's bytes.
        encoding: None to find out.
        path: names with dots between them.
        columns: those of the mapping; optional ones may be missing in all objects.

    Raises:
        FileRefusedError: it is empty, or there is no list at `path`.
    """
    text = JsonText(read_text(stream, encoding))
    if not text.peek():
        raise FileRefusedError("The file is empty.")
    enter(text, path)
    return _table(_items(enumerate(items(text), start=1)), columns)


def read_json_lines(stream: Readable, encoding: str | None, columns: Columns) -> Table:
    """Read one object per line; a line that is none costs itself only."""
    return _table(_lines(stream, encoding), columns)


def _items(numbered: Iterator[tuple[int, Any]]) -> Iterator[Item]:
    for place, value in numbered:
        if isinstance(value, BrokenValueError):
            yield _refused(place, value.shown, f"The item {value}.")
        else:
            yield _item(place, value)


def _lines(stream: Readable, encoding: str | None) -> Iterator[Item]:
    for block in read_lines(stream, encoding):
        for place, text in enumerate(block.texts, start=block.first):
            if why := block.broken.get(place - block.first):
                yield _refused(place, text, f"The line holds {why}.")
            elif text.strip():
                yield _line(place, text)


def _line(place: int, text: str) -> Item:
    try:
        return _item(place, decoded(text))
    except ValueError as why:
        return _refused(place, text, f"The line {why}.")


def _refused(place: int, shown: str, reason: str) -> Item:
    shown = shown[: 2 * LONGEST_SHOWN]
    reject = Reject(place, None, shorten(storable(shown)), shorten(storable(reason)))
    return Item(place, {}, len(shown), reject)


def storable(text: str) -> str:
    """Return `text` with U+FFFD for what was not decoded."""
    return text if text.isascii() else "".join("\ufffd" if is_undecoded(sign) else sign for sign in text)


def _item(place: int, value: Any) -> Item:
    if not isinstance(value, dict):
        return _refused(place, _dumped(value), "This is no object.")
    cells: Cells = {}
    _flatten(value, "", MOST_LEVELS, cells)
    whole = "".join(cells.values())
    if reason := _objection(cells, whole):
        return _refused(place, _dumped(value), reason)
    return Item(place, cells, len(whole))


def _dumped(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "…"


def _flatten(value: Any, name: str, levels: int, cells: Cells) -> None:
    if isinstance(value, dict | list) and value and levels:
        members = value.items() if isinstance(value, dict) else islice(enumerate(value), MOST_ELEMENTS)
        for key, member in members:
            _flatten(member, f"{name}.{key}" if name else str(key), levels - 1, cells)
    else:
        cells[name] = _text_of(value)


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _dumped(value) if value else ""


def _objection(cells: Cells, whole: str) -> str | None:
    if "\0" in whole:
        return "A value holds a NUL."
    if not whole.isascii() and any(map(is_undecoded, whole)):
        return "A value holds what is not text in the file's encoding."
    if len(whole) > LONGEST_CELL and max(map(len, cells.values())) > LONGEST_CELL:
        return f"A value is longer than {LONGEST_CELL:,} characters."
    return None


def _table(found: Iterator[Item], columns: Columns) -> Table:
    first = _some(found)
    names = list(islice(dict.fromkeys(name for item in first for name in item.cells), MOST_COLUMNS))
    known = set(map(normalised, names))
    if names and (missing := [name for name in columns.required if normalised(name) not in known]):
        there = ", ".join(f'"{name}"' for name in names)
        raise FileRefusedError(shorten(storable(f'No item of the file has "{missing[0]}". They have {there}.'), 2000))
    blank = [*columns.required, *columns.optional] if not names else columns.optional
    names += [name for name in dict.fromkeys(blank) if normalised(name) not in known]
    return Table([shorten(storable(name)) for name in names], _batches(names, first, found))


def _some(found: Iterator[Item]) -> list[Item]:
    """Return the next objects, as many as are read at once."""
    some: list[Item] = []
    size = 0
    for item in found:
        some.append(item)
        size += item.size
        if len(some) >= LOOKED_AT or size > SIZE_AT_ONCE:
            break
    return some


def _batches(names: list[str], first: list[Item], rest: Iterator[Item]) -> Iterator[Batch]:
    places = _Places(names)
    some = first
    while some:
        good = [item for item in some if item.reject is None]
        rows = [places.row(item.cells) for item in good]
        rejects = [item.reject for item in some if item.reject is not None]
        yield Batch.of_rows([item.place for item in good], rows, rejects)
        some = _some(rest)


class _Places(dict[str, int | None]):
    """Where the value of a name goes: to the column of this name, else to one that differs in case or blanks only."""

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__({name: place for place, name in reversed(list(enumerate(header)))})
        self._width = len(header)
        self._alike = {normalised(name): place for place, name in reversed(list(enumerate(header)))}

    def __missing__(self, name: str) -> int | None:
        place = self._alike.get(normalised(name))
        if len(self) < 2 * MOST_COLUMNS:
            self[name] = place
        return place

    def row(self, cells: Cells) -> list[str]:
        row = [""] * self._width
        for name, text in cells.items():
            place = self[name]
            if place is not None:
                row[place] = text
        return row
