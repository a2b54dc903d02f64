"""The first rows of a file, as a person would look at them before importing it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from shared.imports.fields import Target
from shared.imports.formats import EXTENSIONS, LINES, open_table
from shared.imports.json_text import JsonText, path_of_list
from shared.imports.mapping import Mapping
from shared.imports.rows import Batch, FileRefusedError, Reject, Table
from shared.imports.text_pieces import read_text
from shared.platform.blobs import Readable

MOST_ROWS = 200

type Open = Callable[[], AbstractContextManager[Readable]]


@dataclass(frozen=True)
class Sample:
    """The header and the first rows with the lines they stand on; `rejects` are lines that cannot be read at all."""

    header: list[str]
    lines: list[int]
    rows: list[list[str]]
    rejects: list[Reject]

    @property
    def columns(self) -> list[list[str]]:
        return [list(column) for column in zip(*self.rows, strict=True)]

    def first(self, most: int) -> "Sample":
        """Return the first rows, and what was refused among them."""
        if len(self.lines) <= most:
            return replace(self, rejects=self.rejects[:most])
        upto = self.lines[most - 1]
        rejects = [reject for reject in self.rejects if reject.line <= upto]
        return Sample(self.header, self.lines[:most], self.rows[:most], rejects[:most])

    def batch(self) -> Batch:
        return Batch.of_rows(self.lines, self.rows, list(self.rejects))


def sample(opened: Open, mapping: Mapping, file_name: str) -> Sample:
    """Read the first rows as the mapping's format says.

    Raises:
        FileRefusedError: the file cannot be read so.
    """
    with opened() as stream, open_table(stream, mapping, file_name) as table:
        return _beginning(table)


def _beginning(table: Table) -> Sample:
    lines: list[int] = []
    rows: list[list[str]] = []
    rejects: list[Reject] = []
    for batch in table.batches:
        left = MOST_ROWS - len(rows)
        lines.extend(batch.lines[:left])
        rows.extend(list(row) for row in zip(*(column[:left] for column in batch.columns), strict=True))
        rejects.extend(batch.rejects[:MOST_ROWS])
        if len(rows) >= MOST_ROWS or len(rejects) >= MOST_ROWS:
            break
    return Sample(table.header, lines, rows, rejects)


def format_of(opened: Open, file_name: str) -> dict[str, Any]:
    """Return what a mapping would say of the file's format.

    Raises:
        FileRefusedError: its name ends in nothing known, or it holds no list of objects.
    """
    extension = PurePosixPath(file_name).suffix.lower()
    if extension in LINES:
        return {"format": "jsonl"}
    found = next((name for name, extensions in EXTENSIONS.items() if extension in extensions), None)
    if found is None:
        known = ", ".join(sorted(set().union(*EXTENSIONS.values())))
        raise FileRefusedError(f'"{file_name}" ends in none of {known}.')
    return {"format": found} | (_items(opened) if found == "json" else {})


def _items(opened: Open) -> dict[str, Any]:
    with opened() as stream:
        path = path_of_list(JsonText(read_text(stream)))
    if path is None:
        raise FileRefusedError("The file holds no list of objects.")
    return {"items": path} if path else {}


def undescribed(opened: Open, file_name: str) -> tuple[dict[str, Any], Sample]:
    """Return the format and the first rows of a file of which nothing is known.

    Raises:
        FileRefusedError: it is in none of the formats.
    """
    told = format_of(opened, file_name)
    nothing_told: dict[str, Any] = {"items": None, "encoding": None, "delimiter": None, "sheet": None}
    bare = Mapping.model_construct(target=Target.INFLUENCERS, fields={}, cancellation=None, **(nothing_told | told))
    return told, sample(opened, bare, file_name)
