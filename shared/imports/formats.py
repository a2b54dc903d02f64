"""Opens a file by its format: the declared one, which its name and its first bytes must agree with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from shared.imports.csv_reader import read_csv
from shared.imports.json_reader import read_json, read_json_lines
from shared.imports.mapping import Mapping
from shared.imports.rows import FileRefusedError, Rejoined, Table
from shared.imports.xlsx_reader import MAGIC, read_xlsx
from shared.platform.blobs import Readable

LINES = {".jsonl", ".ndjson"}  # also of a source of JSON, whose pages may be fetched one after the other
EXTENSIONS = {"csv": {".csv", ".tsv", ".txt"}, "xlsx": {".xlsx"}, "json": {".json", *LINES}, "jsonl": LINES}


@contextmanager
def open_table(stream: Readable, mapping: Mapping, file_name: str) -> Iterator[Table]:
    """Open a file as rows of text.

    Raises:
        FileRefusedError: it is not what the mapping says, or cannot be read.
    """
    extension = PurePosixPath(file_name).suffix.lower()
    if extension not in EXTENSIONS[mapping.format]:
        known = " or ".join(sorted(EXTENSIONS[mapping.format]))
        raise FileRefusedError(f'"{file_name}" should end in {known}: the source is declared as {mapping.format}.')
    head = stream.read(len(MAGIC))
    rejoined = Rejoined(head, stream)
    if mapping.format == "xlsx":
        if head != MAGIC:
            raise FileRefusedError(f'"{file_name}" is named as a workbook but is none.')
        with read_xlsx(rejoined, mapping.sheet) as table:
            yield table
    elif head == MAGIC:
        raise FileRefusedError(f'"{file_name}" is named as text but is a zip file, perhaps a workbook.')
    elif mapping.format == "csv":
        yield read_csv(rejoined, mapping.encoding, mapping.delimiter)
    elif extension in LINES:
        yield read_json_lines(rejoined, mapping.encoding, mapping.columns())
    else:
        yield read_json(rejoined, mapping.encoding, mapping.items or "", mapping.columns())
