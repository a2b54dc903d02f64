"""Pages put together to one file of the source's format; pages of JSON become JSON lines."""

import re
from typing import IO, Protocol

from shared.imports.feeds.failures import FeedFailedError
from shared.imports.feeds.json_pages import JsonPage

UTF_8_MARK = b"\xef\xbb\xbf"
# Possessive: what does not end is given up at once, however long it is.
HEADER = re.compile(rb'[^"\n]*+(?:"[^"]*+"[^"\n]*+)*+\n')
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Pages(Protocol):
    """Takes page after page."""

    def add(self, content: bytes) -> int:
        """Write a page's records; return how many there are, or for CSV whether there are any."""
        ...


class CsvPages:
    """Each page repeats the header of the first one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._header: bytes | None = None

    def add(self, content: bytes) -> int:
        if content.startswith(WIDE_MARKS) or b"\0" in content[:4]:
            raise FeedFailedError("Pages of CSV can be put together in UTF-8 and Windows-1252, not in UTF-16.")
        if not content.strip():
            return 0
        header, records = _split(content.removeprefix(UTF_8_MARK))
        if self._header is None:
            self._header = header
            self._file.write(content[: len(content) - len(records)].rstrip(b"\r\n") + b"\n")
        elif header != self._header:
            raise FeedFailedError("A page of the feed has another header than the first.")
        if not records.strip():
            return 0
        self._file.write(records if records.endswith(b"\n") else records + b"\n")
        return 1


def _split(content: bytes) -> tuple[bytes, bytes]:
    """Part the header, whose quoted names may hold line ends, from the records."""
    found = HEADER.match(content)
    end = found.end() if found else len(content)
    return content[:end].rstrip(b"\r\n"), content[end:]


class JsonPages:
    """The items of each page's list, one a line."""

    def __init__(self, file: IO[bytes], path: str) -> None:
        self._file = file
        self._path = path

    def add(self, content: bytes) -> int:
        count = 0
        for count, item in enumerate(JsonPage(content).items(self._path), start=1):  # noqa: B007 - the last one counts
            self._file.write(item.encode() + b"\n")
        return count


class LinePages:
    """JSON lines as they are."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, content: bytes) -> int:
        lines = [line for line in content.removeprefix(UTF_8_MARK).split(b"\n") if line.strip()]
        self._file.writelines(line + b"\n" for line in lines)
        return len(lines)
